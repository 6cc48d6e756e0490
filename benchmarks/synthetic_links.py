"""Which works bear on a made-up claim: every work is cited, popular ones often, none twice on one claim."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import NamedTuple

from synthetic_words import draws
from synthetic_works import STARTS, Works

_LOCATORS = ("", "", "", "", "", " [Table 2]", " [Figure 1]", " [abstract]", " [Discussion]", " [Supplement 3]")


class Links(NamedTuple):
    """The works of one claim, by relation, and where the evidence of its support starts."""

    supports: list[int]
    disputes: list[int]
    qualifies: list[int]
    mentions: list[int]
    start: str


NO_LINKS = Links([], [], [], [], "")


class Citations:
    """Chooses works for one claim after the other; keeps count of links and of the works that were used."""

    def __init__(self, works: Works, rng: Random) -> None:
        self._works = works
        self.count = 0
        self._used = bytearray(works.count)
        step = next(step for step in (7_919, 7_927, 7_933) if gcd(step, works.count) == 1)
        scattered = (at * step % works.count for at in range(works.count))
        self._uncited = (number for number in scattered if number not in works.unused)
        self._popular = draws(rng, [int((at / 65_536) ** 3 * works.count) for at in range(65_536)])
        self._starts = draws(rng, list(STARTS), [5, 8, 1])
        self._more = draws(rng, (0, 1, 2, 3, 4), [45, 30, 14, 7, 4])
        self._locators = draws(rng, _LOCATORS)

    def choose(self, share: int) -> Links:
        """Works of one claim. All that count start at one level, so that its grade has one explanation."""
        first = next(self._uncited, None)
        start = "" if first is None else self._works.start(first)
        mentions = [first] if first is not None and not start else []
        if first is None or not start:
            start = next(self._starts)
            first = self._works.nearby(next(self._popular), start)
        links = Links([first], [], [], mentions, start)
        for work in (first, *mentions):
            self._used[work] = 1
            self.count += 1
        for _ in range(next(self._more)):
            self.add(links, links.supports)
        if share % 12 == 0:
            self.add(links, links.disputes)
        if share % 20 == 1:
            self.add(links, links.qualifies)
        if share % 5 == 2:
            self.add(links, links.mentions)
        return links

    def add(self, links: Links, to: list[int]) -> None:
        """One more work, unless the claim has it already."""
        work = self._works.nearby(next(self._popular), links.start)
        if not any(work in works for works in links[:4]):
            to.append(work)
            self._used[work] = 1
            self.count += 1

    def cell(self, works: list[int]) -> str:
        """A list cell, with locators here and there."""
        return "; ".join([self._works.key(work) + next(self._locators) for work in works])

    def spoil(self, rule: str, links: Links) -> str:
        """A key to be added to the supports: one that is there already, or one that no work has."""
        self.count += 1
        key = self._works.key(links.supports[0])
        if rule == "doubled-link":
            return key
        year = next(at for at, character in enumerate(key) if character.isdigit())
        mistakes = (key.capitalize(), key[:year] + key[year + 2 :], f"{key[:year]}_{key[year:]}")
        return mistakes[self.count % 3]

    def unused(self) -> list[int]:
        """Works that no claim cites."""
        return [number for number, used in enumerate(self._used) if not used]
