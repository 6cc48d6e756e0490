"""Plain text with headings -> blocks, each with a guess at what it is.

A blank line ends a block. Where lines are long (not wrapped by hand), each line is a block of its own, as texts
saved from web pages have one paragraph a line. The guesses are only that: in ``documents/passages.csv`` a person
corrects them, and the correction is kept.
"""

from __future__ import annotations

import re

from evidencebase.readers.documents.block import REFERENCES, Block

WRAPPED = 100  # longest line of a text that is wrapped by hand
LONGEST_HEADING = 12  # words

_BULLET = re.compile(r"\s*(?:[-*•‣▪]|\d{1,2}[.)])\s+")
_RULE = re.compile(r"[\s|:=_*-]+")
_SENTENCE_END = re.compile(r"[.!:;,…][\"'”’)\]]*$")


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
        elif heading in REFERENCES:
            kind = "reference"
        refined.append(block._replace(kind=kind))
    return refined
