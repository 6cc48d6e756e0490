"""CSV files of people: any encoding accident, separator or line end, read as far as it can be.

``csv`` gives structure and line numbers. What cannot be read is a finding; the rows around it are still read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from evidencebase.finding import Finding, UsageError
from evidencebase.nearest import suggestion
from evidencebase.readers import cells, form, spreadsheet
from evidencebase.readers.sheet import Sheet, empty, joined, physical_lines
from evidencebase.schema import Table

PART = 2_000  # records that are worked on together: so few stay in the processor's cache
MOST_BROKEN = 20  # records that cannot be read before the rest of the file is given up

_SAMPLE = 100  # cells of a column that tell whether most are different
_FIRST_LINE = re.compile(r"[\r\n]*([^\r\n]+)")

csv.field_size_limit(2**31 - 1)


def read(path: str, data: bytes, table: Table) -> Sheet:
    """Read a CSV file as the rows of a table; ``path`` is only used in findings. Never raises on any bytes."""
    return joined(list(parts(path, data, table)))


def parts(path: str, data: bytes, table: Table, most: int = PART) -> Iterator[Sheet]:
    """Read it in parts of at most so many records, at least one part: little memory is needed for a large file.

    What is wrong with the file as a whole stands with the first or the last part.
    """
    findings: list[Finding] = []
    text, sound = _decode(path, data, findings)
    if not text or text.isspace():
        findings.append(_unreadable(path, 0, "it is empty; the first line must name the columns"))
        yield Sheet(path, {}, (), findings)
        return
    delimiter = _delimiter(text, table)
    chunks = _records(path, data if sound else text, delimiter, findings, most)
    del text
    records, lines = next(chunks, ([], ()))
    if not records:
        yield Sheet(path, {}, (), findings)
        return
    header = _header(path, [cell.strip() for cell in records[0]], lines[0], table, findings)
    width = len(records[0])
    look = form.Look(table, data, delimiter)
    sheet = None
    for chunk in chain([(records[1:], lines[1:])], chunks):
        if sheet is not None:
            yield sheet
        sheet, distinct = _sheet(path, header, *_even(path, *chunk, width, findings), findings)
        spreadsheet.check(sheet, table, distinct)
        look.at(sheet, distinct)
        cells.check(sheet, table, distinct)
    if sheet is not None:
        sheet.findings.extend(findings)
        sheet.findings.extend(look.finding(sheet))
        yield sheet


def departures(data: bytes, header: bytes, ids: Sheet, changed: Sheet, table: Table) -> list[Finding]:
    """In what a file departs from the canonical form, of which only the records that changed were read again.

    Of all of them the ids and lines are given; the lists of those that did not change do not depart from it.
    """
    look = form.Look(table, data, _delimiter(header.decode("utf-8-sig"), table))
    look.at(ids, {name: set(column) for name, column in changed.columns.items()})
    return list(look.finding(ids))


def _sheet(
    path: str,
    header: Sequence[str | None],
    records: Sequence[Sequence[str]],
    lines: Sequence[int],
    findings: list[Finding],
) -> tuple[Sheet, dict[str, Collection[str]]]:
    """A part, with what was found up to it, and the different cells of each column."""
    columns: dict[str, Sequence[str]] = {}
    distinct: dict[str, Collection[str]] = {}
    for name, written in zip(header, zip(*records, strict=True) if records else [()] * len(header), strict=True):
        if name is not None:
            columns[name], distinct[name] = _stripped(written)
    found = findings[:]
    findings.clear()
    return Sheet(path, columns, lines, found), distinct


def _stripped(written: Sequence[str]) -> tuple[list[str], Collection[str]]:
    """A column's cells without white space around them, and the different ones, or all where most are different."""
    if 2 * len(set(written[:_SAMPLE])) > _SAMPLE:
        cells = list(map(str.strip, written))
        return cells, cells
    distinct = set(written)
    stripped = list(map(str.strip, distinct))
    if stripped == list(distinct):
        return list(written), distinct
    return list(map(str.strip, written)), set(stripped)


def sound(path: Path, table: Table) -> Sheet:
    """Read the file of a table that is to be written anew; none, when it is not there.

    Raises:
        UsageError: something in it would be lost.
    """
    if not path.exists():
        return empty(table.file)
    sheet = read(table.file, path.read_bytes(), table)
    if problems := [finding for finding in sheet.findings if finding.rule != form.RULE]:
        first = problems[0]
        raise UsageError(f"{path}:{first.line}: mend it first (`evidencebase check` tells what is wrong): {first.rule}")
    return sheet


def _unreadable(path: str, line: int, reason: str) -> Finding:
    return Finding("files/unreadable-file", path, line, path, "", {"reason": reason})


def _decode(path: str, data: bytes, findings: list[Finding]) -> tuple[str, bool]:
    """The text, and whether it is what the bytes are in UTF-8."""
    before = len(findings)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.append(_unreadable(path, 1, "it is UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)"))
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = data[error.start]
            findings.append(
                _unreadable(path, line, f"byte 0x{byte:02x} is not UTF-8; save it as UTF-8 (read as Windows-1252 here)")
            )
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        findings.append(_unreadable(path, line, "it holds a NUL byte, which no text has; remove it"))
        text = text.replace("\0", "")
    return text, len(findings) == before


def _delimiter(text: str, table: Table) -> str:
    """The separator under which the first line names most columns of the table."""
    found = _FIRST_LINE.match(text)
    first = found[1].splitlines()[0] if found else ""
    known = {column.name for column in table.columns}
    scores = {d: len(known & {cell.strip(' "').casefold() for cell in first.split(d)}) for d in ",;\t"}
    return max(scores, key=lambda d: (scores[d], first.count(d)))


def _records(
    path: str, source: str | bytes, delimiter: str, findings: list[Finding], most: int
) -> Iterator[tuple[list[list[str]], Sequence[int]]]:
    """Records with the line where each begins, so many at a time, going on behind the ones that cannot be read."""
    # bytes are taken apart bit by bit; a string would be copied as a whole, with four bytes a character
    stream = io.StringIO(source, newline="") if isinstance(source, str) else _stream(source)
    done = 0  # lines
    while lines := list(islice(stream, most)):
        records = _regular(lines, delimiter)
        if records is None:
            text = source if isinstance(source, str) else source.decode("utf-8-sig")
            yield from _irregular(path, physical_lines(text), done, delimiter, findings, most)
            return
        if [] not in records:
            yield records, range(done + 1, done + len(lines) + 1)
        else:
            numbered = [(record, line) for line, record in enumerate(records, done + 1) if record]
            yield [record for record, _ in numbered], [line for _, line in numbered]
        done += len(lines)


def _regular(lines: Sequence[str], delimiter: str) -> list[list[str]] | None:
    """The records of lines, empty for an empty line; ``None`` if a line is not exactly one.

    ``csv`` looks at every character: it takes apart what cannot be split.
    """
    records = [_split(line.rstrip("\r\n"), delimiter) for line in lines]
    unsplit = [line for line, record in zip(lines, records, strict=True) if record is None]
    try:
        taken_apart = list(csv.reader(unsplit, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(taken_apart) != len(unsplit):  # a quoted line break
        return None
    following = iter(taken_apart)
    return [next(following) if record is None else record for record in records]


def _split(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line with at most one pair of quotes, which are around a cell; ``None`` for other lines."""
    if '"' not in line:
        return line.split(delimiter) if line else []
    before, *cell, behind = line.split('"')
    if len(cell) != 1 or before[-1:] not in ("", delimiter) or behind[:1] not in ("", delimiter):
        return None
    return before.split(delimiter)[:-1] + cell + behind.split(delimiter)[1:]


def _stream(data: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")


def _irregular(
    path: str, physical: Sequence[str], offset: int, delimiter: str, findings: list[Finding], most: int
) -> Iterator[tuple[list[list[str]], Sequence[int]]]:
    """The records from a line on, each with the line that it begins in, though some go over several or are broken."""
    records: list[list[str]] = []
    lines: list[int] = []
    broken = 0
    while offset < len(physical) and broken < MOST_BROKEN:
        reader = csv.reader(islice(physical, offset, None), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for record in reader:
                if record:
                    records.append(record)
                    lines.append(offset + begun + 1)
                    if len(records) == most:
                        yield records, lines
                        records, lines = [], []
                begun = reader.line_num
            break
        except csv.Error as error:
            broken += 1
            line = offset + begun + 1
            reason = (
                "a quote opened here is never closed; close it, and write a quote inside a cell as two"
                if "unexpected end" in str(error)
                else "text stands behind a closing quote; write a quote inside a cell as two, and quote the whole cell"
            )
            findings.append(_unreadable(path, line, reason))
            offset = line
    if broken == MOST_BROKEN:
        findings.append(_unreadable(path, offset, "too much of it cannot be read; the rest was left out"))
    if records:
        yield records, lines


def _header(path: str, cells: list[str], line: int, table: Table, findings: list[Finding]) -> list[str | None]:
    """Column names, ``None`` for columns that are not kept; findings for unknown, repeated and missing ones."""
    known = {column.name: column for column in table.columns if column.written}
    header: list[str | None] = []
    for cell in cells:
        name = cell.casefold().replace(" ", "_")
        if name in header:
            findings.append(Finding("files/repeated-column", path, line, path, cell, {"column": cell}))
            header.append(None)
        elif name.startswith("x_"):
            header.append(None)
        else:
            if cell not in known:
                hint = suggestion(cell, [n for n in known if n not in cells])
                findings.append(
                    Finding("files/unknown-column", path, line, path, cell, {"column": cell, "suggestion": hint})
                )
            header.append(name if name in known else None)
    for column in known.values():
        if column.required and column.name not in header:
            values = {"column": column.name, "meaning": column.meaning}
            findings.append(Finding("files/missing-column", path, line, path, "", values))
    return header


def _even(
    path: str, records: list[list[str]], lines: Sequence[int], width: int, findings: list[Finding]
) -> tuple[list[list[str]], Sequence[int]]:
    """Records of the header's width: short ones filled up, long ones cut, both reported."""
    if set(map(len, records)) <= {width}:
        return records, lines
    even = []
    for record, line in zip(records, lines, strict=True):
        if len(record) != width:
            values = {"cells": len(record), "columns": width, "extra": " | ".join(record[width:])[:80]}
            findings.append(Finding("files/ragged-row", path, line, f"{path}:{record[0].strip()}", "", values))
        even.append((record + [""] * width)[:width])
    return even, lines
