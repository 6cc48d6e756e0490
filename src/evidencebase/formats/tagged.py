"""Text in which every line begins with a tag (RIS, MEDLINE, EndNote) -> records of tags and values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from evidencebase.formats.item import Item, Problem, Read, keep
from evidencebase.formats.plain import text
from evidencebase.readers.bibtex.decoding import decode


class Record(NamedTuple):
    """Tags with their values in order, lines of a value kept; ``whole`` is false where the closing tag is missing."""

    fields: list[tuple[str, str]]
    line: int
    whole: bool

    def all(self, *tags: str) -> list[str]:
        """Plain values of these tags, those of the first tag first."""
        return [plain for tag in tags for name, value in self.fields if name == tag and (plain := text(value))]

    def one(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return next(iter(self.all(*tags)), "")

    def lines(self, *tags: str) -> list[str]:
        """As ``all``, every line of a value for itself."""
        return [
            plain
            for tag in tags
            for name, value in self.fields
            if name == tag
            for line in value.split("\n")
            if (plain := text(line))
        ]


class Grammar(NamedTuple):
    """How records are told apart: by the tag that opens and the tag that closes one, or by blank lines."""

    field: re.Pattern[str]  # groups: tag, value
    opening: str
    closing: str = ""
    blank: bool = False


def records(written: str, grammar: Grammar) -> Iterator[Record]:
    """The records of a text; lines before the first tag are skipped, other lines continue the value before them."""
    fields: list[tuple[str, str]] = []
    began, blank = 0, False
    for number, line in enumerate(written.split("\n"), 1):
        match = grammar.field.match(line)
        if match is None:
            blank = blank or not line.strip()
            if fields and line.strip():
                tag, value = fields[-1]
                fields[-1] = (tag, f"{value}\n{line.strip()}")
            continue
        tag, value = match.group(1).upper(), (match.group(2) or "").strip()
        if tag == grammar.closing and tag:
            if fields:
                yield Record(fields, began, whole=True)
            fields = []
        else:
            opens = tag == grammar.opening and any(name == tag for name, _ in fields)
            if fields and (opens or (grammar.blank and blank)):
                yield Record(fields, began, whole=not grammar.closing)
                fields = []
            if not fields:
                began = number
            fields.append((tag, value))
        blank = False
    if fields:
        yield Record(fields, began, whole=not grammar.closing)


def read(data: bytes, grammar: Grammar, made: Callable[[Record], Item], nothing: str) -> Read:
    """The items that ``made`` makes of the records; ``nothing`` is said of a file in which there is none."""
    decoded = decode(data)
    answer = Read([], [], [Problem(decoded.line, decoded.problem)] if decoded.problem else [])
    for record in records(decoded.text, grammar):
        keep(answer, made(record), record.line)
    if not answer.items and not answer.problems:
        answer.problems.append(Problem(1, nothing))
    return answer
