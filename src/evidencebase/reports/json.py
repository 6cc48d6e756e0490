"""Findings for programs. The shape is ``check.schema.json`` beside this module; ``version`` grows when it changes."""

from __future__ import annotations

import json

from evidencebase.finding import SEVERITIES, Checked

VERSION = 1


def render(checked: Checked) -> str:
    """All findings with their state, and the checks performed and not performed."""
    return json.dumps(
        {
            "version": VERSION,
            "claims": checked.claims,
            "works": checked.works,
            "checks": {
                "performed": checked.performed,
                "not_performed": [{"rule": rule, "cause": cause} for rule, cause in checked.not_performed],
            },
            "open": {severity: sum(f.severity == severity for f in checked.open) for severity in SEVERITIES},
            "accepted": checked.accepted + sum(finding.state in ("accepted", "waived") for finding in checked.findings),
            "known": sum(finding.state == "known" for finding in checked.findings),
            "findings": [finding._asdict() for finding in checked.findings],
        },
        ensure_ascii=False,
        indent=2,
    )
