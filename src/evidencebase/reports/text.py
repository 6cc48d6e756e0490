"""Findings for people: one line each, a hint under it, a summary at the end."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from evidencebase.finding import SEVERITIES, Checked

_COLOURS = {"error": "31;1", "warning": "33", "information": "36"}


def colour() -> bool:
    """Whether standard output takes colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def render(checked: Checked, *, colour: bool = False, accepted: bool = False) -> str:
    """``file:line:column: severity rule message``, a hint, and how many checks ran and did not."""

    def paint(text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if colour else text

    severities = {severity: paint(severity, code) for severity, code in _COLOURS.items()}
    hints = cache(lambda hint: paint(f"    hint: {_one_line(hint)}", "2"))  # few, many times
    lines = []
    for finding in checked.findings:
        if finding.state == "open" or accepted:
            place = paint(f"{finding.file}:{finding.line}:{finding.column}:", "1")
            lines.append(f"{place} {severities[finding.severity]} {finding.rule} {finding.said}")
            if finding.state != "open":
                lines.append(f"    {finding.state}: {_one_line(finding.reason)}")
            elif finding.hint:
                lines.append(hints(finding.hint))
    return "\n".join([*lines, *([""] if lines else []), *_summary(checked)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _summary(checked: Checked) -> list[str]:
    causes: dict[str, list[str]] = {}
    for rule, cause in checked.not_performed:
        causes.setdefault(cause, []).append(rule)
    return [
        found(checked)
        + f"; {plural(checked.performed, 'check')} performed"
        + (f", {len(checked.not_performed)} not performed:" if checked.not_performed else ", none left out"),
        *(f"  {', '.join(rules)}: {cause}" for cause, rules in causes.items()),
    ]


def found(checked: Checked) -> str:
    """How many claims and works there are, and how many findings of each severity and state."""
    counts = Counter(finding.severity for finding in checked.findings if finding.state == "open")
    states = Counter(finding.state for finding in checked.findings)
    parts = [
        plural(counts[severity], severity, "information" if severity == "information" else "")
        for severity in SEVERITIES
        if counts[severity]
    ] or ["no findings"]
    if held := checked.accepted + states["accepted"] + states["waived"]:
        parts.append(f"{held:,} accepted")
    if states["known"]:
        parts.append(f"{states['known']:,} known before")
    works = plural(checked.works, "work")
    what = f"{plural(checked.claims, 'claim')}, {works}" if checked.claims else f"a bibliography of {works}, no claims"
    return f"{what}: {', '.join(parts)}"


def built(claims: int, works: int, links: int, still: int, accepted: int) -> str:
    """What a database holds, and how many findings are open and accepted."""
    held = [plural(claims, "claim"), plural(works, "work"), plural(links, "link"), plural(still, "open finding")]
    return ", ".join([*held, *([f"{accepted:,} accepted"] if accepted else [])])


def up_to_date(path: Path, *counts: int) -> str:
    """What a build says that had nothing to do."""
    return f"{path} is up to date: {built(*counts)}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 claim``, ``2,000 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
