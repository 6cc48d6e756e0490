"""Checks of every cell that need no other: vocabulary, numbers, size, required values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Set
from functools import partial

from evidencebase import dates
from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import Column, Table

LONGEST = 32_767  # characters that a spreadsheet cell can hold (Excel specifications and limits)
_HAVE_RULES_OF_THEIR_OWN = ("claims.id", "claims.claim")


def check(sheet: Sheet, table: Table, distinct: Mapping[str, Collection[str]]) -> None:
    """Add findings to the sheet, of which the different cells of each column are given.

    Words right but for case or spaces are set right, numbers and dates that are none left out.
    """
    for name, cells in distinct.items():
        column = table.column(name)
        if max(map(len, cells), default=0) > LONGEST:
            _report(sheet, table, name, {cell for cell in cells if len(cell) > LONGEST}, _oversized)
        if column.required and "" in cells and f"{table.name}.{name}" not in _HAVE_RULES_OF_THEIR_OWN:
            _report(sheet, table, name, {""}, partial(_empty, column))
        if column.many:
            continue
        if column.values:
            if wrong := {cell for cell in cells if cell and cell not in column.values}:
                _report(sheet, table, name, wrong, partial(_outside, column))
                sheet.columns[name] = [canonical(c, column) if c in wrong else c for c in sheet.columns[name]]
        elif column.kind in ("integer", "real") and (
            wrong := {cell for cell in cells if cell and not _is_number(cell, column.kind)}
        ):
            _report(sheet, table, name, wrong, partial(_no_number, column))
            sheet.columns[name] = ["" if cell in wrong else cell for cell in sheet.columns[name]]
        elif column.kind == "date" and (wrong := {cell for cell in cells if cell and not dates.is_date(cell)}):
            _report(sheet, table, name, wrong, _no_date)
            sheet.columns[name] = ["" if cell in wrong else cell for cell in sheet.columns[name]]


def not_allowed(sheet: Sheet, row: str, line: int, field: str, value: str, problem: str, hint: str) -> Finding:
    """The finding that a cell, or an item of one, holds what it may not."""
    values = {"column": field.partition("/")[0], "value": value[:60], "problem": problem, "suggestion": hint}
    return Finding("files/value-not-allowed", sheet.path, line, f"{sheet.path}:{row}", field, values)


def _report(sheet: Sheet, table: Table, name: str, wrong: Set[str], problem: Callable[[str], tuple[str, str]]) -> None:
    keys = sheet.column(table.key[0])
    for at, cell in enumerate(sheet.columns[name]):
        if cell in wrong:
            row = keys[at] or f"line {sheet.lines[at]}"
            sheet.findings.append(not_allowed(sheet, row, sheet.lines[at], name, cell, *problem(cell)))


def _oversized(cell: str) -> tuple[str, str]:
    return f"holds {len(cell):,} characters; a spreadsheet cell holds {LONGEST:,}", "; is a quote missing?"


def _empty(column: Column, cell: str) -> tuple[str, str]:
    return "is empty", f"; it must hold {column.meaning}"


def _outside(column: Column, cell: str) -> tuple[str, str]:
    return f"may not be '{cell[:60]}'", suggestion(cell, column.values) or f"; allowed: {', '.join(column.values)}"


def _no_number(column: Column, cell: str) -> tuple[str, str]:
    hint = "; write a whole number" if column.kind == "integer" else "; write a number like 0.35"
    return f"may not be '{cell[:60]}'", hint


def _no_date(cell: str) -> tuple[str, str]:
    days = dates.meant(cell)
    hint = f"; did you mean '{days[0]}'?" if len(days) == 1 else f"; write YYYY-MM-DD{_either(days)}"
    return f"may not be '{cell[:60]}'", hint


def _either(days: list[str]) -> str:
    return f", {' or '.join(days)}: which of them is meant cannot be told" if days else ", like 2027-01-31"


def canonical(cell: str, column: Column) -> str:
    """The word of the vocabulary that a cell means but for case and spaces, or else the cell."""
    folded = cell.casefold().replace(" ", "-").replace("_", "-")
    return folded if folded in column.values else cell


def _is_number(cell: str, kind: str) -> bool:
    try:
        number = int(cell) if kind == "integer" else float(cell)
    except ValueError:
        return False
    return abs(number) < 2**63  # also refuses nan and infinity
