"""The nearest right name, for messages that say what was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from evidencebase.finding import UsageError

NEIGHBOURS = 40  # candidates compared on each side, so that a look-up stays cheap among a million keys
LIKENESS = 60  # rapidfuzz ratio below which a suggestion would only confuse


class Names:
    """Names that can be asked for the one nearest to a misspelt word.

    Only neighbours in alphabetical order, read forwards and backwards, are compared: a typing error rarely spoils
    both ends of a word.
    """

    def __init__(self, names: Iterable[str]) -> None:
        unique = set(names)
        self._forwards = sorted((name.casefold(), name) for name in unique)
        self._backwards = sorted((name.casefold()[::-1], name) for name in unique)

    def nearest(self, word: str) -> str | None:
        """The most similar name, or ``None`` when nothing is similar."""
        from rapidfuzz import fuzz, process  # only when something is misspelt

        folded = word.casefold()
        candidates = {
            name
            for key, order in ((folded, self._forwards), (folded[::-1], self._backwards))
            for at in (bisect_left(order, (key, "")),)
            for _, name in order[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
        }
        best = process.extractOne(
            folded, sorted(candidates), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=LIKENESS
        )
        return best[0] if best else None


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The most similar of a few names, or ``None``."""
    return Names(names).nearest(word)


def suggestion(word: str, names: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` or nothing, ready to be put behind a message."""
    near = nearest(word, names)
    return f"; did you mean '{near}'?" if near else ""


def rules_meant(word: str, codes: Mapping[str, str]) -> list[str]:
    """The rules, given as code by name, that a name, a code, the last part of a name, or a group means.

    Raises:
        UsageError: there is none.
    """
    found = [name for name, code in codes.items() if word in (name, code, *name.split("/"))]
    if not found:
        hint = suggestion(word, [*codes, *(name.rpartition("/")[2] for name in codes)])
        raise UsageError(f"no rule '{word}'{hint} `evidencebase rules` lists them")
    return found


def likeness(one: str, other: str) -> float:
    """How alike the words of two texts are, whatever their order: 0 to 100."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(one.casefold(), other.casefold())
