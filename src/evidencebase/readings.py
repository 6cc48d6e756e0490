"""What a build keeps for the next one, so that this need not read again what did not change."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from evidencebase import database, similarity
from evidencebase.finding import Finding
from evidencebase.inputs import Input
from evidencebase.readers import waive

WORKS = "references"  # all .bib files are one reading
SIMILAR = "similar_claims"  # for the keys of the claims' texts
LOSSY = ("files/unreadable-file", "files/missing-column", "works/broken-entry")  # rules by which something was lost


class Counted(NamedTuple):
    """A file that was read: SHA-256, records that begin in it, were read, have something lost or doubtful."""

    sha256: str
    seen: int
    read: int
    doubtful: int


def contents(directory: Path, files: Iterable[Input]) -> tuple[dict[str, bytes], list[Finding]]:
    """The bytes of files by path, and those that cannot be opened."""
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for file in files:
        try:
            found[file.path] = file.read(directory)
        except OSError as error:
            reason = f"it cannot be opened: {error.strerror}"
            findings.append(Finding("files/unreadable-file", file.path, 0, file.path, "", {"reason": reason}))
    return found, findings


def sha256(data: bytes) -> str:
    """The digest by which a file is known again."""
    return hashlib.sha256(data).hexdigest()


def whole(findings: Iterable[Finding]) -> bool:
    """Whether everything in the files could be read."""
    return not any(finding.rule in LOSSY for finding in findings)


def store(connection: sqlite3.Connection, findings: Iterable[Finding], digests: Mapping[str, bytes]) -> None:
    """Store what was found while reading, by file, and digests: of ``CLAIMS_FILE``, ``SIMILAR``, and ties."""
    blocks: dict[str, list[Finding]] = {path: [] for path in digests}
    for finding in findings:
        blocks.setdefault(WORKS if finding.file.endswith(".bib") else finding.file, []).append(finding)
    rows = [
        (path, digests.get(path), json.dumps([tuple(f) for f in block], ensure_ascii=False))
        for path, block in blocks.items()
    ]
    database.insert(connection, "readings", rows)


def findings(connection: sqlite3.Connection) -> dict[str, list[Finding]]:
    """What was found while reading, by file."""
    rows = connection.execute("SELECT path, findings FROM readings").fetchall()
    return {path: [Finding(*values) for values in json.loads(text)] for path, text in rows}


def stored_digests(connection: sqlite3.Connection) -> dict[str, bytes]:
    """What ``store`` was given."""
    return dict(connection.execute("SELECT path, digests FROM readings WHERE digests IS NOT NULL").fetchall())


def pieces(data: bytes, size: int) -> list[bytes]:
    """Digests or keys one by one, each of so many bytes."""
    return [data[at : at + size] for at in range(0, len(data), size)]


def counted(findings: Iterable[Finding]) -> Counter[str]:
    """Number of findings by file."""
    return Counter(finding.file for finding in findings)


def similar(
    ids: Sequence[str], texts: similarity.Texts, keys: array[int], only: Set[int] | None = None
) -> list[tuple[object, ...]]:
    """Rows of similar claims, from their ids and texts and the keys of these; ``only`` of the claims at some places."""
    return [
        (ids[one], ids[other], ratio, *similarity.differing(texts[one], texts[other]))
        for one, other, ratio in similarity.pairs(texts, keys, only=only)
    ]


def waived_in_entries(connection: sqlite3.Connection) -> tuple[list[tuple[object, ...]], list[Finding]]:
    """Rows of the waivers table for the ``x-waive`` fields of works, and what is wrong with these."""
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    field = '"x-waive"'
    query = f"SELECT key, file, line, fields ->> '$.{field}' FROM works WHERE instr(fields, '{field}')"
    for key, file, line, cell in connection.execute(query).fetchall():
        found, wrong = waive.read(cell or "")
        for item, problem, hint in wrong:
            values = {"column": "x-waive", "value": item[:60], "problem": problem, "suggestion": hint}
            findings.append(Finding("files/value-not-allowed", file, line, f"{file}:{key}", "x-waive", values))
        rows += [("", rule, key, reason, None, until, None, 0, file, line) for rule, reason, until in found]
    return rows, findings
