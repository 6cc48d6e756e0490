"""Work that another process does gives what it gives here."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

import evidencebase
from evidencebase import apart, database, readings
from evidencebase.apart import second
from evidencebase.finding import digest
from evidencebase.readers import bibtex
from evidencebase.readers.bibtex import works
from evidencebase.schema import TABLES, WORKS
from tests.conftest import Make


def tables(path: Path) -> dict[str, list[object]]:
    """All rows but those that tell time and place of the build."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name}").fetchall()
            for table in TABLES
            if table.name not in ("builds", "rules", "history")
        }


def wait_for(path: Path) -> None:
    end = monotonic() + 60
    while not path.exists() and monotonic() < end:
        sleep(0.01)


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
    monkeypatch.setattr(apart, "WORTH_IT", 0)
    evidencebase.build(base, base / "apart.db")
    assert len(started) == 1
    assert tables(base / "apart.db") == tables(base / "here.db")
    assert sorted(path.name for path in base.iterdir()) == ["apart.db", "claims.csv", "here.db", "references"]


class Defensive(sqlite3.Connection):
    """Tables in which FTS5 keeps a search cannot be written, as in SQLite's defensive mode."""

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        if "main.works_fts_" in sql:
            raise sqlite3.OperationalError("table works_fts_data may not be modified")
        return super().execute(sql, *more)


@pytest.mark.parametrize("kind", [sqlite3.Connection, Defensive])
def test_a_copy_has_numbers_indexes_and_search(tmp_path: Path, kind: type[sqlite3.Connection]) -> None:
    path = tmp_path / "beside.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as beside:
        beside.execute(database.create_statement(WORKS))
        database.insert(beside, "works", [(8, "b", "Femur"), (16, "a", "Tibia")], ("rowid", "key", "title"))
        database.index(beside, [WORKS])
    with closing(sqlite3.connect(tmp_path / "own.db", isolation_level=None, factory=kind)) as own:
        own.execute("BEGIN")
        own.execute(database.create_statement(WORKS))
        database.copy(own, path, [WORKS])
        own.execute("INSERT INTO works_fts(works_fts, rank) VALUES ('integrity-check', 1)")
        assert own.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = own.execute("SELECT w.rowid, key FROM works_fts('tibia') f JOIN works w ON w.rowid = f.rowid")
        assert found.fetchall() == [(16, "a")]


@pytest.mark.parametrize("program", ["false", "no-such-program"])
def test_a_process_that_fails_is_no_loss(
    program: str, tmp_path: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with second(tmp_path / "apart", apart.WORTH_IT) as process:
        results = [process.begin(digest, text) for text in ("one", "another")]
        assert [result() for result in results] == [digest("one"), digest("another")]
    assert len(started) == (program == "false")


@pytest.mark.parametrize("most", [apart._MUCH, 0], ids=["as it is", "anew for each task"])
def test_tasks_are_done_in_turn_whoever_asks_first(
    most: int, tmp_path: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_MUCH", most)
    with second(tmp_path / "apart", apart.WORTH_IT) as process:
        one, other = process.begin(os.getpid), process.begin(digest, "größer\t\n")
        wait_for(tmp_path / "apart" / "2.begun")
        assert other() == digest("größer\t\n")
        assert one() == started[0]
    assert not (tmp_path / "apart").exists()


def test_what_nobody_has_begun_is_done_here(tmp_path: Path, started: list[int]) -> None:
    with second(tmp_path / "apart", apart.WORTH_IT) as process:
        long = process.begin(sleep, 0.5)
        one, other = process.begin(os.getpid), process.begin(os.getpid, here=lambda: 0)
        wait_for(tmp_path / "apart" / "1.begun")
        assert (one(), other(), long()) == (os.getpid(), 0, None)
        behind = process.begin(os.getpid)
        wait_for(tmp_path / "apart" / "4.begun")
        assert behind() == started[0]


def test_a_mistake_shows_itself_here(tmp_path: Path, started: list[int]) -> None:
    with second(tmp_path / "apart", apart.WORTH_IT) as process:
        before, wrong, behind = (process.begin(f, 7) for f in (str, readings.sha256, str))
        with pytest.raises(TypeError):
            wrong()
        assert before() == behind() == "7"
    assert started


def test_who_does_not_wait_leaves_nothing_running(tmp_path: Path, started: list[int]) -> None:
    with pytest.raises(KeyboardInterrupt), second(tmp_path / "apart", apart.WORTH_IT) as process:
        process.begin(digest, "text")
        raise KeyboardInterrupt
    assert started
    assert not list(tmp_path.iterdir())


def test_little_work_is_done_here(tmp_path: Path, started: list[int]) -> None:
    with second(tmp_path / "apart", apart.WORTH_IT - 1) as process:
        assert process.begin(os.getpid)() == os.getpid()
    assert not started


def test_what_lies_in_the_working_folder_is_not_run(
    tmp_path: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('trap', 'w')")
    monkeypatch.chdir(tmp_path)
    with second(tmp_path / "apart", apart.WORTH_IT) as process:
        assert process.begin(digest, "text")() == digest("text")
    assert started
    assert not (tmp_path / "trap").exists()


@pytest.mark.parametrize("value", [[], {}, "ö", [1, [], ["a", "b"] * 9, (None, [])], [["a", n] for n in range(25_000)]])
def test_what_is_passed_stays_what_it_is(value: object, tmp_path: Path) -> None:
    apart._write(tmp_path / "value", value)
    assert json.loads((tmp_path / "value").read_text()) == json.loads(json.dumps(value))


def test_works_are_read_part_by_part(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    people = ("Doe, Ada", "Roe, Bob and Doe, Ada", "Poe, Cy")
    entries = [
        f"@book{{w{n}, title={{The title of work {n // 4}}}, year=2001, author={{{people[n % 3]}}}}}" for n in range(8)
    ]
    base = make({"claims.csv": "id,claim\nA-1,Text\n", "references/a.bib": "\n".join(entries)})
    evidencebase.build(base, base / "one.db")
    monkeypatch.setattr(bibtex, "parts", lambda entries: works.parts(entries, 3))
    evidencebase.build(base, base / "several.db")
    assert tables(base / "one.db") == tables(base / "several.db")
    with closing(sqlite3.connect(base / "several.db")) as connection:
        assert [number for (number,) in connection.execute("SELECT rowid FROM works")] == [*range(16, 144, 16)]
        assert connection.execute("SELECT count(*) FROM works WHERE same_as IS NOT NULL").fetchone()[0]


def test_a_bibliography_without_claims(make: Make, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    base = make({"references/a.bib": "@book{one, title={On Bones}, author={Doe, Ada}, year=2001}"})
    evidencebase.build(base, base / "here.db")
    monkeypatch.setattr(apart, "WORTH_IT", 0)
    evidencebase.build(base, base / "apart.db")
    assert started
    assert tables(base / "apart.db") == tables(base / "here.db")


@pytest.mark.parametrize("late", ["sleep 1; exec", "exit", "sleep 5;"])
@pytest.mark.usefixtures("started")
def test_a_process_that_is_late_changes_nothing(make: Make, monkeypatch: pytest.MonkeyPatch, late: str) -> None:
    base = make(
        {
            "claims.csv": "id,claim,supports\nA-1,The bone heals,one; two\nA-2,The bone heals well,two\n",
            "references/a.bib": "@book{one, title={On}, author={Doe, A}}\n@book{two, title={At}, author={Doe, A}}",
        }
    )
    evidencebase.build(base, base / "here.db")
    program = base / "python"
    program.write_text(f'#!/bin/sh\n{late} {sys.executable} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(apart, "WORTH_IT", 0)
    monkeypatch.setattr(sys, "executable", str(program))
    evidencebase.build(base, base / "late.db")
    assert tables(base / "late.db") == tables(base / "here.db")
