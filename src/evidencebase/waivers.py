"""Accepted findings: ``baseline.csv``, ``waive`` cells of claims, ``x-waive`` fields of entries, the settings."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Container, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from evidencebase.config import Config
from evidencebase.finding import Checked, Finding, Reported, UsageError
from evidencebase.inputs import today
from evidencebase.readers.sheet import natural
from evidencebase.rulebook import Pages, rules
from evidencebase.schema import WAIVERS

FILE = WAIVERS.file
HEADER = [column.name for column in WAIVERS.columns if column.written]


class Waivers:
    """The accepted findings of an evidence base, and which of the acceptances still have something to accept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._by_fingerprint: dict[str, Entry] = {}
        self._by_row: dict[tuple[str, str], list[Entry]] = {}
        self._by_path: dict[str, list[Entry]] = {}
        for row in connection.execute("SELECT fingerprint, rule, row, reason, until, path, file, line FROM waivers"):
            entry = Entry(*row)
            if entry.fingerprint:
                self._by_fingerprint[entry.fingerprint] = entry
            elif entry.path:
                self._by_path.setdefault(_short(entry.rule), []).append(entry)
            else:
                self._by_row.setdefault((_short(entry.rule), entry.row), []).append(entry)
        self._any = bool(self._by_fingerprint or self._by_row or self._by_path)
        self._used: set[Entry] = set()
        self._date = today()

    def state(self, finding: Finding, fingerprint: str) -> tuple[str, str]:
        """State of a finding, and the reason when somebody accepted it."""
        if not self._any:
            return "open", ""
        for entry in self._about(finding, fingerprint):
            if entry.rule in (finding.rule, _short(finding.rule)):
                self._used.add(entry)
                if entry.reason and not (entry.until and entry.until < self._date):
                    return ("accepted" if entry.fingerprint else "waived"), entry.reason
        return "open", ""

    def _about(self, finding: Finding, fingerprint: str) -> Iterator[Entry]:
        if entry := self._by_fingerprint.get(fingerprint):
            yield entry
        if self._by_row or self._by_path:
            rule = _short(finding.rule)
            yield from self._by_row.get((rule, finding.row), ())
            yield from self._by_row.get((rule, finding.row.removeprefix(f"{finding.file}:")), ())
            yield from (entry for entry in self._by_path.get(rule, ()) if fnmatchcase(finding.file, entry.row))

    def used(self) -> list[Entry]:
        """Those that were met."""
        return list(self._used)

    def use(self, entries: Iterable[Entry]) -> None:
        """Note that somebody else met some."""
        self._used.update(entries)

    def mark_used(self, connection: sqlite3.Connection, not_asked: Iterable[str]) -> None:
        """Note in the table which of them still occur, or are about rules of which that cannot be told."""
        connection.execute("UPDATE waivers SET used = 0")
        connection.executemany(
            "UPDATE waivers SET used = 1 WHERE file = ? AND line = ? AND rule = ? AND row = ?",
            [(entry.file, entry.line, entry.rule, entry.row) for entry in self._used],
        )
        for rule in not_asked:
            connection.execute("UPDATE waivers SET used = 1 WHERE rule IN (?, ?)", (rule, _short(rule)))


class Entry(NamedTuple):
    """A row of the waivers table."""

    fingerprint: str
    rule: str
    row: str
    reason: str | None
    until: str | None
    path: str | None
    file: str
    line: int


def _short(rule: str) -> str:
    return rule.rpartition("/")[2]


def of_settings(settings: Config, pages: Pages) -> list[tuple[object, ...]]:
    """Rows of the waivers table for the settings."""
    rows: list[tuple[object, ...]] = []
    for given in settings.waive:
        path = None if given.row else given.path
        what = (given.row or given.path, given.reason, None, given.until or None, path, 0, settings.file, given.line)
        rows += [("", rule.name, *what) for rule in pages.find(given.rule)]
    return rows


def valid_until(connection: sqlite3.Connection) -> str:
    """Last day on which the checks of this database hold: the next end of a waiver, or of the year."""
    ends = connection.execute("SELECT min(until) FROM waivers WHERE until >= ?", (today(),)).fetchone()[0]
    return min(end for end in (ends, f"{today()[:4]}-12-31") if end)


def update_baseline(
    path: Path, checked: Checked, wanted: Container[str], about: Container[str], reason: str | None
) -> tuple[int, int, int]:
    """Accept open findings of some rules about some rows, if a reason is given; drop entries that no longer occur.

    Rows that stay are kept as they are, also those of rules that were not asked. Returns how many were added, kept and
    dropped.
    """
    former = _former(path)
    occurring = {finding.fingerprint for finding in checked.findings}
    unasked = rules().keys() - {rule.rule for rule in checked.asked if not rule.cause}
    kept = [row for row in former if row["fingerprint"] in occurring or row["rule"] in unasked]
    known = {row["fingerprint"] for row in kept}
    added = [
        _row(finding, reason or "")
        for finding in checked.findings
        if reason
        and finding.state == "open"
        and finding.rule in wanted
        and finding.row in about
        and finding.fingerprint not in known
        and not finding.rule.startswith("waivers/")
    ]
    order = WAIVERS.sorted_by  # as `fmt` has it
    rows = sorted(kept + added, key=lambda row: [natural(row[name]) for name in order])
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8", newline="")
    return len(added), len(kept), len(former) - len(kept)


def _row(finding: Reported, reason: str) -> dict[str, str]:
    row = finding.row + (f" {finding.field}" if finding.field else "")
    return {"fingerprint": finding.fingerprint, "rule": finding.rule, "row": row, "reason": reason, "date": today()}


def _former(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}; mend it or move it away") from None
    if rows and not set(HEADER) <= rows[0].keys():
        raise UsageError(f"{path}: its first line must name the columns {', '.join(HEADER)}")
    return [{name: row[name] or "" for name in HEADER} for row in rows]
