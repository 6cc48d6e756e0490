"""The nearest right name, for messages that say what was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from evidencebase.finding import UsageError

NEIGHBOURS = 40  # candidates compared on each side, so that a look-up stays cheap among a million keys
LIKENESS = 60  # rapidfuzz ratio below which a suggestion would only confuse


class Names:
    """Names that can be asked for the one nearest to a misspelt word.

    Only neighbours in alphabetical order, read forwards and backwards, are compared: a typing error rarely spoils
    both ends of a word.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(dict.fromkeys(names))  # of a table they come in order, which a set would lose
        self._folded = [name.casefold() for name in self._names]
        self._orders = [_in_order(self._folded, direction) for direction in (slice(None), slice(None, None, -1))]

    def nearest(self, word: str) -> str | None:
        """The most similar name, or ``None`` when nothing is similar."""
        from rapidfuzz import fuzz, process  # only when something is misspelt

        folded = word.casefold()
        candidates: set[int] = set()
        for direction, places, keys in self._orders:
            at = bisect_left(keys, folded[direction])
            candidates.update(places[max(0, at - NEIGHBOURS) : at + NEIGHBOURS])
        near = sorted(candidates)
        choices = [self._folded[place] for place in near]
        best = process.extractOne(folded, choices, scorer=fuzz.ratio, processor=None, score_cutoff=LIKENESS)
        return self._names[near[best[2]]] if best else None


def _in_order(words: Sequence[str], direction: slice) -> tuple[slice, list[int], list[str]]:
    """The places of words as they come in alphabetical order, read in a direction; and the words so read and sorted."""
    read = [word[direction] for word in words]
    places = sorted(range(len(read)), key=read.__getitem__)
    return direction, places, [read[place] for place in places]


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The most similar of a few names, or ``None``."""
    return Names(names).nearest(word)


def suggestion(word: str, names: Collection[str], listed: str = "") -> str:
    """``"; did you mean 'x'?"`` or nothing, ready to be put behind a message.

    ``listed`` is a word (Known, Allowed) behind which all names follow.
    """
    near = nearest(word, names)
    asked = f"; did you mean '{near}'?" if near else ""
    return f"{asked or '.'} {listed}: {', '.join(names)}" if listed else asked


def rules_meant(word: str, codes: Mapping[str, str]) -> list[str]:
    """The rules, given as code by name, that a name, a code, the last part of a name, or a group means.

    Raises:
        UsageError: there is none.
    """
    lower = word.lower()
    found = [name for name, code in codes.items() if lower in (name, code.lower(), *name.split("/"))]
    if not found:
        names = [*codes, *(name.rpartition("/")[2] for name in codes)]
        raise UsageError(f"no rule '{word}'{suggestion(word, names) or '.'} `evidencebase rules` lists them")
    return found


def likeness(one: str, other: str) -> float:
    """How alike the words of two texts are, whatever their order: 0 to 100."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(one.casefold(), other.casefold())
