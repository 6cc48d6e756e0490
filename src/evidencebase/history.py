"""What earlier builds found: carried from the former database into the next, so that there is a trend and an age.

A database that is made where none stood begins a history of its own; nothing is made up about the time before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import gmtime, strftime
from typing import Any, NamedTuple

from evidencebase import database, files
from evidencebase.schema import FINDINGS

MOST = 365  # builds; the oldest are forgotten
_NUMBERS = """
SELECT b.built, b.commit_id, c.claims, c.contested, c.uncited, w.works, w.doubtful, w.unchecked,
       f.errors, f.warnings, f.information, f.open, f.overclaimed
FROM (SELECT built, commit_id FROM builds ORDER BY built DESC LIMIT 1) b,
     (SELECT count(*) AS claims, count(*) FILTER (WHERE status = 'contested') AS contested,
             count(*) FILTER (WHERE NOT (instr(relations, 'supports') OR instr(relations, 'disputes')
                                         OR instr(relations, 'qualifies'))) AS uncited FROM claims) c,
     (SELECT count(*) AS works, count(*) FILTER (WHERE record IN ('differs', 'not-found')) AS doubtful,
             count(*) FILTER (WHERE record IS NULL) AS unchecked FROM works) w,
     (SELECT count(*) FILTER (WHERE severity = 'error') AS errors,
             count(*) FILTER (WHERE severity = 'warning') AS warnings,
             count(*) FILTER (WHERE severity = 'information') AS information,
             count(*) FILTER (WHERE state = 'open') AS open,
             count(DISTINCT row_key) FILTER (WHERE rule = 'strength/overclaim') AS overclaimed FROM findings) f
"""


class History(NamedTuple):
    """Rows of the table ``history``, oldest first; by fingerprint, the day a finding was first met, if not today."""

    builds: list[tuple[Any, ...]]
    today: str
    since: dict[str, str]

    def dated(self, findings: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
        """Rows of the findings table without their numbers, each with the day on which it was first met."""
        at = [column.name for column in FINDINGS.columns].index("fingerprint") - 1
        return ((*row, self.since.get(row[at], self.today)) for row in findings)


def read(path: Path) -> History:
    """The history that the database holds; an empty one where there is none."""
    none = History([], strftime("%Y-%m-%d", gmtime()), {})
    if not path.is_file():
        return none
    try:
        with closing(files.open_read_only(path)) as connection:
            builds = connection.execute("SELECT * FROM history ORDER BY built").fetchall()
            earlier = "SELECT fingerprint, since FROM findings WHERE since <> ?"
            since = connection.execute(earlier, (none.today,)).fetchall()
    except sqlite3.Error:  # of another version, or damaged
        return none
    return none._replace(builds=builds, since=dict(since))


def store(connection: sqlite3.Connection, earlier: History) -> None:
    """Fill ``history``: what was, and the numbers of this build when they are others."""
    now = connection.execute(_NUMBERS).fetchone()
    former = [row for row in earlier.builds if row[0] != now[0]]
    if former and former[-1][2:] == now[2:]:
        now, former = former[-1], former[:-1]
    connection.execute("DELETE FROM history")
    database.insert(connection, "history", [*former, now][-MOST:])
