"""Files -> tables: everything that people wrote, read and inserted; what could not be read is a finding."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from evidencebase import bibliography, claim_tables, database, independence, kept, readings
from evidencebase.apart import Second
from evidencebase.claim_texts import Texts
from evidencebase.difference import SPACING
from evidencebase.files import LOCK_FILE
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE, Input
from evidencebase.progress import Progress
from evidencebase.readers import claims as claim_reader
from evidencebase.readers import csv_table, tables
from evidencebase.readers.claims import Claims, Ids
from evidencebase.readers.evidence import DETAILED, Details
from evidencebase.readers.raw import Digests
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.readings import Counted
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
    STATEMENTS,
    TABLES,
    TERMS,
    TOPICS,
    WAIVERS,
    Table,
)

LATE = (FINDINGS, RULES)  # filled when everything else is there
_OF_CLAIMS = (CLAIMS, STATEMENTS, GRADE_FACTORS, TOPICS, CLAIM_RELATIONS)
_INDEXED_APART = (*_OF_CLAIMS, *bibliography.TABLES, *LATE)


def load(
    connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input], second: Second, progress: Progress
) -> list[Finding]:
    """Read every input and fill and index the tables; returns what was wrong with the files.

    A second process reads works while this one reads claims, and compares claims while this one indexes them.
    """
    loading = _Loading(connection, directory, inputs, second)
    progress("reading claims", 0.0)
    listed = loading.documents()
    files = [item for item in inputs if item.path.endswith(".bib")]
    works = bibliography.begin(second, connection, directory, files, listed)
    loading.tables()
    loading.claims()
    studies = independence.begin(second, connection, bibliography.apart_in(second))
    texts = loading.texts.begin(connection)
    database.index(connection, _OF_CLAIMS, not_searched=(CLAIMS,))
    progress("reading works", 0.4)
    loading.works(works())
    progress("indexing", 0.6)
    database.index(connection, (table for table in TABLES if table not in _INDEXED_APART))
    studies()
    loading.verifications()
    loading.record(texts())
    return loading.findings


class _Loading:
    """One load: the contents of the files, what was found wrong, and how many records each held."""

    def __init__(
        self, connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input], second: Second
    ) -> None:
        self.connection = connection
        self._inputs = inputs
        others = [item for item in inputs if not item.path.endswith(".bib")]
        self._contents, self.findings = readings.contents(directory, others)
        self._sha256 = {path: readings.sha256(data) for path, data in self._contents.items()}
        self._documents: list[kept.Row] = []
        self.texts = Texts(second)
        self._records: dict[str, int] = {}
        self._files: dict[str, Counted] = {}  # .bib files
        self._digests: dict[str, bytes] = {}

    def _sheet(self, table: Table) -> Sheet:
        if table.file not in self._contents:
            return empty(table.file)
        sheet = csv_table.read(table.file, self._contents.pop(table.file), table)
        self.findings += sheet.findings
        self._records[table.file] = len(sheet)
        return sheet

    def documents(self) -> dict[str, str]:
        """Read the documents; returns the document of each .bib file that is a document's own list."""
        self._documents, problems = tables.rows(self._sheet(DOCUMENTS), DOCUMENTS)
        self.findings += problems
        names = [column.name for column in DOCUMENTS.columns]
        bibliography = names.index("bibliography")
        return {str(row[bibliography]): str(row[0]) for row in self._documents if row[bibliography]}

    def tables(self) -> None:
        """Read and insert the small tables."""
        for table in (PASSAGES, TERMS, OVERRIDES, WAIVERS, REVIEWS):
            rows, problems = tables.rows(self._sheet(table), table)
            self.findings += problems
            if table is PASSAGES:
                documents, rows = self._texts(self._documents, rows)
                rows, sections = tables.passages(rows)
                database.insert(self.connection, "documents", documents)
                database.insert(self.connection, "sections", sections)
            elif table is WAIVERS:
                rows = [row for row in rows if all(row[:3])]  # what is missing is reported
            database.insert(self.connection, table.name, rows)

    def _texts(self, documents: list[kept.Row], passages: list[kept.Row]) -> tuple[list[kept.Row], list[kept.Row]]:
        """Documents and passages with what the texts tell that may be kept."""
        found = kept.read(documents, passages, self._contents)
        self.findings += found.findings
        database.insert(self.connection, "citations", found.citations)
        return found.documents, found.passages

    def claims(self) -> None:
        """Read ``claims.csv`` part by part, insert all that it holds and what ``evidence.csv`` tells of it."""
        if CLAIMS_FILE not in self._contents:
            return
        details, ids = Details(self._sheet(EVIDENCE)), Ids()
        data = self._contents.pop(CLAIMS_FILE)
        digests = Digests(data)
        for sheet in csv_table.parts(CLAIMS_FILE, data, CLAIMS):
            keep, problems = ids.kept(sheet)
            found = claim_reader.rows(sheet.kept(keep), details)
            self.findings += sheet.findings + problems + found.findings
            self._insert(found, len(self.texts))
            digests.add(sheet, keep)
            self.texts.add(found.texts)
            self._records[CLAIMS_FILE] = self._records.get(CLAIMS_FILE, 0) + len(sheet)
        if self.texts:
            self._digests[CLAIMS_FILE] = digests.joined()
        elif not self.findings:
            reason = "it names its columns but holds no claim; add a row"
            self.findings.append(Finding("files/unreadable-file", CLAIMS_FILE, 1, CLAIMS_FILE, "", {"reason": reason}))
        rows, unknown = details.left(CLAIMS_FILE, ids.known())
        self.findings += unknown
        database.insert(self.connection, "evidence", rows, DETAILED)

    def _insert(self, found: Claims, before: int) -> None:
        """Insert a part of the claims; so many stand before it."""
        numbers = range(before + 1, before + 1 + len(found.texts))
        claim_tables.insert(self.connection, found, [number * SPACING for number in numbers])
        database.insert(self.connection, "waivers", found.waivers)

    def works(self, loaded: bibliography.Loaded) -> None:
        """Take over what was found in the .bib files, and complete the evidence by the works."""
        self._files = loaded.files
        self._digests |= {path: tie.encode() for path, tie in loaded.ties.items()}
        self.findings += loaded.findings
        waived, wrong = readings.waived_in_entries(self.connection)
        database.insert(self.connection, "waivers", waived)
        self.findings += wrong
        bibliography.complete_evidence(self.connection)

    def verifications(self) -> None:
        """Complete works and claims by what registries say, if one was asked."""
        data = self._contents.get(LOCK_FILE)
        if data is not None or self.connection.execute("SELECT EXISTS (SELECT 1 FROM overrides)").fetchone()[0]:
            from evidencebase import verifications

            self._records[LOCK_FILE], wrong = verifications.refresh(self.connection, data)
            self.findings += wrong

    def record(self, keys: bytes) -> None:
        """Record which files were read, how much of them, and what the next build can use again, as keys of texts."""
        readings.store(self.connection, self.findings, self._digests | {readings.SIMILAR: keys})
        doubtful = readings.counted(self.findings)
        rows = []
        for path, size, modified in self._inputs:
            file = self._files.get(path)
            if file is None:
                records = self._records.get(path, 0)
                file = Counted(self._sha256.get(path, ""), records, records, doubtful[path])
            rows.append((path, file.sha256, size, modified, file.seen, file.read, file.doubtful))
        database.insert(self.connection, "inputs", rows)
