"""Citation keys by a pattern: ASCII, lower case, and none that is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from evidencebase.finding import UsageError
from evidencebase.formats import dates, people
from evidencebase.formats.item import Item

DEFAULT = "{family}{year}"
PLACES = ("family", "year", "title", "pmid", "key")

# what splits a cell of claims, begins a locator or ends a key in TeX
_UNCITABLE = re.compile(r"""-*[\s;,=\[\]"{}\\#%~]+[\s;,=\[\]"{}\\#%~-]*""")
_PLACE = re.compile(r"\{([^{}]*)\}")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng"}
)
_STOP = "a an the of on in and for to with from is are der die das ein eine und le la les un une el los"
_SMALL = frozenset(_STOP.split())


def check(pattern: str) -> str:
    """The pattern. Raises UsageError: it has a place that is unknown, or none, or signs that no key can have."""
    from evidencebase.nearest import suggestion

    for name in _PLACE.findall(pattern):
        if name not in PLACES:
            raise UsageError(f"--keys: unknown place {{{name}}}{suggestion(name, PLACES, 'Known')}")
    if not _PLACE.search(pattern) or not re.fullmatch(r"[A-Za-z0-9:._+/-]*", _PLACE.sub("", pattern)):
        raise UsageError(f"--keys: '{pattern}' is no pattern for keys; write letters and places, as in {DEFAULT}")
    return pattern


class Keys:
    """Makes keys that differ, also for BibTeX, which does not tell case apart."""

    def __init__(self, taken: list[str], pattern: str) -> None:
        self.taken = {key.lower() for key in taken}
        self.pattern = pattern
        self._next: dict[str, Iterator[str]] = {}  # suffixes not tried yet, by key

    def new(self, item: Item) -> str:
        """A key of the pattern; the second of the same gets an ``a``, then ``b``, ``aa`` after ``z``."""
        parts = _parts(item)
        made = _PLACE.sub(lambda match: parts[match[1]], self.pattern) or "work"
        return self.free(made)

    def free(self, wished: str) -> str:
        """This key as claims and TeX can cite it, or the first free one that begins with it."""
        wished = _UNCITABLE.sub("-", wished).strip("-") or "work"
        suffixes = self._next.setdefault(wished.lower(), _suffixes())
        key = next(key for suffix in suffixes if (key := wished + suffix).lower() not in self.taken)
        self.taken.add(key.lower())
        return key


def _suffixes() -> Iterator[str]:
    yield ""
    for number in count():
        letters = ""
        rest = number + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("a") + letter) + letters
        yield letters


def _parts(item: Item) -> dict[str, str]:
    names = item.get("author") or item.get("editor") or []
    words = [word for one in str(item.get("title", "")).split() if (word := ascii(one)) and word not in _SMALL]
    title = words[0] if words else ""
    family = (ascii(people.family(names[0])) if names else "") or title or "work"
    year = dates.year(item.get("issued") or {})
    return {
        "family": family[:40],
        "year": f"{year:04d}" if year else "",
        "title": title[:40],
        "pmid": str(item.get("PMID", "")),
        "key": re.sub(r"[^A-Za-z0-9:._+/-]", "", str(item.get("id", ""))) or family[:40],
    }


def ascii(text: str) -> str:
    """Lower-case ASCII letters and digits of a text: ``Müller-Lüdenscheidt`` -> ``mullerludenscheidt``."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
