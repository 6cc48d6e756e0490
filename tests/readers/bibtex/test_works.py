"""Entries become rows in the order of the schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from evidencebase.readers import bibtex
from evidencebase.readers.bibtex.required import BIBLATEX, BIBTEX, missing
from evidencebase.schema import WORKS

from .layouts import Made, entries

COLUMNS = [column.name for column in WORKS.columns]


def rows(text: str) -> tuple[bibtex.Works, list[dict[str, Any]]]:
    works = bibtex.rows(bibtex.read([("x.bib", text.encode())]).entries)
    return works, [dict(zip(COLUMNS, row, strict=True)) for row in works.works]


def test_all_columns() -> None:
    works, [row] = rows(
        "@Article{doe2020,\n author = {Doe, Ada and {WHO} and others}, editor = {Roe, Bo},\n"
        " title = {The {\\'E}tude}, subtitle = {Part~1}, journal = {A \\& B}, year = 2020, volume = 1, number = {2},\n"
        " pages = {3--4}, doi = {https://doi.org/10.1000/X}, pmid = 5, url = {https://a.org/~b},\n"
        " x-design = rct, x-n = {1,234}, x-trial = {NCT01}, x-meant = {roe2021}, x-record = {differs},\n"
        ' x-record-note = {a "b" \\c}\n}'
    )
    fields = json.loads(row.pop("fields"))
    assert fields["title"] == "The {\\'E}tude"
    assert fields["x-record-note"] == 'a "b" \\c'
    assert row == {
        "key": "doe2020",
        "type": "article",
        "authors": "Doe Ada; WHO; et al.",
        "title": "The Étude: Part 1",
        "container": "A & B",
        "year": 2020,
        "volume": "1",
        "issue": "2",
        "pages": "3–4",
        "doi": "10.1000/x",
        "pmid": "5",
        "url": "https://a.org/~b",
        "design": "rct",
        "n": 1234,
        "trial": "NCT01",
        "meant": "roe2021",
        "record": "differs",
        "record_note": 'a "b" \\c',
        "verdict": "unverified",
        "notice": None,
        "same_as": None,
        "listed_by": None,
        "missing": None,
        "file": "x.bib",
        "line": 1,
    }
    assert works.identifiers == [
        ("doe2020", "doi", "10.1000/x", 1),
        ("doe2020", "pmid", "5", 1),
        ("doe2020", "trial", "NCT01", 0),
    ]
    assert works.persons == [
        ("doe2020", "author", 1, ("Doe", "Ada")),
        ("doe2020", "author", 2, ("WHO", "")),
        ("doe2020", "editor", 1, ("Roe", "Bo")),
    ]


@given(entries())
def test_fields_are_kept_as_read(made: Made) -> None:
    _, [row] = rows(made.written)
    assert json.loads(row["fields"]) == made.fields
    assert row["fields"] == json.dumps(made.fields, ensure_ascii=False, separators=(",", ":"))


VALUES = {
    "date = {2001-05/2002}": {"year": 2001},
    "year = {{2001}}": {"year": 2001},
    "year = {in press}": {"year": None},
    "year = {20011}": {"year": None},
    "date = {20011}": {"year": None},
    "journaltitle = {J}": {"container": "J"},
    "booktitle = {B}, maintitle = {M}": {"container": "B"},
    "eid = {e5}": {"pages": "e5"},
    "issue = {3}": {"issue": "3"},
    "howpublished = {\\url{https://a.org}}": {"url": "https://a.org"},
    "x-n = {about 5}": {"n": None},
    "title = {}": {"title": None, "authors": None},
    "title = {Why?}, subtitle = {Because}": {"title": "Why? Because"},
    "doi = {x}": {"doi": "x"},
}


@pytest.mark.parametrize("fields", VALUES)
def test_values(fields: str) -> None:
    _, [row] = rows(f"@misc{{x, {fields}}}")
    assert {name: row[name] for name in VALUES[fields]} == VALUES[fields]


def test_data_for_others_is_no_work() -> None:
    assert rows("@xdata{x, title = {T}}@IEEEtranBSTCTL{y}")[1] == []


MISSING = {
    ("article", "author title journal year"): None,
    ("article", "author title journaltitle date"): None,
    ("article", "author journal year"): "title",
    ("article", "doi"): "author; title; journal; year",
    ("book", "author title date"): None,  # biblatex
    ("book", "editor title publisher year"): None,  # BibTeX
    ("book", "editor title"): "publisher; year",
    ("misc", ""): None,
    ("online", "title url author"): "date or urldate",
    ("online", "title date author"): "doi, eprint or url",
    ("online", "title url label urldate"): None,
    ("periodical", "title date"): None,
    ("phdthesis", "author title institution year"): None,
    ("inbook", "author title pages publisher year"): None,
    ("unheard", ""): None,
}


@pytest.mark.parametrize("case", MISSING, ids=" ".join)
def test_missing(case: tuple[str, str]) -> None:
    type_, fields = case
    assert missing(type_, dict.fromkeys(fields.split(), "x")) == MISSING[case]


def test_an_empty_field_is_missing() -> None:
    assert missing("article", {"author": "x", "title": "", "journal": "x", "year": "x"}) == "title"


def test_what_is_required_can_be_named() -> None:
    for table in (BIBTEX, BIBLATEX):
        for type_, fields in table.items():
            assert missing(type_, dict.fromkeys(fields.replace("|", " ").split(), "x")) is None
