"""``documents.csv``, ``passages.csv``, ``terms.csv`` and ``baseline.csv`` -> rows."""

from __future__ import annotations

import json

from evidencebase.finding import Finding
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.sheet import Sheet, items
from evidencebase.schema import Table

Row = tuple[object, ...]


def rows(sheet: Sheet, table: Table) -> tuple[list[Row], list[Finding]]:
    """Rows of a table whose file has one cell a column; of two rows with one key the first is kept."""
    columns: list[list[object]] = []
    for column in table.columns:
        cells = sheet.column(column.name) if column.written else ()
        if column.name == "file":
            columns.append([sheet.path] * len(sheet))
        elif column.name == "line":
            columns.append(list(sheet.lines))
        elif column.many:
            columns.append([json.dumps(items(cell), ensure_ascii=False) if cell else "[]" for cell in cells])
        elif column.kind == "integer" and column.written:
            columns.append([int(cell) if cell else None for cell in cells])
        elif column.written:
            columns.append([cell or column.default or None for cell in cells])
        else:
            columns.append([None] * len(sheet))
    found = list(zip(*columns, strict=True)) if len(sheet) else []
    return _unique(found, sheet, table)


def _unique(found: list[Row], sheet: Sheet, table: Table) -> tuple[list[Row], list[Finding]]:
    written = [column.name for column in table.columns if column.written]
    if table.key[0] not in written or len(table.key) > 1:
        return found, []
    at = [column.name for column in table.columns].index(table.key[0])
    first: dict[object, int] = {}
    kept, findings = [], []
    for row, line in zip(found, sheet.lines, strict=True):
        if row[at] is None:
            continue  # reported as an empty cell
        if row[at] in first:
            problem = f"holds '{row[at]}' a second time"
            hint = f"; the first is in line {first[row[at]]}"
            findings.append(not_allowed(sheet, str(row[at]), line, table.key[0], str(row[at]), problem, hint))
        else:
            first[row[at]] = line
            kept.append(row)
    return kept, findings


def passages(found: list[Row]) -> tuple[list[Row], list[Row]]:
    """Passages with document, section and position filled in, and the sections that their anchors name."""
    sections: dict[str, Row] = {}
    whole: list[Row] = []
    positions: dict[str, int] = {}
    for row in found:
        anchor, kind, heading = str(row[0]), row[1], row[2]
        document, _, rest = anchor.partition("#")
        section = f"{document}#{rest.partition('.')[0]}"
        positions[document] = position = positions.get(document, 0) + 1
        if section not in sections or kind == "heading":
            digits = section.rpartition("#s")[2]
            sections[section] = (section, document, int(digits) if digits.isdigit() else None, heading or "")
        whole.append((*row[:6], document, section, position, *row[9:-1], len(whole) + 1))
    return whole, [(*section, place) for place, section in enumerate(sections.values(), 1)]
