"""A block of a document, whatever its format, and the words by which it is known again."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from evidencebase.finding import digest


class Block(NamedTuple):
    """A block of text: what it looks like, its words, the line where it begins, the keys that it cites."""

    kind: str
    text: str
    line: int
    cites: tuple[str, ...] = ()


def words(text: str) -> list[str]:
    """The words of a text in the form that fingerprints and comparisons use: NFKC, case folded, no punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def fingerprint(text: str) -> str:
    """First 16 hex digits of SHA-256 over the normalised words, so that quotes and spacing do not matter."""
    return digest(" ".join(words(text)))


REFERENCES = ("references", "bibliography", "literature", "literature cited", "works cited")  # headings, case folded
