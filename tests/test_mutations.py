"""A broken query is noticed: with a condition turned round, an example of the rule's page comes out otherwise."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

import evidencebase
from evidencebase import checker, database, files, functions
from evidencebase.rulebook import Example, Rule, rules
from tests.conftest import Make

_TOKEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\w+|.", re.DOTALL)
_ENDS = {"GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "WINDOW"}


def conditions(sql: str) -> Iterator[tuple[int, int, int]]:
    """Depth, beginning and end of every condition behind WHERE, HAVING or ON."""
    open_: list[tuple[int, int, str]] = []
    depth = 0
    for match in _TOKEN.finditer(sql):
        word = match[0].upper()
        depth += {"(": 1, ")": -1}.get(word, 0)
        while open_ and (
            depth < open_[-1][0]
            or (
                depth == open_[-1][0]
                and (word in _ENDS or (open_[-1][2] == "ON" and word in ("JOIN", "LEFT", "WHERE")))
            )
        ):
            began = open_.pop()
            yield began[0], began[1], match.start()
        if word in ("WHERE", "HAVING", "ON"):
            open_.append((depth, match.end(), word))
    while open_:
        began = open_.pop()
        yield began[0], began[1], len(sql)


def mutants(sql: str) -> list[str]:
    """The query with its outermost conditions turned round, one at a time."""
    found = sorted(conditions(sql))
    outermost = [entry for entry in found if entry[0] == found[0][0]]
    return [f"{sql[:start]} NOT ({sql[start:end]}) {sql[end:]}" for _, start, end in outermost]


def answers(rule: Rule, example: Example, make: Make) -> Iterator[sqlite3.Connection]:
    """The database of an example, ready to be asked."""
    former = {path.removeprefix("former/"): text for path, text in example.files.items() if path.startswith("former/")}
    base = make({path: text for path, text in example.files.items() if not path.startswith("former/")})
    built = evidencebase.build(base)
    with closing(files.open_read_only(built.output)) as connection:
        functions.register(connection)
        if rule.compares:
            database.create_former(connection, evidencebase.build(make(former, "former")).output)
        yield connection


def ask(connection: sqlite3.Connection, rule: Rule, sql: str) -> set[tuple[str, int, str]] | str:
    outcome = checker.ask(connection, rule._replace(sql=sql, needs=()), {})
    found = {(f.file, f.line, checker.message(rule.message, f)) for f in outcome.findings}
    return outcome.cause or found


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in rules().items() if rule.sql])
def test_a_broken_query_is_noticed(rule: Rule, make: Make) -> None:
    alive = mutants(rule.sql)
    assert alive, "the query has no condition"
    for number, example in enumerate((*rule.reported, *rule.fine)):
        if not alive or "evidencebase.toml" in example.files:
            continue

        def here(files: dict[str, str], name: str = "base", number: int = number) -> object:
            return make(files, f"{name}{number}")

        for connection in answers(rule, example, here):  # type: ignore[arg-type]  # the same but for the folder's name
            right = ask(connection, rule, rule.sql)
            alive = [sql for sql in alive if ask(connection, rule, sql) == right]
    assert not alive, f"no example notices this:\n{alive[0]}"


def test_conditions_are_found() -> None:
    sql = "SELECT 'WHERE x' FROM t JOIN u ON u.a = t.a WHERE b IN (SELECT c FROM v WHERE d) GROUP BY e HAVING f"
    assert [sql[start:end].strip() for _, start, end in sorted(conditions(sql))] == [
        "u.a = t.a",
        "b IN (SELECT c FROM v WHERE d)",
        "f",
        "d",
    ]
