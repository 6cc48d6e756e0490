"""Open findings as a GitLab code quality report, which merge requests show beside the lines."""

from __future__ import annotations

import json

from evidencebase.finding import Checked

_SEVERITIES = {"error": "major", "warning": "minor", "information": "info"}


def render(checked: Checked) -> str:
    """The subset of the Code Climate format that GitLab reads: one object a finding."""
    return json.dumps(
        [
            {
                "description": f"{finding.said} {finding.hint}".strip(),
                "check_name": finding.rule,
                "fingerprint": finding.fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": checked.path(finding), "lines": {"begin": max(finding.line, 1)}},
            }
            for finding in checked.open
        ],
        ensure_ascii=False,
        indent=1,
    )
