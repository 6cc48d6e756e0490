"""Identifiers in every form that people paste, brought to one."""

from __future__ import annotations

import pytest

from evidencebase.readers.bibtex.identifiers import arxiv, doi, identifiers, isbn, issn, mended_doi, pmcid, pmid

GOOD = {
    (doi, "10.1000/ABC"): "10.1000/abc",
    (doi, "https://doi.org/10.1000/x"): "10.1000/x",
    (doi, "http://dx.doi.org/10.1000/x"): "10.1000/x",
    (doi, "doi: 10.1000/x"): "10.1000/x",
    (doi, "10.1000/a\\_b{\\_}c"): "10.1000/a_b_c",
    (doi, "https://doi.org/10.1002/%28SICI%291"): "10.1002/(sici)1",
    (doi, "10.1002/(SICI)1097-4679(199804)54:3$<$1"): "10.1002/(sici)1097-4679(199804)54:3<1",
    (doi, "10.1016/0140-6736(90)9(1)"): "10.1016/0140-6736(90)9(1)",
    (doi, "10.1130/0091(1988)016<0:XX>2.3.CO;2"): "10.1130/0091(1988)016<0:xx>2.3.co;2",
    (doi, "10.1210/jc.2010.10.5"): "10.1210/jc.2010.10.5",
    (pmid, "12345678"): "12345678",
    (pmid, "PMID: 123"): "123",
    (pmid, "https://pubmed.ncbi.nlm.nih.gov/123/"): "123",
    (pmcid, "PMC123"): "PMC123",
    (pmcid, "pmcid: 123"): "PMC123",
    (pmcid, "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/"): "PMC123",
    (arxiv, "arXiv:2101.00001v2"): "2101.00001",
    (arxiv, "https://arxiv.org/abs/math.GT/0309136"): "math.gt/0309136",
    (arxiv, "2101.00001 [cs.CL]"): "2101.00001",
    (isbn, "978-3-16-148410-0"): "9783161484100",
    (isbn, "0-8044-2957-X"): "9780804429573",
    (issn, "2434-561x"): "2434-561X",
    (issn, "00280836"): "0028-0836",
}
BAD = [
    (doi, "10.1/x"),
    (doi, "10.1000/a b"),
    (doi, "not a doi"),
    (doi, "10.1000/x&lt;y"),
    (doi, "10.1000/a; 10.1000/b"),
    (doi, "10.1000/a;10.1000/b"),
    (pmid, "0123"),
    (pmid, "PMC123"),
    (pmid, "123456789"),
    (pmid, "²"),
    (pmcid, "x"),
    (arxiv, "2101.1"),
    (isbn, "978-3-16-148410-1"),
    (isbn, "0-8044-2957-1"),
    (isbn, "¹²³"),
    (issn, "0028-0837"),
    (issn, "X0280836"),
]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case[1])
def test_valid(case) -> None:  # type: ignore[no-untyped-def]  # a reader and its text
    read, text = case
    assert read(text)[1:] == (GOOD[case], 1)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case[1])
def test_not_valid_stays_as_written(case) -> None:  # type: ignore[no-untyped-def]  # a reader and its text
    read, text = case
    assert read(text)[1:] == (text, 0)


SEVERAL = {
    "978-3-16-148410-0 3-16-148410-X": 1,
    "3-16-148410-X 978-3-16-148410-0": 1,
    "978 3 16 148410 0 and 0 8044 2957 X": 2,
    "0-8044-2957-X (978-3-16-148410-0)": 2,
    "ISBN-13: 978-3-16-148410-0 EPUB": 1,
    "9783161484100 (v. 1) [pbk]": 1,
    "9783161484100 vol. 2 Softcover.": 1,
    "978-3-16-148410-0 : e-book": 1,
}


@pytest.mark.parametrize("text", SEVERAL)
def test_isbns_of_a_field(text: str) -> None:
    found = identifiers({"isbn": text})
    assert len(found) == SEVERAL[text]
    assert all(one.valid for one in found)


MENDED = {
    "10.1210/jc.2011-3045.": "10.1210/jc.2011-3045",
    "https://doi.org/10.1210/jc.2011-3045,": "10.1210/jc.2011-3045",
    "10.1210/jc.2011-3045?casa_token=x": "10.1210/jc.2011-3045",
    "10.1002/17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2": "10.1002/17:15<1661::aid-sim968>3.0.co;2-2",
    "10.1210/jc.2018–00229": "10.1210/jc.2018-00229",
    "10.1000/10.1000/q": "10.1000/q",
    "10.1000/a(1))": "10.1000/a(1)",
    "10.1000/a;10.1000/b": "",
    "in press": "",
}


@pytest.mark.parametrize("text", MENDED)
def test_a_doi_with_what_stood_around_it(text: str) -> None:
    assert not doi(text).valid
    assert mended_doi(text) == MENDED[text]


def test_of_an_entry() -> None:
    fields = {
        "doi": "10.1000/x",
        "pmid": "1",
        "eprint": "2101.00001",
        "archiveprefix": "arXiv",
        "isbn": "9783161484100 (print), 978-3-16-148410-0",
        "issn": "0028-0836; 2434-561X",
    }
    assert identifiers(fields) == [
        ("doi", "10.1000/x", 1),
        ("pmid", "1", 1),
        ("arxiv", "2101.00001", 1),
        ("isbn", "9783161484100", 1),
        ("issn", "0028-0836", 1),
        ("issn", "2434-561X", 1),
    ]
