"""biblatex's references to part of another entry: ``author = {Ann Other and xdata=team-author-2}``."""

from __future__ import annotations

import re
from collections.abc import Callable

from evidencebase.patterns import late
from evidencebase.readers.bibtex.entry import Entry
from evidencebase.readers.bibtex.names import split

MARK = "xdata="
_REFERENCE = late(r"xdata=([^\s,{}]+)-([A-Za-z]+)(?:-(\d{1,4}))?(?![^\s,{}])")
_DEEPEST = 50  # references that refer to references


class References:
    """Replaces the references in the fields of entries; ``find`` gives the entry of a name."""

    def __init__(self, find: Callable[[str], Entry | None]) -> None:
        self._find = find
        self._open: set[tuple[str, str]] = set()
        self._room = 10_000_000  # characters; a few lines could grow without end otherwise
        self.missing: list[str] = []
        self.circular: list[str] = []

    def take(self) -> tuple[list[str], list[str]]:
        """The names that lead nowhere and the circles found since the last time."""
        taken = self.missing, self.circular
        self.missing, self.circular = [], []
        return taken

    def complete(self, entry: Entry, field: str) -> None:
        """Replace the references in one field by what they refer to; what leads nowhere or in circles stays."""
        here = (entry.key, field)
        if MARK not in entry.fields[field]:
            return
        self._open.add(here)
        entry.fields[field] = _REFERENCE.sub(self._replace, entry.fields[field])
        self._open.remove(here)

    def _replace(self, match: re.Match[str]) -> str:
        key, field, number = match[1], match[2].lower(), match[3]
        parent = self._find(key)
        if parent is None or field not in parent.fields:
            self.missing.append(key)
            return match[0]
        if (parent.key, field) in self._open or len(self._open) > _DEEPEST:
            self.circular.append(f"{parent.key} -> {match[0]}")
            return match[0]
        self.complete(parent, field)
        value = parent.fields[field]
        if number:
            items = split(value)
            value = items[int(number) - 1] if 0 < int(number) <= len(items) else match[0]
        self._room -= len(value)
        return value if self._room > 0 else match[0]
