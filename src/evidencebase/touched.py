"""Which columns a patch changes, and of which claims, so that rules keep what they found where nothing changed.

Temporary triggers note it while the patch is made, whoever makes it; what a rule reads is told by SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from functools import cached_property
from typing import Any, NamedTuple

from evidencebase import checker, codes, database, functions
from evidencebase.apart import Second
from evidencebase.claim_tables import OF_A_CLAIM
from evidencebase.files import SETTINGS_FILES
from evidencebase.places import Field, Place
from evidencebase.rulebook import rules
from evidencebase.schema import BUILDS, EVIDENCE, FINDINGS, INPUTS, READINGS, RULES, TABLES, Table

WORTH_IT = 2_000  # claims
ROWS = ""  # stands for a column where only the number of rows was read, or rows came and went
_NOT_WATCHED = (FINDINGS, RULES, INPUTS, READINGS, BUILDS)  # what reads them is asked
_ROWID = "ROWID"
_LINE = ("claims", "line")
_KEYS = {EVIDENCE: ("claim", "work", "relation")}  # where the key is a number that means nothing
_NOT_KEPT = ("id", "since", "line", "column_number", "weight")  # of findings


class Kept(NamedTuple):
    """What a rule found that is not asked again, or about some ``claims`` only.

    The rows are those of the findings table without number, date and place, in their order.
    """

    rows: list[tuple[Any, ...]]
    cause: str | None
    seconds: float
    claims: list[str]


class Touched:
    """What changes in a database from now on; in a small one nobody looks, as asking is no more work than that."""

    def __init__(self, connection: sqlite3.Connection, second: Second) -> None:
        self._connection = connection
        self._worth_it = connection.execute("SELECT claims FROM builds").fetchone()[0] >= WORTH_IT
        if not self._worth_it:
            return
        self._reads = second.begin(reads)
        self._files = self._inputs()
        self._tables = [table for table in TABLES if table not in _NOT_WATCHED]
        connection.execute("CREATE TEMP TABLE touched (name TEXT, field TEXT, UNIQUE (name, field))")
        for table in self._tables:
            for statement in _watching(table):
                connection.execute(statement)

    def kept(self) -> dict[str, Kept]:
        """What the rules found that need not be asked again."""
        if not self._worth_it or self._inputs() != self._files:
            return {}
        noted, replaced = self._changes
        touched = self._touched
        of_claims = set().union(*(replaced[table] for table in OF_A_CLAIM)) - noted
        claims = sorted({claim for table, column in OF_A_CLAIM.items() for claim in self._changed(table, column)})
        read = {rule: {(table, column) for table, column in found} for rule, found in self._reads().items()}
        pages = rules()
        kept: dict[str, Kept] = {}
        moved: set[str] = set()
        query = "SELECT name, cause, seconds FROM rules WHERE cause IS NULL OR cause NOT LIKE ?"
        for name, cause, seconds in self._connection.execute(query, (f"{checker.FAILED}%",)):
            changed = touched & read.get(name, touched)
            if not changed:
                kept[name] = Kept([], cause, seconds, [])
            elif pages[name].each and cause is None and changed <= of_claims | {_LINE}:
                kept[name] = Kept([], cause, seconds, claims)
                if _LINE in changed & noted:
                    moved.add(name)
        self._read_findings(kept, moved)
        return kept

    def arrays(self) -> Collection[codes.Column]:
        """The arrays that a site counts with of which the columns changed, or the rows."""
        if not self._worth_it:
            return codes.ALL
        changed = self._touched
        return codes.ALL & codes.stale(changed, {table for table, column in changed if column in (ROWS, _ROWID)})

    @cached_property
    def _changes(self) -> tuple[set[codes.Column], dict[Table, set[codes.Column]]]:
        """Columns of which it is not known in which rows they changed; by table, those that replaced rows differ in."""
        return self._noted(), {table: {(table.name, name) for name in self._replaced(table)} for table in self._tables}

    @property
    def _touched(self) -> set[codes.Column]:
        """Every column that changed."""
        noted, replaced = self._changes
        return noted.union(*replaced.values())

    def _read_findings(self, kept: Mapping[str, Kept], moved: Collection[str]) -> None:
        """Fill in the rows that stay; those of some rules with the lines where their claims are now."""
        lines = dict(self._connection.execute("SELECT id, line FROM claims").fetchall()) if moved else {}
        again = {rule: frozenset(former.claims) for rule, former in kept.items()}
        columns = [column.name for column in FINDINGS.columns if column.name not in _NOT_KEPT]
        key, line = columns.index("row_key"), columns.index("record_line")
        for row in self._connection.execute(f"SELECT {', '.join(columns)} FROM findings ORDER BY id"):
            rule, claim = row[0], row[key]
            if rule in kept and claim not in again[rule]:
                kept[rule].rows.append((*row[:line], lines[claim], *row[line + 1 :]) if rule in moved else row)

    def places(self, stay: Mapping[str, Mapping[int, int]]) -> dict[Field, Place]:
        """Where fields stand of which something was found before, in records that are as they were.

        ``stay`` tells of files that changed the lines of these records, before and now.
        """
        if not self._worth_it:
            return {}
        query = "SELECT file, record_line, field, line, column_number FROM findings WHERE column_number IS NOT NULL"
        known: dict[Field, Place] = {}
        for file, begun, field, line, column in self._connection.execute(query):
            begins = stay[file].get(begun) if file in stay else begun
            if begins is not None:
                known[file, begins, field] = line + begins - begun, column
        return known

    def _inputs(self) -> dict[str, str]:
        """Every file, and the digests of those that settings stand in."""
        rows = self._connection.execute("SELECT path, sha256 FROM inputs").fetchall()
        return {path: digest if path in SETTINGS_FILES else "" for path, digest in rows}

    def _noted(self) -> set[tuple[str, str]]:
        """Columns of which it is not known in which rows they changed."""
        noted = {checker.ANYTHING}
        noted |= {(table.name, name) for table in _NOT_WATCHED for name in (ROWS, *_columns(table))}
        return noted | set(self._connection.execute("SELECT name, field FROM touched").fetchall())

    def _changed(self, table: Table, column: str) -> Iterator[str]:
        """What stands in a column of rows that are gone, and of those that came."""
        rows = f"SELECT {column} FROM temp.gone_{table.name} UNION SELECT t.{column} FROM {_come(table)}"
        return (row[0] for row in self._connection.execute(rows))

    def _replaced(self, table: Table) -> Iterator[str]:
        """Columns that rows that were inserted have not from those deleted: all, unless one stands for one."""
        columns, number = _columns(table), _number(table)
        names = ", ".join(f"t.{name}" for name in columns)
        order = ", ".join(number)
        gone = self._connection.execute(
            f"SELECT {names}, {order} FROM temp.gone_{table.name} t ORDER BY {order}"
        ).fetchall()
        come = self._connection.execute(
            f"SELECT {names}, {', '.join(f'c.{name}' for name in number)} FROM {_come(table)} "
            f"ORDER BY {', '.join(f'c.{name}' for name in number)}"
        ).fetchall()
        if [row[len(columns) :] for row in gone] != [row[len(columns) :] for row in come]:
            yield _ROWID
        keys = [columns.index(name) for name in _KEYS.get(table, table.key)]
        if [[row[at] for at in keys] for row in gone] != [[row[at] for at in keys] for row in come]:
            yield ROWS
            yield from columns
            return
        for name, before, now in zip(columns, zip(*gone, strict=True), zip(*come, strict=True), strict=False):
            if before != now:
                yield name


def reads() -> dict[str, list[tuple[str, str]]]:
    """What the rules read that may keep what they found: tables and columns."""
    with closing(sqlite3.connect(":memory:")) as connection:
        database.create(connection)
        database.create_views(connection)
        functions.register(connection)
        return {
            rule.name: sorted(checker.reads(connection, rule))
            for rule in rules().values()
            if rule.sql and not rule.compares and rule.table != "waivers"
        }


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.stored]


def _number(table: Table) -> dict[str, str]:
    """What a row is found by again: names in our notes and in the table."""
    return {"row_number": "rowid"} if len(table.key) == 1 else {name: name for name in table.key}


def _come(table: Table) -> str:
    """The rows of a table that came, as ``t``, with our notes, as ``c``."""
    same = " AND ".join(f"t.{there} = c.{here}" for here, there in _number(table).items())
    return f"temp.come_{table.name} c JOIN main.{table.name} t ON {same}"


def _watching(table: Table) -> Iterator[str]:
    """Statements by which rows deleted are copied, rows inserted numbered, columns updated noted."""
    name, columns, number = table.name, _columns(table), _number(table)
    copied = number | {column: column for column in columns}
    yield f"CREATE TEMP TABLE gone_{name} ({', '.join(copied)})"
    yield f"CREATE TEMP TABLE come_{name} ({', '.join(number)}, PRIMARY KEY ({', '.join(number)}))"
    old = ", ".join(f"OLD.{column}" for column in copied.values())
    yield (
        f"CREATE TEMP TRIGGER on_delete_{name} AFTER DELETE ON main.{name} "
        f"BEGIN INSERT INTO gone_{name} VALUES ({old}); END"
    )
    new = ", ".join(f"NEW.{column}" for column in number.values())
    yield (
        f"CREATE TEMP TRIGGER on_insert_{name} AFTER INSERT ON main.{name} "
        f"BEGIN INSERT OR IGNORE INTO come_{name} VALUES ({new}); END"
    )
    is_new = " AND ".join(f"c.{here} = NEW.{there}" for here, there in number.items())
    noted = " UNION ALL ".join(
        f"SELECT '{name}', '{column}' WHERE NEW.{column} IS NOT OLD.{column}" for column in columns
    )
    yield (
        f"CREATE TEMP TRIGGER on_update_{name} AFTER UPDATE ON main.{name} "
        f"WHEN NOT EXISTS (SELECT 1 FROM come_{name} c WHERE {is_new}) "
        f"BEGIN INSERT OR IGNORE INTO touched {noted}; END"
    )
