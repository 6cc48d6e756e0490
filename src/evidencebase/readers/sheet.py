"""A CSV file as columns, and the place of a cell in its text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from evidencebase.finding import Finding

BOM = "\ufeff"
_OTHER_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # of lines, for str.splitlines but not for csv
_LONGEST = 200  # lines of a record that are looked at
_DIGITS = re.compile(r"(\d+)")


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


def joined(parts: Sequence[Sheet]) -> Sheet:
    """One sheet of the parts of a file."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Sequence[str]] = {
        name: list(chain.from_iterable(part.columns[name] for part in parts)) for name in parts[0].columns
    }
    lines = list(chain.from_iterable(part.lines for part in parts))
    return Sheet(parts[0].path, columns, lines, [finding for part in parts for finding in part.findings])


def items(cell: str) -> list[str]:
    """The items of a list cell, without empty ones."""
    if ";" not in cell:
        return [cell] if cell else []
    return [item for item in map(str.strip, cell.split(";")) if item]


def natural(text: str) -> list[tuple[int, str]]:
    """A key by which ``AB-2`` comes before ``AB-10``."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(text.casefold())]


def physical_lines(text: str) -> list[str]:
    """Lines with their ends as ``csv`` counts them; ``str.splitlines`` knows further ends."""
    if any(end in text for end in _OTHER_ENDS):
        return io.StringIO(text, newline="").readlines()
    return text.splitlines(keepends=True)


def empty(path: str = "") -> Sheet:
    """A sheet without columns or records, for a file that is not there."""
    return Sheet(path, {}, (), [])


def place(text: str, line: int, field: str) -> tuple[int, int]:
    """Line and column (1-based, in characters) of a field in the record that begins at ``line``.

    ``field`` is a column's name, or ``column/item`` for an item of a list cell. Falls back from item to cell to
    record.
    """
    name, _, item = field.partition("/")
    span = cell(text, line, name)
    if span is None:
        return line, 1
    start, end = span
    start = max(text.find(item, start, end), start) if item else start
    record = _rows(text)[1][line - 1]
    before = text[record:start]
    return line + before.count("\n"), len(before) - before.rfind("\n")


def cell(text: str, line: int, name: str) -> tuple[int, int] | None:
    """Where the text of a cell, without its quotes, begins and ends, in the record that begins at ``line``."""
    begins = _rows(text)[1]
    separator, header = _header(text)
    if not 0 < line <= len(begins) or name.casefold() not in header:
        return None
    end = begins[line + _LONGEST - 1] if line + _LONGEST <= len(begins) else len(text)
    return _cell(text, begins[line - 1], end, header.index(name.casefold()), separator)


@lru_cache(maxsize=2)
def _header(text: str) -> tuple[str, list[str]]:
    separator = delimiter(text)
    return separator, [name.strip().casefold() for name in next(csv.reader(_rows(text)[0][:1], delimiter=separator))]


def record(text: str, line: int) -> int:
    """The line where the record begins that a line belongs to."""
    return _records(text)[line - 1] if 0 < line <= len(_records(text)) else line


@lru_cache(maxsize=2)
def _records(text: str) -> list[int]:
    begin, starts, quoted = 1, [], False
    for number, row in enumerate(_rows(text)[0], 1):
        begin = begin if quoted else number
        quoted ^= row.count('"') % 2 == 1
        starts.append(begin)
    return starts


def delimiter(text: str) -> str:
    """The separator of a file, as its first line has it."""
    return max(",;\t", key=_rows(text)[0][0].count)


@lru_cache(maxsize=2)
def _rows(text: str) -> tuple[list[str], list[int]]:
    """The lines of a text behind its byte order mark, and where each begins. Kept, as findings come by file."""
    rows = physical_lines(text.removeprefix(BOM))
    first = len(BOM) if text.startswith(BOM) else 0
    return rows, list(accumulate(map(len, rows[:-1]), initial=first))


def _cell(text: str, start: int, end: int, index: int, delimiter: str) -> tuple[int, int] | None:
    """Where the text of one cell of a record, without its quotes, begins and ends."""
    match = _cells(index, delimiter).match(text, start, end)
    if match is None:
        return None
    start, end = match.span(1)
    quoted = end - start > 1 and text[start] == text[end - 1] == '"'
    return (start + 1, end - 1) if quoted else (start, end)


@cache
def _cells(index: int, delimiter: str) -> re.Pattern[str]:
    """So many cells, each up to a separator or an end of line outside of quotes, and the next one as a group."""
    cell = rf'(?:[^"{delimiter}\r\n]++|"[^"]*+(?:"|\Z))*+'
    return re.compile(rf"(?:{cell}{delimiter}){{{index}}}+({cell})")
