"""Asks the questions of the rule pages."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import Any, NamedTuple

from evidencebase.finding import Finding, digest
from evidencebase.rulebook import Rule

FAILED = "its query failed"
PLACE = ("row", "file", "line", "field", "severity")
_TOLD = ("suggestion", "place")
_LINE = re.compile(r"(?<=\.csv|\.bib):\d+")


class Outcome(NamedTuple):
    """What asking one rule gave: its findings, or the cause why it was not performed."""

    rule: str
    findings: list[Finding]
    cause: str | None
    seconds: float


def ask(connection: sqlite3.Connection, rule: Rule, options: Mapping[str, Any]) -> Outcome:
    """Run a rule's query. A query that cannot run is an outcome with a cause, never a pass."""
    started = perf_counter()
    for needed in rule.needs:
        table, _, column = needed.partition(".")
        there = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {column or 1} IS NOT NULL)"
        if not table.startswith("former_") and not connection.execute(there).fetchone()[0]:
            what = f"{table} with {column}" if column else table
            return Outcome(rule.name, [], f"there are no {what}", perf_counter() - started)
    try:
        cursor = connection.execute(rule.sql, {**rule.options, **options})
        names = [column[0] for column in cursor.description]
        findings = [_finding(rule.name, dict(zip(names, row, strict=True))) for row in cursor]
    except sqlite3.Error as error:
        return Outcome(rule.name, [], f"{FAILED}: {error}", perf_counter() - started)
    return Outcome(rule.name, findings, None, perf_counter() - started)


def _finding(rule: str, row: dict[str, Any]) -> Finding:
    values = {name: value for name, value in row.items() if name not in PLACE}
    return Finding(
        rule, row["file"], row["line"] or 0, str(row["row"]), row.get("field") or "", values, row.get("severity") or ""
    )


def message(template: str, finding: Finding) -> str:
    """A rule's sentence with the finding's values; what is unknown is left out."""
    values = {"row": finding.row, "field": finding.field} | {
        name: "" if value is None else value for name, value in finding.values.items()
    }
    return template.format(**values) if "{" in template else template


def fingerprint(finding: Finding) -> str:
    """What identifies a finding whatever line it moves to: 16 hex digits over rule, row, field and values.

    What is merely told with it does not count: a suggestion, the line where something else stands.
    """
    told = sorted((name, _LINE.sub("", str(value))) for name, value in finding.values.items() if name not in _TOLD)
    parts = [finding.rule, finding.row, finding.field, told]
    return digest(json.dumps(parts, ensure_ascii=False))


def number_repeats(findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
    """Findings with their fingerprints; ones that are alike in everything are told apart by their order."""
    seen: dict[str, int] = {}
    numbered = []
    for finding in findings:
        print_ = fingerprint(finding)
        seen[print_] = count = seen.get(print_, 0) + 1
        numbered.append((finding, print_ if count == 1 else f"{print_[:13]}-{count}"))
    return numbered
