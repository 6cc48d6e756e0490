"""Accepted findings: ``baseline.csv`` and the ``waive`` cells of claims."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Container
from pathlib import Path

from evidencebase.finding import Checked, Reported, UsageError
from evidencebase.inputs import today
from evidencebase.schema import WAIVERS

FILE = WAIVERS.file
HEADER = [column.name for column in WAIVERS.columns if column.written]


class Waivers:
    """The accepted findings of an evidence base, and which of them still occur."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT fingerprint, rule, row, reason, until, file, line FROM waivers").fetchall()
        self._by_fingerprint = {row[0]: row for row in rows if row[0]}
        self._by_row = {(row[1].rpartition("/")[2], row[2]): row for row in rows if not row[0]}
        self._used: set[tuple[str, int, str]] = set()
        self._date = today()

    def state(self, rule: str, row: str, fingerprint: str) -> tuple[str, str]:
        """State of a finding, and the reason when somebody accepted it."""
        for state, entry in (
            ("accepted", self._by_fingerprint.get(fingerprint)),
            ("waived", self._by_row.get((rule.rpartition("/")[2], row))),
        ):
            if entry and entry[1] in (rule, rule.rpartition("/")[2]):
                self._used.add((entry[5], entry[6], entry[1]))
                if not (entry[4] and entry[4] < self._date) and entry[3]:
                    return state, entry[3]
        return "open", ""

    def mark_used(self, connection: sqlite3.Connection) -> None:
        """Note in the table which of them still occur."""
        connection.execute("UPDATE waivers SET used = 0")
        connection.executemany("UPDATE waivers SET used = 1 WHERE file = ? AND line = ? AND rule = ?", self._used)


def valid_until(connection: sqlite3.Connection) -> str:
    """Last day on which the checks of this database hold: the next end of a waiver, or of the year."""
    ends = connection.execute("SELECT min(until) FROM waivers WHERE until >= ?", (today(),)).fetchone()[0]
    return min(end for end in (ends, f"{today()[:4]}-12-31") if end)


def update_baseline(path: Path, checked: Checked, wanted: Container[str], reason: str | None) -> tuple[int, int, int]:
    """Accept the open findings of the wanted rules, if a reason is given, and drop entries that no longer occur.

    Rows that stay are kept as they are. Returns how many were added, kept and dropped.
    """
    former = _former(path)
    occurring = {finding.fingerprint for finding in checked.findings}
    kept = [row for row in former if row["fingerprint"] in occurring]
    known = {row["fingerprint"] for row in kept}
    added = [
        _row(finding, reason or "")
        for finding in checked.findings
        if reason
        and finding.state == "open"
        and finding.rule in wanted
        and finding.fingerprint not in known
        and not finding.rule.startswith("waivers/")
    ]
    rows = sorted(kept + added, key=lambda row: (row["rule"], row["row"], row["fingerprint"]))
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
