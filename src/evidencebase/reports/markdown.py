"""Findings as a Markdown table, for the summary of a run, a comment or an issue."""

from __future__ import annotations

import re

from evidencebase.finding import Checked, Reported
from evidencebase.reports.text import found, plural

LONGEST = 900_000  # bytes; GitHub refuses a summary of more than a mebibyte
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@])")


def render(checked: Checked) -> str:
    """What was found, the worst first; a table that grows too long ends with the number of rows left out."""
    lines = ["## Evidence base", "", f"{found(checked)}; {plural(checked.performed, 'check')} performed.", ""]
    still = checked.open
    if still:
        lines += ["| severity | where | rule | finding |", "|---|---|---|---|"]
        size = 0
        for at, finding in enumerate(still):
            row = _row(checked, finding)
            size += len(row.encode()) + 1
            if size > LONGEST:
                lines += ["", f"{plural(len(still) - at, 'finding')} more."]
                break
            lines.append(row)
        lines.append("")
    if checked.not_performed:
        lines += ["Not performed:", ""]
        lines += [f"- {_plain(rule)}: {_plain(cause)}" for rule, cause in checked.not_performed]
        lines.append("")
    return "\n".join(lines)


def _row(checked: Checked, finding: Reported) -> str:
    place = f"{checked.path(finding)}:{finding.line}"
    hint = f"<br>{_plain(finding.hint)}" if finding.hint else ""
    return f"| {finding.severity} | {_plain(place)} | {_plain(finding.rule)} | {_plain(finding.said)}{hint} |"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is; ``@`` would call people."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
