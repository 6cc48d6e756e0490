"""No statement of a build does more work for each row when there are more rows: counted in steps, not in seconds."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest

import evidencebase
import generate

TIMES = 4
STEPS = 100  # of SQLite's machine, between two counts


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
    small, large = counts
    worse = {sql: (small[sql], steps) for sql, steps in large.items() if steps > 1.6 * TIMES * max(small[sql], 5_000)}
    assert sum(large.values()) > 1_000_000, "something was counted"
    assert not worse, worse
