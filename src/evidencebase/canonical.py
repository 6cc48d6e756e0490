"""The one form of a CSV file: ``evidencebase fmt``.

UTF-8, comma, LF, one record a line, quotes only where they are needed, ``; `` between the items of lists, sorted by id.
Passages keep their order, which is that of the document. Nothing is said otherwise than before.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from evidencebase.finding import UsageError
from evidencebase.readers import csv_table, sheet
from evidencebase.schema import CSV_TABLES, Table

_NOT_TO_BE_FORMATTED = ("files/unreadable-file", "files/ragged-row", "files/repeated-column")


def changes(directory: Path) -> dict[Path, str]:
    """The files that are not in their one form, with the text that they should have.

    Raises:
        UsageError: a file cannot be read well enough to be written anew.
    """
    found = {}
    for table in CSV_TABLES:
        path = directory / table.file
        if path.is_file():
            data = path.read_bytes()
            text = form(table, data)
            if text.encode() != data:
                found[path] = text
    return found


def form(table: Table, data: bytes) -> str:
    """A file in its one form. Raises ``UsageError`` when a record cannot be read."""
    for finding in csv_table.read(table.file, data, table).findings:
        if finding.rule in _NOT_TO_BE_FORMATTED:
            why = finding.values.get("reason", "its rows are not of one length")
            raise UsageError(f"{table.file}:{finding.line}: cannot be formatted: {why}")
    text = data.decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter(text.lstrip("\r\n"))))
    header, *rows = [record for record in records if record]
    known = {column.name: column for column in table.columns if column.written}
    names = [name if (name := cell.strip().casefold().replace(" ", "_")) in known else cell.strip() for cell in header]
    lists = {at for at, name in enumerate(names) if name in known and known[name].many}
    rows = [[_cell(cell, at in lists) for at, cell in enumerate(row)] for row in rows]
    order = [names.index(name) for name in table.sorted_by if name in names]
    rows.sort(key=lambda row: [sheet.natural(row[at]) for at in order])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue()


def _cell(cell: str, is_list: bool) -> str:
    line = re.sub(r"\s*[\r\n]+\s*", " ", cell).strip()
    return "; ".join(sheet.items(line)) if is_list else line
