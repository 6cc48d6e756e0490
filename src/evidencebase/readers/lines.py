"""The lines of a file as ``csv`` counts them: of a large one only those are in memory that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

_AT_ONCE = 1 << 17  # bytes


class Lines:
    """The lines of an open file, each with its end. Who asks goes forward only."""

    def __init__(self, file: BinaryIO) -> None:
        other_ends = _has_other_ends(file)
        file.seek(0)
        self._rest = iter(file.read().splitlines(keepends=True) if other_ends else file)
        self._first = 1  # number of the first line that was read and may be asked for again
        self._read: list[bytes] = []

    def line(self, number: int) -> bytes:
        """A line, empty behind the last one; no earlier one may be asked for from now on."""
        ahead = number - self._first
        self._first = number
        if ahead < len(self._read):
            del self._read[:ahead]
            return self._read[0]
        line = next(islice(self._rest, ahead - len(self._read), None), b"")
        self._read = [line]
        return line

    def beginning(self, number: int) -> Iterator[bytes]:
        """The lines from this one on."""
        yield self.line(number)
        read = self._read
        yield from islice(read, 1, None)
        for line in self._rest:
            read.append(line)
            yield line


def _has_other_ends(file: BinaryIO) -> bool:
    """Whether a line ends with CR alone."""
    while part := file.read(_AT_ONCE):
        if b"\r" in part:
            if part.endswith(b"\r"):
                part += file.read(1)
            if part.count(b"\r") > part.count(b"\r\n"):
                return True
    return False
