"""Rows of a query as a table for people, CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any


def render(names: Sequence[str], rows: Iterable[Sequence[Any]], format_: str) -> Iterator[str]:
    """Lines of the output; ``format_`` is table, csv or json."""
    if format_ == "json":
        import json

        yield json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
    elif format_ == "csv":
        import csv
        import io

        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        for row in (names, *rows):
            writer.writerow(row)
            yield buffer.getvalue().removesuffix("\n")
            buffer.seek(0)
            buffer.truncate()
    else:
        from tabulate import tabulate

        table = [["" if cell is None else str(cell) for cell in row] for row in rows]
        yield tabulate(table, headers=list(names), tablefmt="simple", disable_numparse=True, maxcolwidths=60)
