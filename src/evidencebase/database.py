"""Rows -> SQLite, as the schema says: built beside the former database, moved into place when whole."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path

from evidencebase.files import open_read_only
from evidencebase.finding import UsageError
from evidencebase.schema import CLAIMS, DESIGNS, KINDS, STRENGTH_LEVELS, TABLES, WORKS, Table

_AT_ONCE = 16  # rows a statement: short ones take half of the time; more of them gain nothing

# Python 3.11 otherwise looks for a way to adapt each None, which takes longer than all else about it
sqlite3.register_adapter(type(None), dict[None, None]().get)

# Ranking what is found needs the length of every text. Of the other tables most rows have none, and noting this takes
# longer than all else; SQL may rank them all the same, more slowly.
_RANKED = (CLAIMS, WORKS)
# what rules compare with, and by which column
FORMER = {"claims": "id", "evidence": "claim", "factors": "claim", "works": "key"}
_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html, 1.3.1
_OUR_SUFFIXES = (".db", ".sqlite", ".sqlite3")
_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "json": "TEXT", "date": "TEXT", "blob": "BLOB"}


def create_statement(table: Table) -> str:
    """The ``CREATE TABLE`` statement of a table."""
    lines = []
    for column in table.columns:
        if column.stored:
            key = " PRIMARY KEY" if table.key == (column.name,) else ""
            refers = ""
            if column.refers_to:
                other, _, name = column.refers_to.partition(".")
                refers = f" REFERENCES {other}({name})"
            lines.append(f"  {column.name} {_TYPES[column.kind]}{key}{refers}")
    if len(table.key) > 1:
        lines.append(f"  PRIMARY KEY ({', '.join(table.key)})")
    rowid = "" if len(table.key) == 1 else " WITHOUT ROWID,"
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + f"\n){rowid} STRICT"


def searchable(table: Table) -> list[str]:
    """Columns of a table that full-text search covers."""
    return [column.name for column in table.columns if column.searchable]


def look_into_searches(connection: sqlite3.Connection) -> None:
    """Open each full-text search: what is damaged there nobody else meets. Raises ``sqlite3.Error``."""
    for table in filter(searchable, TABLES):
        name = f"{table.name}_fts"
        connection.execute(f"SELECT rowid FROM {name} WHERE {name} MATCH 'a' LIMIT 1").fetchone()


def create(connection: sqlite3.Connection) -> None:
    """Create all tables and the vocabularies, without indexes: those come when the rows are in."""
    for table in TABLES:
        connection.execute(create_statement(table))
    insert(connection, "designs", DESIGNS)
    insert(connection, "strengths", STRENGTH_LEVELS)
    insert(connection, "kinds", [(kind.name, kind.meaning, json.dumps(kind.needs)) for kind in KINDS])


def create_former(connection: sqlite3.Connection, path: Path | None = None) -> None:
    """Create the tables of ``FORMER`` for this connection only: rows of another database, or none."""
    for table, key in FORMER.items():
        connection.execute(f"CREATE TEMP TABLE former_{table} AS SELECT * FROM {table} LIMIT 0")
        if path is not None and path.is_file():
            with closing(open_read_only(path)) as former:
                rows = former.execute(f"SELECT * FROM {table}").fetchall()
            if rows:
                connection.executemany(f"INSERT INTO former_{table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        connection.execute(f"CREATE INDEX temp.idx_former_{table} ON former_{table} ({key})")


def insert(
    connection: sqlite3.Connection,
    table: str,
    rows: Iterable[Sequence[object]],
    columns: Sequence[str] = (),
    given: Mapping[str, str] | None = None,
) -> None:
    """Insert rows that hold the columns named, or every stored column in the order of the schema.

    Columns that are ``given`` are the same in all rows.
    """
    names = columns or [c.name for t in TABLES if t.name == table for c in t.columns if c.stored]
    given = given or {}
    into = f"INSERT INTO {table} ({', '.join([*names, *given])}) VALUES "
    row = f"({', '.join(['?'] * len(names) + [_literal(text) for text in given.values()])})"
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE * 256)):
        whole = len(some) - len(some) % _AT_ONCE
        cells = chain.from_iterable(some[:whole])
        connection.executemany(into + ", ".join([row] * _AT_ONCE), zip(*[cells] * (len(names) * _AT_ONCE), strict=True))
        connection.executemany(into + row, some[whole:])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def index(
    connection: sqlite3.Connection, tables: Iterable[Table] = TABLES, not_searched: Collection[Table] = ()
) -> None:
    """Create the indexes and the full-text search of tables; some are made searchable later."""
    for table in tables:
        _create_indexes(connection, table)
        if searchable(table) and table not in not_searched:
            make_searchable(connection, table)


def _create_indexes(connection: sqlite3.Connection, table: Table) -> None:
    for statement in index_statements(table):
        connection.execute(statement)


def index_statements(table: Table, schema: str = "main") -> Iterator[str]:
    """The ``CREATE INDEX`` statements of a table of the database, or of one for a connection only (``temp``)."""
    for columns in table.indexes:
        name = "_".join(("idx", table.name, *columns))
        yield f"CREATE INDEX {schema}.{name} ON {table.name} ({', '.join(columns)})"


def make_searchable(connection: sqlite3.Connection, table: Table) -> None:
    """Create the full-text search of a table from its rows."""
    _create_search(connection, table)
    fill_search(connection, table)


def _create_search(connection: sqlite3.Connection, table: Table) -> None:
    sizes = "" if table in _RANKED else ", columnsize=0"
    # external content: the text is stored once, in the table itself
    connection.execute(
        f"CREATE VIRTUAL TABLE {table.name}_fts USING fts5("
        f"{', '.join(searchable(table))}, content=\"{table.name}\", tokenize='porter unicode61'{sizes})"
    )


def fill_search(connection: sqlite3.Connection, table: Table) -> None:
    """Make the full-text search of a table anew from its rows."""
    connection.execute(f"INSERT INTO {table.name}_fts({table.name}_fts) VALUES ('rebuild')")


def make_search(beside: Path, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Make a database that holds the search of a table, from the numbers of its rows and what is searched in them."""
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        prepare(connection)
        connection.execute(f"CREATE TABLE {table.name} ({', '.join(searchable(table))})")
        insert(connection, table.name, rows, ("rowid", *searchable(table)))
        make_searchable(connection, table)
        connection.execute("COMMIT")


def copy(connection: sqlite3.Connection, beside: Path, tables: Iterable[Table]) -> None:
    """Fill empty tables without indexes from another database, which has them indexed; index them as well.

    ``SELECT *`` into a table with the same columns and indexes lets SQLite copy rows, their numbers and indexes page
    by page, in a third of the time.
    """
    with _attached(connection, beside):
        for table in tables:
            _create_indexes(connection, table)
            connection.execute(f"INSERT INTO main.{table.name} SELECT * FROM beside.{table.name}")
            if searchable(table):
                _copy_search(connection, table)


def copy_search(connection: sqlite3.Connection, beside: Path, table: Table) -> None:
    """Create the full-text search of a table from another database, which has the same rows, at least their numbers."""
    with _attached(connection, beside):
        _copy_search(connection, table)


@contextmanager
def _attached(connection: sqlite3.Connection, beside: Path) -> Iterator[None]:
    connection.execute("COMMIT")  # within a transaction nothing can be detached
    connection.execute("ATTACH ? AS beside", (str(beside),))
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")
    connection.execute("DETACH beside")
    connection.execute("BEGIN")


def _copy_search(connection: sqlite3.Connection, table: Table) -> None:
    """Copy the tables in which FTS5 keeps a search; where these cannot be written, make it anew."""
    _create_search(connection, table)
    last = "SELECT max(rowid) FROM {}." + table.name
    same = connection.execute(f"SELECT ({last.format('main')}) IS ({last.format('beside')})").fetchone()[0]
    try:
        for part in ("data", "idx", "docsize", "config") if same else ():
            name = f"{table.name}_fts_{part}"
            connection.execute(f"DELETE FROM main.{name}")
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM beside.{name}")
    except sqlite3.OperationalError:  # SQLite is in defensive mode, as on some systems
        same = False
    if not same:
        fill_search(connection, table)


def delete(connection: sqlite3.Connection, table: Table, numbers: Sequence[int]) -> None:
    """Delete rows by their numbers, also from full-text search."""
    keys = [(number,) for number in numbers]
    if searchable(table):
        names, fts = ", ".join(searchable(table)), f"{table.name}_fts"
        row = f"SELECT 'delete', rowid, {names} FROM {table.name} WHERE rowid = ?"
        connection.executemany(f"INSERT INTO {fts} ({fts}, rowid, {names}) {row}", keys)
    connection.executemany(f"DELETE FROM {table.name} WHERE rowid = ?", keys)


def add_to_search(connection: sqlite3.Connection, table: Table, numbers: Iterable[int]) -> None:
    """Add rows to full-text search that were inserted after it was made."""
    names = ", ".join(searchable(table))
    row = f"SELECT rowid, {names} FROM {table.name} WHERE rowid = ?"
    connection.executemany(f"INSERT INTO {table.name}_fts (rowid, {names}) {row}", ((n,) for n in numbers))


def recreate(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Make tables anew, empty and without indexes."""
    for table in tables:
        connection.execute(f"DROP TABLE IF EXISTS {table.name}_fts")
        connection.execute(f"DROP TABLE {table.name}")
        connection.execute(create_statement(table))


def drifted(connection: sqlite3.Connection) -> bool:
    """Whether the large tables have many more or fewer rows than when SQLite last counted them."""
    query = "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl"
    counted: dict[str, int] = dict(connection.execute(query).fetchall())
    for table in ("claims", "evidence", "works"):
        rows, before = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], counted.get(table, 0)
        if not before * 4 <= rows * 5 <= before * 6:
            return True
    return False


def views() -> dict[str, str]:
    """Name and SQL of every view, in the order in which they can be created."""
    folder = Path(__file__).parent / "views"
    return {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.sql"))}


def create_views(connection: sqlite3.Connection) -> None:
    """Create the views; SQLite resolves the names in them only when they are asked."""
    for name, sql in views().items():
        connection.execute(f"CREATE VIEW {name} AS\n{sql}")


def prepare(connection: sqlite3.Connection) -> None:
    """Begin to write a database in one go, as fast as can be: if that fails, the file is thrown away."""
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute("PRAGMA page_size = 8192")  # rows of claims and works are long: a twentieth less work
    connection.execute("BEGIN")


class Draft:
    """A database being built beside its place. ``keep = False`` throws it away at the end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.keep = True


@contextmanager
def replacing(path: Path, copy: Path | None = None) -> Iterator[Draft]:
    """A new database which takes the place of ``path`` when the block ends without an error.

    It is empty, or a copy of another one.

    Two builds at once do not disturb each other: each writes its own file, and the last one stays.

    Raises:
        UsageError: the folder cannot be written, the disk is full, or what is there is no database of ours.
    """
    _refuse_others(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.building")
    _sweep(path)
    try:
        beside.unlink(missing_ok=True)
        if copy:
            from shutil import copyfile

            copyfile(copy, beside)
        with closing(sqlite3.connect(beside, isolation_level=None, check_same_thread=False)) as connection:
            prepare(connection)
            draft = Draft(connection)
            yield draft
            if draft.keep:
                connection.execute("COMMIT")
        if draft.keep:
            beside.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from None
    except sqlite3.OperationalError as error:
        if not any(word in str(error) for word in ("disk", "unable to open", "readonly")):
            raise  # a mistake in our own SQL
        raise _cannot_write(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def file_of(connection: sqlite3.Connection) -> Path:
    """Where the database lies that it is connected to."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


@contextmanager
def shared(connection: sqlite3.Connection) -> Iterator[None]:
    """Let other connections read a draft as it is while the block runs, in which it must not be written."""
    connection.execute("COMMIT")
    try:
        yield
    finally:
        connection.execute("BEGIN")


def _cannot_write(path: Path, error: Exception) -> UsageError:
    return UsageError(f"{path} cannot be written: {error}; a former database is untouched")


def _refuse_others(path: Path) -> None:
    """Whoever takes ``--output`` for the file of an answer must not lose what is there; ours may be damaged."""
    if not path.is_file() or not path.stat().st_size:
        return
    with path.open("rb") as file:
        sqlite = file.read(len(_MAGIC)) == _MAGIC
    if sqlite:
        with suppress(sqlite3.Error), closing(open_read_only(path)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            if tables and "builds" not in tables:
                raise UsageError(f"{path} is the database of another program: name another file with --output")
    elif path.suffix not in _OUR_SUFFIXES:
        raise UsageError(f"{path} is no database and is left as it is: --output names the database")


def _sweep(path: Path) -> None:
    """Remove what builds left that were killed."""
    for leftover in path.parent.glob(f".{path.name}.*.building*"):
        process = leftover.name.removeprefix(f".{path.name}.").partition(".")[0]
        if process.isdigit() and not _alive(int(process)):
            if leftover.is_dir():
                from shutil import rmtree

                rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
