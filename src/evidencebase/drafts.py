"""Taking drafts out of a database that is to be published: the claims, and everything that only they use.

What refers to what is asked of the schema, so a new table is covered when its columns say what they refer to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from evidencebase import database, independence
from evidencebase.finding import Finding
from evidencebase.patch import works
from evidencebase.schema import CLAIMS, DOCUMENTS, EVIDENCE, FINDINGS, PASSAGES, SECTIONS, TABLES, TERMS, WORKS, Table

_STANDING = (CLAIMS, WORKS, TERMS, DOCUMENTS)  # rows that stay when one of their references goes
_NAMES = {table.name for table in (CLAIMS, WORKS, TERMS, DOCUMENTS, SECTIONS, PASSAGES)}
_WAIVED = "DELETE FROM waivers WHERE row = ?1 OR substr(row, -length(?1) - 1) = ':' || ?1"
_TERM_COLUMNS = ("population", "intervention", "comparator", "outcome")


def remove(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Remove them from a copy of a database, before its rules are asked again; keys of the rows that went, by table."""
    claims = _column(connection, "SELECT id FROM claims WHERE status = 'draft'")
    gone: dict[Table, set[str]] = {CLAIMS: claims}
    if claims:
        gone[DOCUMENTS] = _documents(connection)
        gone[WORKS] = _works(connection, gone[DOCUMENTS])
        gone[TERMS] = _terms(connection)
        for table in (SECTIONS, PASSAGES):
            rows = connection.execute(f"SELECT {table.key[0]}, document FROM {table.name}")
            gone[table] = {key for key, document in rows if document in gone[DOCUMENTS]}
        _take(connection, gone)
        connection.executemany(_WAIVED, [(key,) for keys in gone.values() for key in keys])
        connection.execute("DELETE FROM authors WHERE id NOT IN (SELECT author FROM authorship)")
        works.same(connection)
        independence.count(connection)
    return {table.name: keys for table, keys in gone.items()}


def places(connection: sqlite3.Connection) -> set[tuple[str, int]]:
    """File and line of every claim, link and work."""
    query = "SELECT file, line FROM claims UNION SELECT file, line FROM evidence UNION SELECT file, line FROM works"
    detailed = f"{query} UNION SELECT '{EVIDENCE.file}', detail_line FROM evidence WHERE detail_line IS NOT NULL"
    return set(connection.execute(detailed).fetchall())


def is_about(finding: Finding, gone: Mapping[str, set[str]], places: set[tuple[str, int]]) -> bool:
    """Whether what was found while reading is about something that went, or stands in its place."""
    key = finding.row.rpartition(":")[2]
    return (finding.file, finding.line) in places or any(key in keys or finding.row in keys for keys in gone.values())


def withheld_findings(connection: sqlite3.Connection, former: set[str]) -> None:
    """Remove findings that are there only because drafts are not: nobody can mend them in the files."""
    connection.execute("CREATE TEMP TABLE former_findings (fingerprint TEXT PRIMARY KEY)")
    connection.executemany("INSERT INTO former_findings VALUES (?)", ((fingerprint,) for fingerprint in former))
    numbers = "SELECT id FROM findings WHERE fingerprint NOT IN (SELECT fingerprint FROM former_findings)"
    database.delete(connection, FINDINGS, [number for (number,) in connection.execute(numbers).fetchall()])
    connection.execute("UPDATE rules SET findings = (SELECT count(*) FROM findings f WHERE f.rule = rules.name)")


def squeeze(connection: sqlite3.Connection) -> None:
    """Leave no trace of deleted rows, neither in full-text search nor in free pages. Ends the transaction."""
    for table in TABLES:
        if database.searchable(table):
            database.fill_search(connection, table)
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.execute("BEGIN")


def _column(connection: sqlite3.Connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query) if row[0] is not None}


def _documents(connection: sqlite3.Connection) -> set[str]:
    """Documents that drafts alone state something of."""
    stated = "SELECT s.document FROM statements s JOIN claims c ON c.id = s.claim WHERE c.status {} 'draft'"
    return _column(connection, stated.format("=")) - _column(connection, stated.format("<>"))


def _works(connection: sqlite3.Connection, documents: set[str]) -> set[str]:
    """Works that bear on drafts alone or are listed by documents that go, and nobody else means."""
    linked = "SELECT e.work FROM evidence e JOIN claims c ON c.id = e.claim WHERE c.status {} 'draft'"
    rows = connection.execute("SELECT key, listed_by, meant FROM works").fetchall()
    means = {key: meant for key, _, meant in rows if meant}
    drafts_only = _column(connection, linked.format("=")) | {key for key, listed, _ in rows if listed in documents}
    drafts_only = _with_next(drafts_only, means)
    kept = {key for key, listed, _ in rows if key not in drafts_only or (listed and listed not in documents)}
    kept |= _column(connection, linked.format("<>"))
    return {key for key, *_ in rows} & (drafts_only - _with_next(kept, means))


def _terms(connection: sqlite3.Connection) -> set[str]:
    """Terms that drafts alone use, and nothing narrower or standing in for them that stays."""
    used = " UNION ".join(
        [f"SELECT {column} FROM claims WHERE status {{0}} 'draft'" for column in _TERM_COLUMNS]
        + [
            f"SELECT e.{column} FROM evidence e JOIN claims c ON c.id = e.claim WHERE c.status {{0}} 'draft'"
            for column in ("population", "outcome")
        ]
    )
    rows = connection.execute("SELECT id, parent, surrogate_for FROM terms").fetchall()
    up, stands = {row[0]: row[1] for row in rows if row[1]}, {row[0]: row[2] for row in rows if row[2]}
    drafts_only = _with_next(_with_next(_column(connection, used.format("=")), up), stands)
    kept = {row[0] for row in rows if row[0] not in drafts_only} | _column(connection, used.format("<>"))
    return {row[0] for row in rows} & (drafts_only - _with_next(_with_next(kept, stands), up))


def _with_next(keys: Iterable[str], following: dict[str, str]) -> set[str]:
    """The keys, and all that can be reached from them."""
    found: set[str] = set()
    for key in keys:
        at: str | None = key
        while at is not None and at not in found:
            found.add(at)
            at = following.get(at)
    return found


def _take(connection: sqlite3.Connection, gone: dict[Table, set[str]]) -> None:
    """Delete the rows; what belongs to them goes too, what merely points at them stays and forgets it."""
    connection.execute("CREATE TEMP TABLE gone (place TEXT, key TEXT, PRIMARY KEY (place, key)) WITHOUT ROWID")
    marks = [(f"{table.name}.{table.key[0]}", key) for table, keys in gone.items() for key in keys]
    connection.executemany("INSERT INTO gone VALUES (?, ?)", marks)
    for table in TABLES:
        own = f"{table.name}.{table.key[0]}" if table in gone else None
        references = {column.name: column.refers_to for column in table.columns if column.stored and column.refers_to}
        belongs = {} if table in _STANDING else references
        where = [(name, target) for name, target in belongs.items() if target.partition(".")[0] in _NAMES]
        where += [(table.key[0], own)] if own else []
        for column, place in where:
            _delete(connection, table, f"{column} IN (SELECT key FROM gone WHERE place = '{place}')")
        if table in _STANDING:
            for column, place in references.items():
                asked = f"{column} IN (SELECT key FROM gone WHERE place = '{place}')"
                connection.execute(f"UPDATE {table.name} SET {column} = NULL WHERE {asked}")
    connection.execute("DROP TABLE gone")


def _delete(connection: sqlite3.Connection, table: Table, where: str) -> None:
    if database.searchable(table):
        rows = connection.execute(f"SELECT rowid FROM {table.name} WHERE {where}").fetchall()
        database.delete(connection, table, [number for (number,) in rows])
    else:
        connection.execute(f"DELETE FROM {table.name} WHERE {where}")
