"""Grades of made-up claims: start, steps down and up as GRADE has them, and wordings that fit; or defects in both."""

from __future__ import annotations

from typing import NamedTuple

_LEVELS = ("very-low", "low", "moderate", "high")
_WORDINGS = ("uncertain", "may", "likely", "strong")
_RANK = {"very-low": 0, "low": 1, "high": 3}
_DOWN = (
    ("",),
    ("imprecision 1", "indirectness 1", "risk-of-bias 1", "inconsistency 1", "publication-bias 1"),
    ("imprecision 2", "indirectness 1; imprecision 1", "risk-of-bias 1; inconsistency 1", "risk-of-bias 2"),
    ("imprecision 2; inconsistency 1", "risk-of-bias 1; indirectness 1; imprecision 1"),
)


class Grade(NamedTuple):
    """What stands in the three columns, and the level that a wording has to fit; -1 when there is none."""

    strength: str
    down: str
    up: str
    level: int


def grade(rule: str, start: str, share: int) -> Grade:
    """The grade of a claim whose evidence starts there; the first of each kind of steps has no indirectness."""
    rank = _RANK[start]
    steps = min(rank, share // 10 % 4)
    if rule == "unexplained-grade":  # a step too many, or one up that the grade does not take
        steps = min(steps, max(0, rank - 1))
        level = rank - steps
        return Grade(_LEVELS[level], *((_DOWN[steps + 1][0], "") if rank else ("", "large-effect 1")), level)
    if rule == "overclaim" and rank == 3:
        steps = max(1, steps)
    choices = _DOWN[steps]
    down = choices[0] if rule == "surrogate-leap" else choices[share % len(choices)]
    up = "large-effect 1" if start == "low" and not steps and share % 4 == 3 else ""
    level = rank - steps + bool(up)
    return Grade(_LEVELS[level], down, up, level)


def wording(rule: str, level: int, share: int) -> str:
    """A strength of wording that fits the level or is weaker; for an overclaim one or two steps stronger."""
    if rule == "overclaim":
        return _WORDINGS[min(3, level + 1 + share % 2)]
    if level < 0:
        return "quoted" if share % 9 == 0 else "likely"
    return _WORDINGS[max(0, level - (share % 5 == 0))]
