"""Plain text with headings -> blocks, each with a guess at what it is.

A blank line ends a block. Where lines are long (not wrapped by hand), each line is a block of its own, as texts
saved from web pages have one paragraph a line. The guesses are only that: in ``documents/passages.csv`` a person
corrects them, and the correction is kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from evidencebase.finding import digest

WRAPPED = 100  # longest line of a text that is wrapped by hand
LONGEST_HEADING = 12  # words

_BULLET = re.compile(r"\s*(?:[-*•‣▪]|\d{1,2}[.)])\s+")
_RULE = re.compile(r"[\s|:=_*-]+")
_SENTENCE_END = re.compile(r"[.!:;,…][\"'”’)\]]*$")


class Block(NamedTuple):
    """A block of text: what it looks like, its words, the line where it begins."""

    kind: str
    text: str
    line: int


def words(text: str) -> list[str]:
    """The words of a text in the form that fingerprints and comparisons use: NFKC, case folded, no punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def fingerprint(text: str) -> str:
    """First 16 hex digits of SHA-256 over the normalised words, so that quotes and spacing do not matter."""
    return digest(" ".join(words(text)))


def read(text: str) -> list[Block]:
    """Split a plain text into blocks, in order."""
    lines = text.lstrip("\ufeff").splitlines()
    wrapped = max(map(len, lines), default=0) <= WRAPPED
    blocks: list[Block] = []
    paragraph: list[str] = []
    start = 0

    def flush() -> None:
        if paragraph:
            joined = " ".join(part.strip() for part in paragraph)
            blocks.append(Block(_guess(joined), joined, start))
            paragraph.clear()

    for number, line in enumerate(lines, 1):
        if not line.strip() or _RULE.fullmatch(line):
            flush()
            continue
        if paragraph and (not wrapped or _BULLET.match(line) or "|" in line):
            flush()
        if not paragraph:
            start = number
        paragraph.append(line)
    flush()
    return _refine(blocks)


def _guess(text: str) -> str:
    if "|" in text:
        return "table-row"
    if _BULLET.match(text):
        return "list-item"
    if len(text.split()) <= LONGEST_HEADING and not _SENTENCE_END.search(text):
        return "heading"
    return "prose"


def _refine(blocks: list[Block]) -> list[Block]:
    """What only neighbours tell: the first row of a table is its header, references follow their heading."""
    refined: list[Block] = []
    heading = ""
    for block in blocks:
        kind = block.kind
        if kind == "heading":
            heading = block.text.casefold()
        elif kind == "table-row" and (not refined or refined[-1].kind not in ("table-row", "table-header")):
            kind = "table-header"
        elif heading in ("references", "bibliography", "literature", "works cited"):
            kind = "reference"
        refined.append(block._replace(kind=kind))
    return refined
