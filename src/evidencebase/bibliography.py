"""The .bib files -> the tables of works; by a second process, if there is one, while this one reads the claims."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import count
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencebase import database, readings
from evidencebase.apart import Second
from evidencebase.difference import SPACING
from evidencebase.finding import Finding
from evidencebase.inputs import Input
from evidencebase.readings import Counted
from evidencebase.schema import AUTHORS, AUTHORSHIP, IDENTIFIERS, TAKEN_BACK, WORKS

if TYPE_CHECKING:
    from evidencebase.readers import bibtex

TABLES = (WORKS, IDENTIFIERS, AUTHORS, AUTHORSHIP)
# what a row of evidence has from its work
OF_EVIDENCE = f"""UPDATE evidence SET
  study_design = coalesce(design, (SELECT w.design FROM works w WHERE w.key = evidence.work)),
  listed = EXISTS (
    SELECT 1 FROM works w JOIN statements s ON s.document = w.listed_by
    WHERE w.key = evidence.work AND s.claim = evidence.claim),
  taken_back = (SELECT 1 FROM works w WHERE w.key = evidence.work AND w.notice IN {TAKEN_BACK})"""
_OF_ALL_EVIDENCE = """UPDATE evidence SET
  study_design = coalesce(design, design_of(work)),
  listed = EXISTS (
    SELECT 1 FROM statements s WHERE s.claim = evidence.claim AND s.document = listed_by(evidence.work))"""


class Loaded(NamedTuple):
    """What was wrong with the files, what each of them was, and by what alone others can change how it is read."""

    findings: list[Finding]
    files: dict[str, Counted]
    ties: dict[str, str]


def load(
    connection: sqlite3.Connection, directory: Path, files: Sequence[Input], documents: Mapping[str, str]
) -> Loaded:
    """Read the .bib files as one set and insert works, identifiers and authors.

    ``documents`` names the document whose own list a file is.
    """
    from evidencebase.readers import bibtex

    contents, findings = readings.contents(directory, files)
    digests = {path: readings.sha256(data) for path, data in contents.items()}
    bibliography = bibtex.read(list(contents.items()))
    contents.clear()
    tied = ties(bibliography)
    findings += bibliography.findings
    inserting = _Inserting(connection, documents)
    for part in bibtex.parts(_taken_from(bibliography.entries)):
        findings += part.findings
        inserting.add(part)
    inserting.end()
    counted = {path: Counted(digests[path], *counts) for path, counts in bibliography.counts.items()}
    return Loaded(findings, counted, tied)


class _Inserting:
    """Works, identifiers and authorship go into their tables part by part, authors and same works in the end."""

    def __init__(self, connection: sqlite3.Connection, documents: Mapping[str, str]) -> None:
        self._connection = connection
        self._documents = documents
        self._names = [column.name for column in WORKS.columns]
        self._numbers = count(SPACING, SPACING)  # of works
        self._people: dict[bibtex.Person, int] = {}
        self._records: list[tuple[Any, ...]] = []
        self._identifiers: list[tuple[str, str, str, int]] = []

    def add(self, part: bibtex.Works) -> None:
        """Insert a part."""
        from evidencebase.readers import bibtex

        listed_by, file = map(self._names.index, ("listed_by", "file"))
        rows = (
            (number, *row[:listed_by], self._documents.get(row[file]), *row[listed_by + 1 :])
            for row, number in zip(part.works, self._numbers, strict=False)  # which leaves the next number there
        )
        database.insert(self._connection, "works", rows, ("rowid", *self._names))
        database.insert(self._connection, "identifiers", part.identifiers)
        people = self._people
        authorship = [
            (work, role, position, people.setdefault(person, len(people) + 1))
            for work, role, position, person in part.persons
        ]
        database.insert(self._connection, "authorship", authorship)
        firsts = [person for person in part.persons if person[2] == 1]
        families = {work: person.family for role in ("editor", "author") for work, r, _, person in firsts if r == role}
        of_record = itemgetter(*map(self._names.index, bibtex.COMPARED))
        type_ = self._names.index("type")
        records = (of_record(row) for row in part.works if row[type_] not in bibtex.SEVERAL)
        self._records += [(*record, families.get(record[0])) for record in records]
        self._identifiers += part.identifiers

    def end(self) -> None:
        """Insert the authors, and tell which records are of the same work."""
        from evidencebase.readers.bibtex import clusters

        authors = ((number, ", ".join(filter(None, person)), *person) for person, number in self._people.items())
        database.insert(self._connection, "authors", authors)
        same = clusters(self._records, self._identifiers)
        self._connection.executemany(
            "UPDATE works SET same_as = ? WHERE key = ?", ((s, key) for key, s in same.items())
        )


def complete_evidence(connection: sqlite3.Connection) -> None:
    """Fill in what all rows of evidence have from their works: ``OF_EVIDENCE``, by dictionaries in half of the time."""
    works = connection.execute("SELECT key, design, listed_by FROM works").fetchall()
    known = {"design_of": {row[0]: row[1] for row in works}, "listed_by": {row[0]: row[2] for row in works}}
    for name, of_work in known.items():
        connection.create_function(name, 1, of_work.get)
    connection.execute(_OF_ALL_EVIDENCE)
    for name in known:
        connection.create_function(name, 1, None)


def _taken_from(entries: list[bibtex.Entry]) -> Iterator[bibtex.Entry]:
    """The entries in their order, each let go when its rows are made: both together would fill the memory."""
    entries.reverse()
    while entries:
        yield entries.pop()


def ties(read: bibtex.Bibliography) -> dict[str, str]:
    """The macros, as JSON, of each file that is tied to others by nothing else, and hides no key from them."""
    from evidencebase.readers.bibtex import NOT_WORKS

    hide = {entry.file for entry in read.entries if entry.type in NOT_WORKS}  # their keys are in no table
    tied = (path for path, stands in read.self_contained.items() if stands and path not in hide)
    return {path: json.dumps(read.macros[path]) for path in tied}


def apart_in(second: Second) -> Path | None:
    """The database in which the second process leaves the works."""
    return None if second.folder is None else second.folder / "works.db"


def begin(
    second: Second,
    connection: sqlite3.Connection,
    directory: Path,
    files: Sequence[Input],
    documents: Mapping[str, str],
) -> Callable[[], Loaded]:
    """Begin to read the .bib files; what it gives ends that, and fills the tables of works of this database.

    Another process reads them into a database of its own, beside this one, from which the rows are copied.
    """

    def load_here() -> Loaded:
        loaded = load(connection, directory, files, documents)
        database.index(connection, TABLES)
        return loaded

    beside = apart_in(second)
    if beside is None:
        return load_here
    # what this process reads goes into its own database: whoever finds one beside can rely on it to be whole
    read = second.begin(load_beside, str(beside), str(directory), files, documents, here=lambda: None)

    def copied() -> Loaded:
        found = read()
        if found is None:
            return load_here()
        findings, counts, ties = found
        database.copy(connection, beside, TABLES)
        counted = {path: Counted(*count) for path, count in counts.items()}
        return Loaded([Finding(*values) for values in findings], counted, ties)

    return copied


def load_beside(
    beside: str, directory: str, files: Sequence[Sequence[Any]], documents: Mapping[str, str]
) -> tuple[Sequence[Any], Mapping[str, Any], dict[str, str]] | None:
    """Make a database with the tables of works alone; returns what JSON makes of ``Loaded``."""
    Path(beside).unlink(missing_ok=True)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        database.prepare(connection)
        for table in TABLES:
            connection.execute(database.create_statement(table))
        loaded = load(connection, Path(directory), [Input(*file) for file in files], documents)
        database.index(connection, TABLES)
        connection.execute("COMMIT")
    return loaded
