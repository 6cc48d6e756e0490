"""What a check reports, and the one error that stops a command.

A :class:`Finding` is data: which rule, which row, which values. Its sentence, severity and place inside
the line are added later by the rule's page, the configuration and the checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class UsageError(Exception):
    """Cannot go on: the message says what is wrong and what to do. The command line exits with 2."""


class Finding(NamedTuple):
    """A fact about the evidence base that a rule calls a mistake.

    ``row`` is the key of the row in the rule's table (a claim's id, a work's key, a file's path). ``field`` is
    the column at fault; it may point inside a list cell, as in ``supports/tracz2006``.
    """

    rule: str  # "claims/uncited"
    file: str  # path relative to the evidence base, with "/"
    line: int  # 1-based; 0 when the finding is about the file as a whole
    row: str
    field: str = ""
    values: Mapping[str, object] = {}
    severity: str = ""  # only where a rule reports at two severities


SEVERITIES = ("error", "warning", "information")


class Reported(NamedTuple):
    """A finding ready to be printed: sentence, severity, place and whether somebody accepted it."""

    rule: str
    severity: str
    state: str  # "open", "accepted" (baseline.csv) or "waived" (waive cell)
    file: str
    line: int
    column: int
    row: str
    field: str
    message: str
    hint: str
    fingerprint: str
    reason: str


class Checked(NamedTuple):
    """Outcome of a check: what was found, and which checks ran or could not run, and why."""

    findings: list[Reported]
    performed: int
    not_performed: list[tuple[str, str]]  # rule, cause
    claims: int
    works: int

    def at_least(self, severity: str) -> list[Reported]:
        """Open findings of that severity or worse; ``never`` gives none."""
        if severity == "never":
            return []
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return [f for f in self.findings if f.state == "open" and f.severity in bad]
