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


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_NOT_OF_NUMBERS = frozenset("abcdf")


def digest(text: str) -> str:
    """First 16 hex digits of SHA-256, in letters where they would look like a number to a spreadsheet (229e6650)."""
    from hashlib import sha256

    digits = sha256(text.encode()).hexdigest()[:16]
    return digits.translate(_LETTERS) if _NOT_OF_NUMBERS.isdisjoint(digits) else digits


SEVERITIES = ("error", "warning", "information")


class Reported(NamedTuple):
    """A finding ready to be printed: sentence, severity, place and whether somebody accepted it."""

    rule: str
    severity: str
    state: str  # one of STATES
    file: str
    line: int
    column: int
    row: str
    field: str
    message: str
    hint: str
    fingerprint: str
    reason: str

    @property
    def said(self) -> str:
        """The message on one line, behind the row where it does not name that itself."""
        named = self.row.startswith(self.file) or self.row in self.message
        return " ".join((self.message if named else f"{self.row}: {self.message}").split())


STATES = ("open", "accepted", "waived", "known")  # baseline.csv, a waiver, open already at the revision compared with


class Asked(NamedTuple):
    """A rule of a check: how severe its findings are, how long it took, and why it was not performed, if it was not."""

    rule: str
    severity: str
    seconds: float
    cause: str | None


class Checked(NamedTuple):
    """Outcome of a check: what was found, and which checks ran or could not run, and why.

    ``accepted`` is the number of findings that somebody accepted and that were only counted, not read.
    ``folder`` leads from the root of the git repository to the evidence base; services show findings by that path.
    """

    findings: list[Reported]
    asked: list[Asked]
    claims: int
    works: int
    accepted: int = 0
    folder: str = ""
    fail_on: str = "error"
    strict: bool = False  # whether a check not performed is a failure

    @property
    def failed(self) -> bool:
        """Whether the exit code is 1."""
        return bool(self.at_least(self.fail_on) or (self.strict and self.not_performed))

    @property
    def performed(self) -> int:
        """Number of checks that ran."""
        return sum(rule.cause is None for rule in self.asked)

    @property
    def not_performed(self) -> list[tuple[str, str]]:
        """Rules that could not be asked, with the cause."""
        return [(rule.rule, rule.cause) for rule in self.asked if rule.cause is not None]

    @property
    def open(self) -> list[Reported]:
        """Findings that nobody accepted, the worst first, otherwise in the order of files."""
        by_severity: dict[str, list[Reported]] = {severity: [] for severity in SEVERITIES}
        for finding in self.findings:
            if finding.state == "open":
                by_severity[finding.severity].append(finding)
        return [finding for findings in by_severity.values() for finding in findings]

    def at_least(self, severity: str) -> list[Reported]:
        """Open findings of that severity or worse; ``never`` gives none."""
        if severity == "never":
            return []
        bad = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return [finding for finding in self.open if finding.severity in bad]

    def path(self, finding: Reported) -> str:
        """The finding's file below the root of the repository."""
        return f"{self.folder}/{finding.file}" if self.folder else finding.file
