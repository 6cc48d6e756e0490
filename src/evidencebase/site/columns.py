"""What the columns of tables and views are: of a table as the schema says it, of a view as its SQL tells.

A column of a view that is one of a table (``c.id AS claim``) means the same and names the same rows; of others a
comment tells: ``--   works (works.key, facet): keys of the works``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple

from evidencebase import database
from evidencebase.schema import TABLES, Column, Table

_COMMENT = re.compile(r"^--   (?P<name>\w+)(?: \((?P<marks>[\w., ]+)\))?: (?P<meaning>.*)$", re.MULTILINE)
_SELECTED = re.compile(r"^SELECT\b(.*?)^FROM\b", re.MULTILINE | re.DOTALL)
_SOURCE = re.compile(r"^(?:LEFT )?(?:FROM|JOIN) (\w+) (\w+)", re.MULTILINE)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_ITEM = re.compile(r"(?:(?P<source>\w+)\.(?P<column>\w+)|.*?)(?:\s*\bAS\s+(?P<name>\w+))?", re.DOTALL)
_TABLES = {table.name: table for table in TABLES}
FACET = "facet"
PLACE = "place"  # of rows that come in the order of reading: by their keys s10 would come before s2


class Comment(NamedTuple):
    """What a view says of a column itself."""

    meaning: str
    refers_to: str
    facet: bool


@cache
def of(name: str) -> dict[str, Column]:
    """Columns of the table or view, by name; none where there is no such table."""
    if name in _TABLES:
        return {column.name: _key(_TABLES[name], column) for column in _TABLES[name].columns if column.stored}
    sql = database.views().get(name)
    return _of_view(sql) if sql else {}


def comments(sql: str) -> dict[str, Comment]:
    """What the comment of a view says of columns, by name."""
    found = {}
    for name, told, meaning in _COMMENT.findall(sql):
        marks = [mark for mark in told.split(", ") if mark]
        refers_to = next((mark for mark in marks if "." in mark), "")
        found[name] = Comment(meaning, refers_to, FACET in marks)
    return found


def items(value: object) -> list[str] | None:
    """What a cell lists, if it holds a JSON array; None for any other cell."""
    if not isinstance(value, str) or not value.startswith("["):
        return None
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return ["–" if item is None else str(item) for item in found]


def searchable(name: str) -> bool:
    """Has the table a full-text search?"""
    return name in _TABLES and bool(database.searchable(_TABLES[name]))


def label(name: str) -> str:
    """The column that names the rows of a table for people; empty where none does."""
    return _TABLES[name].label if name in _TABLES else ""


def _key(table: Table, column: Column) -> Column:
    """The column; the key of a table names its rows as a reference to them does."""
    own = column.refers_to or (f"{table.name}.{column.name}" if table.key == (column.name,) else "")
    return column._replace(refers_to=own)


def _of_view(sql: str) -> dict[str, Column]:
    told = comments(sql)
    (selected,) = _SELECTED.findall(sql)[:1]
    sources = {alias: table for table, alias in _SOURCE.findall(sql) if table in _TABLES}
    while _IN_PARENTHESES.search(selected):
        selected = _IN_PARENTHESES.sub("", selected)
    found = {}
    for item in selected.split(","):
        parts = _ITEM.fullmatch(item.strip())
        name = parts and (parts["name"] or parts["column"])
        if not parts or not name:
            raise AssertionError(f"a column of a view without a name: {item.strip()}")
        origin = of(sources[parts["source"]])[parts["column"]] if parts["source"] in sources else Column(name, "")
        facet = origin.facet and origin.name == name and bool(origin.values)  # few values, cheap to count
        column = origin._replace(name=name, facet=facet)
        if name in told:
            own = told[name]
            column = column._replace(
                meaning=own.meaning, refers_to=own.refers_to or column.refers_to, facet=facet or own.facet
            )
        found[name] = column
    return found
