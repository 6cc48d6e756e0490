"""Work that another process does gives what it gives here."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import evidencebase
from evidencebase import apart, bibliography, loader, readings
from evidencebase.apart import meanwhile
from evidencebase.finding import digest
from evidencebase.schema import TABLES
from tests.conftest import Make


def tables(path: Path) -> dict[str, list[object]]:
    """All rows but those that tell time and place of the build."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name}").fetchall()
            for table in TABLES
            if table.name not in ("builds", "rules", "history")
        }


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Identifiers of the processes that were started; two processors are there."""
    numbers: list[int] = []
    begin = apart._begin

    def noted(*arguments: object) -> object:
        process = begin(*arguments)  # type: ignore[arg-type]  # whatever it was given
        numbers.extend([process.pid] if process else [])
        return process

    monkeypatch.setattr(apart, "_begin", noted)
    monkeypatch.setattr(apart, "_processors", lambda: 2)
    yield numbers
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_the_database_is_the_same(make: Make, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    base = make(
        {
            "claims.csv": "id,claim,supports\n"
            "A-1,The bone heals well in all men,one\nA-2,The bone heals really well in all men,two; three\n"
            "A-2,Twice,one\n",
            "references/a.bib": "@string{j = {Bone}}\n@article{one, title={On Bones}, author={Doe, Ada}, journal=j}\n"
            "@article{",
            "references/b.bib": "@book{two, title={Größe}, author={Doe, Ada}, x-waive={works/bad-year: as printed}}\n"
            "@misc{three, author={Doe, Ada and others}}",
        }
    )
    (base / "references" / "c.bib").mkdir()  # cannot be read
    evidencebase.build(base, base / "here.db")
    assert not started
    monkeypatch.setattr(bibliography, "_WORTH_A_PROCESS", 0)
    monkeypatch.setattr(loader, "_WORTH_A_PROCESS", 0)
    evidencebase.build(base, base / "apart.db")
    assert len(started) == 2
    assert tables(base / "apart.db") == tables(base / "here.db")
    assert sorted(path.name for path in base.iterdir()) == ["apart.db", "claims.csv", "here.db", "references"]


@pytest.mark.parametrize("program", ["false", "no-such-program"])
def test_a_process_that_fails_is_no_loss(program: str, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with meanwhile(True, digest, "text") as result:
        assert result() == digest("text")
    assert len(started) == (program == "false")


def test_a_mistake_shows_itself_here(started: list[int]) -> None:
    with meanwhile(True, readings.similar_with_keys, 7) as result, pytest.raises(TypeError):
        result()
    assert started


def test_who_does_not_wait_leaves_nothing_running(started: list[int]) -> None:
    with pytest.raises(KeyboardInterrupt), meanwhile(True, digest, "text"):
        raise KeyboardInterrupt
    assert started


def test_what_lies_in_the_working_folder_is_not_run(
    tmp_path: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('trap', 'w')")
    monkeypatch.chdir(tmp_path)
    with meanwhile(True, digest, "text") as result:
        assert result() == digest("text")
    assert started
    assert not (tmp_path / "trap").exists()
