"""What the columns of the files mean and may hold, for people: ``COLUMNS.md``, ``docs/schema.md``, ``explain``."""

from __future__ import annotations

from pathlib import PurePosixPath

from evidencebase.finding import UsageError
from evidencebase.nearest import suggestion
from evidencebase.schema import (
    CLAIMS,
    CSV_TABLES,
    DESIGNS,
    FACTORS,
    KINDS,
    STRENGTH_LEVELS,
    TABLES,
    WORKS,
    Column,
    Table,
)

_BIB = ".bib"


def as_markdown() -> str:
    """Every column of every file."""
    parts = [
        "# Columns of an evidence base\n\nOnly `id` and `claim` of `claims.csv` are required; every other column "
        "and file adds checks and pages."
    ]
    for table in CSV_TABLES:
        rows = [f"| `{c.name}` | {c.meaning} | {_values(c, '`')} |" for c in table.columns if c.written]
        parts.append(
            "\n".join(
                [f"## {table.file}\n\n{table.meaning}\n", "| column | meaning | values |", "|---|---|---|", *rows]
            )
        )
    return "\n\n".join(parts) + "\n"


def as_text(word: str) -> str:
    """The columns of a file (``claims.csv``) or one column of a table (``claims.kind``), for a terminal.

    Raises:
        UsageError: there is none.
    """
    for table in TABLES:
        if table.file and word in (table.file, PurePosixPath(table.file).name):
            return _file(table)
    if word.endswith(_BIB):
        return _file(WORKS)
    name, _, column = word.rpartition(".")
    tables = {table.name: table for table in TABLES}
    if name not in tables:
        hint = suggestion(word, [table.file for table in CSV_TABLES]) or suggestion(name, tables)
        files = ", ".join(table.file for table in CSV_TABLES)
        raise UsageError(f"no file or column '{word}'{hint or '.'} Files: {files}; a column: claims.kind")
    names = [one.name for one in tables[name].columns]
    if column not in names:
        raise UsageError(f"{name} has no column '{column}'{suggestion(column, names, 'It has')}")
    return _column(tables[name].column(column), name)


def _file(table: Table) -> str:
    """A line for each column; of works, which have fields instead, the columns that are made of them."""
    lines = [(c.name, _meaning(c)) for c in table.columns if c.written or table is WORKS]
    if table is WORKS:
        lines.append(("x-waive", CLAIMS.column("waive").meaning))
    return f"{table.file}: {table.meaning}\n\n{_aligned(lines)}"


def _column(column: Column, table: str) -> str:
    name, words = f"{table}.{column.name}", _words(column)
    return f"{name}: {column.meaning}\n\n{_aligned(words)}" if words else f"{name}: {_meaning(column)}"


def _meaning(column: Column) -> str:
    values = _values(column, "")
    return f"{column.meaning} [{values}]" if values else column.meaning


def _aligned(lines: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in lines) + 2
    return "\n".join(f"  {name:<{width}}{meaning}" for name, meaning in lines)


def _words(column: Column) -> list[tuple[str, str]]:
    """The words of a column that have a meaning of their own."""
    if column.refers_to == "designs.name":
        return [(d.name, d.meaning + (f"; starts at {d.start}" if d.start else "")) for d in DESIGNS]
    if column.refers_to == "kinds.name":
        return [(k.name, k.meaning + ("; needs " + ", ".join(k.needs) if k.needs else "")) for k in KINDS]
    if column.name in ("rated_down", "rated_up"):
        way = column.name.removeprefix("rated_")
        return [(f.name, f"{f.meaning}; at most {f.most}") for f in FACTORS if f.way == way]
    if column.name == "stated_in":
        return [(s.wording, f"'{s.phrase}', as fits certainty {s.name}") for s in STRENGTH_LEVELS] + [
            ("quoted", "reported as somebody else's words")
        ]
    return []


def _values(column: Column, quote: str) -> str:
    notes = []
    if column.required:
        notes.append("required")
    if column.values:
        notes.append(", ".join(column.values))
    elif column.refers_to:
        notes.append(f"{quote}{column.refers_to}{quote}")
    elif column.kind != "text":
        notes.append(column.kind)
    if column.many:
        notes.append(f"list, {'`; `' if quote else ';'} between items")
    if column.default:
        notes.append(f"empty: {column.default}")
    return "; ".join(notes)
