"""``check --since``: only what a change brought about fails."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import evidencebase
from evidencebase import inputs, revision, verifying
from tests.conftest import Make
from tests.test_bad_input import run

HEADER = "id,claim,kind,intervention,outcome,direction,supports,evidence_strength,rated_down,mentions\n"
CLAIMS = HEADER + (
    "AB-1,Walking raises bone density,effect,walking,density,increases,works2020,high,,\n"
    "AB-2,Nobody cites this,,,,,,,,works2020\n"
)
WORKS = """\
@book{works2020,
  author = {Doe, Ada},
  title = {The living bone},
  publisher = {Press},
  year = {2020},
  x-design = {rct},
  x-n = {900}
}
"""
BASE = {"claims.csv": CLAIMS, "references/works.bib": WORKS, "evidencebase.toml": "fail-on = 'warning'\n"}


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def base(make: Make) -> Path:
    """An evidence base in a folder of a repository, committed."""
    folder = make(BASE)
    git(folder.parent, "init", "-b", "main")
    git(folder.parent, "add", "base/claims.csv", "base/references", "base/evidencebase.toml")
    git(folder.parent, "commit", "-m", "a base")
    return folder


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        pytest.param(",supports,", ",x_none,", "claims/uncited", id="a citation is removed"),
        pytest.param(",high,,", ",very-low,,", "strength/unexplained-grade", id="a grade changes without reason"),
        pytest.param("increases", "decreases", "claims/reused-id", id="a direction is turned round"),
        pytest.param("works2020,high", "wroks2020,high", "evidence/dangling-key", id="a key is misspelt"),
    ],
)
def test_a_change_fails_with_what_it_brought_about(base: Path, before: str, after: str, rule: str) -> None:
    result = run("check", "-C", base, "--since", "main")
    assert result.exit_code == 0, result.output
    assert " known before" in result.output and "AB-2" not in result.output
    (base / "claims.csv").write_text("\n" + CLAIMS.replace(before, after, 1))
    result = run("check", "-C", base, "--since", "HEAD", "--format", "json")
    assert result.exit_code == 1
    assert rule in result.output
    reported = run(
        "check", "-C", base, "--since", "HEAD", "--ignore", "graded-without-evidence", "--ignore", "not-canonical"
    ).output
    first = next(line for line in reported.splitlines() if line.startswith(("claims.csv", "references")))
    assert first.split()[2] == rule


def test_a_raised_grade_brings_nothing_else_about(base: Path) -> None:
    (base / "evidence.csv").write_text("claim,work,relation,read\nAB-1,works2020,supports,abstract\n")
    git(base.parent, "add", "base/evidence.csv")
    git(base, "commit", "-m", "only the abstract was read")
    (base / "claims.csv").write_text(CLAIMS.replace(",high,,", ",low,,", 1))
    output = run("check", "-C", base, "--since", "HEAD", "--ignore", "reused-id").output
    assert "strength/unexplained-grade" in output and "unread-source" not in output


def test_what_was_known_of_works_is_known(base: Path, tmp_path: Path) -> None:
    works = base / "references/works.bib"
    works.write_text(works.read_text("utf-8").replace("x-n ", "doi = {10.1000/1}, x-n "))
    export = tmp_path / "export-2026-08-01.csv"
    export.write_text(
        "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n"
        "8/16/2023 0:00,10.1000/n,0,10.1000/1,0,Retraction\n"
    )
    verifying.run(base, how="offline", retraction_watch=export)
    git(base.parent, "add", "base/references")
    git(base.parent, "commit", "-m", "a retraction")
    with revision.database(base, "HEAD") as former:
        findings = evidencebase.project.check(base, former=former).findings
    assert "verifications/retracted" in {finding.rule for finding in findings}
    assert {finding.state for finding in findings} == {"known"}


def test_what_was_accepted_before_and_is_not_any_more_is_new(base: Path) -> None:
    claims = CLAIMS.replace("\n", ",waive\n", 1).replace(",high,,\n", ",high,,,\n")
    (base / "claims.csv").write_text(claims.replace(",,works2020\n", ",,works2020,uncited: known\n"))
    git(base, "commit", "-am", "accepted")
    (base / "claims.csv").write_text(claims.replace(",,works2020\n", ",,works2020,\n"))
    assert "AB-2" in run("check", "-C", base, "--since", "HEAD").output


def test_a_base_that_was_not_there_is_new(base: Path) -> None:
    git(base, "rm", "-q", "--cached", "-r", ".")
    git(base, "commit", "-m", "no base")
    result = run("check", "-C", base, "--since", "HEAD")
    assert result.exit_code == 1 and "known before" not in result.output


def test_a_rule_that_compares_is_no_part_of_other_checks(base: Path) -> None:
    assert "reused-id" not in run("check", "-C", base).output
    assert "0 checks performed" in run("check", "-C", base, "--select", "reused-id").output
    assert "1 check performed" in run("check", "-C", base, "--select", "reused-id", "--since", "HEAD").output


@pytest.mark.parametrize(
    ("revision", "said"), [("mian", "did you mean 'main'?"), ("--help", "git knows no revision"), ("", "git knows no")]
)
def test_unknown_revision(base: Path, revision: str, said: str) -> None:
    result = run("check", "-C", base, f"--since={revision}")
    assert result.exit_code == 2 and said in result.output and len(result.output.splitlines()) == 1


def test_no_repository_and_no_git(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
    base = make({})
    result = run("check", "-C", base, "--since", "HEAD")
    assert result.exit_code == 2 and "is not in a git repository" in result.output
    monkeypatch.setenv("PATH", "/nowhere")
    assert "git is not installed" in run("check", "-C", base, "--since", "HEAD").output


@pytest.mark.parametrize(
    ("claim", "column", "before", "after", "rule"),
    [
        ("TRT-0118", "supports", "leder2015", "", "evidence/one-sided-link"),
        ("TRT-0174", "evidence_strength", "low", "moderate", "strength/unexplained-grade"),
        ("TRT-0168", "evidence_strength", "very-low", "low", "strength/raised-without-reason"),
        ("TRT-0087", "direction", "decreases", "increases", "claims/reused-id"),
    ],
)
def test_a_change_of_the_shipped_base_fails_with_exactly_its_finding(
    claim: str, column: str, before: str, after: str, rule: str, repository: Path, tmp_path: Path
) -> None:
    """Removing a citation, raising a grade without reason, turning a direction round."""
    names = [*(path for path in inputs.csv_files() if (repository / path).exists()), "references", "pyproject.toml"]
    for name in names:
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if (repository / name).is_dir() else shutil.copyfile)(repository / name, target)
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "as shipped")
    path = tmp_path / "claims.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    (row,) = (row for row in rows if row["id"] == claim)
    assert before in row[column]
    row[column] = "; ".join(filter(None, (item.replace(before, after) for item in row[column].split("; "))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    result = run("check", "-C", tmp_path, "--since", "HEAD", "--format", "json")
    found = [f for f in json.loads(result.output)["findings"] if f["state"] == "open"]
    about = [(f["rule"], f["row"]) for f in found if f["rule"] != "waivers/unused-waiver"]
    assert about == [(rule, claim)], "an acceptance of what the claim was before may have become unused, no more"
    assert run("check", "-C", tmp_path, "--since", "HEAD").exit_code == 1
