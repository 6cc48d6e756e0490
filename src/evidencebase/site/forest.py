"""Forest plots: estimates with their intervals on one scale, as small SVG drawings that stand in a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from evidencebase.measures import is_ratio
from evidencebase.site.words import number

Row = dict[str, Any]
WIDTH, HEIGHT, EDGE = 240, 22, 8


class Plot(NamedTuple):
    """Estimates of one measure and unit, which alone may share a scale."""

    measure: str
    unit: str
    ratio: bool
    rows: Sequence[Row]
    low: float
    high: float

    def at(self, value: float) -> float:
        """Horizontal position of a value, within the drawing."""
        share = (self._scaled(value) - self._scaled(self.low)) / (self._scaled(self.high) - self._scaled(self.low))
        return EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * EDGE)

    def _scaled(self, value: float) -> float:
        return math.log(max(value, 1e-9)) if self.ratio else value

    @property
    def null(self) -> float:
        """The value that means no effect."""
        return 1.0 if self.ratio else 0.0

    def ticks(self) -> list[float]:
        """Ends and the line of no effect."""
        return [self.low, self.null, self.high]


def plots(rows: Sequence[Row]) -> list[Plot]:
    """One plot for each measure and unit of which there is an estimate with an interval."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.get("estimate") is not None:
            groups.setdefault((row.get("measure") or "", row.get("unit") or ""), []).append(row)
    made = []
    for (measure, unit), members in groups.items():
        ratio = bool(is_ratio(measure))
        values = [row[name] for row in members for name in ("estimate", "ci_low", "ci_high") if row[name] is not None]
        if not any(row["ci_low"] is not None for row in members) or (ratio and min(values) <= 0):
            continue
        low, high = _range(min(values), max(values), ratio)
        made.append(Plot(measure, unit, ratio, members, low, high))
    return made


def _range(low: float, high: float, ratio: bool) -> tuple[float, float]:
    """Round ends around the values and the line of no effect."""
    if ratio:
        reach = max(high, 1 / low, 1.25)
        nice = next((step for step in (1.25, 1.5, 2, 3, 5, 10, 20, 50, 100) if step >= reach), reach)
        return 1 / nice, nice
    low, high = min(low, 0.0), max(high, 0.0)
    step = 10 ** math.floor(math.log10(max(high - low, 1e-6))) / 2
    return math.floor(low / step) * step, math.ceil(high / step) * step


def line(plot: Plot, row: Row) -> Markup:
    """One estimate: a line for the interval, a square for the estimate, a dashed line for no effect."""
    middle = HEIGHT / 2
    parts = [_upright(plot)]
    if row["ci_low"] is not None and row["ci_high"] is not None:
        parts.append(
            Markup('<line class="ci" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{}"/>').format(
                plot.at(row["ci_low"]), plot.at(row["ci_high"]), middle, middle
            )
        )
    parts.append(
        Markup('<rect class="point" x="{:.1f}" y="{}" width="8" height="8"/>').format(
            plot.at(row["estimate"]) - 4, middle - 4
        )
    )
    return _svg(parts, HEIGHT, f"forest {row.get('relation') or ''}")


def scale(plot: Plot) -> Markup:
    """The axis below the lines."""
    parts = [Markup('<line class="axis" x1="{}" x2="{}" y1="1" y2="1"/>').format(EDGE, WIDTH - EDGE)]
    for value in sorted(set(plot.ticks())):
        x = plot.at(value)
        anchor = "start" if x < 30 else "end" if x > WIDTH - 30 else "middle"
        parts.append(
            Markup('<text x="{:.1f}" y="14" text-anchor="{}">{}</text>').format(
                EDGE / 2 if anchor == "start" else WIDTH - EDGE / 2 if anchor == "end" else x,
                anchor,
                number(round(value, 2)),
            )
        )
    return _svg(parts, 18, "forest")


def _upright(plot: Plot) -> Markup:
    x = plot.at(plot.null)
    return Markup('<line class="null" x1="{:.1f}" x2="{:.1f}" y1="0" y2="{}"/>').format(x, x, HEIGHT)


def _svg(parts: list[Markup], height: int, name: str) -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>').format(
        name, WIDTH, height, WIDTH, height, Markup("").join(parts)
    )


def interval(row: Row) -> str:
    """``6.8 % change (95 % CI 4.8 to 8.7)``."""
    if row.get("estimate") is None:
        return ""
    text = f"{number(row['estimate'])} {row.get('unit') or ''}".strip()
    if row.get("ci_low") is not None and row.get("ci_high") is not None:
        text += f" (95 % CI {number(row['ci_low'])} to {number(row['ci_high'])})"
    return text
