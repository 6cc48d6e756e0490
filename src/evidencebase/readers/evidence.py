"""``evidence.csv`` and the links of ``claims.csv`` -> rows of evidence, one a link."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import EVIDENCE

Row = tuple[object, ...]

DETAILS = tuple(column.name for column in EVIDENCE.columns if column.written)[3:]  # behind claim, work, relation
_LOCATOR = DETAILS.index("locator")
_BLANK: Row = (None,) * len(DETAILS)


class Link(NamedTuple):
    """A work named in a relation's cell of ``claims.csv``."""

    claim: str
    work: str
    relation: str
    locator: str | None
    line: int


def rows(links: Sequence[Link], sheet: Sheet, claims: Set[str], path: str) -> tuple[list[Row], list[Finding]]:
    """The links of ``claims.csv`` (at ``path``) with the details of ``evidence.csv``, then those that it alone makes.

    A link that ``evidence.csv`` gives twice stays twice: a rule reports it.
    """
    details, alone, findings = _details(sheet, claims, path)
    found: list[Row] = []
    for number, (claim, work, relation, locator, line) in enumerate(links, 1):
        detail = details.pop((claim, work, relation), _BLANK) if details else _BLANK
        if locator:
            detail = (*detail[:_LOCATOR], locator, *detail[_LOCATOR + 1 :])
        found.append((number, claim, work, relation, *detail[: len(DETAILS)], 0, relation, path, line))
    alone += [(*key, *detail) for key, detail in details.items()]
    found += [
        (number, *row[:-1], 0, "", sheet.path, row[-1])
        for number, row in enumerate(sorted(alone, key=lambda row: int(str(row[-1]))), len(links) + 1)
    ]
    return found, findings


def _details(sheet: Sheet, claims: Set[str], path: str) -> tuple[dict[tuple[str, ...], Row], list[Row], list[Finding]]:
    """Details and line by claim, work and relation; the rows that repeat one of them; claims that do not exist."""
    details: dict[tuple[str, ...], Row] = {}
    repeated: list[Row] = []
    findings: list[Finding] = []
    keys = zip(*(sheet.column(name) for name in ("claim", "work", "relation")), strict=True)
    numbers = {column.name: {"integer": int, "real": float}.get(column.kind) for column in EVIDENCE.columns}
    cells = []
    for name in DETAILS:
        number = numbers[name]
        column = sheet.optional(name)
        cells.append(column if number is None else [None if cell is None else number(cell) for cell in column])
    for key, detail, line in zip(keys, zip(*cells, strict=True), sheet.lines, strict=True):
        if key[0] not in claims:
            problem = f"names '{key[0]}', which is no claim of {path}"
            findings.append(not_allowed(sheet, key[0], line, "claim", key[0], problem, suggestion(key[0], claims)))
        if key in details:
            repeated.append((*key, *detail, line))
        else:
            details[key] = (*detail, line)
    return details, repeated, findings
