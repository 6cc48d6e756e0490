"""No statement of a build does more work for each row when there are more rows: counted in steps, not in seconds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest

import evidencebase
import generate
from evidencebase import functions
from evidencebase.rulebook import rules

TIMES = 4
STEPS = 100  # of SQLite's machine, between two counts
CITING = (  # one document lists all works and cites half of them
    "UPDATE passages SET text = 'Walking raises bone density.', document = (SELECT min(document) FROM passages)",
    "UPDATE works SET listed_by = (SELECT min(document) FROM passages)",
    """INSERT INTO citations (document, passage, key, file, line)
       SELECT p.document, p.anchor, w.key, p.file, p.line
       FROM (SELECT key, 2 * row_number() OVER () AS n FROM works LIMIT (SELECT count(*) / 2 FROM works)) w
       JOIN (SELECT *, row_number() OVER () - 1 AS n FROM passages) p ON p.n = w.n % (SELECT count(*) FROM passages)""",
    "ANALYZE",
)


class Counting(sqlite3.Connection):
    """A connection that counts the steps of each statement; rows that are fetched later count for the last one."""

    steps: ClassVar[Counter[str]] = Counter()
    last = ""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.set_progress_handler(self._count, STEPS)

    def _count(self) -> None:
        Counting.steps[Counting.last] += STEPS

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        Counting.last = sql
        return super().execute(sql, *more)

    def executemany(self, sql: str, *more: Any) -> sqlite3.Cursor:
        Counting.last = sql
        return super().executemany(sql, *more)


def test_no_statement_grows_faster_than_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *names, **options: connect(*names, factory=Counting, **options))
    counts = []
    for claims in (500, 500 * TIMES):
        folder = tmp_path / str(claims)
        generate.main([str(folder), "--claims", str(claims), "--works", str(claims // 2)])
        Counting.steps = Counter()
        evidencebase.build(folder)
        counts.append(Counting.steps)
    assert sum(counts[1].values()) > 1_000_000, "something was counted"
    assert not _worse(*counts)


def test_no_rule_of_documents_grows_faster_than_their_citations(tmp_path: Path) -> None:
    counts = []
    for claims in (500, 500 * TIMES):
        folder = tmp_path / str(claims)
        generate.main([str(folder), "--claims", str(claims), "--works", str(claims // 2)])
        evidencebase.build(folder)
        with closing(sqlite3.connect(folder / "evidence.db", factory=Counting)) as connection:
            functions.register(connection)
            for statement in CITING:
                connection.execute(statement)
            Counting.steps = Counter()
            for rule in rules().values():
                if rule.sql and "citations" in rule.sql:
                    connection.execute(rule.sql, rule.options).fetchall()
        counts.append(Counting.steps)
    assert sum(counts[1].values()) > 100_000, "something was counted"
    assert not _worse(*counts)


def _worse(small: Counter[str], large: Counter[str]) -> dict[str, tuple[int, int]]:
    """Statements that took more steps than there are more rows."""
    return {sql: (small[sql], steps) for sql, steps in large.items() if steps > 1.6 * TIMES * max(small[sql], 5_000)}
