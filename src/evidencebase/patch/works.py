"""The works that changed, in a copy of the former database."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencebase import bibliography, database, readings
from evidencebase.difference import difference, numbers
from evidencebase.finding import Finding
from evidencebase.schema import WORKS

if TYPE_CHECKING:
    from evidencebase.readers import bibtex

_NAMES = [column.name for column in WORKS.columns]


class Patched(NamedTuple):
    """What was found in the .bib files that were read, and what each of these holds."""

    findings: list[Finding]
    counts: dict[str, tuple[int, int, int]]  # entries that begin, were read, are doubtful
    ties: dict[str, str]
    keys: list[str]  # of the works that are gone, new or others


def patch(
    connection: sqlite3.Connection,
    paths: Sequence[str],
    changed: set[str],
    ties: Mapping[str, bytes],
    content: Callable[[str], bytes],
) -> Patched | None:
    """Read the .bib files that changed, rewrite the works whose entries are others, and the places of the rest.

    All are read where parents or repeated keys tie them together, and where one that did not change needs a macro that
    is another now: the ``ties`` tell. ``None`` if too much changed.
    """
    from evidencebase.readers import bibtex

    if all(path in ties for path in paths if path not in changed):
        others = {path: None if path in changed else bibtex.Macros(*json.loads(ties[path])) for path in paths}
        read = bibtex.read([(path, content(path)) for path in paths if path in changed], others)
        if (
            all(read.self_contained.values())
            and not _shares_keys(connection, read.entries, changed)
            and _have_what_they_need(others, read.macros)
        ):
            return _rewritten(connection, paths, changed, read)
    return _rewritten(connection, paths, changed, bibtex.read([(path, content(path)) for path in paths]))


def _have_what_they_need(others: Mapping[str, bibtex.Macros | None], read: Mapping[str, bibtex.Macros]) -> bool:
    """Whether all macros that files need which were not read are defined as before."""
    defined: dict[str, str] = {}
    for path, other in others.items():
        for name, text in (read[path] if other is None else other).defined.items():
            defined.setdefault(name, text)
    needed = (macro for other in others.values() if other for macro in other.needed.items())
    return all(defined.get(name) == value for name, value in needed)


def _shares_keys(connection: sqlite3.Connection, entries: Iterable[bibtex.Entry], changed: Iterable[str]) -> bool:
    """Whether another file has one of the keys, but for case."""
    query = "SELECT key FROM works WHERE file NOT IN (SELECT value FROM json_each(?))"
    others = {key.lower() for (key,) in connection.execute(query, (json.dumps([*changed]),))}
    return not others.isdisjoint(entry.key.lower() for entry in entries)


def _rewritten(
    connection: sqlite3.Connection, paths: Sequence[str], changed: set[str], read: bibtex.Bibliography
) -> Patched | None:
    from evidencebase.readers import bibtex

    entries = [entry for entry in read.entries if entry.type not in bibtex.NOT_WORKS]
    touched = json.dumps([*changed.union(read.counts)])
    among = "file {} (SELECT value FROM json_each(?)) ORDER BY rowid"
    stand = connection.execute(f"SELECT rowid, file FROM works WHERE {among.format('NOT IN')}", (touched,)).fetchall()
    query = f"SELECT rowid, line, key, type, fields, file FROM works WHERE {among.format('IN')}"
    rows = connection.execute(query, (touched,)).fetchall()
    # what was and what is, in the order of the files: an entry goes by its text, one that was not read by its number
    quoted = bibtex.Quoted()
    of_file: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for number, file in stand:
        of_file[file].append((number,))
    for entry in entries:
        of_file[entry.file].append((entry.key, entry.type, bibtex.encode(entry.fields, quoted), entry.file))
    old = sorted([*((row[0], row[2:]) for row in rows), *((number, (number,)) for number, _ in stand)])
    new = [identity for path in paths for identity in of_file[path]]
    change = difference([identity for _, identity in old], new)
    found = numbers(change, [number for number, _ in old])
    if found is None or not change.is_small() or any(len(new[at]) == 1 for at in change.inserted):
        return None
    places = {entry.key: (at, entry.line) for at, entry in enumerate(entries)}
    lines = [(places[key][1], number) for number, line, key, *_ in rows if key in places and places[key][1] != line]
    connection.executemany("UPDATE works SET line = ? WHERE rowid = ?", lines)
    made = bibtex.rows(entries)
    gone = [old[at][1][0] for at in change.removed]
    part = _part(made, [places[new[at][0]][0] for at in change.inserted])
    _replace(connection, [old[at][0] for at in change.removed], gone, part, found)
    same(connection)
    affected = sorted({*gone, *(str(row[0]) for row in part.works)})
    connection.executemany(f"{bibliography.OF_EVIDENCE} WHERE work = ?", ((key,) for key in affected))
    connection.execute("DELETE FROM waivers WHERE file LIKE '%.bib'")
    waived, wrong = readings.waived_in_entries(connection)
    database.insert(connection, "waivers", waived)
    wrong = [finding for finding in wrong if finding.file in read.counts]
    counts = {path: (count.seen, count.read, count.doubtful) for path, count in read.counts.items()}
    return Patched(read.findings + made.findings + wrong, counts, bibliography.ties(read), affected)


def _part(made: bibtex.Works, positions: Sequence[int]) -> bibtex.Works:
    """The rows of some of the works."""
    works = [made.works[at] for at in positions]
    keys = {row[0] for row in works}
    return made._replace(
        works=works,
        identifiers=[row for row in made.identifiers if row[0] in keys],
        persons=[row for row in made.persons if row[0] in keys],
    )


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
    database.add_to_search(connection, WORKS, found)
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
            "ORDER BY s.role DESC"  # an editor counts where there is no author, as in a full build
        ).fetchall()
    )
    rows = connection.execute(
        f"SELECT {', '.join(bibtex.COMPARED)}, same_as, type FROM works ORDER BY rowid"
    ).fetchall()
    identifiers = connection.execute("SELECT work, scheme, value, valid FROM identifiers").fetchall()
    records = ((*row[:-2], families.get(row[0])) for row in rows if row[-1] not in bibtex.SEVERAL)
    found = bibtex.clusters(records, identifiers)
    changed = [(found.get(row[0]), row[0]) for row in rows if row[-2] != found.get(row[0])]
    connection.executemany("UPDATE works SET same_as = ? WHERE key = ?", changed)
