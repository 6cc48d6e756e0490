"""Records of the same work are found, records of different works are kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers.bibtex import Record, clusters

TITLE = "Testosterone and bone in older men"

SAME = {
    "one DOI": [{"doi": "10.1000/x"}, {"doi": "10.1000/x"}],
    "one PubMed id": [{"pmid": "1"}, {"pmid": "1"}],
    "meant": [{}, {"meant": "0"}],
    "meant, in the other order": [{"meant": "1"}, {}],
    "title and year": [{"title": TITLE, "year": 2020}, {"title": "Testosterone & bone: in older men", "year": 2020}],
    "title and author": [{"title": TITLE, "family": "Doe", "year": 1}, {"title": TITLE, "family": "DOE", "year": 2}],
    "British spelling": [
        {"title": "A randomised trial of bone mineralisation", "year": 1},
        {"title": "A Randomized Trial of Bone Mineralization", "year": 1},
    ],
    "formulas": [{"title": "Ca²⁺ in the bones of men", "year": 1}, {"title": "Ca2+ in the bones of men", "year": 1}],
    "in a chain": [{"doi": "10.1000/x"}, {"doi": "10.1000/x", "pmid": "1"}, {"pmid": "1"}],
    "two DOIs, all else equal": [
        {"doi": "10.1000/x", "title": TITLE, "year": 1, "family": "Doe"},
        {"doi": "10.1000/y", "title": TITLE, "year": 1, "family": "Doe"},
    ],
}
DIFFERENT = {
    "nothing known": [{}, {}],
    "no DOI": [{"doi": "x"}, {"doi": "x"}],
    "title alone": [{"title": TITLE}, {"title": TITLE}],
    "title, another year": [{"title": TITLE, "year": 1}, {"title": TITLE, "year": 2}],
    "a short title": [{"title": "Letter to the editor", "year": 1}, {"title": "Letter to the editor", "year": 1}],
    "editions of a guideline": [
        {"doi": "10.1000/x", "title": TITLE, "year": 1, "family": "Doe"},
        {"doi": "10.1000/y", "title": TITLE, "year": 2, "family": "Doe"},
    ],
    "meant is itself": [{"meant": "0"}, {}],
    "meant is unknown": [{"meant": "5"}, {}],
}


def found(records: list[dict[str, object]]) -> dict[str, str]:
    return clusters(Record(str(number), **record) for number, record in enumerate(records))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", SAME)
def test_same(case: str) -> None:
    assert found(SAME[case]) == {str(number): "0" for number in range(1, len(SAME[case]))}


@pytest.mark.parametrize("case", DIFFERENT)
def test_different(case: str) -> None:
    assert found(DIFFERENT[case]) == {}


@given(
    st.lists(st.fixed_dictionaries({"doi": st.sampled_from([None, *(f"10.1000/{i}" for i in range(4))])}), max_size=9)
)
def test_every_group_goes_by_its_first(records: list[dict[str, object]]) -> None:
    first: dict[object, str] = {}
    for number, record in enumerate(records):
        first.setdefault(record["doi"], str(number))
    expected = {str(n): first[r["doi"]] for n, r in enumerate(records) if r["doi"] and first[r["doi"]] != str(n)}
    assert found(records) == expected
