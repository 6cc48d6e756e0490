"""What ``evidence.csv`` tells of the claims that changed; it did not change itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE
from evidencebase.patch import reread
from evidencebase.readers import csv_table, raw
from evidencebase.readers.evidence import Details
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.schema import EVIDENCE

_FEW = 20  # claims whose records are looked for line by line


class Evidence:
    """The file, how many records it has and what was found in it when it was read; without ``data``: there is none."""

    def __init__(self, data: bytes | None, records: int, findings: Sequence[Finding]) -> None:
        self._data = data or b""
        self._records = records
        self._findings = findings

    def told(self, claims: Collection[str]) -> Details:
        """What is told of some claims."""
        few = self._few(claims) if self._data and len(claims) <= _FEW else None
        return _details(self._all if few is None else few, claims.__contains__)

    def findings(self, ids: Collection[str], same: bool) -> Sequence[Finding]:
        """What is found in it where these are the ids of claims, ``same`` as before or not."""
        if same:
            return self._findings
        _, unknown = _details(self._all, lambda claim: claim not in ids).left(CLAIMS_FILE, ids)
        return [*self._all.findings, *unknown]

    @cached_property
    def _all(self) -> Sheet:
        return csv_table.read(EVIDENCE.file, self._data, EVIDENCE) if self._data else empty(EVIDENCE.file)

    def _few(self, claims: Collection[str]) -> Sheet | None:
        """The lines that name one of the claims, where each line is a record: there are as many."""
        lines = self._data.removesuffix(b"\n").split(b"\n")
        if len(lines) != self._records + 1 or self._data.count(b"\r") != self._data.count(b"\r\n"):
            return None
        header, *records = map(raw.Record, range(1, len(lines) + 1), lines)
        names = [claim.encode() for claim in claims]
        return reread.some(EVIDENCE, header, [record for record in records if any(n in record.data for n in names)])


def _details(sheet: Sheet, about: Callable[[str], bool]) -> Details:
    return Details(sheet.part(at for at, claim in enumerate(sheet.column("claim")) if about(claim)))
