"""What a check answers: findings asked, judged, and compared with an earlier revision."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase import checker, database, files, functions, places, stored
from evidencebase.config import Config
from evidencebase.finding import Asked, Checked, Finding, Reported, UsageError
from evidencebase.inputs import CLAIMS_FILE
from evidencebase.places import Field, Place
from evidencebase.policy import Policy
from evidencebase.rulebook import Pages, Rule, rules
from evidencebase.waivers import Waivers

# of the findings table, without number and date; until it is placed, with one line, where the record begins
Row = Sequence[Any]


def ask(connection: sqlite3.Connection, rule: Rule, policy: Policy, files: Sequence[str]) -> checker.Outcome:
    """Ask a rule once under each set of options that some files have, and keep what is about those files."""
    variants = policy.variants(rule, files)
    outcomes = [checker.ask(connection, rule, options) for options in variants]
    if len(variants) == 1:
        return outcomes[0]
    findings = [
        finding
        for options, outcome in zip(variants, outcomes, strict=True)
        for finding in outcome.findings
        if policy.options(rule, finding.file) == options
    ]
    cause = next((outcome.cause for outcome in outcomes if outcome.cause), None)
    return checker.Outcome(rule.name, findings, cause, sum(outcome.seconds for outcome in outcomes))


class Answer(NamedTuple):
    """What asking one rule gave: rows of the findings table, or the cause why it was not performed."""

    rows: list[Row]
    cause: str | None
    seconds: float


class Judge:
    """Findings -> rows of the findings table: what is said of each, how severe it is, whether somebody accepted it.

    Rules do not depend on each other here: several judges can share them.
    """

    def __init__(self, pages: Pages, policy: Policy, accepted: Waivers) -> None:
        self.accepted = accepted
        self._pages = pages
        self._policy = policy
        self._severity = cache(lambda rule, own, file: policy.severity(pages[rule], own, file))
        self._seen: dict[str, int] = {}

    def answer(self, connection: sqlite3.Connection, rule: Rule, files: Sequence[str]) -> Answer:
        """Ask a rule and judge what it finds."""
        outcome = ask(connection, rule, self._policy, files)
        return Answer(list(self.rows(outcome.findings)), outcome.cause, outcome.seconds)

    def rows(self, findings: Iterable[Finding]) -> Iterator[Row]:
        """The rows, without their numbers and without those that are switched off."""
        for finding in findings:
            name, file, line, row, field, _, own = finding
            rule = self._pages[name]
            fingerprint = self._numbered(checker.fingerprint(finding))
            severity = self._severity(name, own, file)
            state, reason = self.accepted.state(finding, fingerprint)
            if severity != "off":
                values = checker.values(finding)
                text, hint = checker.fill(rule.message, values), checker.fill(rule.hint, values)
                about = (row, field, text, hint, file, line, fingerprint, reason)
                yield (name, severity, own or rule.severity, state, *about)

    def again(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of an earlier build under the same settings, which somebody may have accepted since."""
        for row in rows:
            rule, _, _, _, key, field, _, _, file, line, fingerprint, _ = row
            state, reason = self.accepted.state(Finding(rule, file, line, key, field), fingerprint)
            yield (*row[:3], state, *row[4:-1], reason)

    def _numbered(self, fingerprint: str) -> str:
        """The fingerprint; findings that are alike in everything are told apart by their order."""
        self._seen[fingerprint] = count = self._seen.get(fingerprint, 0) + 1
        return fingerprint if count == 1 else f"{fingerprint[:13]}-{count}"


def placed(
    rows: Sequence[Row],
    directory: Path,
    read: Mapping[str, tuple[int, int]] | None = None,
    known: Mapping[Field, Place] | None = None,
) -> Iterator[Row]:
    """The rows with the places of their fields before the lines of their records; see :func:`places.find`."""
    found = places.find(directory, [(row[8], row[9], row[5]) for row in rows], read, known)
    return ((*row[:9], *place, *row[9:]) for row, place in zip(rows, found, strict=True))


def compared(
    checked: Checked,
    connection: sqlite3.Connection,
    directory: Path,
    former: Path,
    chosen: Config,
    asked_for: tuple[Sequence[str], Sequence[str]],
) -> Checked:
    """Mark what was open already at an earlier revision, and ask the rules that compare with it.

    Raises:
        UsageError: there were claims, and ``claims.csv`` is gone: a bibliography alone would seem to be all.
    """
    database.create_former(connection, former)
    functions.register(connection)
    known: set[str] = set()
    if former.is_file():
        with closing(files.open_read_only(former)) as earlier:
            known = {row[0] for row in earlier.execute("SELECT fingerprint FROM findings WHERE state = 'open'")}
            had = earlier.execute("SELECT count(*) FROM claims").fetchone()[0]
        if had and not checked.claims and not (directory / CLAIMS_FILE).exists():
            raise UsageError(f"{CLAIMS_FILE} is gone (claims at that revision: {had:,}): put it back")
    findings = [
        finding._replace(state="known") if finding.state == "open" and finding.fingerprint in known else finding
        for finding in checked.findings
    ]
    pages, wanted = rules(), stored.selected(connection, *asked_for)
    policy = Policy(chosen, pages)
    judge = Judge(pages, policy, Waivers(connection))
    asked = list(checked.asked)
    for rule in pages.values():
        if rule.compares and (wanted is None or rule.name in wanted):
            outcome = checker.ask(connection, rule, policy.options(rule))
            asked.append(Asked(rule.name, policy.severity(rule), outcome.seconds, outcome.cause))
            for row in placed(list(judge.rows(outcome.findings)), directory):
                name, severity, _, state, key, field, message, hint, file, line, column, _, *last = row
                place = (file, line, column or 1)
                findings.append(Reported(name, severity, state, *place, key, field, message, hint, *last))
    order = list(pages)
    return checked._replace(
        findings=stored.in_order(findings),
        asked=sorted(asked, key=lambda rule: order.index(rule.rule)),
    )
