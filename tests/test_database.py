"""Many rows at once are the same rows in the same order as one by one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from evidencebase import database


@pytest.mark.parametrize("many", [0, 1, 15, 16, 17, 48, 50, 4096, 9000])
def test_rows_are_inserted_in_their_order(many: int) -> None:
    rows = [(f"claim {number}", number if number % 3 else None) for number in range(many)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE links (claim TEXT, line INTEGER, file TEXT, relation TEXT) STRICT")
        database.insert(connection, "links", rows, ("claim", "line"), {"file": "it's.csv", "relation": "supports"})
        found = connection.execute("SELECT claim, line, file, relation FROM links ORDER BY rowid").fetchall()
    assert found == [(*row, "it's.csv", "supports") for row in rows]
