"""Rows as they are inserted, and views on them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

import evidencebase
from evidencebase import database
from tests.conftest import Make


@pytest.mark.parametrize("many", [0, 1, 15, 16, 17, 48, 50, 4096, 9000])
def test_rows_are_inserted_in_their_order(many: int) -> None:
    rows = [(f"claim {number}", number if number % 3 else None) for number in range(many)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE links (claim TEXT, line INTEGER, file TEXT, relation TEXT) STRICT")
        database.insert(connection, "links", rows, ("claim", "line"), {"file": "it's.csv", "relation": "supports"})
        found = connection.execute("SELECT claim, line, file, relation FROM links ORDER BY rowid").fetchall()
    assert found == [(*row, "it's.csv", "supports") for row in rows]


def test_a_contradiction_is_one_row_whoever_declares_it(make: Make) -> None:
    claims = "id,claim,contradicts\nA-1,It grows,A-2\nA-2,It shrinks,A-1\nA-3,It heals,\nA-4,It breaks,A-3\n"
    with closing(sqlite3.connect(evidencebase.build(make({"claims.csv": claims})).output)) as connection:
        found = connection.execute("SELECT claim, other, text, declared FROM contradictions ORDER BY 1").fetchall()
    assert found == [("A-1", "A-2", "It grows", 1), ("A-3", "A-4", "It heals", 1)]
