"""Datasette's pages of an evidence base, asked in process."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase import database
from evidencebase.readers.documents.block import fingerprint
from evidencebase.rulebook import rules
from evidencebase.schema import TABLES
from tests.conftest import Make
from tests.site.asking import elements, get, text


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("site") / "evidence.db").output


def test_every_table_view_and_rule_answers(shipped: Path) -> None:
    names = [table.name for table in TABLES] + list(database.views())
    names += [rule.name.replace("/", "-") for rule in rules().values() if rule.sql and not rule.compares]
    for name, response in zip(names, get(shipped, *(f"/evidence/{name}" for name in names)), strict=True):
        assert response.status_code == 200, name
        assert "message-error" not in response.text, name


def test_titles_and_descriptions_come_from_the_schema(shipped: Path) -> None:
    home, documents = get(shipped, "/", "/evidence/terms")
    assert "Testosterone therapy and bone" in home.text
    assert "Vocabulary of populations, interventions, comparators and outcomes (PICO)." in documents.text
    assert "what it matters to patients (GRADE)" in documents.text


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
    page, found = get(shipped, "/evidence/statements?_size=5", "/evidence/claims.json?_search=sclerostin&_shape=array")
    assert "/evidence/claims/TRT-0001" in page.text and "raises bone mineral density" in page.text
    assert found.json() and all("clerostin" in row["claim"] + (row["note"] or "") for row in found.json())


def test_a_rule_asked_live_finds_what_check_found(shipped: Path, repository: Path) -> None:
    (response,) = get(shipped, "/evidence/claims-uncited.json?_shape=array&_size=max")
    checked = evidencebase.check(repository, shipped, select=["claims/uncited"])
    assert sorted(row["row"] for row in response.json()) == sorted(finding.row for finding in checked.findings)


@pytest.mark.parametrize("may_be_kept", ["full", "none"])
def test_a_document_shows_its_text_only_where_it_may_be_kept(may_be_kept: str, make: Make) -> None:
    words = "The bone heals faster & better."
    base = make(
        {
            "claims.csv": "id,claim,stated_in\nA-1,It heals faster,doc#s1.p1\n",
            "documents/documents.csv": f"id,title,path,text\ndoc,A document,paper.md,{may_be_kept}\n",
            "documents/passages.csv": f"anchor,kind,fingerprint\ndoc#s1.p1,prose,{fingerprint(words)}\n",
            "paper.md": f"# Bone\n\n{words}\n",
        }
    )
    page, data = get(evidencebase.build(base).output, "/evidence/documents/doc", "/evidence/documents/doc.json")
    assert "It heals faster" in page.text
    shown = may_be_kept == "full"
    assert ('<blockquote class="words">The bone heals faster &amp; better.</blockquote>' in page.text) == shown
    assert ("The text is not kept here" in page.text) != shown
    assert (words in data.text) == shown


def test_a_document_leans_on_its_own_list_alone(make: Make) -> None:
    base = make(
        {
            "claims.csv": "id,claim,stated_in,supports\n"
            "A-1,Bone grows,one#s1.p1; two#s1.p1,own2020\n"
            "A-2,Bone sings,one#s1.p2,\n",
            "documents/documents.csv": "id,title,bibliography\none,One,references/one.bib\n"
            "two,Two,references/two.bib\n",
            "documents/passages.csv": "anchor,kind,fingerprint\n"
            + "".join(f"{anchor},prose,{fingerprint(anchor)}\n" for anchor in ("one#s1.p1", "one#s1.p2", "two#s1.p1")),
            "references/one.bib": "@book{own2020, author = {Own, Ada}, title = {Own}, publisher = {P}, year = 2020}\n",
            "references/two.bib": "@book{other2021, author = {Roe, Bo}, title = {Ot}, publisher = {P}, year = 2021}\n",
        }
    )
    path = evidencebase.build(base).output
    one, two, rows = get(
        path, "/evidence/documents/one", "/evidence/documents/two", "/evidence/document_coverage.json?_shape=array"
    )
    assert text(one.text).count("not on its list") == 0 and one.text.count(">no work</span>") == 1
    assert text(two.text).count("not on its list") == 1 and two.text.count(">no work</span>") == 0
    assert {row["document"]: row["uncited"] for row in rows.json()} == {"one": 1, "two": 1}


def test_passages_have_addresses_to_which_claims_and_reach_lead(shipped: Path) -> None:
    claim, graph, reach, document = get(
        shipped,
        "/evidence/claims/TRT-0003",
        "/evidence/-/graph/TRT-0003",
        "/evidence/-/reach/falahatinini2000",
        "/evidence/documents/trt-severe-bone-loss",
    )
    places = {element.attributes.get("id") for element in elements(document.text)}
    for page in (claim, graph, reach):
        hrefs = {str(element.attributes.get("href")) for element in elements(page.text)}
        named = {
            href.partition("#")[2] for href in hrefs if href.startswith("/evidence/documents/trt-severe-bone-loss#")
        }
        assert named and named <= places, page.url
