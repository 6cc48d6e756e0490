"""Datasette's pages of an evidence base, asked in process."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

import evidencebase
from evidencebase import database
from evidencebase.rulebook import rules
from evidencebase.schema import TABLES
from evidencebase.site.server import application
from tests.conftest import Make

HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "'; DROP TABLE claims; --",
    '=HYPERLINK("http://example.org")',
    '"><img src=x onerror=alert(1)>',
]


def get(path: Path, *addresses: str) -> list[Any]:
    """Responses of a Datasette on the database."""

    async def ask() -> list[Any]:
        datasette = application(path)
        await datasette.invoke_startup()
        return [await datasette.client.get(address, follow_redirects=True) for address in addresses]

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("site") / "evidence.db").output


def test_every_table_view_and_rule_answers(shipped: Path) -> None:
    names = [table.name for table in TABLES] + list(database.views())
    names += [rule.name.replace("/", "-") for rule in rules().values() if rule.sql]
    for name, response in zip(names, get(shipped, *(f"/evidence/{name}" for name in names)), strict=True):
        assert response.status_code == 200, name
        assert "message-error" not in response.text, name


def test_titles_and_descriptions_come_from_the_schema(shipped: Path) -> None:
    home, claims = get(shipped, "/", "/evidence/claims")
    assert "Testosterone therapy and bone" in home.text
    assert "One assertion a row, graded and linked" in claims.text
    assert "GRADE certainty of the body of evidence" in claims.text


def test_facets_of_the_claims_table(shipped: Path) -> None:
    (response,) = get(shipped, "/evidence/claims.json?_shape=objects&_size=0&_extra=facet_results")
    facets = response.json()["facet_results"]
    facets = facets.get("results", facets)
    wanted = {
        "evidence_strength",
        "kind",
        "direction",
        "status",
        "documents",
        "outcome",
        "intervention",
        "topics",
        "relations",
    }
    assert wanted <= set(facets)
    assert {item["value"] for item in facets["relations"]["results"]} >= {"supports", "uncited"}


def test_labels_and_search(shipped: Path) -> None:
    page, found = get(shipped, "/evidence/claims?_size=5", "/evidence/claims.json?_search=sclerostin&_shape=array")
    assert "/evidence/terms/" in page.text
    assert found.json() and all("clerostin" in row["claim"] + (row["note"] or "") for row in found.json())


def test_a_rule_asked_live_finds_what_check_found(shipped: Path, repository: Path) -> None:
    (response,) = get(shipped, "/evidence/claims-uncited.json?_shape=array&_size=max")
    checked = evidencebase.check(repository, shipped, select=["claims/uncited"])
    assert sorted(row["row"] for row in response.json()) == sorted(finding.row for finding in checked.findings)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inert(make: Make, text: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    bib = "@book{works2020, author={%s}, title={%s}, publisher={P}, year=2020, url={%s}}" % (
        (text.replace("{", ""),) * 3
    )
    base = make(
        {"claims.csv": f"id,claim,supports,note,topics\nAB-1,{cell},works2020,{cell},{cell}\n", "references/w.bib": bib}
    )
    path = evidencebase.build(base, force=True).output
    addresses = [
        f"/evidence/{name}"
        for name in ("claims", "claims/AB-1", "works", "works/works2020", "claim_overview", "findings")
    ]
    for response in get(path, *addresses):
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert 'href="javascript:' not in response.text.lower()
        assert 'href="java\t' not in response.text.lower()
