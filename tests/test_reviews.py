"""Signing claims, and noticing what changed since."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import evidencebase
from tests.conftest import Make
from tests.site.asking import get
from tests.test_bad_input import run

BIB = "@article{{trial2019, author={{Doe, Ada}}, title={{Walking}}, journal={{J}}, year=2019, volume={{{volume}}}}}\n"
HEAD = "id,claim,outcome,supports,disputes,evidence_strength,rated_down,topics,note"
ROW = "AB-1,Walking helps,bmd,trial2019,,low,imprecision 1,,"


@pytest.fixture
def base(make: Make) -> Path:
    """One claim, signed."""
    made = make({"claims.csv": f"{HEAD}\n{ROW}\n", "references/works.bib": BIB.format(volume=7)})
    result = run("review", "AB-1", "-C", made, "--by", "Ada Doe", "--note", "read in full")
    assert result.exit_code == 0, result.output
    assert "AB-1 (low): Walking helps" in result.output
    assert "supports trial2019: Doe Ada 2019: Walking" in result.output
    return made


def suspects(base: Path) -> list[list[str | None]]:
    found = json.loads(run("review", "--list", "--json", "-C", base).output)
    return [[row["claim_changed"], row["evidence_changed"]] for row in found]


def test_nothing_changed(base: Path) -> None:
    assert suspects(base) == []
    (base / "claims.csv").write_text(
        f"{HEAD}\nAB-0,New,,,,,,,\n  {ROW}bones,seen again\n".replace("low,imp", "low ,imp")
    )
    assert suspects(base) == [], "lines, spacing, topics and notes are not signed"
    assert "0 to look at again" in run("review", "--list", "-C", base).output


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("helps", "harms", "text"),
        ("bmd", "fracture", "question"),
        ("trial2019", "trial2019 [p. 3]", "links"),
        ("low", "high", "grade"),
        ("imprecision 1", "imprecision 2", "grade"),
        ("trial2019,,low", "trial2019,other2020,moderate", "links and grade"),
    ],
)
def test_the_claim_changed(base: Path, old: str, new: str, changed: str) -> None:
    (base / "claims.csv").write_text(f"{HEAD}\n{ROW.replace(old, new)}\n")
    assert suspects(base) == [[changed, None]]
    assert f"claim: {changed}" in run("review", "--list", "-C", base).output


def test_its_evidence_changed(base: Path) -> None:
    (base / "references/works.bib").write_text(BIB.format(volume=8))
    assert suspects(base) == [[None, "trial2019"]]
    (base / "references/works.bib").write_text(BIB.format(volume=7))
    (base / "evidence.csv").write_text("claim,work,relation,estimate\nAB-1,trial2019,supports,0.4\n")
    assert suspects(base) == [[None, "trial2019"]]
    (found,) = [f for f in evidencebase.check(base).findings if f.rule == "reviews/suspect"]
    assert "Ada Doe signed it on " in found.message and found.message.endswith("evidence: trial2019")
    (page,) = get(base / "evidence.db", "/evidence/claims/AB-1")
    assert "Who signed it" in page.text and "changed since" in page.text and "read in full" in page.text


def test_a_retraction_makes_it_suspect_but_being_asked_does_not(base: Path) -> None:
    record = {"source": "crossref", "identifier": "10.1/a", "kind": "article-journal", "titles": ["Walking"]}
    record |= {"authors": [["Doe", "Ada"]], "years": [2019], "containers": ["J"], "volume": "7", "doi": "10.1/a"}
    answer = {"registry": "crossref", "how": "search", "state": "answered", "records": [record]}
    asked = {"key": "trial2019", "version": 1, "asked": {"title": "walking", "author": "doe"}, "date": "2026-11-25"}
    asked |= {"answers": [answer], "noticed": {"10.1/a": "2026-11-25"}}
    lock = base / "references/verification.lock.jsonl"
    lock.write_text(json.dumps(asked) + "\n")
    assert suspects(base) == []
    notice = {"work": "10.1/a", "nature": "retraction", "date": "2023-05-01", "notice": "10.1/n", "source": "publisher"}
    lock.write_text(json.dumps({**asked, "notices": [notice]}) + "\n")
    assert suspects(base) == [[None, "trial2019"]]


def test_signing_again_lifts_it_and_keeps_what_others_signed(base: Path) -> None:
    (base / "claims.csv").write_text(f"{HEAD}\n{ROW.replace('helps', 'harms')}\nAB-2,Rest harms,,trial2019,,,,,\n")
    for name in ("Cai Chen", "Cai Chen"):  # the second replaces the first of the day
        assert run("review", "AB-1", "AB-2", "-C", base, "--by", name).exit_code == 0
    rows = list(csv.DictReader((base / "reviews.csv").read_text().splitlines()))
    assert [(row["claim"], row["by"]) for row in rows] == [
        ("AB-1", "Ada Doe"),
        ("AB-1", "Cai Chen"),
        ("AB-2", "Cai Chen"),
    ]
    assert suspects(base) == []


def test_a_review_without_a_real_date_is_never_the_last(base: Path) -> None:
    reviews = base / "reviews.csv"
    header, signed = reviews.read_text().splitlines()
    day = signed.split(",")[2]
    other = signed.replace("Ada Doe", "Bo Lee").replace(day, "26/11/2026")
    reviews.write_text(f"{header}\n{signed}\n{other}\n")
    latest = evidencebase.open(base).query("SELECT by, date FROM reviews WHERE latest")
    assert list(latest) == [{"by": "Ada Doe", "date": day}]
    (base / "claims.csv").write_text(f"{HEAD}\n{ROW}\n".replace("helps", "harms"))
    reviews.write_text(f"{header}\n{other}\n")
    assert "Bo Lee on a day that is not known" in run("review", "--list", "-C", base).output


def test_bad_input(base: Path) -> None:
    for arguments, said in (
        ((), "name the claims"),
        (("AB-1",), "--by NAME"),
        (("AB-7", "--by", "A"), "no claim 'AB-7'; did you mean 'AB-1'?"),
        (("AB-1", "--list"), "--list signs nothing"),
    ):
        result = run("review", *arguments, "-C", base)
        assert result.exit_code == 2 and said in result.stderr, result.output
    before = (base / "reviews.csv").read_text() + '"open\n'
    (base / "reviews.csv").write_text(before)
    result = run("review", "AB-1", "--by", "A", "-C", base)
    assert result.exit_code == 2 and "reviews.csv:3: mend it first" in result.stderr
    assert (base / "reviews.csv").read_text() == before
