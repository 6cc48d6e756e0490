"""Titles, descriptions, facets, labels and canned queries for Datasette, derived from the schema and the rule pages.

Datasette 1.0 split what 0.65 calls metadata into metadata and configuration, so both are made here from one source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from evidencebase import database
from evidencebase.codes import GROUPS
from evidencebase.rulebook import Rule, rules
from evidencebase.schema import TABLES, Column, Table
from evidencebase.site import columns

SETTINGS = {
    "suggest_facets": False,  # 18 to 48 times faster table pages
    "default_page_size": 25,
    "max_returned_rows": 1000,
    "num_sql_threads": 3,
    "facet_time_limit_ms": 500,
    "sql_time_limit_ms": 2000,
    "default_facet_size": 20,
    "default_cache_ttl": 0,  # the file may be rebuilt while a person looks at it
}


class Configuration(NamedTuple):
    """Datasette 1.0's two halves: texts, and behaviour."""

    metadata: dict[str, Any]
    config: dict[str, Any]

    def together(self) -> dict[str, Any]:
        """One dictionary, as Datasette 0.65 reads it from its metadata."""
        return _merged(self.metadata, self.config)


def configuration(name: str, title: str, description: str) -> Configuration:
    """Metadata and configuration of the database called ``name``."""
    texts: dict[str, Any] = {table.name: _texts(table) for table in TABLES}
    texts |= {view: _view_texts(view, sql) for view, sql in database.views().items()}
    behaviour = {table.name: _behaviour(table) for table in TABLES}
    behaviour |= {view: {"facets": _facets(columns.of(view)), "size": 25} for view in database.views()}
    queries = {rule.name.replace("/", "-"): _query(rule) for rule in rules().values() if rule.sql and not rule.compares}
    return Configuration(
        {
            "title": title,
            "description": description,
            "databases": {name: {"description": description, "tables": texts}},
        },
        {"databases": {name: {"tables": behaviour, "queries": queries}}},
    )


def _texts(table: Table) -> dict[str, Any]:
    return {"title": table.title, "description": table.meaning, "columns": _meanings(table.name)}


def _view_texts(name: str, sql: str) -> dict[str, Any]:
    title, meaning = (line.removeprefix("-- ") for line in sql.splitlines()[:2])
    return {"title": title, "description": meaning, "columns": _meanings(name)}


def _meanings(name: str) -> dict[str, str]:
    return {column.name: column.meaning for column in columns.of(name).values()}


def _facets(among: Mapping[str, Column]) -> list[str | dict[str, str]]:
    return [{"array": column.name} if column.many else column.name for column in among.values() if column.facet]


def _behaviour(table: Table) -> dict[str, Any]:
    own = table in GROUPS  # the site counts them itself: facets.py
    behaviour: dict[str, Any] = {"facets": [] if own else _facets(columns.of(table.name)), "size": 25}
    if table.hidden:
        behaviour["hidden"] = True
    if table.label:
        behaviour["label_column"] = table.label
    if columns.PLACE in columns.of(table.name):
        behaviour["sort"] = columns.PLACE
    if database.searchable(table):
        behaviour["fts_table"] = f"{table.name}_fts"
    return behaviour


def _query(rule: Rule) -> dict[str, Any]:
    sql = rule.sql
    for option, value in rule.options.items():
        literal = "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
        sql = re.sub(rf":{option}\b", literal, sql)
    return {"sql": sql, "title": f"{rule.name} ({rule.severity})", "description": rule.explanation}


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(one)
    for key, value in other.items():
        former = result.get(key)
        result[key] = _merged(former, value) if isinstance(former, dict) and isinstance(value, dict) else value
    return result
