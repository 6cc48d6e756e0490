"""Claim sets become claims, evidence and works; what they say against each other or in other grades stays as it is."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidencebase
from evidencebase.claimsets import ClaimSet, read
from evidencebase.finding import UsageError
from tests.conftest import Make
from tests.test_bad_input import run

SCIFACT = "\n".join(
    json.dumps(line)
    for line in (
        {
            "id": 7,
            "claim": "Walking raises bone density.",
            "evidence": {
                "11": [{"sentences": [2, 5], "label": "SUPPORT"}, {"sentences": [7], "label": "SUPPORT"}],
                "12": [{"sentences": [1], "label": "REFUTE"}],
                "13": [{"sentences": [], "label": "PERHAPS"}],
            },
            "cited_doc_ids": [11, 14],
        },
        {"id": 8, "evidence": {}},
        {"doc_id": 11, "title": "Walking & bone", "abstract": []},
    )
)
ITEMS = (
    "molecular_profile\tdisease\ttherapies\ttherapy_interaction_type\tevidence_type\tevidence_direction\tevidence_level\t"
    "significance\tevidence_statement\tcitation_id\tsource_type\tcitation\trating\tevidence_status\tevidence_id\n"
    'A B1\tCancer\tX,Y\tCombination\tPredictive\tSupports\tA\tResistance\tIt said "no\t'
    "101\tPubMed\tDoe et al., 2001, Bone\t5\taccepted\t1\n"
    "A B1\tCancer\tX,Y\tCombination\tPredictive\tDoes Not Support\tD\tResistance\tNot so\t"
    "102,103\tPubMed\t\t2\tsubmitted\t2\n"
    "A B1\tCancer\t\t\tPrognostic\tN/A\tE\tPoor Outcome\tUnclear\t104\tASCO\t\t\taccepted\t3\n"
    "A B1\tCancer\t\t\tPrognostic\tSupports\tE\tPoor Outcome\tWrong\t105\tPubMed\t\t\trejected\t4\n"
)
ASSERTIONS = (
    "assertion_id\tassertion_type\tassertion_direction\tassertion_summary\tevidence_item_ids\tamp_category\n"
    "9\tPredictive\tDoes Not Support\tA B1 does not foretell resistance.\t1, 2,77\tTier I\n"
)
OLD = (
    "gene\tvariant\tdisease\tdrugs\tevidence_type\tevidence_direction\tevidence_level\tclinical_significance\t"
    "evidence_statement\tpubmed_id\trating\tevidence_status\tevidence_id\n"
    "A\tB1\tCancer\tX\tPredictive\tSupports\tB\tSensitivity\tYes\t101\t3\taccepted\t5\n"
)


def told(files: dict[str, str], **said: str) -> ClaimSet:
    return read([(name, text.encode()) for name, text in files.items()], said)[0]


def links(found: ClaimSet, number: int = 0) -> list[tuple[str, str]]:
    return list(found.claims[number].links)


def test_scifact() -> None:
    found = told({"claims.jsonl": SCIFACT})
    address = "url:https://api.semanticscholar.org/CorpusID:"
    assert links(found) == [
        (f"{address}11", "supports"),
        (f"{address}12", "disputes"),
        (f"{address}13", "mentions"),
        (f"{address}14", "mentions"),
    ]
    assert found.claims[0].links[f"{address}11", "supports"]["locator"] == "sentences 2, 5; sentences 7"
    assert found.works[f"{address}11"].fields["title"] == "Walking & bone"
    assert [(u.line, u.what[:27]) for u in found.unread] == [
        (1, "the label 'PERHAPS' of docu"),
        (2, "holds no claim"),
    ]


def test_civic_tables() -> None:
    found = told({"items.tsv": ITEMS, "assertions.tsv": ASSERTIONS})
    predicts, prognosis, assertion = found.claims
    assert predicts.text == "A B1 predicts resistance to X and Y (combination) in Cancer."
    assert list(predicts.links) == [("pmid:101", "supports"), ("pmid:102", "disputes"), ("pmid:103", "disputes")]
    assert predicts.links["pmid:101", "supports"] == {
        "finding": 'It said "no',
        "x_civic": "EID1",
        "x_civic_level": "A",
        "x_civic_rating": "5",
        "x_civic_status": "accepted",
    }
    assert "evidence_strength" not in predicts.cells
    assert list(prognosis.links) == [("asco:104", "mentions")]
    assert list(assertion.links) == [("pmid:101", "disputes"), ("pmid:102", "supports"), ("pmid:103", "supports")]
    assert found.works["pmid:101"].fields == {
        "author": "Doe and others",
        "year": "2001",
        "journal": "Bone",
        "pmid": "101",
    }
    assert [(u.file, u.line, u.what.split(",")[0]) for u in found.unread] == [
        ("items.tsv", 5, "evidence item 4 was rejected by the editors of CIViC; it is left out"),
        ("assertions.tsv", 2, "rests on evidence item 77"),
    ]


def test_civic_before_molecular_profiles() -> None:
    found = told({"old.tsv": OLD})
    assert found.claims[0].text == "A B1 predicts sensitivity to X in Cancer."
    assert links(found) == [("pmid:101", "supports")]


def test_civic_json() -> None:
    source = {"citation_id": "101", "source_type": "PubMed", "citation": "Doe et al., 2001, Bone", "name": "On bone"}
    item = {"id": 1, "type": "evidence", "description": "Yes", "evidence_level": "B", "source": source, "variant_id": 3}
    item |= {"evidence_type": "Predictive", "evidence_direction": "Supports", "clinical_significance": "Resistance"}
    item |= {"drugs": [{"name": "X"}], "disease": {"name": "Cancer"}, "assertions": [{"id": 9}]}
    assertion = {"id": 9, "type": "assertion", "summary": "B1 means resistance.", "evidence_direction": "Supports"}
    variant = [{"id": 3, "type": "variant", "name": "B1", "entrez_name": "A"}]
    found = told({"all.json": json.dumps([item, assertion]), "variants.json": json.dumps(variant)})
    assert {claim.text: list(claim.links) for claim in found.claims} == {
        "A B1 predicts resistance to X in Cancer.": [("pmid:101", "supports")],
        "B1 means resistance.": [("pmid:101", "supports")],
    }
    now = {"id": 2, "evidenceLevel": "A", "evidenceDirection": "DOES_NOT_SUPPORT", "evidenceType": "PROGNOSTIC"}
    now |= {"significance": "POOR_OUTCOME", "molecularProfile": {"name": "A B1"}, "disease": {"name": "Cancer"}}
    now |= {"source": {"citationId": "7", "sourceType": "PUBMED"}, "description": "No"}
    found = told({"v2.json": json.dumps({"data": {"evidenceItems": {"nodes": [now]}}})})
    assert found.claims[0].text == "A B1 is associated with poor outcome in Cancer."
    assert links(found) == [("pmid:7", "disputes")]


def test_needs() -> None:
    need = {"id": "R1", "title": "It floats", "description": "On water", "tags": ["a"], "links": ["R2"], "type": "req"}
    text = json.dumps({"current_version": "2", "versions": {"1": {"needs": {"R1": need, "R2": {}}}}})
    found = told({"needs.json": text})
    assert found.claims[0].cells == {
        "note": "On water",
        "topics": "a",
        "x_source": "needs.json:R1",
        "x_type": "req",
        "x_links": "R2",
    }
    assert len(found.unread) == 2


TABLE = (
    "Nr;Statment;DOI;Against;Grade;Field of mine\n"
    '7;"Walking; it helps";10.1000/a;https://example.org/x;Very Low;q\n'
    "8;Running helps;12345678;Smith 2010, p. 5;1a;\n"
    "9;;10.1000/b;;;\n"
    "10;too;few\n"
)


def test_table() -> None:
    found, meanings = read([("t.csv", TABLE.encode())], {"claim": "statment"})
    assert meanings == {
        "Nr": "id",
        "Statment": "claim",
        "DOI": "mentions",
        "Against": "disputes",
        "Grade": "evidence_strength",
        "Field of mine": "x_field_of_mine",
    }
    first, second = found.claims
    assert list(first.links) == [("url:https://example.org/x", "disputes"), ("doi:10.1000/a", "mentions")]
    assert first.cells == {"x_source": "t.csv:7", "evidence_strength": "very-low", "x_field_of_mine": "q"}
    assert second.cells == {
        "x_source": "t.csv:8",
        "x_disputes": "Smith 2010, p. 5",
        "x_evidence_strength": "1a",
    }
    assert [unread.line for unread in found.unread] == [3, 3, 4, 5]
    assert read([("t.csv", TABLE.encode())])[1]["Statment"] == "claim"  # nearly a name that is known


def test_what_a_table_says_of_the_evidence() -> None:
    table = "claim,pmid,relation,n,kind,reference\nA,1234567,refute,20,harm,12\nB,,,30,guess,PMID: 99\n"
    found, meanings = read([("t.csv", table.encode())])
    assert meanings["reference"] == "x_reference"
    first, second = found.claims
    assert first.links == {("pmid:1234567", "disputes"): {"n": "20"}}
    assert first.cells == {"x_source": "t.csv:2", "kind": "harm", "x_reference": "12"}
    assert second.cells == {"x_source": "t.csv:3", "x_n": "30", "x_kind": "guess", "x_reference": "PMID: 99"}
    found = read([("t.csv", b"claim,reference\nA,12\nB,PMID: 99\n")])[0]
    assert [list(claim.links) for claim in found.claims] == [[], [("pmid:99", "mentions")]]
    assert found.claims[0].cells["x_mentions"] == "12"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"clam": "DOI"}, "'clam' is no column; did you mean 'claim'"),
        ({"claim": "DIO"}, "no column 'DIO'; did you mean 'DOI'"),
    ],
)
def test_wrong_mapping(said: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read([("t.csv", TABLE.encode())], said)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_a_new_evidence_base(tmp_path: Path) -> None:
    """It builds, says again what the set says, and nothing but what is true is reported."""
    (tmp_path / "set.jsonl").write_text(SCIFACT, "utf-8")
    base = tmp_path / "base"
    base.mkdir()
    result = run("import", tmp_path / "set.jsonl", "-C", base, "--dry-run")
    assert result.exit_code == 1  # a label is unknown
    assert "CLAIM-0001: Walking raises bone density. (supports s2-11, disputes s2-12" in result.output
    assert not list(base.iterdir())
    run("import", tmp_path / "set.jsonl", "-C", base)
    (claim,) = rows(base / "claims.csv")
    assert (claim["supports"], claim["disputes"], claim["mentions"]) == ("s2-11", "s2-12", "s2-13; s2-14")
    assert claim["status"] == "draft"
    assert [(row["work"], row["relation"]) for row in rows(base / "evidence.csv")] == [
        ("s2-11", "supports"),
        ("s2-12", "disputes"),
        ("s2-13", "mentions"),
    ]
    assert {finding.rule for finding in evidencebase.check(base).findings} == {"verifications/unverified"}
    again = run("import", tmp_path / "set.jsonl", "-C", base)
    assert "is there already as CLAIM-0001" in again.output
    assert len(rows(base / "claims.csv")) == 1


def test_it_is_told_what_is_graded_and_where_former_ids_stand(make: Make, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Nr,Claim,Grade\n7,Walking helps,Low\n8,Running helps,\n", "utf-8")
    result = run("import", tmp_path / "t.csv", "-C", make({}), "--dry-run")
    assert "Nr -> x_source (as FILE:ID; each claim gets an id of its own)" in result.output
    assert "1 of 2 graded as the source says" in result.output
    (tmp_path / "t.csv").write_text("Claim\nWalking helps\n", "utf-8")
    assert "none is graded" in run("import", tmp_path / "t.csv", "-C", make({}), "--dry-run").output


def test_what_is_there_keeps_its_bytes(make: Make, tmp_path: Path) -> None:
    """Ids go on, works that are there are linked, columns that are missing are added at the end."""
    text = 'id;claim;supports\r\nTRT-007;"Bone\r\nlives";works2020\r\nAB-1;Bone grows;\r\n'
    bib = "@article{works2020, author = {Doe, Ada}, title = {T}, journal = {B}, year = 2020, pmid = {101}}\n"
    base = make({"claims.csv": text, "references/works.bib": bib})
    (tmp_path / "items.tsv").write_text(ITEMS, "utf-8")
    run("import", tmp_path / "items.tsv", "-C", base, "--ids", "TRT")
    after = (base / "claims.csv").read_bytes().decode()
    assert after.startswith(
        'id;claim;supports;disputes;mentions;status;topics;x_source\r\nTRT-007;"Bone\r\nlives";works2020;;;;;\r\n'
        "AB-1;Bone grows;;;;;;\r\n"
        "TRT-008;A B1 predicts resistance to X and Y (combination) in Cancer.;works2020;"
    )
    assert (base / "references/works.bib").read_text("utf-8") == bib
    assert "101" not in (base / "references/imported.bib").read_text("utf-8")
    lost = {"files/unreadable-file", "evidence/dangling-key", "works/broken-entry", "claims/malformed-id"}
    assert lost.isdisjoint(finding.rule for finding in evidencebase.check(base).findings)


def test_files_of_two_kinds(make: Make, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(SCIFACT, "utf-8")
    (tmp_path / "works.ris").write_text("TY  - JOUR\nTI  - T\nER  - \n", "utf-8")
    result = run("import", tmp_path / "set.jsonl", tmp_path / "works.ris", "-C", make({}))
    assert result.exit_code == 2
    assert "works.ris holds no claims, as other files do" in result.output
    result = run("import", tmp_path / "set.jsonl", "-C", make({}), "--map", "claim")
    assert result.exit_code == 2
    assert "write MEANING=COLUMN" in result.output


def test_a_file_that_is_broken_in_the_middle(make: Make, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(SCIFACT.splitlines()[0] + '\n{"claim": "x', "utf-8")
    result = run("import", tmp_path / "set.jsonl", "-C", make({}), "--json")
    assert result.exit_code == 1
    assert 2 in {unread["line"] for unread in json.loads(result.stdout)["unread"]}


NAMES = st.sampled_from(
    [
        "claim",
        "evidence",
        "id",
        "doc_id",
        "title",
        "versions",
        "needs",
        "current_version",
        "source",
        "evidence_level",
        "evidence_direction",
        "assertions",
        "evidence_items",
        "type",
        "summary",
        "variant",
        "label",
        "sentences",
        "name",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["variant", "SUPPORT", "gene"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


@given(st.lists(VALUES, min_size=1, max_size=3))
@settings(max_examples=300)
def test_no_json_raises_but_what_is_meant(values: list[object]) -> None:
    with suppress(UsageError):
        read([("x.json", json.dumps(values).encode())])


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=5), st.binary(max_size=40))
@settings(max_examples=200)
def test_no_table_raises_but_what_is_meant(rows: list[list[str]], tail: bytes) -> None:
    text = "\n".join([",".join(["claim", "doi", "label", "grade"]), *(",".join(row) for row in rows)])
    with suppress(UsageError):
        read([("x.csv", text.encode("utf-8", "replace") + b"\n" + tail)])
