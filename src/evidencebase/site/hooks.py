"""Datasette plugin: what an evidence base needs in any Datasette that opens it."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from evidencebase import functions


@hookimpl  # type: ignore[untyped-decorator]  # datasette ships no types
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The SQL functions that the rules' queries call."""
    functions.register(conn)
