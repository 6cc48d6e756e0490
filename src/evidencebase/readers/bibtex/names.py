"""Lists of people -> family and given names, as BibTeX and biblatex read them (a test compares with pybtex)."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.patterns import late
from evidencebase.readers.bibtex.latex import clean


class Person(NamedTuple):
    """A person: family name with particles, given names with ", Jr." behind them; a group has a family name only."""

    family: str
    given: str


_new = tuple.__new__  # Person(family, given) takes three times as long
OTHERS = Person("et al.", "")  # what "and others" is read as

_AND = late(r"\s+and\s+", re.I)
_AND_OR_BRACE = late(r"[{}]|\s+and(?=\s)", re.I)
_AND_IN_NAME = late(r"(?:^|\s)and(?:\s|$)", re.I)
_OUTER_AND = late(r"^and\s+|\s+and$", re.I)
_COMMA_OR_BRACE = late(r"[{},]")
_BLANK_OR_BRACE = late(r"[{}]|[\s~]+")
_PART = late(r"\s*([a-z]+)\s*=\s*(.*)", re.S)
_EXTENDED = late(r"(?:^|,)\s*(?:family|given)\s*=")
# The letter that decides whether a word is a particle: the first one, also of an accent or of a letter like \o
_FIRST_LETTER = late(
    r"(?:[\d_]|[^\w{\\]|\{(?!\\)[^{}]*\})*+"
    r"(?:\{\\(?:[A-Za-z]+\s*|[^A-Za-z]\s*)\{?\\?([^\W\d_])|\{\\([A-Za-z])|([^\W\d_]))"
)


class Names(dict[str, Person]):
    """Persons by their name as written; each spelling is read once."""

    def __missing__(self, name: str) -> Person:
        if "and" in name.lower() and _AND_IN_NAME.search(name):
            raise _NotSplitError
        if ("{" in name or "}" in name) and name.count("{") != name.count("}"):
            raise _NotSplitError
        self[name] = person = _one(name)
        return person

    def people(self, names: str) -> list[Person]:
        """The persons of a list; its ``and others`` is ``OTHERS``."""
        try:
            return list(map(self.__getitem__, names.split(" and ")))
        except _NotSplitError:
            return [_one(name) for name in split(names)]


class _NotSplitError(Exception):
    """What stands between two "and"s may not be one name: an "and" is in braces, or written otherwise."""


def split(names: str) -> list[str]:
    """The single names of a list: what stands between the "and"s that are not in braces."""
    if names[:4] == "and " or names[-4:] == " and":
        names = _OUTER_AND.sub("", names)
    parts = _AND.split(names) if " AND " in names or " And " in names else names.split(" and ")
    if "{" not in names or all(part.count("{") == part.count("}") for part in parts):
        return parts
    return [part for part in _outside(names, _AND_OR_BRACE) if part]


def _one(name: str) -> Person:
    """One name: most are in one of the usual forms, "Family, Given" and "Given Family", without LaTeX."""
    if "{" in name or "\\" in name or "=" in name or "~" in name:
        return read(name)
    family, _, given = name.partition(", ")
    if family and given and "," not in given:
        return _new(Person, (family, given))
    return _given_first(name) or read(name)


def _given_first(name: str) -> Person | None:
    """A name without LaTeX and particles in the form "Given Family"."""
    words = name.split()
    if len(words) < 2 or "," in name or "$" in name or not all(map(str.isupper, [word[0] for word in words])):
        return None
    return _new(Person, (words[-1], " ".join(words[:-1])))


def read(name: str) -> Person:
    """One name in any of the forms "Given von Family", "von Family, Given", "von Family, Jr, Given", "family=...".

    A name that is in braces as a whole is a group.
    """
    if "=" in name and _EXTENDED.search(name):
        return _extended(name)
    if _is_group(name):
        return Person(clean(name), "")
    braces = "{" in name
    if "," in name:
        family, *rest = _outside(name, _COMMA_OR_BRACE) if braces else [part.strip() for part in name.split(",")]
        if rest:  # Family, Jr, Given
            return _person(family, ", ".join([part for part in (*rest[1:], rest[0]) if part]))
    words = [word for word in _outside(name, _BLANK_OR_BRACE) if word] if braces else name.replace("~", " ").split()
    if " ".join(words) in ("others", "et al", "et al."):
        return OTHERS
    last = 0  # BibTeX: the family name begins with the first particle, or is the last word
    while last < len(words) - 1 and not _is_particle(words[last]):
        last += 1
    return _person(" ".join(words[last:]), " ".join(words[:last]))


def _person(family: str, given: str) -> Person:
    return Person(_text(family), _text(given)) if family else Person(_text(given), "")


def _text(part: str) -> str:
    """Part of a name without LaTeX; most are plain."""
    return " ".join(clean(part).split()) if "\\" in part or "{" in part or "~" in part or "$" in part else part


def _outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """What stands between the separators that are not in braces; the pattern finds braces too."""
    depth = start = 0
    parts = []
    for match in separator.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]


def _is_group(name: str) -> bool:
    """Whether one pair of braces encloses the whole name."""
    if not name.startswith("{") or not name.endswith("}") or name.startswith("{\\"):
        return False
    depth = 0
    for position, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if not depth:
            return position == len(name) - 1
    return False


def _is_particle(word: str) -> bool:
    if word[0].isalpha():
        return word[0].islower()
    match = _FIRST_LETTER.match(word)
    return match is not None and (match[1] or match[2] or match[3]).islower()


def _extended(name: str) -> Person:
    """biblatex's form: ``family=Beethoven, given=Ludwig, prefix=van, suffix=Jr``."""
    parts: dict[str, str] = {}
    for part in _outside(name, _COMMA_OR_BRACE):
        if match := _PART.fullmatch(part):
            parts.setdefault(match[1], match[2].strip('" '))
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return _person(family, ", ".join(filter(None, (parts.get("given"), parts.get("suffix")))))
