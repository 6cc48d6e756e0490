"""Lists of people -> family and given names, as BibTeX and biblatex read them."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.readers.bibtex.latex import clean


class Person(NamedTuple):
    """A person: family name with particles, given names with ", Jr." behind them; a group has a family name only."""

    family: str
    given: str


OTHERS = Person("et al.", "")  # what "and others" is read as

_AND = re.compile(r"\s+and\s+", re.I)
_AND_OR_BRACE = re.compile(r"[{}]|\s+and(?=\s)", re.I)
_OUTER_AND = re.compile(r"^and\s+|\s+and$", re.I)
_SPACE_IN_BRACES = re.compile(r"\{[^{}]*[\s,~]")
_EXTENDED = re.compile(r"\s*([a-z]+(?:-i)?)\s*=\s*(.*)", re.S)
_EXTENDED_LIST = re.compile(r"\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")
_COMMA = re.compile(r"[{}]|,")


class Names(dict[str, Person]):
    """Persons by their name as written; each spelling is read once."""

    def __missing__(self, name: str) -> Person:
        family, comma, given = name.partition(", ")
        plain = comma and "," not in given and "{" not in name and "\\" not in name and "=" not in name
        self[name] = person = Person(family, given) if plain and "~" not in name else read(name)
        return person

    def people(self, names: str) -> list[Person]:
        """The persons of a list; its ``and others`` is ``OTHERS``."""
        return [self[name] for name in split(names)]


def split(names: str) -> list[str]:
    """The single names of a list: what stands between the "and"s that are not in braces."""
    lower = names.lower()
    if lower.startswith("and ") or lower.endswith(" and"):
        names = _OUTER_AND.sub("", names)
    if "{" not in names:
        plain = lower.count(" and ") == names.count(" and ")
        return names.split(" and ") if plain else _AND.split(names)
    depth = start = 0
    parts: list[str] = []
    for match in _AND_OR_BRACE.finditer(names):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(names[start : match.start()].strip())
            start = match.end()
    parts.append(names[start:].strip())
    return [part for part in parts if part]


def read(name: str) -> Person:
    """One name in any of the forms "Given von Family", "von Family, Given", "von Family, Jr, Given", "family=...".

    A name that is in braces as a whole is a group.
    """
    if "{" not in name and "\\" not in name:
        return _extended(name) if "=" in name and _EXTENDED_LIST.match(name) else _plain(name.replace("~", " "))
    if _is_group(name):
        return Person(clean(name), "")
    if _EXTENDED_LIST.match(name):
        return _extended(name)
    if _SPACE_IN_BRACES.search(name) or ("," not in name and not _starts_plain(name)):
        return _hard(name)
    family, given = _plain(name.replace("~", " ").replace("\\ ", " "))
    return Person(clean(family), clean(given))


def _plain(name: str) -> Person:
    """A name whose braces, if any, hold no blanks and no commas."""
    if "," in name:
        family, *rest = [part.strip() for part in name.split(",")]
        given = ", ".join(part for part in (*rest[1:], rest[0]) if part)  # Family, Jr, Given
        return Person(family, given) if family else Person(given, "")
    words = name.split()
    if len(words) > 1:
        if name in ("et al.", "et al"):
            return OTHERS
        last = next((i for i, word in enumerate(words[:-1]) if word.lstrip("'’(")[:1].islower()), len(words) - 1)
        return Person(" ".join(words[last:]), " ".join(words[:last]))
    return OTHERS if name == "others" else Person(name.strip(), "")


def _starts_plain(name: str) -> bool:
    """Whether the case of every word's first letter is plain to see, so that particles can be told."""
    return all(word[0].isalpha() for word in name.replace("~", " ").split())


def _is_group(name: str) -> bool:
    """Whether one pair of braces encloses the whole name."""
    if not (name.startswith("{") and name.endswith("}")) or name.startswith("{\\"):
        return False
    depth = 0
    for position, character in enumerate(name):
        depth += (character == "{") - (character == "}")
        if not depth:
            return position == len(name) - 1
    return False


def _extended(name: str) -> Person:
    """biblatex's form: ``family=Beethoven, given=Ludwig, prefix=van, suffix=Jr``."""
    parts: dict[str, str] = {}
    for part in _outer_commas(name):
        if match := _EXTENDED.fullmatch(part):
            parts.setdefault(match[1], clean(match[2].strip().strip('"')))
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    given = ", ".join(filter(None, (parts.get("given"), parts.get("suffix"))))
    return Person(family, given) if family else Person(given, "")


def _outer_commas(name: str) -> list[str]:
    """What stands between the commas that are not in braces."""
    depth = start = 0
    parts = []
    for match in _COMMA.finditer(name):
        if match[0] != ",":
            depth = max(depth + (1 if match[0] == "{" else -1), 0)
        elif not depth:
            parts.append(name[start : match.start()])
            start = match.end()
    return [*parts, name[start:]]


def _hard(name: str) -> Person:
    """A name with blanks or commas in braces, or with accents where a particle may stand: as pybtex reads it."""
    from pybtex.database import Person as Pybtex

    parts = _outer_commas(name)
    if len(parts) > 3 or not all(part.strip(" ~") for part in parts):
        return _plain(clean(name))
    person = Pybtex(name)
    family = " ".join((*person.prelast_names, *person.last_names))
    given = " ".join((*person.first_names, *person.middle_names))
    if person.lineage_names:
        given = ", ".join(filter(None, (given, " ".join(person.lineage_names))))
    return Person(clean(family), clean(given))
