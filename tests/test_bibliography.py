"""A folder of ``.bib`` files without claims is checked as a bibliography."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import evidencebase
from tests.conftest import WORKS
from tests.test_bad_input import run

BAD = "@book{%s, author = {Doe, Ada}, title = {T}, publisher = {P}, year = 2020, doi = {12}}\n"


@pytest.mark.parametrize("place", ["refs.bib", "references/refs.bib"])
def test_bib_files_alone(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text(BAD % "bad", "utf-8")
    result = run("check", tmp_path)
    assert f"{place}:1:83: error works/bad-doi bad:" in result.output
    assert "a bibliography of 1 work, no claims: 1 error" in result.output
    assert result.exit_code == 1
    asked = evidencebase.check(tmp_path)
    assert {rule.partition("/")[0] for rule, _ in asked.not_performed} <= {"verifications"}  # no registry was asked
    groups = {rule.rule.partition("/")[0] for rule in asked.asked}
    assert "works" in groups
    assert groups.isdisjoint({"claims", "evidence", "strength"})


def test_a_folder_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(WORKS, "utf-8")
    result = run("check", tmp_path, "-C", tmp_path)
    assert result.exit_code == 2
    assert "name the folder once" in result.output
    result = run("check", tmp_path / "refs.bib")
    assert result.exit_code == 2
    assert "refs.bib' is a file" in result.output


def test_beside_claims_references_come_before_the_folder_itself(tmp_path: Path) -> None:
    for place in ("draft.bib", "references/kept.bib"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(BAD % place[:4], "utf-8")
    bad = {finding.file for finding in evidencebase.check(tmp_path).findings if finding.rule == "works/bad-doi"}
    assert bad == {"draft.bib", "references/kept.bib"}
    (tmp_path / "claims.csv").write_text("id,claim\nAB-1,Bone lives\n", "utf-8")
    bad = {finding.file for finding in evidencebase.check(tmp_path).findings if finding.rule == "works/bad-doi"}
    assert bad == {"references/kept.bib"}


def test_claims_come_and_go(tmp_path: Path) -> None:
    """All checks run once there are claims, and only those of the bibliography when they are gone again."""
    (tmp_path / "refs.bib").write_text(WORKS, "utf-8")
    alone = evidencebase.check(tmp_path)
    assert {finding.rule for finding in alone.findings} == {"verifications/unverified"}
    (tmp_path / "claims.csv").write_text("id,claim\nAB-1,Bone lives\n", "utf-8")
    assert {finding.rule for finding in evidencebase.check(tmp_path).findings} >= {
        "works/unused-work",
        "claims/uncited",
    }
    (tmp_path / "claims.csv").unlink()
    assert evidencebase.check(tmp_path)._replace(asked=[]) == alone._replace(asked=[])


def test_the_rest_of_an_evidence_base_misses_its_claims(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(WORKS, "utf-8")
    (tmp_path / "evidence.csv").write_text("claim,work\nAB-1,works2020\n", "utf-8")
    result = run("check", "-C", tmp_path)
    assert result.exit_code == 2
    assert "no claims.csv, though there is evidence.csv" in result.output


def test_what_is_new_in_a_bibliography(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    (tmp_path / "refs.bib").write_text(BAD % "old", "utf-8")
    for command in (["init", "-q"], ["add", "refs.bib"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "refs.bib").write_text(BAD % "old" + "@misc{, title = {N}}\n", "utf-8")
    result = run("check", "-C", tmp_path, "--since", "HEAD", "--select", "missing-key", "--select", "bad-doi")
    assert "works/missing-key" in result.output
    assert "works/bad-doi" not in result.output
    assert "1 known before" in result.output


def test_claims_that_are_gone_are_missed(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    (tmp_path / "refs.bib").write_text(WORKS, "utf-8")
    (tmp_path / "claims.csv").write_text("id,claim\nAB-1,Bone lives\n", "utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "claims.csv").unlink()
    result = run("check", tmp_path, "--since", "HEAD")
    assert result.exit_code == 2
    assert "claims.csv is gone (claims at that revision: 1)" in result.output


def test_entries_seen_read_and_doubtful_are_recorded(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@misc{a, title = {A}}\n@misc{a, title = {B}}\n@misc{}\n", "utf-8")
    database = evidencebase.open(tmp_path)
    assert next(database.query("SELECT seen, records, doubtful FROM inputs WHERE path = 'refs.bib'")) == {
        "seen": 3,
        "records": 1,
        "doubtful": 2,
    }
