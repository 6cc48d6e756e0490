"""The places of findings: where in the record that they are about what they name stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

_Finder = Callable[[BinaryIO, Iterable[tuple[int, str]]], Iterator[tuple[int, int]]]


def find(directory: Path, wanted: Sequence[tuple[str, int, str]]) -> list[tuple[int, int]]:
    """Line and column, both 1-based, by file, line where the record begins and field; every file is read once.

    The beginning of the line when nothing closer can be told; line 0, which is the file as a whole, stays that.
    """
    found = [(line, 1) for _, line, _ in wanted]
    of_file: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, (file, line, _) in enumerate(wanted):
        if line and file.endswith((".csv", ".bib")):
            of_file[file].append((line, at))
    for file, places in of_file.items():
        places.sort()
        finder = _in_sheet if file.endswith(".csv") else _in_bibliography
        fields = ((line, wanted[at][2]) for line, at in places)
        try:
            with (directory / file).open("rb", buffering=1 << 17) as opened:
                for (_, at), place in zip(places, finder(opened, fields), strict=True):
                    found[at] = place
        except OSError:
            continue
    return found


def _in_sheet(file: BinaryIO, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    from evidencebase.readers import lines, sheet

    return sheet.locate(lines.Lines(file), wanted)


def _in_bibliography(file: BinaryIO, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    from evidencebase.readers import bibtex, lines

    return bibtex.locate(lines.Lines(file), wanted)
