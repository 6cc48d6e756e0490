"""What the reader hands on: entries, and how many of each file could be read."""

from __future__ import annotations

from typing import NamedTuple

from evidencebase.finding import Finding


class Entry(NamedTuple):
    """One entry: its key, its type in lower case, its fields by lower-case name, where it begins."""

    key: str
    type: str
    fields: dict[str, str]
    file: str
    line: int


class Counts(NamedTuple):
    """Entries that begin in a file, those that were kept, and those with something lost or doubtful."""

    seen: int
    read: int
    doubtful: int


class Macros(NamedTuple):
    """What a file defines, but the months; what it needs from others, with the values, ``None`` where none has it."""

    defined: dict[str, str]
    needed: dict[str, str | None]


class Bibliography(NamedTuple):
    """All entries of a set of files. Of a self-contained file, others can change how it is read by macros alone."""

    entries: list[Entry]
    findings: list[Finding]
    counts: dict[str, Counts]
    self_contained: dict[str, bool]
    macros: dict[str, Macros]
