"""A CSV file as columns, and the place of a cell in its text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidencebase.finding import Finding

# a cell as it stands in a record, with its quotes; one that is not closed goes on to the end
_CELLS = {mark: re.compile(rf'(?:[^"{mark}\r\n]++|"[^"]*+"?+)*+').match for mark in ",;\t"}
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

    def part(self, positions: Iterable[int]) -> Sheet:
        """The records at these positions, without findings."""
        at = list(positions)
        columns: dict[str, Sequence[str]] = {name: [cells[n] for n in at] for name, cells in self.columns.items()}
        return Sheet(self.path, columns, [self.lines[n] for n in at], [])


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


class Places:
    """Places of cells in one text, which is taken apart once."""

    def __init__(self, text: str) -> None:
        self._rows = list(io.StringIO(text.lstrip("\ufeff"), newline=""))
        first = self._rows[0] if self._rows else ""
        self._delimiter = max(",;\t", key=first.count)
        self._header = [name.strip().casefold() for name in next(csv.reader([first], delimiter=self._delimiter), ())]

    def place(self, line: int, field: str) -> tuple[int, int]:
        """Line and column (1-based, in characters) of a field in the record that begins at ``line``.

        ``field`` is a column's name, or ``column/item`` for an item of a list cell. Falls back from item to cell to
        record.
        """
        name, _, item = field.partition("/")
        if not field or not 0 < line <= len(self._rows) or name not in self._header:
            return line, 1
        record = self._rows[line - 1]
        if record.count('"') % 2:  # a cell goes on in the next line
            record = "".join(self._rows[line - 1 : line + 199])
        start, end = _cell(record, self._header.index(name), self._delimiter)
        at = record.find(item, start, end) if item else start
        before = record[: at if at >= 0 else start]
        return line + before.count("\n"), len(before) - before.rfind("\n")


def place(text: str, line: int, field: str) -> tuple[int, int]:
    """One place in a text, see :class:`Places`."""
    return Places(text).place(line, field)


def _cell(record: str, index: int, delimiter: str) -> tuple[int, int]:
    """Offsets of the text of one cell, without its quotes."""
    start = 0
    for column in range(index + 1):
        match = _CELLS[delimiter](record, start)
        end = match.end() if match else start
        if column == index:
            break
        if record[end : end + 1] != delimiter:
            return 0, 0
        start = end + 1
    return (start + 1, end) if record[start : start + 1] == '"' else (start, end)
