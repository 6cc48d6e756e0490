"""The places of findings: where in the record that they are about what they name stands."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

Field = tuple[str, int, str]  # file, line where the record begins, column of the table at fault
Place = tuple[int, int | None]  # line and column, both 1-based; no column if the file is not the one that was read
_Finder = Callable[[BinaryIO, Iterable[tuple[int, str]]], Iterator[tuple[int, int]]]


def find(
    directory: Path,
    fields: Sequence[Field],
    read: Mapping[str, tuple[int, int]] | None = None,
    known: Mapping[Field, Place] | None = None,
) -> list[Place]:
    """Where fields stand, if that is not ``known``; every file is read once.

    At the beginning of the line when nothing closer can be told; line 0, which is the file as a whole, stays that.
    ``read`` gives size and time of the files that are meant: in others nothing is found.
    """
    found: list[Place] = [(line, 1) for _, line, _ in fields]
    of_file: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, field in enumerate(fields):
        if known and (place := known.get(field)):
            found[at] = place
        elif field[1] and field[0].endswith((".csv", ".bib")):
            of_file[field[0]].append((field[1], at))
    for file, places in of_file.items():
        places.sort()
        finder = _in_sheet if file.endswith(".csv") else _in_bibliography
        wanted = ((line, fields[at][2]) for line, at in places)
        try:
            with (directory / file).open("rb", buffering=1 << 17) as opened:
                status = os.fstat(opened.fileno())
                if read is None or read.get(file) == (status.st_size, status.st_mtime_ns):
                    for (_, at), place in zip(places, finder(opened, wanted), strict=True):
                        found[at] = place
                    continue
        except OSError:
            pass
        for line, at in places:
            found[at] = line, None
    return found


def _in_sheet(file: BinaryIO, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    from evidencebase.readers import lines, sheet

    return sheet.locate(lines.Lines(file), wanted)


def _in_bibliography(file: BinaryIO, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    from evidencebase.readers import bibtex, lines

    return bibtex.locate(lines.Lines(file), wanted)
