"""Asks the questions of the rule pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring as _quoted  # JSON of a text; an encoder takes five times as long for a list
from time import thread_time
from typing import Any, NamedTuple

from evidencebase.finding import Finding, digest
from evidencebase.rulebook import Rule

FAILED = "its query failed"
PLACE = ("row", "file", "line", "field", "severity")
_TOLD = ("suggestion", "place")
_LINE = re.compile(r"(?<=\.csv|\.bib):\d+")


ANYTHING = ("", "")  # stands for what a rule reads beyond columns, like the date
_CLOCK = ("date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff")
_READ_ANYTHING = {*_CLOCK, "current_date", "current_time", "current_timestamp", "random", "randomblob"}
_NEAREST = re.compile(r"nearest\([\w.]+, '(\w+)', '(\w+)'\)")  # it reads the column that it names


class Outcome(NamedTuple):
    """What asking one rule gave: its findings, or the cause why it was not performed."""

    rule: str
    findings: list[Finding]
    cause: str | None
    seconds: float


def ask(connection: sqlite3.Connection, rule: Rule, options: Mapping[str, Any]) -> Outcome:
    """Run a rule's query. A query that cannot run is an outcome with a cause, never a pass."""
    started = thread_time()
    for needed in rule.needs:
        table, _, column = needed.partition(".")
        there = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {column or 1} IS NOT NULL)"
        if not table.startswith("former_") and not connection.execute(there).fetchone()[0]:
            what = f"{table} with {column}" if column else table
            return Outcome(rule.name, [], f"there are no {what}", thread_time() - started)
    try:
        cursor = connection.execute(rule.sql, {**rule.options, **options})
        names = [column[0] for column in cursor.description]
        findings = list(_findings(rule.name, names, cursor))
    except sqlite3.Error as error:
        return Outcome(rule.name, [], f"{FAILED}: {error}", thread_time() - started)
    return Outcome(rule.name, findings, None, thread_time() - started)


def reads(connection: sqlite3.Connection, rule: Rule) -> set[tuple[str, str]]:
    """Tables and columns that a rule's query reads, as SQLite tells; an empty column where it only looks for rows."""
    found = {(table, column) for table, _, column in (needed.partition(".") for needed in rule.needs)}

    def note(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            found.add((first or "", second or ""))
        elif action == sqlite3.SQLITE_FUNCTION and second in _READ_ANYTHING:
            found.add(ANYTHING)
        elif action == sqlite3.SQLITE_FUNCTION and second == "nearest":
            found.update(_NEAREST.findall(rule.sql) or [ANYTHING])
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    try:
        connection.execute(f"EXPLAIN {rule.sql}", rule.options).close()
    except sqlite3.Error:  # asking says why
        found.add(ANYTHING)
    finally:
        connection.set_authorizer(None)
    return found


def _findings(rule: str, names: Sequence[str], rows: sqlite3.Cursor) -> Iterator[Finding]:
    key, file, line, field, severity = (names.index(name) if name in names else -1 for name in PLACE)
    told = [(name, at) for at, name in enumerate(names) if name not in PLACE]
    for answer in rows:
        row = (*answer, None)  # what the query does not tell
        values = {name: row[at] for name, at in told}
        yield Finding(rule, row[file], row[line] or 0, str(row[key]), row[field] or "", values, row[severity] or "")


def message(template: str, finding: Finding) -> str:
    """A rule's sentence with the finding's values; what is unknown is left out."""
    return fill(template, values(finding))


def values(finding: Finding) -> dict[str, object]:
    """What the sentences about a finding are filled with."""
    known = {"row": finding.row, "field": finding.field, "file": finding.file, **finding.values}
    return {name: "" if value is None else value for name, value in known.items()} if None in known.values() else known


def fill(template: str, values: Mapping[str, object]) -> str:
    """A sentence with values in the place of ``{names}``."""
    return template.format_map(values) if "{" in template else template


def fingerprint(finding: Finding) -> str:
    """What identifies a finding whatever line it moves to: 16 hex digits over rule, row, field and values.

    What is merely told with it does not count: a suggestion, the line where something else stands.
    """
    told = ", ".join(
        [
            f'["{name}", {_quoted(_unplaced(str(value)))}]'
            for name, value in sorted(finding.values.items())
            if name not in _TOLD
        ]
    )
    return digest(f'["{finding.rule}", {_quoted(finding.row)}, {_quoted(finding.field)}, [{told}]]')


def _unplaced(text: str) -> str:
    return _LINE.sub("", text) if ":" in text else text
