"""Files -> tables: everything that people wrote, read and inserted; what could not be read is a finding."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from evidencebase import database
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE, Input
from evidencebase.readers import claims as claim_reader
from evidencebase.readers import csv_table, tables, waive
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.schema import CLAIMS, DOCUMENTS, EVIDENCE, PASSAGES, TERMS, WAIVERS, WORKS, Table

Progress = Callable[[str, float], None]
LOSSY = ("files/unreadable-file", "files/missing-column", "works/broken-entry")  # rules by which something was lost


class Loaded(NamedTuple):
    """What reading found wrong, and whether everything could be read."""

    findings: list[Finding]

    @property
    def whole(self) -> bool:
        return not any(finding.rule in LOSSY for finding in self.findings)


def load(connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input], progress: Progress) -> Loaded:
    """Read every input and fill the tables."""
    findings: list[Finding] = []
    contents: dict[str, bytes] = {}
    for item in inputs:
        try:
            contents[item.path] = item.read(directory)
        except OSError as error:
            reason = f"it cannot be opened: {error.strerror}"
            findings.append(Finding("files/unreadable-file", item.path, 0, item.path, "", {"reason": reason}))

    def sheet(table: Table) -> Sheet:
        if table.file not in contents:
            return empty(table.file)
        read = csv_table.read(table.file, contents[table.file], table)
        findings.extend(read.findings)
        return read

    progress("reading claims", 0.0)
    records: dict[str, int] = {}
    claims_sheet = sheet(CLAIMS)
    if not len(claims_sheet) and not claims_sheet.findings and CLAIMS_FILE in contents:
        reason = "it names its columns but holds no claim; add a row"
        findings.append(Finding("files/unreadable-file", CLAIMS_FILE, 1, CLAIMS_FILE, "", {"reason": reason}))
    evidence_sheet = sheet(EVIDENCE)
    found = claim_reader.rows(claims_sheet, evidence_sheet)
    findings += found.findings
    records |= {CLAIMS.file: len(claims_sheet), EVIDENCE.file: len(evidence_sheet)}

    progress("loading claims", 0.1)
    for name in ("claims", "statements", "evidence", "factors", "topics"):
        database.insert(connection, name, getattr(found, name))
    database.insert(connection, "claim_relations", found.relations)

    documents: list[tables.Row] = []
    for table in (DOCUMENTS, PASSAGES, TERMS, WAIVERS):
        read = sheet(table)
        rows, problems = tables.rows(read, table)
        findings += problems
        records[table.file] = len(read)
        if table is PASSAGES:
            rows, sections = tables.passages(rows)
            database.insert(connection, "sections", sections)
        elif table is DOCUMENTS:
            documents = rows
        elif table is WAIVERS:
            rows += found.waivers
        database.insert(connection, table.name, rows)

    progress("reading works", 0.25)
    doubtful = _works(connection, contents, documents, findings, records, progress)
    database.insert(
        connection,
        "inputs",
        [
            (
                item.path,
                hashlib.sha256(contents[item.path]).hexdigest() if item.path in contents else "",
                item.size,
                item.modified,
                records.get(item.path, 0),
                doubtful.get(item.path, sum(finding.file == item.path for finding in findings)),
            )
            for item in inputs
        ],
    )
    return Loaded(findings)


def _works(
    connection: sqlite3.Connection,
    contents: dict[str, bytes],
    documents: Sequence[tables.Row],
    findings: list[Finding],
    records: dict[str, int],
    progress: Progress,
) -> dict[str, int]:
    """Read all .bib files as one set and fill the tables of works; returns the number of doubtful entries by file."""
    from evidencebase.readers import bibtex

    files = [(path, data) for path, data in contents.items() if path.endswith(".bib")]
    bibliography = bibtex.read(files)
    works = bibtex.rows(bibliography.entries)
    findings += bibliography.findings + works.findings
    records |= {path: counts.read for path, counts in bibliography.counts.items()}

    progress("loading works", 0.45)
    columns = [column.name for column in WORKS.columns]
    key, doi, pmid, meant, title, year, file = map(
        columns.index, ("key", "doi", "pmid", "meant", "title", "year", "file")
    )
    families = {work: person.family for work, role, position, person in works.persons if position == 1}
    same = bibtex.clusters(
        (row[key], row[doi], row[pmid], row[meant], row[title], row[year], families.get(row[key]))
        for row in works.works
    )
    listed_by = {row[8]: row[0] for row in documents if row[8]}  # bibliography -> document
    at = columns.index("same_as")
    database.insert(
        connection,
        "works",
        ((*row[:at], same.get(row[key]), listed_by.get(row[file]), *row[at + 2 :]) for row in works.works),
    )
    database.insert(connection, "waivers", _waivers(connection, findings))
    database.insert(connection, "identifiers", works.identifiers)
    numbers: dict[bibtex.Person, int] = {}
    authorship = [
        (work, role, position, numbers.setdefault(person, len(numbers) + 1))
        for work, role, position, person in works.persons
    ]
    database.insert(
        connection,
        "authors",
        ((number, ", ".join(filter(None, person)), *person) for person, number in numbers.items()),
    )
    database.insert(connection, "authorship", authorship)
    if listed_by:
        connection.execute(
            "UPDATE evidence SET listed = 1 WHERE EXISTS ("
            "SELECT 1 FROM works w JOIN statements s ON s.document = w.listed_by "
            "WHERE w.key = evidence.work AND s.claim = evidence.claim)"
        )
    return {path: counts.doubtful for path, counts in bibliography.counts.items()}


def _waivers(connection: sqlite3.Connection, findings: list[Finding]) -> list[tables.Row]:
    """Rows of the waivers table for the ``x-waive`` fields of entries."""
    found: list[tables.Row] = []
    fields = "SELECT key, file, line, fields ->> '$.\"x-waive\"' FROM works WHERE instr(fields, '\"x-waive\"')"
    for key, file, line, cell in connection.execute(fields).fetchall():
        read, wrong = waive.read(cell or "")
        found += [("", rule, key, reason, None, until, None, 0, file, line) for rule, reason, until in read]
        for item, problem, hint in wrong:
            values = {"column": "x-waive", "value": item[:60], "problem": problem, "suggestion": hint}
            findings.append(Finding("files/value-not-allowed", file, line, f"{file}:{key}", "x-waive", values))
    return found
