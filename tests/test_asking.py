"""Two processes find what one finds; what the second one leaves undone is done by the first."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

import evidencebase
from evidencebase import answers, apart, asking, checker, database, files
from evidencebase.rulebook import Rule
from tests.conftest import Make

CLAIMS = "id,claim,kind,supports,evidence_strength,status\n" + "".join(
    f"AB-{n},Bone number {n} heals and grows,effect,{'nowhere' if n % 3 else 'works2020'},high,active\n"
    for n in range(60)
)
SETTINGS = """
[[waive]]
rule = "verifications/unverified"
path = "references/*"
reason = "known from the print"
"""


@pytest.fixture
def base(make: Make) -> Path:
    return make({"claims.csv": CLAIMS, "evidencebase.toml": SETTINGS})


@pytest.fixture(autouse=True)
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_processors", lambda: 2)
    monkeypatch.setattr(apart, "WORTH_IT", 0)


def content(base: Path, name: str) -> list[tuple[Any, ...]]:
    evidencebase.build(base, base / name)
    with closing(files.open_read_only(base / name)) as connection:
        rows = connection.execute("SELECT * FROM findings ORDER BY id").fetchall()
        return rows + connection.execute("SELECT name, performed, cause, findings FROM rules").fetchall()


def test_two_processes_find_what_one_finds(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as alone:
        alone.setattr(apart, "WORTH_IT", 10**9)
        one = content(base, "one.db")
    asked: list[str] = []
    taken: set[str] = set()
    ask = answers.ask

    def waiting(connection: sqlite3.Connection, rule: Rule, *more: Any) -> checker.Outcome:
        folder = database.file_of(connection)
        folder = folder.with_name(f"{folder.name}-apart") / "taken"
        end = monotonic() + 60
        while not (folder / "verifications.unverified").exists() and monotonic() < end:
            sleep(0.01)  # the other one is about to ask it
        taken.update(path.name.replace(".", "/") for path in folder.iterdir())
        asked.append(rule.name)
        return ask(connection, rule, *more)

    monkeypatch.setattr(answers, "ask", waiting)
    assert content(base, "two.db") == one and len(one) > 200
    assert "verifications/unverified" in taken - set(asked), "the other process asked it"
    assert "waived" in str(one) and "waivers/unused-waiver" not in {row[1] for row in one}


def test_a_second_process_that_fails(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = content(base, "one.db")
    first = apart.is_first
    monkeypatch.setattr(asking, "is_first", lambda note: note.name != "claims.compound" and first(note))
    monkeypatch.setattr(sys, "executable", "false")
    assert content(base, "two.db") == one
