"""What a database already answers: its findings read back, with their places. Nothing is asked, no page is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from evidencebase.finding import Asked, Checked, Reported, UsageError
from evidencebase.nearest import rules_meant, suggestion

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
    select: Sequence[str],
    ignore: Sequence[str],
    judge: Judge | None = None,
    accepted: bool = True,
) -> Checked:
    """The findings of the rules asked for, sorted by file and line.

    ``judge`` says anew how severe they are. Without ``accepted``, those that somebody accepted are counted only.
    """
    asked = connection.execute("SELECT name, severity, seconds, cause FROM rules ORDER BY rowid").fetchall()
    wanted = selected(connection, select, ignore)
    names = [row[0] for row in asked if wanted is None or row[0] in wanted]
    among = f"WHERE rule IN ({', '.join('?' * len(names))})"
    rows = connection.execute(
        f"SELECT rule, {'given' if judge else 'severity'}, state, file, line, coalesce(column_number, 1), row_key, "
        "field, message, hint, fingerprint, reason "
        f"FROM findings {among} {'' if accepted else OPEN} ORDER BY file, line, rule, field, id",
        names,
    )
    findings = [*map(Reported._make, rows)]
    if judge:
        findings = [found._replace(severity=judge(found.rule, found.severity, found.file)) for found in findings]
    counted = 0
    if not accepted:
        counted = connection.execute(f"SELECT count(*) FROM findings {among} {NOT_OPEN}", names).fetchone()[0]
    mine = [Asked(*row) for row in asked if row[0] in names and row[-1] not in NOT_ASKED]
    if judge:
        mine = [rule._replace(severity=judge(rule.rule, "", "")) for rule in mine]
    claims, works = connection.execute("SELECT claims, works FROM builds").fetchone()
    return Checked(findings, mine, claims, works, counted)


def work(connection: sqlite3.Connection, word: str) -> str:
    """The key of the work that a word means: its key, or its DOI or PubMed id.

    Raises:
        UsageError: no work has it, or several have.
    """
    if connection.execute("SELECT 1 FROM works WHERE key = ?", (word,)).fetchone():
        return word
    from evidencebase.readers.bibtex.identifiers import doi, pmid

    query = "SELECT work FROM identifiers WHERE (scheme, value, valid) = (?, ?, ?) AND valid ORDER BY work"
    match [str(key) for number in (doi(word), pmid(word)) for (key,) in connection.execute(query, number)]:
        case [key]:
            return key
        case []:
            known = [key for (key,) in connection.execute("SELECT key FROM works")]
            raise UsageError(f"no work has the key '{word}'{suggestion(word, known)}")
        case several:
            raise UsageError(f"'{word}' is an identifier of several works: {', '.join(several)}. Name one of them")


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
