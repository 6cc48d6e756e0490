"""Where in a ``.bib`` file the value of a field stands: looked up when a finding needs it."""

from __future__ import annotations

import re
from itertools import accumulate

from evidencebase.readers.bibtex import blocks
from evidencebase.readers.bibtex.grammar import START

# Columns of the table ``works`` that go under other names in the file
_COLUMNS = {
    "authors": ("author",),
    "container": ("journal", "journaltitle", "booktitle"),
    "year": ("year", "date"),
    "issue": ("number", "issue"),
    "pages": ("pages", "eid"),
    "pmcid": ("pmcid", "pmc"),
    "arxiv": ("eprint", "arxiv", "arxivid"),
    "url": ("url", "howpublished"),
    "design": ("x-design",),
    "n": ("x-n",),
    "trial": ("x-trial",),
    "meant": ("x-meant",),
    "record": ("x-record",),
    "record_note": ("x-record-note",),
}
_NEWLINE = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"\s*")
_TOKEN = re.compile(r"[{}\"]|([A-Za-z][\w:+.-]*+)\s*+=\s*+([{\"]?)|[A-Za-z][\w:+.-]*+")


class Places:
    """Places of fields in one text, whose lines are counted once."""

    def __init__(self, text: str) -> None:
        self._text = text
        if "\r" in text:
            self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]
        else:
            self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]

    def place(self, line: int, field: str) -> tuple[int, int]:
        """Line and column, from 1, of the value of ``field``: a field of the file, a column of ``works``, or ``key``.

        ``line`` is where the entry begins, or the line of the field itself. Falls back to the beginning of the entry.
        """
        text = self._text
        start = self._starts[max(min(line, len(self._starts)), 1) - 1]
        newline = _NEWLINE.search(text, start)
        end = newline.start() if newline else len(text)
        opening = START.search(text, start, end) or START.match(text, _skip_blank(text, start))
        if opening is None:
            found = _value(text, start, end, field)
        elif field == "key":
            found = _skip_blank(text, opening.end())
        else:
            found = _value(text, opening.end(), blocks.end(text, opening.end() - 1).position, field)
        if found is None:
            found = opening.start() if opening else min(_skip_blank(text, start), end)
        return _position(text, start, line, found)


def place(text: str, line: int, field: str) -> tuple[int, int]:
    """One place in a text, see :class:`Places`."""
    return Places(text).place(line, field)


def _value(text: str, start: int, end: int, field: str) -> int | None:
    """Where the value of the field begins, behind its brace or quote."""
    wanted = _COLUMNS.get(field, (field,))
    depth = 0
    quoted = False
    for match in _TOKEN.finditer(text, start, end):
        name, delimiter = match[1], match[2]
        if name and not depth and not quoted and name.lower() in wanted:
            return match.end()
        token = delimiter if name else match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(depth - 1, 0)
        elif token == '"' and not depth:
            quoted = not quoted
    return None


def _skip_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _position(text: str, start: int, line: int, found: int) -> tuple[int, int]:
    """Line and column of a position, counted on from the beginning of a line."""
    for newline in _NEWLINE.finditer(text, start, found):
        line += 1
        start = newline.end()
    return line, found - start + 1
