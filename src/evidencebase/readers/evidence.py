"""``evidence.csv`` and the links of ``claims.csv`` -> evidence, one row a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.schema import EVIDENCE

Row = tuple[object, ...]
Link = tuple[str, str, str | None, str | None, int]  # of one relation: the columns of BARE

SUPPORTS = "supports"
BARE = ("claim", "work", "locator", "study", "line")
DETAILS = tuple(column.name for column in EVIDENCE.columns if column.written)[3:]  # behind claim, work, relation
DETAILED = ("claim", "work", "relation", *DETAILS, "detail_line", "study", "field", "file", "line")
_LOCATOR = DETAILS.index("locator") + 2  # behind work and relation


class Joined(NamedTuple):
    """Links without details by relation, and rows with all columns but ``id`` and those that depend on works."""

    bare: Mapping[str, list[Link]]
    detailed: list[Row]


class Details:
    """The rows of ``evidence.csv``, which tell more of the links of ``claims.csv``, or link alone."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = empty(sheet.path)  # of which the cells are let go as their claims are read
        self._of_claim: dict[str, list[Row]] = {}
        if not len(sheet):
            return
        numbers = {column.name: {"integer": int, "real": float}.get(column.kind) for column in EVIDENCE.columns}
        cells = []
        for name in DETAILS:
            number = numbers[name]
            column = sheet.optional(name)
            cells.append(column if number is None else [None if cell is None else number(cell) for cell in column])
        rows = zip(sheet.column("work"), sheet.column("relation"), *cells, sheet.lines, strict=True)
        for claim, row in zip(sheet.column("claim"), rows, strict=True):
            self._of_claim.setdefault(claim, []).append(row)

    def join(self, claims: Sheet, links: Mapping[str, list[Link]]) -> Joined:
        """Take out what is told of these claims and join it with their links.

        A link that ``evidence.csv`` gives twice stays twice: a rule reports it.
        """
        if not self._of_claim:
            return Joined(links, [])
        bare: dict[str, list[Link]] = {relation: [] for relation in links}
        detailed: list[Row] = []
        told = self._of_claim
        for relation, of_relation in links.items():
            for link in of_relation:
                if link[0] in told and (detail := _taken(told[link[0]], link[1], relation)):
                    claim, work, locator, study, line = link
                    middle = (*detail[2:_LOCATOR], locator or detail[_LOCATOR], *detail[_LOCATOR + 1 :])
                    detailed.append((claim, work, relation, *middle, study, relation, claims.path, line))
                else:
                    bare[relation].append(link)
        for claim in claims.column("id"):
            if claim in told:
                detailed += self._alone(claim, told.pop(claim))
        return Joined(bare, detailed)

    def left(self, path: str, known: Collection[str]) -> tuple[list[Row], list[Finding]]:
        """Rows and findings for what is told of claims that ``path``, which holds the ones known, does not have."""
        unknown = [(claim, told) for claim, told in self._of_claim.items() if claim not in known]
        rows = [row for claim, told in unknown for row in self._alone(claim, told)]
        rows.sort(key=itemgetter(-1))
        findings = []
        for claim, *_, line in rows:
            problem = f"names '{claim}', which is no claim of {path}"
            hint = suggestion(str(claim), known)
            findings.append(not_allowed(self._sheet, str(claim), int(str(line)), "claim", str(claim), problem, hint))
        return rows, findings

    def _alone(self, claim: str, told: Iterable[Row]) -> list[Row]:
        return [(claim, *row, row[0] if row[1] == SUPPORTS else None, "", self._sheet.path, row[-1]) for row in told]


def _taken(told: list[Row], work: str, relation: str) -> Row | None:
    """The first of the rows that is about this link, which is taken out."""
    for at, row in enumerate(told):
        if row[0] == work and row[1] == relation:
            return told.pop(at)
    return None
