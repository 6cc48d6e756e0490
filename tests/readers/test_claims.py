"""Claims taken apart: what is decided for many cells at once is what would be decided for each."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

import evidencebase
from evidencebase.readers.claims import _WELL_FORMED, Ids, rows
from evidencebase.readers.evidence import Details
from evidencebase.readers.sheet import Sheet, empty
from tests.conftest import Make

LINK = re.compile(r"([^\[\]]+?)\s*(?:\[([^\]]*)\])?")
identifiers = st.lists(
    st.one_of(
        st.from_regex(r"(?i)(AB|mar|a_b-c|may|x)-?[0-9]{1,5}", fullmatch=True),
        st.text(st.sampled_from("aZ_-019 \nſ"), max_size=5),
    )
)
items = st.text(st.sampled_from("ab[] \t\u00a0="), min_size=1, max_size=8).map(str.strip).filter(bool)


def sheet(**columns: list[str]) -> Sheet:
    many = len(next(iter(columns.values())))
    return Sheet("claims.csv", {"id": [f"A-{n}" for n in range(many)], **columns}, range(2, 2 + many), [])


@given(identifiers)
def test_an_id_is_malformed_whatever_its_figures_are(ids: list[str]) -> None:
    _, findings = Ids().kept(sheet(id=ids))
    malformed = [finding.line for finding in findings if finding.rule == "claims/malformed-id"]
    assert malformed == [line for line, identifier in enumerate(ids, 2) if not _WELL_FORMED.fullmatch(identifier)]


@given(st.lists(items, min_size=1))
def test_links_are_read_by_their_grammar(cells: list[str]) -> None:
    found = rows(sheet(supports=cells), Details(empty()))
    matches = [LINK.fullmatch(cell) if "[" in cell else None for cell in cells]
    expected = [(match[1], match[2]) if match else (cell, None) for match, cell in zip(matches, cells, strict=True)]
    assert [link[1:3] for link in found.evidence.bare["supports"]] == expected
    wrong = [
        line for line, (match, cell) in enumerate(zip(matches, cells, strict=True), 2) if not match and "[" in cell
    ]
    assert [finding.line for finding in found.findings] == wrong


def test_what_is_wrong_with_a_cell_is_said_of_each_claim_that_has_it() -> None:
    cell = "imprecision 1; imprecision; indirectnes"
    found = rows(sheet(rated_down=[cell, "imprecision", cell]), Details(empty()))
    assert found.factors == [(f"A-{n}", "down", "imprecision", 1) for n in range(3)]
    assert [(finding.line, finding.field) for finding in found.findings] == [
        (line, f"rated_down/{item}") for line in (2, 4) for item in ("imprecision", "indirectnes")
    ]


def test_an_empty_id_is_no_claim_that_evidence_could_tell_of(make: Make) -> None:
    base = make({"claims.csv": "id,claim\n,Text\nAB-1,Text\n", "evidence.csv": "claim,work,relation\n,w,supports\n"})
    findings = evidencebase.check(base).findings
    assert ("evidence.csv", "claim") in {(finding.file, finding.field) for finding in findings}
    assert [row["work"] for row in evidencebase.open(base)["evidence"].rows] == ["w"]
