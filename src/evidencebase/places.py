"""The column of a finding: where in its line it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

Finder = Callable[[int, str], tuple[int, int]]  # line and column, by line and field


class Places:
    """Columns of findings, found by reading the one record again; every file is read once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._finders: dict[str, Finder | None] = {}

    def place(self, file: str, line: int, field: str) -> tuple[int, int]:
        """Line and column, both 1-based; the beginning of the line when nothing closer can be told."""
        if not line:
            return line, 1
        if file not in self._finders:
            self._finders[file] = self._finder(file)
        find = self._finders[file]
        return (line, 1) if find is None else find(line, field)

    def _finder(self, file: str) -> Finder | None:
        """What finds places in a file, if that can be read and has such."""
        if not file.endswith((".csv", ".bib")):
            return None
        try:
            text = (self._directory / file).read_bytes().decode("utf-8", "replace")
        except OSError:
            return None
        if file.endswith(".csv"):
            from evidencebase.readers import sheet

            return partial(sheet.place, text)
        from evidencebase.readers import bibtex

        return partial(bibtex.place, text)
