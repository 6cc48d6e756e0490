"""Whether two sources name the same people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from evidencebase.comparison import normal
from evidencebase.comparison.agreement import AGREEMENTS, DIFFER, MATCH, MINOR, MISSING, NOT_COMPARABLE
from evidencebase.comparison.record import Person

_PARTICLES_WORDS = """
van von vom der den de del della delle di da das do dos du la le les lo ter ten te el al bin ibn ben af av zu zum
zur y e d l st
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_SUFFIXES = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md"))
_GROUP_WORDS = """
group study investigators investigator consortium collaboration collaborative collaborators society committee trial
network team association initiative project federation institute organization organisation who panel council agency
ministry department working
"""
GROUP_WORDS = frozenset(_GROUP_WORDS.split())
_OTHERS = frozenset({"et al", "others", "and others"})
_INITIALS = re.compile(r"[A-ZÀ-Þ]{1,3}")
_SPLIT = re.compile(r"[\s.\-‐‑–·]+")
_MOST_SEARCHED = 5  # absent authors that are looked for under a misspelling


def named(people: Sequence[Person]) -> list[Person]:
    """The people of a list without its "et al."."""
    return [person for person in people if person.family and normal.text(person.family) not in _OTHERS]


def is_group(person: Person) -> bool:
    """Whether an author is a body rather than a person."""
    return not person.given and not GROUP_WORDS.isdisjoint(normal.text(person.family).split())


@lru_cache(16384)
def families(family: str) -> tuple[str, ...]:
    """Forms of a family name, without spaces: as it is, and without particles; never with Jr."""
    words = normal.text(family).split()
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    bare = list(words)
    while len(bare) > 1 and bare[0] in _PARTICLES:
        bare.pop(0)
    return ("".join(words),) if bare == words else ("".join(words), "".join(bare))


def same_family(one: Person, other: Person) -> str:
    """``match``, ``minor`` (a typing error, one half of a double name, family and given name swapped) or ``differ``."""
    mine, theirs = families(one.family), families(other.family)
    if not set(mine).isdisjoint(theirs):
        return MATCH
    if _misspelt(mine[-1], theirs[-1]) and initials_agree(one, other):
        return MINOR
    if one.given and other.given:
        if {_joined(one.given)} & set(theirs) and {_joined(other.given)} & set(mine):
            return MINOR
        halves = set(_halves(one.family)), set(_halves(other.family))
        if initials_agree(one, other) and ({*mine} & halves[1] or {*theirs} & halves[0]):
            return MINOR
    return DIFFER


def _same_person(one: Person, other: Person) -> str:
    family = same_family(one, other)
    return DIFFER if family == MATCH and not initials_agree(one, other) else family


def initials_agree(one: Person, other: Person) -> bool:
    """Whether the given names can be those of one person, by their initials; unknown ones agree."""
    mine, theirs = _initials(one.given), _initials(other.given)
    return not mine or not theirs or mine[0] in theirs or theirs[0] in mine


def first(ours: Sequence[Person], theirs: Sequence[Person]) -> str:
    """Whether the first author is the same: family name and initial."""
    mine, others = named(ours)[:1], named(theirs)
    if not others or (mine and not _comparable(mine[0], others)):
        return NOT_COMPARABLE
    if not mine:
        return MISSING
    one = mine[0]
    leading = [others[0], *([] if is_group(one) else [person for person in others if not is_group(person)][:1])]
    best = min((_same_person(one, other) for other in leading), key=AGREEMENTS.index)
    if best == DIFFER and is_group(one):  # registries keep groups apart from people, or leave them out
        return MINOR if any(same_family(one, other) == MATCH for other in others) else NOT_COMPARABLE
    return best


def given(ours: Sequence[Person], theirs: Sequence[Person]) -> str:
    """Whether the given names written out of the first author agree; initials are the business of ``first``."""
    mine, others = named(ours)[:1], named(theirs)
    other = next((person for person in others if mine and same_family(mine[0], person) == MATCH), None)
    if not other or not other.given:
        return NOT_COMPARABLE
    if not mine[0].given:
        return MISSING
    one, two = _full(mine[0].given), _full(other.given)
    if not one or not two or one[0].isascii() != two[0].isascii():
        return NOT_COMPARABLE
    if one[0].startswith(two[0]) or two[0].startswith(one[0]) or "".join(one) == "".join(two):
        return MATCH
    from rapidfuzz import fuzz

    if not set(one).isdisjoint(two) or fuzz.ratio(one[0], two[0]) >= 60:
        return MINOR
    return DIFFER


def others(ours: Sequence[Person], theirs: Sequence[Person]) -> str:
    """Whether the authors after the first one are among those of the record."""
    mine, known = named(ours)[1:], named(theirs)
    if not known or not mine:
        return NOT_COMPARABLE if not known else MISSING if len(known) > 1 else MATCH
    if len(known) == 1:  # older records give the first author only
        return NOT_COMPARABLE
    absent = absentees(ours, theirs)
    if not absent:
        return MATCH
    if any(is_group(person) or not _comparable(person, known) for person in absent):
        absent = [person for person in absent if not is_group(person) and _comparable(person, known)]
    if not absent:
        return NOT_COMPARABLE
    if len(absent) <= _MOST_SEARCHED and all(
        any(same_family(person, other) != DIFFER for other in known) for person in absent
    ):
        return MINOR
    return DIFFER


def absentees(ours: Sequence[Person], theirs: Sequence[Person]) -> list[Person]:
    """Our authors whose family name the record does not have."""
    known = {form for person in named(theirs) for form in families(person.family)}
    return [person for person in named(ours) if known.isdisjoint(families(person.family))]


def _misspelt(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 5 or one[0] != other[0] or abs(len(one) - len(other)) > 2:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=2) <= (2 if shorter >= 8 else 1)


def _halves(family: str) -> Iterator[str]:
    words = [word for word in normal.text(family).split() if word not in _PARTICLES]
    if len(words) > 1:
        yield from (word for word in (words[0], words[-1]) if len(word) >= 4)


def _comparable(one: Person, known: Iterable[Person]) -> bool:
    """Whether a name is in the same script as one of those known."""
    plain = families(one.family)[0].isascii()
    return any(families(other.family)[0].isascii() == plain for other in known)


def _joined(name: str) -> str:
    return normal.text(name).replace(" ", "")


@lru_cache(16384)
def _initials(given: str) -> str:
    """First letters of all given names: "Marie-Anne", "M.A." and "MA" alike."""
    found = []
    for part in filter(None, _SPLIT.split(given)):
        letters = part if _INITIALS.fullmatch(part) else part[:1]
        found.append(normal.text(letters).replace(" ", ""))
    return "".join(found)


def _full(given: str) -> list[str]:
    """The given names that are written out."""
    parts = [part for part in _SPLIT.split(given.partition(",")[0]) if part and not _INITIALS.fullmatch(part)]
    return [word for part in parts if len(word := _joined(part)) > 1]
