"""In what a CSV file departs from the canonical form: UTF-8, commas, LF, a record a line, sorted, lists with ``; ``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidencebase.finding import Finding
from evidencebase.readers.sheet import Sheet, natural
from evidencebase.schema import Table

_SEPARATOR = re.compile(r"\s;|;(?! \S)")


def check(sheet: Sheet, table: Table, data: bytes, delimiter: str) -> None:
    """Add one finding to the sheet that names everything that ``evidencebase fmt`` would change."""
    broken = any(finding.rule == "files/unreadable-file" for finding in sheet.findings)
    if len(sheet) and not broken and (what := ", ".join(_departures(sheet, table, data, delimiter))):
        sheet.findings.append(Finding("files/not-canonical", sheet.path, 1, sheet.path, "", {"what": what}))


def _departures(sheet: Sheet, table: Table, data: bytes, delimiter: str) -> Iterator[str]:
    if data.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    if b"\r" in data:
        yield "line ends other than LF"
    if not data.endswith((b"\n", b"\r")):
        yield "no end of line at the end"
    if delimiter != ",":
        yield f"cells are separated by {'tabs' if delimiter == chr(9) else delimiter}"
    if sheet.lines[0] != 2 or sheet.lines[-1] != len(sheet) + 1:
        yield "empty lines, or records over several lines"
    keys = list(zip(*(sheet.column(name) for name in table.sorted_by), strict=True))
    if not all(map(_in_order, keys, keys[1:])):
        yield f"records are not sorted by {', '.join(table.sorted_by)}"
    for name, cells in sheet.columns.items():
        if table.column(name).many and any(map(_SEPARATOR.search, (cell for cell in cells if ";" in cell))):
            yield f"lists in {name} are not separated by '; '"


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one[0]) == len(other[0]) and one[0] < other[0]:
        return True  # the usual case, ids of one length, without taking them apart
    return list(map(natural, one)) <= list(map(natural, other))
