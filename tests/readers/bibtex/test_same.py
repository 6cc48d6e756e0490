"""Records of the same work are found, records of different works are kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers.bibtex import Record, clusters

TITLE = "Testosterone and bone in older men"

PLACE = {"container": "Bone", "volume": "7", "pages": "11–19", "family": "Doe"}

SAME = {
    "one DOI": [{"doi": "10.1000/x"}, {"doi": "10.1000/x"}],
    "one PubMed id": [{"pmid": "1"}, {"pmid": "1"}],
    "meant": [{}, {"meant": "0"}],
    "meant, in the other order": [{"meant": "1"}, {}],
    "title and year": [{"title": TITLE, "year": 2020}, {"title": "Testosterone & bone: in older men", "year": 2020}],
    "title and author": [{"title": TITLE, "family": "Doe", "year": 1}, {"title": TITLE, "family": "DOE"}],
    "a preprint without DOI": [
        {"title": TITLE, "family": "Doe", "year": 1, "container": "bioRxiv"},
        {"title": TITLE, "family": "Doe", "year": 2, "container": "Bone"},
    ],
    "place and author, a short title": [
        {"title": "Osteoporosis now and then", "year": 1, **PLACE},
        {"title": "Osteoporosis, now and then", "year": 1, **PLACE, "pages": "11"},
    ],
    "place and author, another year and a part of the title": [
        {"title": "On osteoporosis now and then", "year": 1, **PLACE},
        {"title": "Osteoporosis now and then", "year": 2, **PLACE, "container": "BONE."},
    ],
    "British spelling": [
        {"title": "A randomised trial of bone mineralisation", "year": 1},
        {"title": "A Randomized Trial of Bone Mineralization", "year": 1},
    ],
    "formulas": [{"title": "Ca²⁺ in the bones of men", "year": 1}, {"title": "Ca2+ in the bones of men", "year": 1}],
    "in a chain": [{"doi": "10.1000/x"}, {"doi": "10.1000/x", "pmid": "1"}, {"pmid": "1"}],
    "a preprint and its article a year later": [
        {"doi": "10.1101/2020.01.02.20012345", "title": TITLE, "year": 2020, "family": "Doe"},
        {"doi": "10.1000/y", "title": TITLE, "year": 2021, "family": "Doe"},
    ],
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
    "the same report every year": [
        {"title": TITLE, "family": "Registry", "year": 1},
        {"title": TITLE, "family": "Registry", "year": 2},
    ],
    "title and year, by others": [
        {"title": TITLE, "family": "Doe", "year": 1},
        {"title": TITLE, "family": "Roe", "year": 1},
    ],
    "editions in one year": [
        {"title": TITLE, "family": "Doe", "year": 1, "fields": '{"edition":"1"}'},
        {"title": TITLE, "family": "Doe", "year": 1, "fields": '{"edition":"2"}'},
    ],
    "articles that all begin on page 1": [
        {"title": "Osteoporosis now", **PLACE, "pages": "1–9"},
        {"title": "Osteoporosis then", **PLACE, "pages": "1–12"},
    ],
    "two letters on a page": [{"title": "A reply", **PLACE}, {"title": "Errors in bone scans", **PLACE}],
    "one place, two DOIs": [
        {"title": "Bone now", "doi": "10.1000/x", **PLACE},
        {"title": "Bone now", "doi": "10.1000/y", **PLACE},
    ],
    "a journal that has the prefix of a preprint server": [
        {"doi": "10.1101/gad.123456", "title": TITLE, "year": 1, "family": "Doe"},
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


FURTHER = {
    "one PMCID": [("pmcid", "PMC1"), ("pmcid", "PMC1")],
    "an arXiv id and its DOI": [("arxiv", "2001.00001"), ("doi", "10.48550/arxiv.2001.00001")],
    "one ISBN and title": [("isbn", "9783161484100"), ("isbn", "9783161484100")],
}


@pytest.mark.parametrize("case", FURTHER)
def test_further_identifiers(case: str) -> None:
    records = [Record("0", title="Bone"), Record("1", title="Bone!")]
    rows = [(str(number), *identifier, 1) for number, identifier in enumerate(FURTHER[case])]
    assert clusters(records, rows) == {"1": "0"}
    assert clusters(records, [(*row[:3], 0) for row in rows]) == {}


def test_a_doi_and_a_faulty_one() -> None:
    records = [Record("0", doi="10.1000/x"), Record("1", doi="10.1000/x."), Record("2", doi="10.1000/x,")]
    rows = [(str(at), "doi", str(record.doi), int(at == 0)) for at, record in enumerate(records)]
    assert clusters(records, rows) == {"1": "0", "2": "0"}
    assert clusters(records[1:], rows[1:]) == {"2": "1"}


def test_chapters_of_a_book() -> None:
    records = [Record("0", title="Bone"), Record("1", title="Muscle")]
    assert clusters(records, [(key, "isbn", "9783161484100", 1) for key in "01"]) == {}


def test_editions_of_a_book() -> None:
    records = [Record("0", title=TITLE, family="Doe", year=1980), Record("1", title=TITLE, family="Doe")]
    isbns = [("0", "isbn", "9783161484100", 1), ("1", "isbn", "9780306406157", 1)]
    assert clusters(records, isbns) == {}
    assert clusters(records, isbns[:1]) == {"1": "0"}


def test_a_chain_over_four_schemes() -> None:
    records = [Record("0", doi="10.1000/x"), Record("1", doi="10.1000/x"), Record("2", pmid="7"), Record("3", pmid="7")]
    rows = [
        ("1", "pmcid", "PMC1", 1),
        ("2", "pmcid", "PMC1", 1),
        ("3", "arxiv", "2001.00001", 1),
        ("4", "isbn", "x", 1),
    ]
    assert clusters([*records, Record("5")], [*rows, ("5", "arxiv", "2001.00001", 1)]) == dict.fromkeys("1235", "0")


@given(
    st.lists(st.fixed_dictionaries({"doi": st.sampled_from([None, *(f"10.1000/{i}" for i in range(4))])}), max_size=9)
)
def test_every_group_goes_by_its_first(records: list[dict[str, object]]) -> None:
    first: dict[object, str] = {}
    for number, record in enumerate(records):
        first.setdefault(record["doi"], str(number))
    expected = {str(n): first[r["doi"]] for n, r in enumerate(records) if r["doi"] and first[r["doi"]] != str(n)}
    assert found(records) == expected
