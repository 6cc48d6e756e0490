"""A CSV file as columns, and the place of a cell in its text."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import NamedTuple

from evidencebase.finding import Finding

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Sheet(NamedTuple):
    """A CSV file as columns: ``columns[name]`` has one stripped string a record, ``lines`` where each began."""

    path: str
    columns: dict[str, Sequence[str]]
    lines: Sequence[int]
    findings: list[Finding]

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[str]:
        """The column, or empty strings when the file lacks it."""
        return self.columns.get(name) or [""] * len(self.lines)

    def optional(self, name: str) -> list[str | None]:
        """The column with ``None`` for empty cells."""
        return [cell or None for cell in self.columns.get(name, ())] or [None] * len(self.lines)


def items(cell: str) -> list[str]:
    """The items of a list cell, without empty ones."""
    if ";" not in cell:
        return [cell] if cell else []
    return [item for item in map(str.strip, cell.split(";")) if item]


def physical_lines(text: str) -> list[str]:
    """Lines with their ends as ``csv`` counts them; ``str.splitlines`` knows further ends."""
    return _LINE.findall(text)


def empty(path: str = "") -> Sheet:
    """A sheet without columns or records, for a file that is not there."""
    return Sheet(path, {}, (), [])


def place(text: str, line: int, field: str) -> tuple[int, int]:
    """Line and column (1-based, in characters) of a field in the record that begins at ``line``.

    ``field`` is a column's name, or ``column/item`` for an item of a list cell. Falls back from item to cell to
    record.
    """
    rows = physical_lines(text.lstrip("\ufeff"))
    if not field or not 0 < line <= len(rows):
        return line, 1
    delimiter = max(",;\t", key=rows[0].count)
    header = [name.strip().casefold() for name in next(csv.reader([rows[0]], delimiter=delimiter))]
    name, _, item = field.partition("/")
    if name not in header:
        return line, 1
    start, end = _cell("".join(rows[line - 1 : line + 199]), header.index(name), delimiter)
    record = "".join(rows[line - 1 :])
    at = record.find(item, start, end) if item else start
    before = record[: at if at >= 0 else start]
    return line + before.count("\n"), len(before) - before.rfind("\n")


def _cell(record: str, index: int, delimiter: str) -> tuple[int, int]:
    """Offsets of the text of one cell, without its quotes."""
    start = at = column = 0
    quoted = False
    for at, character in enumerate(record):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in (delimiter, "\n", "\r"):
            if column == index or character != delimiter:
                break
            column, start = column + 1, at + 1
    else:
        at += 1
    if column != index:
        return 0, 0
    return (start + 1, at) if record[start : start + 1] == '"' else (start, at)
