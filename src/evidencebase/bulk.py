"""Many rows -> a table: several a statement, and what is the same in all of them said once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import chain

_AT_ONCE = 16  # rows a statement: short ones take half of the time; more of them gain nothing

# Python 3.11 otherwise looks for a way to adapt each None, which takes longer than all else about it
sqlite3.register_adapter(type(None), dict[None, None]().get)


def insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    given: Mapping[str, str] | None = None,
) -> None:
    """Insert rows that hold the columns named; the others that are given are the same in all rows."""
    given = given or {}
    into = f"INSERT INTO {table} ({', '.join([*columns, *given])}) VALUES "
    row = f"({', '.join(['?'] * len(columns) + [_literal(text) for text in given.values()])})"
    whole = len(rows) - len(rows) % _AT_ONCE
    cells = chain.from_iterable(rows[:whole])
    connection.executemany(into + ", ".join([row] * _AT_ONCE), zip(*[cells] * (len(columns) * _AT_ONCE), strict=True))
    connection.executemany(into + row, rows[whole:])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
