"""A copy of the former database -> the new one: which files changed, what is taken over, what is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evidencebase import confirmation, database, files, independence, readings
from evidencebase.files import LOCK_FILE
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE, Input, toolprint
from evidencebase.patch import claims, works
from evidencebase.patch.evidence import Evidence
from evidencebase.schema import EVIDENCE, INPUTS, OVERRIDES, READINGS


def possible(path: Path, inputs: Sequence[Input]) -> bool:
    """Whether it is worth a try, as far as names, sizes and times tell."""
    try:
        connection = files.open_read_only(path)
        try:
            tool, whole = connection.execute("SELECT tool, whole FROM builds").fetchone()
            rows = connection.execute("SELECT path, bytes, modified FROM inputs").fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, TypeError):
        return False
    former = {file: (size, modified) for file, size, modified in rows}
    changed = {item.path for item in inputs if former.get(item.path) != (item.size, item.modified)}
    changed |= former.keys() - {item.path for item in inputs}
    size = sum(item.size for item in inputs)
    return (
        bool(whole)
        and tool == toolprint()
        and (CLAIMS_FILE in former) == _is_there(CLAIMS_FILE, inputs)
        and not any(_needs_all(name) and (name not in former or not _is_there(name, inputs)) for name in changed)
        and sum(item.size for item in inputs if _needs_all(item.path) and item.path in changed) * 2 <= size
    )


def _is_there(path: str, inputs: Sequence[Input]) -> bool:
    return any(item.path == path for item in inputs)


def _needs_all(path: str) -> bool:
    """Whether a change of this file needs a full build. Settings matter to the rules only, which are asked anew."""
    return path != CLAIMS_FILE and not path.endswith(".bib") and path not in files.SETTINGS_FILES


class Applied(NamedTuple):
    """What was wrong with the files, as reading all of them would tell, and what of those that changed did not.

    ``stay`` gives for each of these the lines of records that are as they were, before and now.
    """

    findings: list[Finding]
    stay: dict[str, dict[int, int]]


def apply(connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input]) -> Applied | None:
    """Bring a copy of the former database up to date, all but rules, findings and the record of the build.

    ``None`` when a full build is needed, and then the copy is of no use.
    """
    try:
        patching = _Patching(connection, directory, inputs)
        return Applied(patching.findings(), patching.stay) if patching.done() else None
    except OSError:  # a full build says which file cannot be read
        return None


class _Patching:
    """One patch: which files changed, what they hold, what was found in them."""

    def __init__(self, connection: sqlite3.Connection, directory: Path, inputs: Sequence[Input]) -> None:
        self._connection = connection
        self._directory = directory
        self._inputs = {item.path: item for item in inputs}
        self._order = [item.path for item in inputs]
        self._contents: dict[str, bytes] = {}
        self._affected: list[str] = []  # claims that were rewritten
        self._works_rewritten: list[str] = []
        rows = connection.execute(
            "SELECT path, sha256, bytes, modified, seen, records, doubtful FROM inputs"
        ).fetchall()
        self._former = {path: (digest, size, modified) for path, digest, size, modified, *_ in rows}
        self._counts = {path: (seen, records, doubtful) for path, *_, seen, records, doubtful in rows}
        self._blocks = readings.findings(connection)
        self._digests = readings.stored_digests(connection)
        self._changed = {path for path in self._order if self._differs(path)} | (self._former.keys() - self._inputs)
        self.stay: dict[str, dict[int, int]] = {path: {} for path in self._changed}

    def _differs(self, path: str) -> bool:
        item = self._inputs[path]
        former = self._former.get(path)
        if former and former[1:] == (item.size, item.modified):
            return False
        return not former or former[0] != readings.sha256(self._content(path))

    def _content(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = self._inputs[path].read(self._directory)
        return self._contents[path]

    def done(self) -> bool:
        """Do it; whether that was possible."""
        if any(map(_needs_all, self._changed)):
            return False
        works_changed = any(path.endswith(".bib") for path in self._changed)
        before = independence.known(self._connection) if works_changed else None
        if works_changed and not self._works():
            return False
        if CLAIMS_FILE in self._changed and not self._claims():
            return False
        self._count(before)
        self._verifications(works_changed)
        if not readings.whole(self.findings()):
            return False
        self._record()
        return True

    def _count(self, before: independence.Known | None) -> None:
        """Count the studies of claims again that changed, or one of whose works did."""
        claims, about = {*self._affected}, None
        if before:
            about = independence.known(self._connection)
            claims |= independence.supported(self._connection, about.differing(before).union(self._works_rewritten))
        if claims:
            independence.count(self._connection, sorted(claims), about=about)

    def _verifications(self, works_changed: bool) -> None:
        """Compare again with the answers of the registries, where these or the works changed."""
        kept = LOCK_FILE in self._inputs or OVERRIDES.file in self._inputs
        if LOCK_FILE in self._changed or (works_changed and kept):
            from evidencebase import verifications

            data = self._content(LOCK_FILE) if LOCK_FILE in self._inputs else None
            known, wrong = verifications.refresh(self._connection, data)
            self._blocks[LOCK_FILE] = wrong
            self._counts[LOCK_FILE] = (known, known, len(wrong))
        else:
            confirmation.support(self._connection, self._affected)

    def findings(self) -> list[Finding]:
        """What was found while reading."""
        return [finding for block in self._blocks.values() for finding in block]

    def _works(self) -> bool:
        paths = [path for path in self._order if path.endswith(".bib")]
        changed = {path for path in self._changed if path.endswith(".bib")}
        done = works.patch(self._connection, paths, changed, self._digests, self._content)
        if done is None:
            return False
        gone = changed.union(done.counts)
        stay = [finding for finding in self._blocks.get(readings.WORKS, ()) if finding.file not in gone]
        self._blocks[readings.WORKS] = stay + done.findings
        self._counts |= done.counts
        self._works_rewritten = done.keys
        self._digests = {path: digest for path, digest in self._digests.items() if path not in gone}
        self._digests |= {path: tie.encode() for path, tie in done.ties.items()}
        return True

    def _claims(self) -> bool:
        blocks, told = self._blocks, EVIDENCE.file
        data = self._content(told) if told in self._inputs else None
        evidence = Evidence(data, self._counts.get(told, (0, 0, 0))[0], blocks.get(told, []))
        done = claims.patch(self._connection, self._content(CLAIMS_FILE), evidence, blocks.get(CLAIMS_FILE, []))
        if done is None:
            return False
        self._found(CLAIMS_FILE, done.records, done.findings)
        if told in self._inputs:
            self._found(told, self._counts[told][0], done.of_evidence)
        self._digests |= done.digests
        self._affected = done.affected
        self.stay[CLAIMS_FILE] = done.stay
        return True

    def _found(self, path: str, records: int, findings: Sequence[Finding]) -> None:
        """Note how many records a file has and what was found in it."""
        self._blocks[path] = [*findings]
        self._counts[path] = (records, records, len(findings))

    def _record(self) -> None:
        database.recreate(self._connection, (INPUTS, READINGS))
        readings.store(self._connection, self.findings(), self._digests)
        rows = [(path, *self._print(path), *self._counts.get(path, (0, 0, 0))) for path in self._order]
        database.insert(self._connection, "inputs", rows)

    def _print(self, path: str) -> tuple[str, int, int]:
        item = self._inputs[path]
        same = path in self._former and path not in self._contents
        digest = self._former[path][0] if same else readings.sha256(self._content(path))
        return digest, item.size, item.modified
