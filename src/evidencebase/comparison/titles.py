"""How alike two titles are. What tells a paper from its neighbours (numbers, "reply", "women") guards the grade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from evidencebase.comparison import normal

EQUAL, NEAR, PREFIX, CLOSE, GUARDED, FAR, UNKNOWN = "equal", "near", "prefix", "close", "guarded", "far", "unknown"
GRADES = (EQUAL, NEAR, PREFIX, CLOSE, GUARDED, FAR, UNKNOWN)  # best first
LONG = 6  # words from which a title alone means one work
TELLING = 4  # words from which it points at one

_NEAR, _CLOSE, _FLOOR = 93.0, 85.0, 40.0
_PREFIX_WORDS = 5
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_NUMBERS = """
one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|eight eighth|nine ninth|ten tenth|
eleven eleventh|twelve twelfth
"""
_WRITTEN = {word: str(number) for number, words in enumerate(_NUMBERS.split("|"), 1) for word in words.split()}
_KINDS = (
    "re reply replies comment comments letter response correction corrigendum erratum addendum editorial retraction"
)
_NEGATIONS = "no not non without lack"
_CONTRASTS = (
    "men man male males boys;women woman female females girls;mice mouse;rats rat;children pediatric paediatric;adults "
    "adult;high higher increase increases increased increasing;low lower decrease decreases decreased decreasing "
    "reduced reduces;upper;lower;acute;chronic;early;late;before;after;in vitro;positive;negative;left;right;"
    "premenopausal;postmenopausal;systematic;protocol"
)
_GUARDS = {word: word for word in f"{_KINDS} {_NEGATIONS}".split()} | {
    word: group.split()[0] for group in _CONTRASTS.split(";") for word in group.split() if word != "in"
}


_FILLERS = frozenset(("a", "an", "the", "of", "and", "in", "on", "for", "to", "by", "with", "from", "at"))


class Likeness(NamedTuple):
    """One of ``GRADES``, the rapidfuzz ratio (0 to 100) behind it, and whether only spelling tells the titles apart."""

    grade: str
    ratio: float
    respelt: bool = False


_NO_TITLE = Likeness(UNKNOWN, 0.0)


def likeness(ours: Sequence[str], theirs: Sequence[str]) -> Likeness:
    """The best grade of any form of our title with any form of theirs; unknown when none can be compared."""
    best = _NO_TITLE
    for one in ours:
        for other in theirs:
            found = _likeness(normal.title(one), normal.title(other))
            if found is not _NO_TITLE and (best is _NO_TITLE or _rank(found) < _rank(best)):
                best = found
            if best.grade == EQUAL:
                return best
    return best


def length(titles: Sequence[str]) -> int:
    """Words of the longest title."""
    return max((len(normal.title(title).split()) for title in titles), default=0)


def _rank(found: Likeness) -> tuple[int, float]:
    return GRADES.index(found.grade), -found.ratio


def _likeness(one: str, other: str) -> Likeness:
    from rapidfuzz import fuzz  # only when there is something to compare

    if not one or not other or (one.isascii() != other.isascii() and not _share_script(one, other)):
        return _NO_TITLE
    if one == other:
        return Likeness(EQUAL, 100.0, True)
    ratio = fuzz.ratio(one, other, score_cutoff=_FLOOR)
    short, long = sorted((one, other), key=len)
    prefix = long.startswith(f"{short} ") and short.count(" ") >= _PREFIX_WORDS - 1
    if ratio < _CLOSE and not prefix:
        return Likeness(FAR, ratio)
    if short.replace(" ", "") == long.replace(" ", ""):
        return Likeness(EQUAL, 100.0, True)
    respelt = _respelt(one, other)
    if guards(one) != guards(other) and not respelt:
        return Likeness(GUARDED, ratio)
    return Likeness(PREFIX if prefix else NEAR if ratio >= _NEAR else CLOSE, ratio, respelt)


@lru_cache(8192)
def guards(title: str) -> tuple[str, ...]:
    """What must be the same in two titles of one work, sorted: numbers, kinds of contribution, negations, contrasts."""
    found = _NUMBER.findall(title)
    for word in title.split():
        if word in _GUARDS:
            found.append(_GUARDS[word])
        elif word in _WRITTEN:
            found.append(_WRITTEN[word])
        elif _ROMAN.fullmatch(word):
            found.append(str(normal.roman(word)))
    return tuple(sorted(number.lstrip("0") or "0" for number in found))


def _respelt(one: str, other: str) -> bool:
    """Whether only spelling tells two titles apart: a letter a word, hyphens, articles and the like."""
    from rapidfuzz.distance import OSA

    mine, theirs = _left(one, other), _left(other, one)
    if "".join(mine) == "".join(theirs):
        return True
    a, b = " ".join(mine), " ".join(theirs)
    if _NUMBER.search(a + b):
        return False
    most = max(len(mine), len(theirs))
    return min(len(a), len(b)) >= 5 * most and OSA.distance(a, b, score_cutoff=most) <= most


def _left(one: str, other: str) -> list[str]:
    """The words of the one that the other does not have, without those that say nothing."""
    theirs = Counter(other.split())
    left = []
    for word in one.split():
        if theirs[word]:
            theirs[word] -= 1
        elif word not in _FILLERS:
            left.append(word)
    return left


def _share_script(one: str, other: str) -> bool:
    """Whether two titles have a fifth of their letters in common, which a title and its translation have not."""
    mine, theirs = set(one) - {" "}, set(other) - {" "}
    return 5 * len(mine & theirs) >= min(len(mine), len(theirs))
