"""The .bib files -> the tables of works; of large ones by a second process, while this one reads the claims."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencebase import database, readings
from evidencebase.apart import meanwhile
from evidencebase.difference import SPACING
from evidencebase.finding import Finding
from evidencebase.inputs import Input
from evidencebase.readings import Counted
from evidencebase.schema import AUTHORS, AUTHORSHIP, IDENTIFIERS, WORKS

if TYPE_CHECKING:
    from evidencebase.readers import bibtex

TABLES = (WORKS, IDENTIFIERS, AUTHORS, AUTHORSHIP)
_LISTS_IT = """EXISTS (
  SELECT 1 FROM works w JOIN statements s ON s.document = w.listed_by
  WHERE w.key = evidence.work AND s.claim = evidence.claim)"""
_FROM_WORKS = """UPDATE evidence SET
  study_design = coalesce(design, (SELECT w.design FROM works w WHERE w.key = evidence.work)), listed = """
OF_EVIDENCE = f"{_FROM_WORKS} {_LISTS_IT}"  # what a row of evidence has from its work
# the same for all rows, before they are indexed: few works are listed by a document
OF_ALL_EVIDENCE = (
    f"{_FROM_WORKS} 0",
    f"UPDATE evidence SET listed = 1 WHERE work IN (SELECT key FROM works WHERE listed_by <> '') AND {_LISTS_IT}",
)
_WORTH_A_PROCESS = 1_000_000  # bytes


class Loaded(NamedTuple):
    """What was wrong with the files, what each of them was, and whether no other can change how it is read."""

    findings: list[Finding]
    files: dict[str, Counted]
    alone: dict[str, bool]


Loading = Callable[[sqlite3.Connection], Loaded]  # ends the loading: fills the tables of works of this database


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
    stand_alone = alone(bibliography)
    read = bibtex.rows(_taken_from(bibliography.entries))
    findings += bibliography.findings + read.findings
    names = [column.name for column in WORKS.columns]
    key, type_, doi, pmid, meant, title, year, file, same_as = map(
        names.index, ("key", "type", "doi", "pmid", "meant", "title", "year", "file", "same_as")
    )
    families = {work: person.family for work, _, position, person in read.persons if position == 1}
    records = (
        (row[key], row[doi], row[pmid], row[meant], row[title], row[year], families.get(row[key]))
        for row in read.works
        if row[type_] not in bibtex.SEVERAL
    )
    same = bibtex.clusters(records, read.identifiers)
    rows = (
        (number, *row[:same_as], same.get(row[key]), documents.get(row[file]), *row[same_as + 2 :])
        for number, row in zip(count(SPACING, SPACING), read.works)
    )
    database.insert(connection, "works", rows, ("rowid", *names))
    database.insert(connection, "identifiers", read.identifiers)
    numbers: dict[tuple[str, str], int] = {}
    authorship = [
        (work, role, position, numbers.setdefault(person, len(numbers) + 1))
        for work, role, position, person in read.persons
    ]
    authors = ((number, ", ".join(filter(None, person)), *person) for person, number in numbers.items())
    database.insert(connection, "authors", authors)
    database.insert(connection, "authorship", authorship)
    counted = {path: Counted(digests[path], *counts) for path, counts in bibliography.counts.items()}
    return Loaded(findings, counted, stand_alone)


def _taken_from(entries: list[bibtex.Entry]) -> Iterator[bibtex.Entry]:
    """The entries in their order, each let go when its rows are made: both together would fill the memory."""
    entries.reverse()
    while entries:
        yield entries.pop()


def alone(read: bibtex.Bibliography) -> dict[str, bool]:
    """Of each file, whether it is read as it would be if it were the only one, and hides no key from the others."""
    from evidencebase.readers.bibtex import NOT_WORKS

    hide = {entry.file for entry in read.entries if entry.type in NOT_WORKS}  # their keys are in no table
    return {path: stands and path not in hide for path, stands in read.self_contained.items()}


@contextmanager
def loading(
    connection: sqlite3.Connection, directory: Path, files: Sequence[Input], documents: Mapping[str, str]
) -> Iterator[Loading]:
    """Begin to read the .bib files; what it gives ends that.

    When they are large, another process reads them into a database of its own, beside this one, from which the rows
    are copied.
    """
    if sum(file.size for file in files) < _WORTH_A_PROCESS:
        yield lambda connection: load(connection, directory, files, documents)
        return
    beside = Path(f"{connection.execute('PRAGMA database_list').fetchone()[2]}-works")
    try:
        with meanwhile(True, load_beside, str(beside), str(directory), files, documents) as read:
            yield lambda connection: _copied(connection, beside, *read())
    finally:
        beside.unlink(missing_ok=True)


def load_beside(
    beside: str, directory: str, files: Sequence[Sequence[Any]], documents: Mapping[str, str]
) -> tuple[Sequence[Any], Mapping[str, Any], dict[str, bool]]:
    """Make a database with the tables of works alone; returns what JSON makes of ``Loaded``."""
    Path(beside).unlink(missing_ok=True)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        database.prepare(connection)
        for table in TABLES:
            connection.execute(database.create_statement(table))
        loaded = load(connection, Path(directory), [Input(*file) for file in files], documents)
        connection.execute("COMMIT")
    return loaded


def _copied(
    connection: sqlite3.Connection,
    beside: Path,
    findings: Sequence[Any],
    files: Mapping[str, Any],
    alone: dict[str, bool],
) -> Loaded:
    """Copy the tables of works out of the database beside."""
    connection.execute("COMMIT")  # within a transaction nothing can be detached
    connection.execute("ATTACH ? AS beside", (str(beside),))
    connection.execute("BEGIN")
    for table in TABLES:
        names = ", ".join(column.name for column in table.columns if column.stored)
        if table is WORKS:
            names = f"rowid, {names}"
        connection.execute(f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM beside.{table.name}")
    connection.execute("COMMIT")
    connection.execute("DETACH beside")
    connection.execute("BEGIN")
    counted = {path: Counted(*counts) for path, counts in files.items()}
    return Loaded([Finding(*values) for values in findings], counted, alone)
