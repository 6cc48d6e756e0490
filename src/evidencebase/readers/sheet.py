"""A CSV file as columns, and the place of a cell in its text."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, compress, islice, pairwise
from typing import AnyStr, NamedTuple

from evidencebase.finding import Finding
from evidencebase.readers.lines import Lines
from evidencebase.readers.remembered import of_text

BOM = "\ufeff"
_OTHER_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # of lines, for str.splitlines but not for csv
_LONGEST = 200  # lines of a record that are looked at
_DIGITS = re.compile(r"(\d+)")
_END = re.compile("\n")
_ANY_END = re.compile("\r\n|\r|\n")


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

    def optional(self, name: str) -> Sequence[str | None]:
        """The column with ``None`` for empty cells."""
        cells = self.columns.get(name)
        if not cells:
            return [None] * len(self.lines)
        return [cell or None for cell in cells] if "" in cells else cells

    def kept(self, keep: Sequence[bool]) -> Sheet:
        """The records that are to be kept, without findings."""
        if all(keep):
            return Sheet(self.path, self.columns, self.lines, [])
        columns: dict[str, Sequence[str]] = {name: list(compress(cells, keep)) for name, cells in self.columns.items()}
        return Sheet(self.path, columns, list(compress(self.lines, keep)), [])

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


class Header:
    """The first line of a CSV file: which cell of a record belongs to a column, and where that stands in the record."""

    def __init__(self, line: str) -> None:
        self._separator = delimiter(line)
        first = next(csv.reader([_first_line(line)], delimiter=self._separator))
        self._numbers = {cell.strip().casefold(): at for at, cell in reversed([*enumerate(first)])}

    def meant(self, field: str) -> tuple[int, str]:
        """Number of the cell of a field, which no record has if the file has no such column; and the item in it."""
        name, _, item = field.partition("/")
        return self._numbers.get(name.casefold(), sys.maxsize), item

    def cells(self, record: str) -> list[str]:
        """The cells of a record as they are written, but for what stands in quotes."""
        if '"' in record:
            parts = record.split('"')
            parts[1::2] = ["-" * len(part) for part in parts[1::2]]
            record = '"'.join(parts)
        return record.rstrip("\r\n").split(self._separator)

    def span(self, record: str, cells: Sequence[str], number: int) -> tuple[int, int] | None:
        """Where the text of a cell, without its quotes, begins and ends in the record."""
        if number >= len(cells):
            return None
        start = len(self._separator.join(cells[:number])) + bool(number)
        end = start + len(cells[number])
        quoted = end - start > 1 and record[start] == record[end - 1] == '"'
        return (start + 1, end - 1) if quoted else (start, end)


def locate(lines: Lines, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Line and column (1-based, in characters) of fields, each in the record that begins at a line.

    The lines rise. A field is a column's name, or ``column/item`` for an item of a list cell. Falls back from item to
    cell to record.
    """
    header = Header(lines.line(1).decode("utf-8", "replace"))
    meant = cache(header.meant)
    begins, record, cells, several = 0, "", [""], False
    for line, field in wanted:
        if line != begins:
            begins, data = line, lines.line(line)
            several = data.count(b'"') % 2 == 1
            if several:
                data = b"".join(_record(lines.beginning(line), b'"'))
            record = data.decode("utf-8-sig" if line == 1 else "utf-8", "replace")
            cells = header.cells(record)
        number, item = meant(field)
        span = header.span(record, cells, number)
        if span is None:
            yield line, 1
            continue
        start, end = span
        if item:
            start = max(record.find(item, start, end), start)
        feed = record.rfind("\n", 0, start) if several else -1
        yield (line, start + 1) if feed < 0 else (line + record.count("\n", 0, start), start - feed)


def cell(text: str, line: int, name: str) -> tuple[int, int] | None:
    """Where the text of a cell, without its quotes, begins and ends, in the record that begins at ``line``."""
    begins, header = _begins(text), _header(text)
    if not 0 < line <= len(begins):
        return None
    start = begins[line - 1]
    parts = pairwise([*begins[line - 1 : line + _LONGEST], len(text)])
    record = "".join(_record((text[a:b] for a, b in parts), '"'))
    span = header.span(record, header.cells(record), header.meant(name)[0])
    return span and (start + span[0], start + span[1])


def _record(lines: Iterable[AnyStr], quote: AnyStr) -> Iterator[AnyStr]:
    """The lines of the first record: up to the first at whose end its quotes are even."""
    is_open = 0
    for line in islice(lines, _LONGEST):
        yield line
        is_open ^= line.count(quote) % 2
        if not is_open:
            return


def record(text: str, line: int) -> int:
    """The line where the record begins that a line belongs to."""
    return _records(text)[line - 1] if 0 < line <= len(_records(text)) else line


@of_text
def _records(text: str) -> list[int]:
    begin, starts, quoted = 1, [], False
    begins = _begins(text)
    for number, (start, end) in enumerate(pairwise([*begins, len(text)]), 1):
        begin = begin if quoted else number
        quoted ^= text.count('"', start, end) % 2 == 1
        starts.append(begin)
    return starts


def delimiter(text: str) -> str:
    """The separator of a file, as its first line has it."""
    return max(",;\t", key=_first_line(text).count)


def _first_line(text: str) -> str:
    end = _ANY_END.search(text)
    return text[: end.start() if end else len(text)].removeprefix(BOM)


@of_text
def _begins(text: str) -> list[int]:
    """Where each line begins, as ``csv`` counts them, behind the byte order mark."""
    first = len(BOM) if text.startswith(BOM) else 0
    ends = (_ANY_END if "\r" in text else _END).finditer(text, first)
    begins = [first, *map(re.Match.end, ends)]
    return begins[:-1] if begins[-1] == len(text) else begins


@of_text
def _header(text: str) -> Header:
    return Header(text)
