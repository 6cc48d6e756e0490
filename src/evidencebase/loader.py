"""Files -> tables: everything that people wrote, read and inserted; what could not be read is a finding."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from evidencebase import confirmation, database, independence, kept, readings
from evidencebase.difference import SPACING
from evidencebase.files import LOCK_FILE
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE, Input
from evidencebase.readers import claims as claim_reader
from evidencebase.readers import csv_table, tables
from evidencebase.readers.claims import Claims
from evidencebase.readers.evidence import BARE, DETAILED, SUPPORTS
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.schema import (
    CLAIM_RELATIONS,
    CLAIMS,
    DOCUMENTS,
    EVIDENCE,
    FINDINGS,
    GRADE_FACTORS,
    OVERRIDES,
    PASSAGES,
    REVIEWS,
    RULES,
    SIMILAR_CLAIMS,
    STATEMENTS,
    TABLES,
    TERMS,
    TOPICS,
    WAIVERS,
    WORKS,
    Table,
)

if TYPE_CHECKING:
    from evidencebase.readers import bibtex

    Works = tuple[bibtex.Works, dict[str, str]]  # rows, and the first record of the same work

Progress = Callable[[str, float], None]
LATE = (FINDINGS, RULES)  # filled when everything else is there
_OF_CLAIMS = (CLAIMS, STATEMENTS, GRADE_FACTORS, TOPICS, CLAIM_RELATIONS, SIMILAR_CLAIMS)
_WORTH_A_THREAD = 2_000  # claims


def load(connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input], progress: Progress) -> list[Finding]:
    """Read every input and fill and index the tables; returns what was wrong with the files."""
    loading = _Loading(connection, directory, inputs)
    progress("reading claims", 0.0)
    claims = loading.claims()
    documents = loading.tables(claims)
    progress("reading works", 0.3)
    with _meanwhile(len(claims.claims) > _WORTH_A_THREAD, lambda: database.index(connection, _OF_CLAIMS)):
        works = loading.read_works(documents)
    progress("loading works", 0.5)
    loading.works(works)
    loading.evidence(claims)
    loading.verifications()
    progress("indexing", 0.6)
    database.index(connection, (table for table in TABLES if table not in (*_OF_CLAIMS, *LATE)))
    loading.record()
    return loading.findings


@contextmanager
def _meanwhile(worth_it: bool, task: Callable[[], None]) -> Iterator[None]:
    """Do the task in a thread while the block runs: SQLite works without holding up Python."""
    if not worth_it:
        task()
        yield
        return
    errors: list[BaseException] = []

    def run() -> None:
        try:
            task()
        except sqlite3.Error as error:
            errors.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if errors:
        raise errors[0]


class _Loading:
    """One load: the contents of the files, what was found wrong, and how many records each held."""

    def __init__(self, connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input]) -> None:
        self.connection = connection
        self.findings: list[Finding] = []
        self._inputs = inputs
        self._seen: dict[str, int] = {}  # entries; of CSV files every record is read
        self._records: dict[str, int] = {}
        self._doubtful: dict[str, int] = {}
        self._digests = b""
        self._listed_by: Mapping[str, str] = {}  # work -> document whose own list holds it
        self._trials = independence.known((), {})
        self._designs: dict[str, str] = {}
        self._authors: Mapping[str, set[tuple[str, str]]] = {}
        self._contents: dict[str, bytes] = {}
        for item in inputs:
            try:
                self._contents[item.path] = item.read(directory)
            except OSError as error:
                self._unreadable(item.path, 0, f"it cannot be opened: {error.strerror}")

    def _unreadable(self, path: str, line: int, reason: str) -> None:
        self.findings.append(Finding("files/unreadable-file", path, line, path, "", {"reason": reason}))

    def _sheet(self, table: Table) -> Sheet:
        if table.file not in self._contents:
            return empty(table.file)
        sheet = csv_table.read(table.file, self._contents[table.file], table)
        self.findings += sheet.findings
        self._records[table.file] = len(sheet)
        return sheet

    def claims(self) -> Claims:
        """Read ``claims.csv`` and ``evidence.csv`` and insert all but the evidence."""
        sheet = self._sheet(CLAIMS)
        if not len(sheet) and not sheet.findings and CLAIMS_FILE in self._contents:
            self._unreadable(CLAIMS_FILE, 1, "it names its columns but holds no claim; add a row")
        found = claim_reader.rows(sheet, self._sheet(EVIDENCE))
        self.findings += found.findings
        ids = [str(row[0]) for row in found.claims]
        if ids:
            self._digests = readings.marked(readings.digests(sheet, found.keep), ids, readings.doubtful(found.findings))
        self._insert_spaced("claims", found.claims)
        for name in ("statements", "factors", "topics"):
            database.insert(self.connection, name, getattr(found, name))
        database.insert(self.connection, "claim_relations", found.relations)
        similar = readings.similar([(str(claim[0]), str(claim[1])) for claim in found.claims])
        database.insert(self.connection, "similar_claims", similar)
        return found

    def _insert_spaced(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        names = [c.name for t in TABLES if t.name == table for c in t.columns if c.stored]
        numbered = ((number, *row) for number, row in zip(count(SPACING, SPACING), rows))
        database.insert(self.connection, table, numbered, ("rowid", *names))

    def tables(self, claims: Claims) -> dict[str, str]:
        """Read and insert the small tables; returns the document of each .bib file that is a document's own list."""
        listed: dict[str, str] = {}
        documents: list[tuple[object, ...]] = []
        for table in (DOCUMENTS, PASSAGES, TERMS, OVERRIDES, WAIVERS, REVIEWS):
            rows, problems = tables.rows(self._sheet(table), table)
            self.findings += problems
            if table is PASSAGES:
                documents, rows = self._texts(documents, rows)
                rows, sections = tables.passages(rows)
                database.insert(self.connection, "documents", documents)
                database.insert(self.connection, "sections", sections)
            elif table is DOCUMENTS:
                documents = rows
                names = [column.name for column in table.columns]
                bibliography = names.index("bibliography")
                listed = {str(row[bibliography]): str(row[0]) for row in rows if row[bibliography]}
            elif table is WAIVERS:
                rows = [*(row for row in rows if all(row[:3])), *claims.waivers]  # what is missing is reported
            if table is not DOCUMENTS:
                database.insert(self.connection, table.name, rows)
        return listed

    def _texts(self, documents: list[kept.Row], passages: list[kept.Row]) -> tuple[list[kept.Row], list[kept.Row]]:
        """Documents and passages with what the texts tell that may be kept."""
        found = kept.read(documents, passages, self._contents)
        self.findings += found.findings
        database.insert(self.connection, "citations", found.citations)
        return found.documents, found.passages

    def read_works(self, documents: Mapping[str, str]) -> Works:
        """Read all .bib files as one set."""
        from evidencebase.readers import bibtex

        files = [(path, data) for path, data in self._contents.items() if path.endswith(".bib")]
        bibliography = bibtex.read(files)
        read = bibtex.rows(bibliography.entries)
        self.findings += bibliography.findings + read.findings
        for path, counts in bibliography.counts.items():
            self._seen[path], self._records[path], self._doubtful[path] = counts
        names = [column.name for column in WORKS.columns]
        key, type_, doi, pmid, meant, title, year, file = map(
            names.index, ("key", "type", "doi", "pmid", "meant", "title", "year", "file")
        )
        self._listed_by = {row[key]: documents[row[file]] for row in read.works if row[file] in documents}
        families = {work: person.family for work, _, position, person in read.persons if position == 1}
        records = (
            (row[key], row[doi], row[pmid], row[meant], row[title], row[year], families.get(row[key]))
            for row in read.works
            if row[type_] not in bibtex.SEVERAL
        )
        same = bibtex.clusters(records, read.identifiers)
        trial, design = names.index("trial"), names.index("design")
        self._designs = {row[key]: row[design] for row in read.works if row[design]}
        self._authors = authors = defaultdict(set)
        for work, role, _, person in read.persons:
            if role == "author":
                authors[work].add(person)
        self._trials = independence.known(((row[key], row[trial]) for row in read.works), same)
        return read, same

    def works(self, works: Works) -> None:
        """Insert works, identifiers and authors."""
        read, same = works
        at = [column.name for column in WORKS.columns].index("same_as")
        listed = self._listed_by
        rows = ((*row[:at], same.get(row[0]), listed.get(row[0]), *row[at + 2 :]) for row in read.works)
        self._insert_spaced("works", rows)
        waived, wrong = readings.waived_in_entries(self.connection)
        database.insert(self.connection, "waivers", waived)
        self.findings += wrong
        database.insert(self.connection, "identifiers", read.identifiers)
        numbers: dict[tuple[str, str], int] = {}
        authorship = [
            (work, role, position, numbers.setdefault(person, len(numbers) + 1))
            for work, role, position, person in read.persons
        ]
        authors = ((number, ", ".join(filter(None, person)), *person) for person, number in numbers.items())
        database.insert(self.connection, "authors", authors)
        database.insert(self.connection, "authorship", authorship)

    def evidence(self, claims: Claims) -> None:
        """Insert the evidence, now that it is known which works a document lists itself."""
        listed, documents = self._listed_by, claims.documents
        counted = independence.count(claims.supporting, self._trials)

        designs = self._designs

        def derived(claim: str, work: str, relation: str, design: object) -> tuple[object, ...]:
            own = int(work in listed and listed[work] in documents.get(claim, ()))
            study = counted.studies.get((claim, work), work) if relation == SUPPORTS else None
            return design or designs.get(work), own, study

        bare = (
            (claim, work, relation, locator, *derived(claim, work, relation, None), relation, CLAIMS_FILE, line)
            for claim, work, relation, locator, line in claims.evidence.bare
        )
        database.insert(self.connection, "evidence", bare, BARE)
        design = DETAILED.index("design")
        detailed = (
            (*row, *derived(str(row[0]), str(row[1]), str(row[2]), row[design])) for row in claims.evidence.detailed
        )
        database.insert(self.connection, "evidence", detailed, DETAILED)
        authors = independence.same_authors(claims.supporting, self._authors)
        self.connection.executemany("UPDATE claims SET same_author = ? WHERE id = ?", authors)
        corrected = [(number, claim) for claim, number in counted.independent.items()]
        self.connection.executemany("UPDATE claims SET independent = ? WHERE id = ?", corrected)

    def verifications(self) -> None:
        """Insert what registries say of the works, or that none was asked."""
        data = self._contents.get(LOCK_FILE)
        if data is None and not self.connection.execute("SELECT EXISTS (SELECT 1 FROM overrides)").fetchone()[0]:
            confirmation.support(self.connection)
            return
        from evidencebase import verifications

        self._records[LOCK_FILE], wrong = verifications.refresh(self.connection, data)
        self.findings += wrong

    def record(self) -> None:
        """Record which files were read, how much of them, and what the next build can use again."""
        readings.store(self.connection, self.findings, self._digests)
        doubtful = {**dict.fromkeys(self._contents, 0), **readings.counted(self.findings), **self._doubtful}
        rows = [
            (
                path,
                hashlib.sha256(self._contents[path]).hexdigest() if path in self._contents else "",
                size,
                modified,
                self._seen.get(path, self._records.get(path, 0)),
                self._records.get(path, 0),
                doubtful.get(path, 0),
            )
            for path, size, modified in self._inputs
        ]
        database.insert(self.connection, "inputs", rows)
