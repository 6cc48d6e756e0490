"""What was measured, beside what we hold ourselves to; as Markdown and as JSON."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log
from pathlib import Path
from typing import NamedTuple

from processes import Series

SLACK = 1.5  # how far a ratio may be from its goal before --gate fails: other machines, other versions, noise
MARK = "<!-- measured -->"


class Goal(NamedTuple):
    """A bound on a measure: not above it, or with ``least`` not below."""

    bound: float
    least: bool = False

    def __str__(self) -> str:
        return f"{'>=' if self.least else '<='} {self.bound:g}"

    def held(self, value: float, slack: float = 1.0) -> bool:
        """Whether the value is within the bound, or beyond it by no more than ``slack``."""
        return value >= self.bound / slack if self.least else value <= self.bound * slack


class Measure(NamedTuple):
    """One ratio or exponent; without a value the cause why there is none."""

    name: str
    value: float | None
    goal: Goal | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def verdict(self) -> str:
        """One word on the goal: held, missed, not measured, or nothing without a goal."""
        if self.value is None:
            return "not measured"
        if self.goal is None:
            return ""
        return "held" if self.goal.held(self.value) else "missed"

    def passes(self) -> bool:
        """Whether the gate lets it pass. What has a goal and was not measured does not."""
        return self.goal is None or (self.value is not None and self.goal.held(self.value, SLACK))


def ratio(
    name: str, runs: Mapping[str, Series], over: str, under: str, goal: Goal | None = None, clock: str = "wall"
) -> Measure:
    """The median of one command over the median of another, with the range of the ratio over the rounds.

    The note has the ratio by the other clock: CPU time is steadier on a busy machine, wall time sees threads.
    """
    missing = [command for command in (over, under) if command not in runs]
    if missing:
        return Measure(name, None, goal, note=f"no run of {', '.join(missing)}")
    one, other = runs[over], runs[under]
    rounds = [getattr(a, clock) / getattr(b, clock) for a, b in zip(one.runs, other.runs, strict=False)]
    value = getattr(one, clock) / getattr(other, clock)
    note = f"CPU time; wall {one.wall / other.wall:.2f}" if clock == "cpu" else f"CPU {one.cpu / other.cpu:.2f}"
    return Measure(name, value, goal, min(*rounds, value), max(*rounds, value), note)


def exponent(small: float, large: float, times: float) -> float | None:
    """The power of the size with which a time grows; ``None`` when the small one is too short to tell."""
    return log(large / small) / log(times) if small > 0 and large > 0 else None


def machine() -> str:
    """One line about where this was measured; ratios travel, seconds do not."""
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}"
    )


def as_markdown(measures: Sequence[Measure], series: Mapping[str, Mapping[str, Series]]) -> str:
    """Two tables: ratios beside their goals, and the medians behind them."""
    lines = [f"Measured {machine()}. Trust ratios, not seconds.", ""]
    lines += ["| measure | measured | range | goal | |", "|---|---:|---|---|---|"]
    for measure in measures:
        value = "" if measure.value is None else f"{measure.value:.2f}"
        span = "" if measure.low is None or measure.high is None else f"{measure.low:.2f} to {measure.high:.2f}"
        said = "; ".join(filter(None, (measure.verdict(), measure.note)))
        lines.append(f"| {measure.name} | {value} | {span} | {measure.goal or ''} | {said} |")
    lines += ["", "| size | process | wall s | ± | CPU s | peak MB | runs |", "|---|---|---:|---:|---:|---:|---:|"]
    for size, commands in series.items():
        for name, runs in commands.items():
            lines.append(
                f"| {size} | {name} | {runs.wall:.3f} | {runs.spread():.0%} | {runs.cpu:.3f} "
                f"| {runs.peak / 1e6:.0f} | {len(runs.runs)} |"
            )
    return "\n".join(lines) + "\n"


def as_data(measures: Iterable[Measure], series: Mapping[str, Mapping[str, Series]]) -> dict[str, object]:
    """Everything, for programs."""
    return {
        "machine": machine(),
        "measures": [
            {
                **measure._asdict(),
                "goal": str(measure.goal or ""),
                "verdict": measure.verdict(),
                "passes": measure.passes(),
            }
            for measure in measures
        ],
        "runs": {
            size: {name: [run._asdict() for run in runs.runs] for name, runs in commands.items()}
            for size, commands in series.items()
        },
    }


def write_between_marks(path: Path, text: str) -> None:
    """Put the text between the two marks of a Markdown page.

    Raises:
        ValueError: the page has no two marks.
    """
    page = path.read_text(encoding="utf-8")
    closing = re.escape(MARK).replace("measured", "/?measured")
    found = re.compile(rf"({re.escape(MARK)}\n).*?({closing})", re.DOTALL)
    if not found.search(page):
        raise ValueError(f"{path.name} has no two lines {MARK} to write between")
    path.write_text(found.sub(lambda match: match[1] + text + match[2], page, count=1), encoding="utf-8")
