"""Two processes find what one finds; what the second one leaves undone is done by the first."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

import evidencebase
from evidencebase import answers, apart, asking, checker, files
from evidencebase.rulebook import Rule
from tests.conftest import Make

CLAIMS = "id,claim,kind,supports,evidence_strength,status\n" + "".join(
    f"AB-{n},Bone number {n} heals and grows,effect,{'nowhere' if n % 3 else 'works2020'},high,active\n"
    for n in range(60)
)


@pytest.fixture
def base(make: Make) -> Path:
    return make({"claims.csv": CLAIMS})


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is noted which rules were asked. Two processes ask from now on."""
    folder = tmp_path / "taken"
    folder.mkdir()
    monkeypatch.setattr(apart, "_processors", lambda: 2)
    monkeypatch.setattr(asking, "WORTH_IT", 0)
    monkeypatch.setattr(asking, "TemporaryDirectory", lambda: nullcontext(str(folder)))
    return folder


def content(base: Path, name: str) -> list[tuple[Any, ...]]:
    evidencebase.build(base, base / name)
    with closing(files.open_read_only(base / name)) as connection:
        rows = connection.execute("SELECT * FROM findings ORDER BY id").fetchall()
        return rows + connection.execute("SELECT name, performed, cause, findings FROM rules").fetchall()


def test_two_processes_find_what_one_finds(base: Path, taken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as alone:
        alone.setattr(asking, "WORTH_IT", 10**9)
        one = content(base, "one.db")
    asked: list[str] = []
    ask = answers.ask

    def waiting(connection: sqlite3.Connection, rule: Rule, *more: Any) -> checker.Outcome:
        end = monotonic() + 60
        while len(asked) == 1 and len(list(taken.iterdir())) <= 2 and monotonic() < end:
            sleep(0.01)  # the other one is about to take its first
        asked.append(rule.name)
        return ask(connection, rule, *more)

    monkeypatch.setattr(answers, "ask", waiting)
    assert content(base, "two.db") == one and len(one) > 200
    everything = {path.name.replace(".", "/") for path in taken.iterdir()}
    assert everything - set(asked), "the other process asked some"


@pytest.mark.usefixtures("taken")
def test_a_second_process_that_fails(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = content(base, "one.db")
    take = asking._take
    monkeypatch.setattr(asking, "_take", lambda folder, name: name != "claims/compound" and take(folder, name))
    monkeypatch.setattr(apart, "_begin", lambda *_: None)
    (tmp_path / "again").mkdir()
    monkeypatch.setattr(asking, "TemporaryDirectory", lambda: nullcontext(str(tmp_path / "again")))
    assert content(base, "two.db") == one
