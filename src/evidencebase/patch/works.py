"""The works that changed, in a copy of the former database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from evidencebase import bibliography, database, readings
from evidencebase.difference import difference, numbers
from evidencebase.finding import Finding
from evidencebase.schema import WORKS

if TYPE_CHECKING:
    from evidencebase.readers import bibtex

_NAMES = [column.name for column in WORKS.columns]


class Patched(NamedTuple):
    """What was found in the .bib files; by file, how many entries begin, were read, are doubtful."""

    findings: list[Finding]
    counts: dict[str, tuple[int, int, int]]


def patch(connection: sqlite3.Connection, files: Sequence[tuple[str, bytes]]) -> Patched | None:
    """Read all .bib files, rewrite the works whose entries changed, and the places of the others.

    All files, as macros, parents and repeated keys tie them together, and as that is the smaller part of the work.
    ``None`` if too much changed.
    """
    from evidencebase.readers import bibtex

    whole = bibtex.read(files)
    entries = [entry for entry in whole.entries if entry.type not in bibtex.NOT_WORKS]
    rows = connection.execute("SELECT rowid, line, key, type, fields, file FROM works ORDER BY rowid").fetchall()
    quoted = bibtex.Quoted()
    new = [(entry.key, entry.type, bibtex.encode(entry.fields, quoted), entry.file) for entry in entries]
    change = difference([row[2:] for row in rows], new)
    found = numbers(change, [row[0] for row in rows])
    if found is None or not change.is_small():
        return None
    lines = [(entries[at].line, rows[was][0]) for was, at in change.kept if entries[at].line != rows[was][1]]
    connection.executemany("UPDATE works SET line = ? WHERE rowid = ?", lines)
    read = bibtex.rows(entries[at] for at in change.inserted)
    gone = [rows[at][2] for at in change.removed]
    _replace(connection, [rows[at][0] for at in change.removed], gone, read, found)
    same(connection)
    affected = sorted({*gone, *(str(row[0]) for row in read.works)})
    connection.executemany(f"{bibliography.OF_EVIDENCE} WHERE work = ?", ((key,) for key in affected))
    connection.execute("DELETE FROM waivers WHERE file LIKE '%.bib'")
    waived, wrong = readings.waived_in_entries(connection)
    database.insert(connection, "waivers", waived)
    counts = {path: (count.seen, count.read, count.doubtful) for path, count in whole.counts.items()}
    return Patched(whole.findings + read.findings + wrong, counts)


def _replace(
    connection: sqlite3.Connection,
    removed: Sequence[int],
    gone: Sequence[str],
    read: bibtex.Works,
    found: Sequence[int],
) -> None:
    """Delete works with all that belongs to them, and insert others."""
    keys = [(key,) for key in gone]
    former = {n for key in keys for (n,) in connection.execute("SELECT author FROM authorship WHERE work = ?", key)}
    database.delete(connection, WORKS, removed)
    connection.executemany("DELETE FROM identifiers WHERE work = ?", keys)
    connection.executemany("DELETE FROM authorship WHERE work = ?", keys)
    documents = dict(connection.execute("SELECT bibliography, id FROM documents ORDER BY rowid").fetchall())
    at, file = _NAMES.index("listed_by"), _NAMES.index("file")
    rows = (
        (number, *row[:at], documents.get(row[file]), *row[at + 1 :])
        for number, row in zip(found, read.works, strict=True)
    )
    database.insert(connection, "works", rows, ("rowid", *_NAMES))
    database.make_searchable(connection, WORKS, found)
    database.insert(connection, "identifiers", read.identifiers)
    _authors(connection, read)
    orphans = "DELETE FROM authors WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM authorship WHERE author = ?1)"
    connection.executemany(orphans, [(number,) for number in former])


def _authors(connection: sqlite3.Connection, read: bibtex.Works) -> None:
    """Insert who wrote what, and the people who are new."""
    known: dict[tuple[str, str], int] = {
        (family, given): number for number, family, given in connection.execute("SELECT id, family, given FROM authors")
    }
    last = max(known.values(), default=0)
    people = dict.fromkeys(person for *_, person in read.persons if person not in known)
    known |= {person: number for number, person in enumerate(people, last + 1)}
    authors = [(known[person], ", ".join(filter(None, person)), *person) for person in people]
    database.insert(connection, "authors", authors)
    rows = [(work, role, position, known[person]) for work, role, position, person in read.persons]
    database.insert(connection, "authorship", rows)


def same(connection: sqlite3.Connection) -> None:
    """Work out anew which records are of the same work."""
    from evidencebase.readers import bibtex

    families = dict(
        connection.execute(
            "SELECT s.work, a.family FROM authorship s JOIN authors a ON a.id = s.author WHERE s.position = 1 "
            "ORDER BY s.role"  # an editor, if there is one, counts as first author, as in a full build
        ).fetchall()
    )
    rows = connection.execute(
        "SELECT key, doi, pmid, meant, title, year, same_as, type FROM works ORDER BY rowid"
    ).fetchall()
    identifiers = connection.execute("SELECT work, scheme, value, valid FROM identifiers").fetchall()
    records = ((*row[:6], families.get(row[0])) for row in rows if row[7] not in bibtex.SEVERAL)
    found = bibtex.clusters(records, identifiers)
    changed = [(found.get(row[0]), row[0]) for row in rows if row[6] != found.get(row[0])]
    connection.executemany("UPDATE works SET same_as = ? WHERE key = ?", changed)
