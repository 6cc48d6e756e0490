"""Some records of a CSV file, read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidencebase.finding import Finding
from evidencebase.readers import csv_table, form, raw
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import Table


def some(table: Table, header: raw.Record, records: Sequence[raw.Record]) -> Sheet | None:
    """Read some of the records of a table's file; ``None`` where ``csv`` finds other ones in these lines."""
    data = b"".join([record.data.rstrip(b"\r\n") + b"\n" for record in (header, *records)])
    places = {then.line: now.line for then, now in zip(raw.records(data), (header, *records), strict=True)}
    sheet = csv_table.read(table.file, data, table)
    if [1, *sheet.lines] != [*places]:
        return None
    found = [finding for finding in sheet.findings if finding.rule != form.RULE]  # which is of the whole file
    return Sheet(table.file, sheet.columns, [places[line] for line in sheet.lines], moved(found, places))


def moved(findings: Iterable[Finding], places: Mapping[int, int]) -> list[Finding]:
    """The findings in records that are among the places, by the line where each begins and where it begins now."""
    return [_moved(finding, places[finding.line]) for finding in findings if finding.line in places]


def _moved(finding: Finding, line: int) -> Finding:
    """A record without an id is known by its line."""
    row = finding.row.removesuffix(f"line {finding.line}")
    return finding._replace(line=line, row=finding.row if row == finding.row else f"{row}line {line}")
