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
_AT_ONCE = 1 << 18  # bytes of lines that are looked at together


class Record(NamedTuple):
    """The line where a record begins, and its bytes with the end of its last line."""

    line: int
    data: bytes

    @property
    def digest(self) -> bytes:
        """By which the record is known again, wherever it stands."""
        return _digest(self.data)


def _digest(record: bytes) -> bytes:
    return hashlib.sha256(record.rstrip(b"\r\n")).digest()[:SIZE]  # many processors have a command for it


def records(data: bytes) -> Iterator[Record]:
    """The records and before them the header, without empty lines: a record ends where its quotes are even.

    Where a quote stands in the middle of a cell, or a line ends with CR alone, ``csv`` sees other ones: who relies on
    these holds them against its lines.
    """
    file, number, start, is_open = BytesIO(data), 1, 1, 0
    begun: list[bytes] = []  # lines are joined once: a quote that is never closed takes all the others
    while lines := file.readlines(_AT_ONCE):
        numbers = range(number, number + len(lines))
        number += len(lines)
        odd = [line.count(b'"') & 1 for line in lines]
        if not (begun or any(odd)) and all(map(bytes.strip, lines)):  # each line is a record, as nearly always
            yield from map(Record, numbers, lines)
            continue
        for at, line, turns in zip(numbers, lines, odd, strict=True):
            start = start if begun else at
            begun.append(line)
            is_open ^= turns
            if not is_open:
                if (whole := b"".join(begun)).strip(b"\r\n"):
                    yield Record(start, whole)
                begun = []
    if begun:
        yield Record(start, b"".join(begun))


def digests(records: Iterable[Record]) -> list[bytes]:
    """Of each record, but ``LEFT_OUT`` where one repeats another."""
    found: dict[bytes, int] = {}
    return [
        LEFT_OUT if found.setdefault(digest, at) != at else digest
        for at, digest in enumerate(_digest(data) for _, data in records)
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
        self._found.append(b"".join([_digest(data) if row else LEFT_OUT for (_, data), row in kept]))

    def joined(self) -> bytes:
        """All of them, when the last part was added."""
        return b"".join(self._found) if self._agree and next(self._records, None) is None else b""
