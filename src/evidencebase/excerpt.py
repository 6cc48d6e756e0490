"""A database as if it held a few claims only: what rules are asked about that look at each claim by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from evidencebase import claim_tables, database, files, functions


@contextmanager
def of_claims(path: Path, claims: Iterable[str]) -> Iterator[sqlite3.Connection]:
    """A connection to a database in which nothing of other claims is there; nobody must write it meanwhile.

    Tables of this connection hide those of the same names. SQLite's statistics are those of all claims, so that it
    asks in the same order, in which values are listed where a rule gives none.
    """
    wanted = json.dumps([*claims])
    with closing(files.open_read_only(path)) as connection:
        for table, key in claim_tables.OF_A_CLAIM.items():
            connection.execute(database.create_statement(table).replace("CREATE", "CREATE TEMP", 1))
            for statement in database.index_statements(table, "temp"):
                connection.execute(statement)
            number = ["rowid"] if len(table.key) == 1 else []
            names = ", ".join([*number, *(column.name for column in table.columns if column.stored)])
            connection.execute(
                f"INSERT INTO temp.{table.name} ({names}) SELECT {names} FROM main.{table.name} "
                f"WHERE {key} IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        for name, sql in database.views().items():  # one of the database itself reads its tables
            connection.execute(f"CREATE TEMP VIEW {name} AS\n{sql}")
        _copy_statistics(connection)
        functions.register(connection)
        yield connection


def _copy_statistics(connection: sqlite3.Connection) -> None:
    connection.execute("ANALYZE temp")
    there = "SELECT name FROM temp.sqlite_schema WHERE name GLOB 'sqlite_stat[0-9]'"
    for (table,) in connection.execute(there).fetchall():
        connection.execute(f"DELETE FROM temp.{table}")
        connection.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
    connection.execute("ANALYZE temp.sqlite_schema")  # reads them
