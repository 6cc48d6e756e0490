"""The records of a CSV file as they stand in it, without taking them apart into cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from evidencebase.readers.sheet import Sheet

SIZE = 8  # bytes of a digest
LEFT_OUT = bytes(SIZE)  # in the place of a digest: the record became no row


class Record(NamedTuple):
    """The line where a record begins, and its bytes with the end of its last line."""

    line: int
    data: bytes

    @property
    def digest(self) -> bytes:
        """By which the record is known again, wherever it stands."""
        return hashlib.sha256(self.data.rstrip(b"\r\n")).digest()[:SIZE]  # many processors have a command for it


def records(data: bytes) -> Iterator[Record]:
    """The records and before them the header, without empty lines: a record ends where its quotes are even.

    Where a quote stands in the middle of a cell, or a line ends with CR alone, ``csv`` sees other ones: who relies on
    these holds them against its lines.
    """
    start, begun, is_open = 1, [], False  # lines are joined once: a quote that is never closed takes all the others
    for number, line in enumerate(BytesIO(data), 1):
        is_open ^= line.count(b'"') % 2 == 1
        begun.append(line)
        if not is_open:
            if (whole := b"".join(begun)).strip(b"\r\n"):
                yield Record(start, whole)
            start, begun = number + 1, []
    if begun:
        yield Record(start, b"".join(begun))


def digests(records: Iterable[Record]) -> list[bytes]:
    """Of each record, but ``LEFT_OUT`` where one repeats another."""
    found: dict[bytes, int] = {}
    return [
        LEFT_OUT if found.setdefault(digest, at) != at else digest
        for at, digest in enumerate(record.digest for record in records)
    ]


class Digests:
    """The digests of a file that is read part by part, the header's first; none where ``csv`` finds other records."""

    def __init__(self, data: bytes) -> None:
        self._records = records(data)
        self._found = [record.digest for record in islice(self._records, 1)]
        self._agree = True

    def add(self, sheet: Sheet, keep: Sequence[bool]) -> None:
        """Go on by the next part, of which so many records became rows."""
        part = list(islice(self._records, len(sheet)))
        self._agree = self._agree and [record.line for record in part] == list(sheet.lines)
        kept = zip(part, keep, strict=False)
        self._found.append(b"".join([record.digest if row else LEFT_OUT for record, row in kept]))

    def joined(self) -> bytes:
        """All of them, when the last part was added."""
        return b"".join(self._found) if self._agree and next(self._records, None) is None else b""
