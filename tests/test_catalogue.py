"""The rules as a whole: complete pages, unique codes, queries that compile, no finding without a page."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

import evidencebase
from evidencebase import checker, database, functions
from evidencebase.finding import SEVERITIES
from evidencebase.rulebook import Rule, rules

SOURCE = Path(evidencebase.__file__).parent
RULES = [pytest.param(rule, id=name) for name, rule in rules().items()]


@pytest.fixture
def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    database.create(connection)
    database.create_views(connection)
    functions.register(connection)
    database.create_former(connection)
    return connection


def test_codes_and_names_are_unique() -> None:
    assert not [code for code, n in Counter(rule.code for rule in rules().values()).items() if n > 1]
    assert not [name for name, n in Counter(name.partition("/")[2] for name in rules()).items() if n > 1]


@pytest.mark.parametrize("rule", RULES)
def test_page_is_complete(rule: Rule) -> None:
    assert rule.severity in SEVERITIES
    assert rule.explanation and rule.hint
    assert rule.reported and rule.fine, "a page shows what is reported and what is fine"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name.partition("/")[2])


@pytest.mark.parametrize("rule", [param for param in RULES if param.values[0].sql])
def test_query_compiles_and_fills_the_message(rule: Rule, empty: sqlite3.Connection) -> None:
    cursor = empty.execute(rule.sql, dict(rule.options))
    names = {column[0] for column in cursor.description}
    assert {"row", "file", "line"} <= names
    assert rule.placeholders() <= names
    assert cursor.fetchall() == []


def test_findings_of_python_have_pages_without_sql_and_the_reverse() -> None:
    emitted = {
        node.args[0].value
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str)
        and re.fullmatch(r"(files|claims|strength|works|waivers)/[a-z-]+", node.args[0].value)
    }
    assert emitted == {name for name, rule in rules().items() if not rule.sql}


def test_a_query_that_fails_is_not_performed(empty: sqlite3.Connection) -> None:
    rule = next(iter(rules().values()))._replace(sql="SELECT 1 FROM nowhere", needs=())
    outcome = checker.ask(empty, rule, {})
    assert outcome.cause and "nowhere" in outcome.cause


def test_views_compile_and_describe_their_columns(empty: sqlite3.Connection) -> None:
    from evidencebase.site import columns

    for name in database.views():
        found = [column[0] for column in empty.execute(f"SELECT * FROM {name}").description]
        said = columns.of(name)
        assert found == [*said], name
        assert all(column.meaning for column in said.values()), f"{name}: describe them in the view's first lines"


@pytest.mark.parametrize("word", ["references", "order", "group", "table", "index", "column", "values"])
def test_no_name_needs_quoting(word: str) -> None:
    from evidencebase.schema import TABLES

    assert word not in {table.name for table in TABLES} | {c.name for table in TABLES for c in table.columns}
