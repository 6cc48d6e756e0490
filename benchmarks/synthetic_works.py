"""Made-up works, by number: key, year and study design follow from it, so that claims can cite without a table."""

from __future__ import annotations

from math import gcd
from random import Random

from synthetic_words import coined, listed

# Twenty works make a round; the place in it decides the design, and so where GRADE lets their evidence start.
DESIGNS = (
    *("rct",) * 5,
    *("sr-rct",) * 2,
    *("cohort",) * 3,
    *("nrsi", "case-control", "before-after", "cross-sectional", "sr-obs"),
    "case-series",
    *("narrative-review", "guideline", "editorial", "web"),
)
ROUND = len(DESIGNS)
STARTS = {"high": range(7), "low": range(7, 15), "very-low": range(15, 16)}
_START_OF = {place: start for start, places in STARTS.items() for place in places}
PROCEEDINGS = 250  # the last of so many works is a volume of proceedings, which some of the others refer to

DEFECTS = {  # share of the works
    "bad-doi": 0.003,
    "bad-year": 0.003,
    "missing-field": 0.005,
    "duplicate-work": 0.005,
    "duplicate-key": 0.002,
    "unused-work": 0.02,
}

WORDS = listed("""
bone density fracture mineral androgen testosterone estradiol trabecular cortical vitamin calcium receptor
osteoblast sclerostin turnover spine hip femoral radius tibia muscle strength falls risk mortality cohort
registry trial review dose gel oral implant
""")
_KNOWN = listed("""
Smith Jones Tanaka Chen Kim Nguyen Singh Kumar Silva Santos Rossi Ferrari Weber Fischer Schneider Meyer Dubois
Laurent Moreau Ivanova Petrov Kowalski Nowak Hansen Larsen Nielsen Virtanen Korhonen Yilmaz Demir Cohen Levi
Haddad Okafor Mensah Brown Wilson Taylor Martin Walker
""")


class Works:
    """The works of one evidence base, by number from 0."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        rng = Random(f"{seed} works")
        self.families = _KNOWN + [
            word.title() for word in coined(rng, 2_000 - len(_KNOWN), {name.lower() for name in _KNOWN})
        ]
        self._size = len(self.families) * 60 * len(WORDS)
        self._step = next(step for step in (104_729, 104_743, 104_759) if gcd(step, self._size) == 1)
        self.plan = _plan(rng, count)
        self.unused = frozenset(number for number, rule in self.plan.items() if rule == "unused-work")

    def parts(self, number: int) -> tuple[str, int, str]:
        """First author's family name, year and word of the key: a different triple for every number."""
        mixed = number * self._step % self._size
        mixed, family = divmod(mixed, len(self.families))
        mixed, year = divmod(mixed, 60)
        return self.families[family], 1965 + year, WORDS[mixed]

    def key(self, number: int) -> str:
        """The citation key."""
        family, year, word = self.parts(number)
        return f"{family.lower()}{year}{word}"

    def start(self, number: int) -> str:
        """Where GRADE lets the evidence of the work start; empty when it is no primary evidence."""
        return "" if is_proceedings(number) else _START_OF.get(number % ROUND, "")

    def nearby(self, number: int, start: str) -> int:
        """A citable work near that number whose evidence starts there."""
        places = STARTS[start]
        rounds = max(1, self.count // ROUND)
        found = number // ROUND % rounds * ROUND + places[number % len(places)]
        while found in self.unused or is_proceedings(found):
            found = (found + ROUND) % (rounds * ROUND)
        return found


def is_proceedings(number: int) -> bool:
    """Whether the work is a volume of proceedings."""
    return number % PROCEEDINGS == PROCEEDINGS - 1


def _plan(rng: Random, count: int) -> dict[int, str]:
    """Which works get which defect; the unused ones are of a design that claims only mention."""
    wanted = {rule: max(1, round(share * count)) for rule, share in DEFECTS.items()}
    background = [n for n in range(count) if n % ROUND not in _START_OF and not is_proceedings(n)]
    plan = dict.fromkeys(rng.sample(background, wanted.pop("unused-work")), "unused-work")
    others = [n for n in range(1, count) if n not in plan and not is_proceedings(n)]
    chosen = iter(rng.sample(others, sum(wanted.values())))
    plan.update((next(chosen), rule) for rule, many in wanted.items() for _ in range(many))
    return plan
