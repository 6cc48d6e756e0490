"""What a database already answers: its findings read back, with their places. Nothing is asked, no page is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from evidencebase import places
from evidencebase.finding import Asked, Checked, Reported
from evidencebase.nearest import rules_meant

Judge = Callable[[str, str, str], str]  # severity by rule, severity that the rule gave the finding, and file
ONLY_SINCE = "it compares with an earlier revision: `check --since` asks it"
NO_CLAIMS = "there is no claims.csv, so only the bibliography is checked"
OPEN, NOT_OPEN = "AND state = 'open'", "AND state IN ('accepted', 'waived')"
NOT_ASKED = (ONLY_SINCE, NO_CLAIMS)  # causes for which a rule is no part of a check, neither performed nor missing


class InForce(NamedTuple):
    """What the settings said when the database was built, as far as it matters to a check."""

    select: list[str]
    ignore: list[str]
    fail_on: str
    strict_checks: bool


def in_force(connection: sqlite3.Connection) -> InForce:
    """Read it back."""
    query = "SELECT settings ->> '$.fail_on', settings ->> '$.strict_checks' FROM builds"
    fail_on, strict = connection.execute(query).fetchone()
    names = "SELECT value FROM builds, json_each(settings, ?)"
    select, ignore = ([row[0] for row in connection.execute(names, (f"$.{key}",))] for key in ("select", "ignore"))
    return InForce(select, ignore, fail_on, bool(strict))


def checked(
    connection: sqlite3.Connection,
    directory: Path,
    select: Sequence[str],
    ignore: Sequence[str],
    judge: Judge | None = None,
    accepted: bool = True,
) -> Checked:
    """The findings of the rules asked for, sorted by file and line, each with its column.

    ``judge`` says anew how severe they are. Without ``accepted``, those that somebody accepted are counted only.
    """
    asked = connection.execute("SELECT name, severity, seconds, cause FROM rules ORDER BY rowid").fetchall()
    wanted = selected(connection, select, ignore)
    names = [row[0] for row in asked if wanted is None or row[0] in wanted]
    among = f"WHERE rule IN ({', '.join('?' * len(names))})"
    rows = connection.execute(
        "SELECT rule, severity, given, state, file, line, row_key, field, message, hint, fingerprint, reason "
        f"FROM findings {among} {'' if accepted else OPEN} ORDER BY file, line, rule, field, id",
        names,
    ).fetchall()
    found = places.find(directory, [(file, line, field) for _, _, _, _, file, line, _, field, *_ in rows])
    findings = []
    in_place = True
    for row_of, (at, column) in zip(rows, found, strict=True):
        rule, stored, given, state, file, line, row, field, message, hint, fingerprint, reason = row_of
        severity = judge(rule, given, file) if judge else stored
        in_place = in_place and at == line
        about = (row, field, message, hint, fingerprint, reason)
        findings.append(Reported(rule, severity, state, file, at, column, *about))
    counted = 0
    if not accepted:
        counted = connection.execute(f"SELECT count(*) FROM findings {among} {NOT_OPEN}", names).fetchone()[0]
    mine = [Asked(*row) for row in asked if row[0] in names and row[-1] not in NOT_ASKED]
    if judge:
        mine = [rule._replace(severity=judge(rule.rule, "", "")) for rule in mine]
    claims, works = connection.execute("SELECT claims, works FROM builds").fetchone()
    return Checked(findings if in_place else in_order(findings), mine, claims, works, counted)


def in_order(findings: Iterable[Reported]) -> list[Reported]:
    """As one meets them reading the files from above."""
    return sorted(findings, key=attrgetter("file", "line", "rule", "field"))


def selected(connection: sqlite3.Connection, select: Sequence[str], ignore: Sequence[str]) -> set[str] | None:
    """Names of the rules asked for; ``None``: all."""
    if not select and not ignore:
        return None
    codes = dict(connection.execute("SELECT name, code FROM rules ORDER BY rowid").fetchall())

    def named(words: Iterable[str]) -> set[str]:
        return {name for word in words for name in rules_meant(word, codes)}

    return (named(select) if select else set(codes)) - named(ignore)
