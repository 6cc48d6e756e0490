"""The column of a finding: where in its line it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


class Places:
    """Columns of findings, found by reading the one record again; every file is read once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._texts: dict[str, str | None] = {}

    def place(self, file: str, line: int, field: str) -> tuple[int, int]:
        """Line and column, both 1-based; the beginning of the line when nothing closer can be told."""
        finder = self._finder(file)
        if not line or finder is None:
            return line, 1
        if file not in self._texts:
            try:
                self._texts[file] = (self._directory / file).read_bytes().decode("utf-8", "replace")
            except OSError:
                self._texts[file] = None
        text = self._texts[file]
        return (line, 1) if text is None else finder(text, line, field)

    @staticmethod
    def _finder(file: str) -> Callable[[str, int, str], tuple[int, int]] | None:
        if file.endswith(".csv"):
            from evidencebase.readers import sheet

            return sheet.place
        if file.endswith(".bib"):
            from evidencebase.readers import bibtex

            return bibtex.place
        return None
