"""What a spreadsheet has done to a cell, or would do to it when the file is opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter

from evidencebase.finding import Finding
from evidencebase.patterns import late
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import Table

_FORMULA = frozenset("=+-@")
_NUMBER = late(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?%?")
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATE = late(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}[- ]{_MONTHS}(?:[- ]\d{{2,4}})?|{_MONTHS}[- ]\d{{1,4}}"
    r"|\d{1,2}:\d\d(?::\d\d)?",
    re.I,
)
_ROUNDED = late(r"\d+(?:[.,]\d+)?[eE]\+?\d+|\d+[.,]0+")
_PERHAPS_DAMAGED = late(rf"\0(?:\d|{_MONTHS}[- ]\d)", re.I)  # how a date or a number begins
_NEARLY_A_DATE = late(r"(\d{1,2})[-/](\d{1,2})")
_NAMES = (
    "id",
    "claim",
    "work",
    "anchor",
    "fingerprint",
    "locator",
    "population",
    "intervention",
    "comparator",
    "outcome",
)
_RULES_OF_THEIR_OWN = ("claims.id", "claims.claim")  # a malformed id; the text of a claim
_first = itemgetter(0)


def check(sheet: Sheet, table: Table, distinct: Mapping[str, Collection[str]]) -> None:
    """Add findings to the sheet, of which the different cells of each column are given; cells stay as they are."""
    for name, cells in distinct.items():
        wrong: dict[str, str] = {}
        if not _FORMULA.isdisjoint(map(_first, filter(None, cells))):
            suspects = (cell for cell in cells if cell[:1] in _FORMULA and not _NUMBER.fullmatch(cell))
            wrong = dict.fromkeys(suspects, "which a spreadsheet runs as a formula")
        if name in _NAMES and f"{table.name}.{name}" not in _RULES_OF_THEIR_OWN and _are_suspect(cells):
            wrong |= _damaged(cells, name == "locator")
        if wrong:
            keys = sheet.column(table.key[0])
            for at, cell in enumerate(sheet.columns[name]):
                if cell in wrong:
                    row = f"{sheet.path}:{keys[at] or sheet.lines[at]}"
                    sheet.findings.append(_finding(sheet, row, sheet.lines[at], name, cell, wrong[cell]))


def _finding(sheet: Sheet, row: str, line: int, column: str, cell: str, problem: str) -> Finding:
    if "formula" in problem:
        remedy = "Begin with a letter or a figure."
    elif column == "locator":
        remedy = "Write p. or pp. before page numbers: pp. 3-5."
    else:
        remedy = "Take the value from an older version of the file, or make it anew with the tool that wrote it."
    values = {"column": column, "value": cell[:60], "problem": problem, "remedy": remedy}
    return Finding("files/spreadsheet-damage", sheet.path, line, row, column, values)


def _are_suspect(cells: Collection[str]) -> bool:
    """Whether one of the cells may be damaged, found out in one go."""
    return _PERHAPS_DAMAGED.search("\0".join(["", *cells])) is not None


def _damaged(cells: Collection[str], locators: bool) -> Iterator[tuple[str, str]]:
    for cell in cells:
        if _DATE.fullmatch(cell):
            yield cell, "which a spreadsheet has made of something else"
        elif locators:
            match = _NEARLY_A_DATE.fullmatch(cell)
            if match and max(map(int, match.groups())) <= 31 and min(map(int, match.groups())) <= 12:
                yield cell, "which a spreadsheet turns into a date"
        elif _ROUNDED.fullmatch(cell):
            yield cell, "which a spreadsheet has rounded"
