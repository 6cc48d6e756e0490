"""Whether two names mean the same journal, book or meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from evidencebase.comparison import normal
from evidencebase.comparison.agreement import DIFFER, MATCH, MINOR, NOT_COMPARABLE

_STOP_WORDS = """
the of and for in on to an de la le les des du et der die das und fur di del della e y el los las part series
section sect ser
"""
_STOP = frozenset(_STOP_WORDS.split())
_VOWELS = frozenset("aeiou")
_PREPRINTS = frozenset(("arxiv", "biorxiv", "medrxiv"))
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TAILS = ("u s a", "united states of america", "online", "print", "electronic")
_MEETING = frozenset(("conference", "conf", "workshop", "workshops", "symposium", "symp", "congress", "lecture"))


def compare(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """``match`` (equal, abbreviated or initials), ``minor`` (a misspelling, a subtitle), ``differ`` or
    ``not-comparable`` (meetings, which everybody names in his own way)."""
    found = {_compare(one, other) for one in ours for other in theirs if one and other}
    return next(
        (agreement for agreement in (MATCH, MINOR, NOT_COMPARABLE, DIFFER) if agreement in found), NOT_COMPARABLE
    )


@lru_cache(16384)
def _compare(one: str, other: str) -> str:
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return NOT_COMPARABLE
    preprints = _PREPRINTS & {*mine} & {*theirs}  # everybody adds something else to the name of such a server
    if preprints or _same(mine, theirs) or _initials(mine, theirs) or _initials(theirs, mine):
        return MATCH
    if _misspelt(mine, theirs) or any(_same(head, full) for head, full in _heads(one, theirs) + _heads(other, mine)):
        return MINOR
    if mine[0].isascii() != theirs[0].isascii():
        return NOT_COMPARABLE
    if not _MEETING.isdisjoint((*mine, *theirs)):
        shared = {word for word in mine if len(word) > 3} & {word for word in theirs if len(word) > 3} - _MEETING
        return MINOR if 2 * len(shared) >= min(len(mine), len(theirs)) else NOT_COMPARABLE
    return DIFFER


def _words(name: str) -> tuple[str, ...]:
    plain = normal.text(_BRACKETS.sub(" ", normal.unmarked(name))) or normal.text(name)
    for tail in _TAILS:
        plain = plain.removesuffix(f" {tail}")
    words = tuple(plain.split())
    meeting = not _MEETING.isdisjoint(words)
    return tuple(word for word in words if word not in _STOP and not (meeting and word[0].isdigit())) or words


def _heads(name: str, full: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The name before its subtitle, beside the other one as a whole; a single word tells enough before " : "."""
    head, colon, _ = name.partition(":")
    words = _words(head) if colon else ()
    return [(words, full)] if len(words) > 1 or (words and head.endswith(" ")) else []


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other or _abbreviates(one, other)


def _abbreviates(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether word by word the one shortens the other, in either direction."""
    return len(one) == len(other) and all(_shortens(a, b) or _shortens(b, a) for a, b in zip(one, other, strict=True))


def _shortens(short: str, long: str) -> bool:
    """``endocrinol``, ``natl`` and ``jpn`` shorten endocrinology, national and Japanese."""
    if long.startswith(short):
        return True
    if len(short) < 3 or len(short) >= len(long) or short[0] != long[0]:
        return False
    letters = iter(long)
    return (short[-1] == long[-1] or _VOWELS.isdisjoint(short)) and all(letter in letters for letter in short)


def _initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the one is the first letters of the other, perhaps behind the same words: JCEM, IEEE TPAMI."""
    same, letters, words = one[:-1], one[-1], other[len(one) - 1 :]
    return (
        3 <= len(letters) == len(words)
        and _abbreviates(same, other[: len(same)])
        and all(word.startswith(letter) for letter, word in zip(letters, words, strict=True))
    )


def _misspelt(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one or two words, of five letters or more, have one wrong letter, and the others are the same."""
    if len(one) != len(other):
        return False
    wrong = [(a, b) for a, b in zip(one, other, strict=True) if a != b and not _shortens(a, b) and not _shortens(b, a)]
    if len(wrong) > 2 or any(min(len(a), len(b)) < 5 for a, b in wrong):
        return False
    from rapidfuzz.distance import OSA

    return all(OSA.distance(a, b, score_cutoff=1) <= 1 for a, b in wrong)
