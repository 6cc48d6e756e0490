"""Rows appended to a CSV file of an evidence base: every byte that is there stays, and columns are added at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from evidencebase.finding import UsageError
from evidencebase.readers.sheet import BOM, delimiter, physical_lines
from evidencebase.schema import Table


def appended(table: Table, before: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The file with the rows behind its own, cells by column; a file that is empty gets the columns that are needed.

    Raises:
        UsageError: the file is not UTF-8, or a record in it is not closed.
    """
    used = {name for row in rows for name, cell in row.items() if cell}
    order = [column.name for column in table.columns if column.written]
    needed = [name for name in order if name in used] + sorted(used - set(order))
    try:
        text = before.decode()
    except UnicodeDecodeError:
        raise UsageError(f"{table.file} is not UTF-8: save it so before rows are added to it") from None
    if not text.strip(f"{BOM}\r\n "):
        return _written(needed, [dict(zip(needed, needed, strict=True)), *rows], ",", "\n").encode()
    sign = delimiter(text)
    end = "\r\n" if "\r\n" in text else "\n"
    header = [cell.strip() for cell in _records(table, text, sign)[0][1]]
    names = [cell.lstrip(BOM).casefold().replace(" ", "_") for cell in header]
    more = [name for name in needed if name not in names]
    if more:
        text = _widened(table, text, sign, more)
    gap = "" if text.endswith(("\n", "\r")) else end
    return (text + gap + _written([*names, *more], rows, sign, end)).encode()


def _written(names: Sequence[str], rows: Sequence[Mapping[str, str]], sign: str, end: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator=end)
    writer.writerows([" ".join(row.get(name, "").split()) for name in names] for row in rows)
    return out.getvalue()


def _records(table: Table, text: str, sign: str) -> list[tuple[int, list[str]]]:
    """Number of the line on which each record ends, and its cells."""
    lines = physical_lines(text)
    reader = csv.reader(iter(lines), delimiter=sign, strict=True)
    try:
        return [(reader.line_num, record) for record in reader if record]
    except csv.Error as error:
        raise UsageError(f"{table.file}:{reader.line_num}: cannot be added to: {error}") from None


def _widened(table: Table, text: str, sign: str, more: Sequence[str]) -> str:
    lines = physical_lines(text)
    for number, (last, _) in enumerate(_records(table, text, sign)):
        line = lines[last - 1]
        body = line.rstrip("\r\n")
        lines[last - 1] = body + sign + sign.join("" if number else name for name in more) + line[len(body) :]
        if number:
            lines[last - 1] = body + sign * len(more) + line[len(body) :]
    return "".join(lines)
