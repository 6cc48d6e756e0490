"""The .bib files -> the tables of works; of large ones by a second process, while this one reads the claims."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple, Protocol

from evidencebase import database, readings
from evidencebase.difference import SPACING
from evidencebase.finding import Finding
from evidencebase.inputs import Input
from evidencebase.readings import Counted
from evidencebase.schema import AUTHORS, AUTHORSHIP, IDENTIFIERS, WORKS

TABLES = (WORKS, IDENTIFIERS, AUTHORS, AUTHORSHIP)
# what a row of evidence has from its work
OF_EVIDENCE = """UPDATE evidence SET
  study_design = coalesce(design, (SELECT w.design FROM works w WHERE w.key = evidence.work)),
  study = CASE relation WHEN 'supports' THEN (SELECT w.key FROM works w WHERE w.key = evidence.work) END,
  listed = EXISTS (
    SELECT 1 FROM works w JOIN statements s ON s.document = w.listed_by
    WHERE w.key = evidence.work AND s.claim = evidence.claim)"""
_WORTH_A_PROCESS = 1_000_000  # bytes of .bib files: below, starting it takes as long as it saves
_APART = "CREATE TABLE loaded (findings TEXT, files TEXT)"  # beside the tables, what ``Loaded`` holds


class Loaded(NamedTuple):
    """What was wrong with the files, and what each of them was."""

    findings: list[Finding]
    files: dict[str, Counted]


class Loading(Protocol):
    """Ends the loading: fills the tables of works of this database."""

    def __call__(self, connection: sqlite3.Connection) -> Loaded: ...


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
    read = bibtex.rows(bibliography.entries)
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
    return Loaded(findings, counted)


@contextlib.contextmanager
def loading(
    connection: sqlite3.Connection, directory: Path, files: Sequence[Input], documents: Mapping[str, str]
) -> Iterator[Loading]:
    """Begin to read the .bib files; what it gives ends that.

    When there is enough to do for two, another process reads them into a database of its own, beside this one, from
    which the rows are copied. Should that process fail, they are read here.
    """

    def here(connection: sqlite3.Connection) -> Loaded:
        return load(connection, directory, files, documents)

    process = None
    if sum(file.size for file in files) >= _WORTH_A_PROCESS and _processors() > 1:
        apart = Path(f"{connection.execute('PRAGMA database_list').fetchone()[2]}-works")
        process = _begin([str(apart), str(directory), files, documents])
    if process is None:
        yield here
        return
    try:
        yield lambda connection: _copied(connection, apart) if process.wait() == 0 else here(connection)
    finally:
        process.kill()
        process.wait()
        apart.unlink(missing_ok=True)


def _begin(task: object) -> subprocess.Popen[bytes] | None:
    """Start the second process, if that can be."""
    # -P: a json.py in the working folder is not ours to run
    command = [sys.executable, "-P", "-m", __name__]
    with contextlib.suppress(OSError), TemporaryFile("w+", encoding="utf-8") as given:
        json.dump(task, given)
        given.seek(0)
        return subprocess.Popen(command, stdin=given, stderr=subprocess.DEVNULL)
    return None


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _copied(connection: sqlite3.Connection, apart: Path) -> Loaded:
    """Copy what the other process has read."""
    connection.execute("COMMIT")  # within a transaction nothing can be detached
    connection.execute("ATTACH ? AS apart", (str(apart),))
    connection.execute("BEGIN")
    for table in TABLES:
        names = ", ".join(column.name for column in table.columns if column.stored)
        if table is WORKS:
            names = f"rowid, {names}"
        connection.execute(f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM apart.{table.name}")
    found, files = map(json.loads, connection.execute("SELECT findings, files FROM apart.loaded").fetchone())
    connection.execute("COMMIT")
    connection.execute("DETACH apart")
    connection.execute("BEGIN")
    return Loaded([Finding(*values) for values in found], {path: Counted(*of_one) for path, of_one in files.items()})


def _load_apart() -> None:
    """What the second process does: its task comes on standard input."""
    apart, directory, files, documents = json.load(sys.stdin)
    gc.disable()
    with contextlib.closing(sqlite3.connect(apart, isolation_level=None)) as connection:
        database.prepare(connection)
        for table in TABLES:
            connection.execute(database.create_statement(table))
        loaded = load(connection, Path(directory), [Input(*file) for file in files], documents)
        connection.execute(_APART)
        connection.execute("INSERT INTO loaded VALUES (?, ?)", tuple(map(json.dumps, loaded)))
        connection.execute("COMMIT")


if __name__ == "__main__":
    _load_apart()
