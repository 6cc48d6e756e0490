"""Generated evidence bases: the same for a seed, as large as asked for, with exactly the defects they claim."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import generate
import oracle
import synthetic_bib
import synthetic_claims
import synthetic_documents
import synthetic_terms
import synthetic_works
from evidencebase import schema

NAIVE = Path(generate.__file__).with_name("naive.py")
CLAIMS, WORKS = 400, 300


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("base")
    generate.generate(directory, CLAIMS, WORKS, files=4)
    return directory


@pytest.fixture(scope="module")
def truth(base: Path) -> dict[str, Any]:
    return dict(json.loads((base / "truth.json").read_text()))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(directory: Path) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}


def test_same_seed_same_files(base: Path, tmp_path: Path) -> None:
    generate.generate(tmp_path / "again", CLAIMS, WORKS, files=4)
    generate.generate(tmp_path / "other", CLAIMS, WORKS, files=4, seed=2)
    assert contents(tmp_path / "again") == contents(base)
    assert contents(tmp_path / "other") != contents(base)


def test_sizes(base: Path, truth: dict[str, Any]) -> None:
    counts = truth["counts"]
    claims, evidence = rows(base / "claims.csv"), rows(base / "evidence.csv")
    entries = [
        key
        for path in base.glob("references/*.bib")
        for key in re.findall(r"(?m)^@(?!string)\w+\{(.+),", path.read_text())
    ]
    assert counts["claims"] == len({row["id"] for row in claims}) == CLAIMS
    assert counts["claim_rows"] == len(claims)
    assert counts["evidence_rows"] == len(evidence)
    assert counts["works"] == len(set(entries)) == WORKS
    assert counts["entries"] == len(entries)
    assert counts["bib_files"] == len(list(base.glob("references/*.bib"))) == 4
    assert counts["terms"] == len(rows(base / "terms.csv")) == 200
    assert counts["documents"] == len(rows(base / "documents" / "documents.csv"))
    assert counts["passages"] == len(rows(base / "documents" / "passages.csv"))


def test_every_defect_is_planted(truth: dict[str, Any]) -> None:
    expected = {*synthetic_claims.DEFECTS, *synthetic_works.DEFECTS}
    assert {rule for rule, keys in truth["planted"].items() if keys} == expected


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        (synthetic_claims.CLAIM_COLUMNS, schema.CLAIMS),
        (synthetic_claims.EVIDENCE_COLUMNS, schema.EVIDENCE),
        (synthetic_terms.COLUMNS, schema.TERMS),
        (synthetic_documents.DOCUMENT_COLUMNS, schema.DOCUMENTS),
        (synthetic_documents.PASSAGE_COLUMNS, schema.PASSAGES),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_columns_are_those_of_the_schema(columns: tuple[str, ...], table: schema.Table) -> None:
    assert columns == tuple(column.name for column in table.columns if column.written)


def test_ids_are_sorted_and_cells_harmless(base: Path, truth: dict[str, Any]) -> None:
    malformed = set(truth["planted"]["malformed-id"])
    claims = rows(base / "claims.csv")
    ids = [row["id"] for row in claims if row["id"] not in malformed]
    assert ids == sorted(ids)
    assert not [cell for row in claims for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_naive_script_finds_the_truth(base: Path, tmp_path: Path) -> None:
    arguments = [sys.executable, str(NAIVE), str(base), str(tmp_path / "out.db"), "--json"]
    printed = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    naive, truth = oracle.naive(printed), oracle.planted(base)
    assert oracle.differences(naive, truth, ("naive", "truth")) == []
    assert len(naive.findings) == 8
    assert all(naive.findings.values())


@pytest.mark.parametrize("profile", synthetic_bib.PROFILES)
def test_profiles(profile: str, base: Path, tmp_path: Path) -> None:
    truth = generate.generate(tmp_path, 100, 100, profile=profile)
    text = (tmp_path / "references" / "works-01.bib").read_text()
    claims = {re.sub(r"\d+", "", row["claim"]) for row in rows(tmp_path / "claims.csv") if "Again" not in row["claim"]}
    assert ("@article(" in text) == (profile == "parens")
    assert (text.count("\n") < 3) == (profile == "one-line")
    assert (len(claims) == 1) == (profile == "templated")
    assert (len(text) > 200_000) == (profile == "long-abstracts")
    assert (len(truth["planted"].get("broken-entry", [])) > 3) == (profile == "broken")


def test_too_small_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        generate.main([str(tmp_path), "--claims", "5"])
    assert "at least 100 claims" in capsys.readouterr().err
