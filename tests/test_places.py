"""Places are stored with the findings: a check of what did not change opens no file to print them."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase import places
from evidencebase.finding import Reported
from tests.conftest import Make

CLAIMS = 'id,claim,supports\nAB-1,"Bone\nheals",gone2020\n'
PLACE = ("claims.csv", 3, 8)  # of gone2020: the second line of a record


def dangling(base: Path) -> Reported:
    (finding,) = evidencebase.check(base, select=["dangling-key"]).findings
    return finding


def test_a_place_is_stored(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make({"claims.csv": CLAIMS})
    evidencebase.build(base)
    monkeypatch.setattr(places, "find", None)
    assert dangling(base)[3:6] == PLACE
    columns, rows = "line, column_number, record_line", []
    query = f"SELECT {columns} FROM findings WHERE rule = 'evidence/dangling-key'"
    with evidencebase.project.ask(base, None, query) as (_, found):
        rows += found
    assert rows == [(3, 8, 2)]


def test_the_place_in_a_file_that_changed_meanwhile_is_not_known(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make({"claims.csv": CLAIMS})
    find = places.find

    def late(*arguments: object) -> list[places.Place]:
        (base / "claims.csv").write_text(CLAIMS.replace("Bone", "Bones and\nbone"))
        return find(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(places, "find", late)
        evidencebase.build(base)
    (base / "claims.csv").write_text(CLAIMS)
    assert dangling(base)[3:6] == ("claims.csv", 2, 1)
    (base / "claims.csv").write_text(f"{CLAIMS}AB-2,Other,\n")
    assert dangling(base)[3:6] == PLACE


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert places.find(tmp_path, [("claims.csv", 3, "id"), ("documents/a.md", 2, ""), ("claims.csv", 0, "")]) == [
        (3, None),
        (2, 1),
        (0, 1),
    ]
