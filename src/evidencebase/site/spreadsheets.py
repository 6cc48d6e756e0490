"""CSV that a spreadsheet opens without running what a cell says: OWASP's advice on formula injection."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?")


def harmless(cell: object) -> object:
    """The cell; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV, every cell harmless."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


class Harmless:
    """CSV that arrives in pieces: what is complete of it, made harmless."""

    def __init__(self) -> None:
        self._left = b""

    def __call__(self, piece: bytes, last: bool) -> bytes:
        """The records that this piece completes; all that is left with the last piece."""
        self._left += piece
        end = len(self._left) if last else self._left.rfind(b"\n") + 1
        while not last and end and self._left.count(b'"', 0, end) % 2:
            end = self._left.rfind(b"\n", 0, end - 1) + 1
        done, self._left = self._left[:end], self._left[end:]
        csv.field_size_limit(max(csv.field_size_limit(), len(done)))
        return lines(csv.reader(io.StringIO(done.decode("utf-8", "replace"), newline=""))).encode() if done else b""
