"""Text with HTML, JATS or MathML in it -> the text that a reader would see; numbers and lists of loose types."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from evidencebase.readers.bibtex.latex import RAISE

# HTML and JATS as registries send them; anything else in angle brackets is text ("p <0.05 and n> 3")
_NAMES = (
    "i|b|u|s|em|strong|sub|sup|inf|scp|sc|tt|small|big|span|p|br|div|a|ul|ol|li|italic|bold|underline|roman|monospace|"
    "title|sec|list|list-item|xref|ext-link|label|inline-formula|tex-math|styled-content|named-content|h[1-6]|font|"
    "alternatives|inline-graphic|annotation|semantics|math"
)
_TAG = re.compile(rf"</?(?:(?:jats|mml|m|xhtml):[\w-]+|{_NAMES})(?:\s[^<>]*)?/?>", re.I)
_BREAK = re.compile(
    r"<(?:br|p|/p|div|/div|li|/li|(?:jats:)?(?:p|title|sec)|/(?:jats:)?(?:p|title|sec))(?:\s[^<>]*)?/?>", re.I
)
_UNWRITABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]|(?!\s)[\x00-\x1f\x7f]")  # what neither UTF-8 nor XML can hold
_RAISED = re.compile(r"<(?:jats:)?(su[bp]|inf)(?:\s[^<>]*)?>([^<>]*)</(?:jats:)?\1>", re.I)
_HIDDEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|<((?:mml:)?annotation(?:-xml)?|(?:jats:)?tex-math|script|style)\b[^<>]*>.*?</\1\s*>",
    re.S | re.I,
)


def text(value: object) -> str:
    """The plain text of a value on one line; empty when it is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    written = str(value)
    if "<" in written or "&" in written:
        written = _unescaped(written)
    written = _UNWRITABLE.sub("", written)
    return " ".join(written.split())


def _unescaped(written: str) -> str:
    """Without markup; registries escape some texts twice."""
    for _ in range(3):
        if "<" in written:
            written = _HIDDEN.sub("", written)
            written = _RAISED.sub(_raised, written)
            written = _TAG.sub("", _BREAK.sub(" ", written))
        further = unescape(written) if "&" in written else written
        if further == written:
            break
        written = further
    return written


def _raised(match: re.Match[str]) -> str:
    return raised(match[2], match[1].lower() == "sup")


def raised(letters: str, up: bool) -> str:
    """H<sub>2</sub>O -> H₂O, where Unicode has all the signs."""
    signs = RAISE["^" if up else "_"]
    return letters.translate(signs) if all(ord(letter) in signs for letter in letters) else letters


def texts(value: object) -> list[str]:
    """The plain texts of a list, or of one value that stands for a list of one."""
    return [plain for one in listed(value) if (plain := text(one))]


def listed(value: object) -> list[Any]:
    """A list, whatever the source made of it."""
    return value if isinstance(value, list) else [] if value is None else [value]


def mapping(value: object) -> dict[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def first(values: list[str]) -> str:
    """The first of some texts, or none."""
    return values[0] if values else ""
