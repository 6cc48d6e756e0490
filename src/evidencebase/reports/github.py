"""Findings as GitHub workflow commands, which become annotations of the changed lines.

GitHub shows ten annotations of each level a step and fifty a job, and drops the rest without a word. So the worst
come first, no more than that are printed, and a last line counts the others; the whole table belongs into
``$GITHUB_STEP_SUMMARY`` (``reports.markdown``).
"""

from __future__ import annotations

from evidencebase.finding import Checked, Reported
from evidencebase.reports.text import found, plural

_LEVELS = {"error": "error", "warning": "warning", "information": "notice"}
MOST = 10  # annotations of a level in a step; three levels stay below the fifty of a job


def render(checked: Checked) -> str:
    """One command a finding that fits into GitHub's limits, then how many there are in all."""
    lines = []
    shown: dict[str, int] = {}
    for finding in checked.open:
        level = _LEVELS[finding.severity]
        if shown.setdefault(level, 0) < MOST:
            shown[level] += 1
            lines.append(_command(level, checked, finding))
    rest = len(checked.open) - len(lines)
    more = f"; {plural(rest, 'finding')} more than GitHub can annotate: see the summary of the run" if rest else ""
    start = "::error title=not performed::" if checked.strict else ""
    missed = [f"{start}{_data(f'{rule} was not performed: {cause}')}" for rule, cause in checked.not_performed]
    return "\n".join([*lines, found(checked) + more, *missed])


def _command(level: str, checked: Checked, finding: Reported) -> str:
    place = {"file": checked.path(finding)}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    place["title"] = finding.rule
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{level} {properties}::" + _data(f"{finding.said}\n{finding.hint}".strip())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
