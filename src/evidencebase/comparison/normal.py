"""One form for what sources write differently: texts, titles, names, pages, volumes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_TAG = re.compile(r"</?([A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>")
_INSIDE_WORDS_WORDS = "b i u em strong sub sup sc scp inf tt span italic bold"
_INSIDE_WORDS = frozenset(_INSIDE_WORDS_WORDS.split())
_WORD = re.compile(r"\d+|[^\W\d_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ‘`´](?=\w)")
_GREEK = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")
_LETTER_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi
chi psi omega
"""
_GREEK_NAMES = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _LETTER_NAMES.split(), strict=True))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ς": "σ"}
)
_MARK = re.compile(
    r"[\W_]*(?:(retracted|withdrawn)(?:\s+(?:article|paper|chapter))?|(retraction|withdrawal))\s*[:\]).–—-]+\s*", re.I
)
_TRANSLATED = re.compile(r"\(author'?s transl\)", re.I)


@lru_cache(16384)
def text(value: str) -> str:
    """The words of a text, one space between them: no markup, marks or case, Greek letters by name, "&" as "and".

    Digits stand apart from letters, so that "COVID19" and "COVID-19" are the same.
    """
    if "<" in value or "&" in value:
        value = unmarked(value).replace("&", " and ")
    if not value.isascii():
        value = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", value).casefold())
        value = "".join(sign for sign in value if not unicodedata.combining(sign)).translate(_LETTERS)
        value = unicodedata.normalize("NFC", _GREEK.sub(lambda letter: f" {_GREEK_NAMES[letter[0]]} ", value))
    return " ".join(_WORD.findall(_APOSTROPHE.sub("", value.casefold())))


def unmarked(value: str) -> str:
    """A text without the tags and character references of HTML and JATS."""
    for _ in range(2):  # registries escape twice: &amp;lt;i&amp;gt;
        value = unescape(value)
    return _TAG.sub(lambda tag: "" if tag[1].rpartition(":")[2].lower() in _INSIDE_WORDS else " ", value)


def title(value: str) -> str:
    """The words of a title, without the RETRACTED or WITHDRAWN that a publisher put before it."""
    if "<" in value or "&" in value:
        value = unmarked(value)
    while match := _MARK.match(value):
        value = value[match.end() :]
    return text(_TRANSLATED.sub("", value))


def mark(value: str) -> str:
    """``retraction`` or ``withdrawal`` when the title begins with such a word, else nothing."""
    match = _MARK.match(unmarked(value))
    return ("withdrawal" if "withdraw" in match[0].lower() else "retraction") if match else ""


class Pages(NamedTuple):
    """First and last page without letters; the letters before the first one ("e", "s"); 0 stands for unknown."""

    letters: str
    first: int
    last: int


_PAGE = re.compile(r"([^\W\d_]{0,12})[\s.:]*?(\d{1,18})")
_ARTICLE = frozenset({"article", "art", "no", "id", "artid", "p", "pp", "page", "pages", "paper"})
_DASH = re.compile(r"[-‐‑‒–—―−]+|\bto\b")


@lru_cache(16384)
def pages(value: str) -> Pages:
    """What a page range says: ``1433-41`` is 1433 to 1441, ``S272-S280`` has the letter s, ``e123`` the letter e."""
    value = unicodedata.normalize("NFKC", value).casefold()
    first, _, last = (part.strip() for part in (*_DASH.sub("-", value, count=0).partition("-"),))
    begin = _PAGE.search(first)
    if not begin:
        return Pages("", 0, 0)
    letters = "" if begin[1] in _ARTICLE else begin[1]
    end = _PAGE.search(last)
    if not end:
        return Pages(letters, int(begin[2]), 0)
    digits = end[2]
    if len(digits) < len(begin[2]):
        digits = begin[2][: len(begin[2]) - len(digits)] + digits
    return Pages(letters, int(begin[2]), int(digits))


class Volume(NamedTuple):
    """The number of a volume, the letter behind it, and the number of its supplement; 0 stands for none."""

    number: int
    letter: str
    supplement: int


_SUPPLEMENT = re.compile(r"\(?\bs(?:uppl?(?:ement)?)?\b\.?\s*(\d+)?.*|\(?\bsuppl(?:ement)?\.?\s*(\d+).*|\bs(\d+)$")
_NUMBER = re.compile(r"(\d{1,18})\s*-?\s*([a-z]?)(?![a-z])")
_ROMAN = re.compile(r"\b(?=[ivxlcdm])m{0,4}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})\b")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@lru_cache(4096)
def volume(value: str) -> Volume:
    """What a volume says: ``12 Suppl 3``, ``XIV``, ``36A``, ``vol. 2017``."""
    value = unicodedata.normalize("NFKC", value).casefold()
    supplement = _SUPPLEMENT.search(value)
    extra = 0
    if supplement:
        value = value[: supplement.start()]
        extra = int(next(filter(None, supplement.groups()), "1")[:9])
    number = _NUMBER.search(value)
    if number:
        return Volume(int(number[1]), number[2], extra)
    if written := next((found[0] for found in _ROMAN.finditer(value) if found[0]), ""):
        return Volume(roman(written), "", extra)
    return Volume(0, "", extra)


def roman(numeral: str) -> int:
    """The value of a Roman numeral in lower case."""
    total = greatest = 0
    for value in map(_ROMAN_VALUES.__getitem__, reversed(numeral)):
        total += -value if value < greatest else value
        greatest = max(greatest, value)
    return total
