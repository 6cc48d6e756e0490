"""Where in a ``.bib`` file the value of a field stands: looked up when a finding needs it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from evidencebase.patterns import late
from evidencebase.readers.bibtex import blocks
from evidencebase.readers.bibtex.grammar import BLOCK, START
from evidencebase.readers.lines import Lines
from evidencebase.readers.remembered import of_text

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
    "waive": ("x-waive",),
}
_NEWLINE = late(r"\r\n|\r|\n")
_LINE_FEED = late("\n")
_BRACE_OR_QUOTE = late(r"[{}\"]")
_BLANK = late(r"\s*")
_MOST = 50  # lines with @ that are looked at for the end of an entry
_EQUALS = late(r"\s*+=\s*+[{\"]?")
_OF_A_NAME = late(r"[\w:+.-]")
_TOKEN = late(r"[{}\"]|([A-Za-z][\w:+.-]*+)\s*+=\s*+([{\"]?)|[A-Za-z][\w:+.-]*+")


def place(text: str, line: int, field: str) -> tuple[int, int]:
    """Line and column, from 1, of the value of ``field``: a field of the file, a column of ``works``, or ``key``.

    ``line`` is where the entry begins, or the line of the field itself. Falls back to the beginning of the entry.
    """
    return _place(text, _line_start(text, line), line, field)


def locate(lines: Lines, wanted: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The same for many fields of a file, whose lines rise."""
    begins, entry = 0, ""
    for line, field in wanted:
        if line != begins:
            begins, entry = line, _entry(lines.beginning(line))
        yield _place(entry, 0, line, field)


def _entry(lines: Iterator[bytes]) -> str:
    """The text from a line on as far as it matters to what stands in it: the entry, and @ where another begins."""
    parts: list[bytes] = []
    others = blocks_seen = 0
    for line in lines:
        if line.startswith(b"@") and parts:
            text = b"".join(parts).decode("utf-8", "replace")
            others += 1
            blocks_seen += BLOCK.match(line.decode("utf-8", "replace")) is not None
            if others > _MOST or blocks_seen > blocks.QUOTED_HEADERS + 1 or _is_whole(text):
                return f"{text}@"
        parts.append(line)
    return b"".join(parts).decode("utf-8", "replace")


def _is_whole(text: str) -> bool:
    """Whether what begins in the first line ends in the text."""
    if text.isspace():
        return False
    opening = _opening(text, 0)
    if opening is None:
        return True
    if opening[2] == "{":
        return text.count("}", opening.end()) > text.count("{", opening.end())
    return blocks.end(text, opening.end() - 1).closed


def _opening(text: str, start: int) -> re.Match[str] | None:
    """The beginning of the entry that begins in a line, or behind empty ones."""
    return START.search(text, start, _line_end(text, start)) or START.match(text, _skip_blank(text, start))


def _place(text: str, start: int, line: int, field: str) -> tuple[int, int]:
    opening = _opening(text, start)
    if opening is None:
        found = _value(text, start, _line_end(text, start), _names(field))
    elif field == "key":
        found = _skip_blank(text, opening.end())
    elif not field:
        found = None
    else:
        found = _in_entry(text, opening, field)
    if found is None:
        found = opening.start() if opening else min(_skip_blank(text, start), _line_end(text, start))
    return _position(text, start, line, found)


def _in_entry(text: str, opening: re.Match[str], field: str) -> int | None:
    """Where the value of the field begins. Many that are asked for are missing, which is told at a glance."""
    start = opening.end()
    end = text.find("\n@", start)
    inside = text[start : end if end >= 0 else len(text)].replace("İ", "_").lower()  # which alone would be two then
    names = _names(field)
    if opening[2] == "{" and inside.count("}") > inside.count("{") and not any(name in inside for name in names):
        return None
    return _near(text, start, inside, names) or _value(text, start, blocks.end(text, start - 1).position, names)


def span(text: str, line: int, field: str) -> tuple[int, int]:
    """Where the value of ``field`` begins and ends, without its braces or quotes; an empty span where there is none."""
    row, column = place(text, line, field)
    start = _line_start(text, row) + column - 1
    opener = text[start - 1 : start]
    if opener not in ("{", '"'):
        return start, start
    depth = 0
    for match in _BRACE_OR_QUOTE.finditer(text, start):
        if not depth and match[0] == ("}" if opener == "{" else '"'):
            return start, match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return start, start


def _near(text: str, start: int, inside: str, names: Iterable[str]) -> int | None:
    """Where the value of the field begins, if that is told at a glance: nothing but this entry begins before it.

    ``inside`` is what follows the start of the entry, in lower case.
    """
    for at, value in sorted(_assigned(text, start, inside, names)):
        depth = 0
        for brace in _BRACE_OR_QUOTE.finditer(text, start, at):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth < 0 or brace[0] == '"':
                return None
        if not depth:
            return None if "@" in text[start:at] or text[start - 1] == "(" else value
    return None


def _assigned(text: str, start: int, inside: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where one of the names stands before an equals sign, and what follows that and a brace or quote."""
    for name in names:
        at = inside.find(name)
        while at >= 0:
            equals = _EQUALS.match(text, start + at + len(name), start + len(inside))
            if equals and not _OF_A_NAME.match(text, start + at - 1):
                yield start + at, equals.end()
            at = inside.find(name, at + 1)


def _names(field: str) -> tuple[str, ...]:
    """The names under which the file has a field."""
    name = field.partition("/")[0]
    return (*_COLUMNS.get(name, ()), name)


def _value(text: str, start: int, end: int, names: Container[str]) -> int | None:
    """Where the value of the field begins, behind its brace or quote."""
    depth = 0
    quoted = False
    for match in _TOKEN.finditer(text, start, end):
        name, delimiter = match[1], match[2]
        if name and not depth and not quoted and name.lower() in names:
            return match.end()
        token = delimiter if name else match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(depth - 1, 0)
        elif token == '"' and not depth:
            quoted = not quoted
    return None


def _line_start(text: str, line: int) -> int:
    starts = _starts(text)
    return starts[max(min(line, len(starts)), 1) - 1]


@of_text
def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *map(re.Match.end, (_NEWLINE if "\r" in text else _LINE_FEED).finditer(text))]


def _line_end(text: str, start: int) -> int:
    newline = _NEWLINE.search(text, start)
    return newline.start() if newline else len(text)


def _skip_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _position(text: str, start: int, line: int, found: int) -> tuple[int, int]:
    """Line and column of a position, counted on from the beginning of a line."""
    for newline in _NEWLINE.finditer(text, start, found):
        line += 1
        start = newline.end()
    return line, found - start + 1
