"""``evidence.csv`` and the links of ``claims.csv`` -> evidence, one row a link."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import EVIDENCE

Row = tuple[object, ...]
Link = tuple[str, str, str, str | None, int]  # claim, work, relation, locator, line of claims.csv

SUPPORTS = "supports"
BARE = ("claim", "work", "relation", "locator", "study_design", "listed", "study", "field", "file", "line")
DETAILS = tuple(column.name for column in EVIDENCE.columns if column.written)[3:]  # behind claim, work, relation
DETAILED = (
    "claim",
    "work",
    "relation",
    *DETAILS,
    "detail_line",
    "field",
    "file",
    "line",
    "study_design",
    "listed",
    "study",
)
_LOCATOR = DETAILS.index("locator")


class Evidence(NamedTuple):
    """Links without details, rows with all columns but ``id`` and those that depend on works, and what was wrong."""

    bare: list[Link]
    detailed: list[Row]
    findings: list[Finding]


def read(links: Iterable[Link], sheet: Sheet, claims: Set[str], path: str) -> Evidence:
    """Join the links of ``claims.csv`` (at ``path``) with the rows of ``evidence.csv``, which may also link alone.

    A link that ``evidence.csv`` gives twice stays twice: a rule reports it.
    """
    if not len(sheet):
        return Evidence(list(links), [], [])
    details, repeated, findings = _details(sheet, claims, path)
    bare: list[Link] = []
    detailed: list[Row] = []
    for link in links:
        claim, work, relation, locator, line = link
        detail = details.pop((claim, work, relation), None)
        if detail is None:
            bare.append(link)
        else:
            middle = (*detail[:_LOCATOR], locator or detail[_LOCATOR], *detail[_LOCATOR + 1 :])
            detailed.append((claim, work, relation, *middle, relation, path, line))
    alone = [(*key, *detail) for key, detail in details.items()] + repeated
    alone.sort(key=lambda row: int(str(row[-1])))
    detailed += [(*row, "", sheet.path, row[-1]) for row in alone]
    return Evidence(bare, detailed, findings)


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
