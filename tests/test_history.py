"""What earlier builds found is carried on: a trend of what changed, and the day on which each finding was first met."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase import history
from tests.conftest import Make

CLAIM = "AB-{0},The claim number {0},effect\n"


def numbers(path: Path, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in evidencebase.open(path)["history"].rows]


@pytest.mark.parametrize("force", [False, True], ids=["patched", "in full"])
def test_builds_and_ages_are_carried_on(make: Make, monkeypatch: pytest.MonkeyPatch, force: bool) -> None:
    base = make({"claims.csv": "id,claim,kind\n" + "".join(CLAIM.format(n) for n in range(8))})
    with monkeypatch.context() as patched:
        patched.setattr(history, "strftime", lambda *_: "2020-02-02")
        evidencebase.build(base)
    monkeypatch.setattr("evidencebase.compilation.strftime", lambda *_: "2999-01-01T00:00:00Z")
    with (base / "claims.csv").open("a") as file:
        file.write(CLAIM.format(8))
    evidencebase.build(base, force=force)
    assert numbers(base, "claims", "uncited") == [(8, 8), (9, 9)]
    days = {row["row_key"]: row["since"] for row in evidencebase.open(base)["findings"].rows}
    assert days["AB-1"] == "2020-02-02" < days["AB-8"]


def test_a_build_that_changes_no_number_is_no_step(make: Make) -> None:
    base = make({"claims.csv": "id,claim,kind\n" + CLAIM.format(1)})
    for _ in range(3):
        evidencebase.build(base, force=True)
    assert numbers(base, "claims") == [(1,)]


def test_a_database_of_another_kind_has_no_history(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"no database")
    assert history.read(tmp_path / "other.db") == history.read(tmp_path / "none.db")
    assert not history.read(tmp_path / "other.db").builds
