"""Files as other programs write them, and their accidents."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.formats import bibtex, enw, nbib, recognition, ris
from evidencebase.formats.item import Read

RIS = """\ufeffTY  - JOUR\r
AU  - Liu R.\r
A1  - Smith, Ann, Jr\r
AU  - The Trial Group\r
AU  - R. Author-One\r
T1  - Cysts: a review\r
JF  - The Journal\r
JA  - J.\r
PY  - 2014///\r
DA  - Jun\r
SP  - 271\r
EP  - 8\r
KW  - one\r
two\r
DO  - https://doi.org/10.1000/ABC\r
SN  - 1234-5679 (Print) 2434-561X (Electronic)\r
DB  - PubMed\r
AN  - 77\r
U3  - Cited By :9\r
\r
ER  - \r
\r
TY  - CHAP
A1	- Broun, B
TI  - No end
T2  - A Book
SP  - No
EP  - Specified
TY  - SOMETHING
TI  - Next
PY  - faulty
ER  -
TY  - JOUR
N1  - says nothing
ER  -
"""
NBIB = """
PMID- 12
OWN - NLM
IS  - 1234-5679 (Print)
VI  - 7
DP  - 2000 Nov-Dec
TI  - Bone density of
      men.
PG  - 113-25
LID - 10.1000/Right [doi]
FAU - Beane Freeman, Laura E
AU  - Beane Freeman LE
CN  - A Group
JT  - The journal
TA  - J
PMC - PMC77

PMID- 13
TI  - [Second].
AU  - Smith J
"""
ENW = """%0 Journal Article
%A Guo, Wenbo
%A WHO
%T How Trust
%J Management
%D 2021
%8 September  1, 2021
%V 45
%P 1309-1348
%R 10.1000/x
%X One.

Two.

%0 Book
%T Second
"""
ENDNOTE = """<xml><records><record><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Guo, W. B.</style></author></authors></contributors>
<titles><title><style>Trust &amp; </style><style>bone</style></title><secondary-title>J</secondary-title></titles>
<dates><year>2021</year><pub-dates><date>Sep 1</date></pub-dates></dates>
<electronic-resource-num>10.1000/x</electronic-resource-num></record></records></xml>"""
CSL = """[
 {"id": 7, "type": "article-journal", "title": "A <i>b</i>", "issued": {"date-parts": [["2020", null]]},
  "author": [{"family": "X", "given": null}, {"literal": "G"}], "volume": 3, "shortTitle": "A", "unknown": []},
 {"id": "b", "type": "book", "title": "B", "issued": {"raw": "2019-05-01"}}
]"""
TABLE = '"PMID";"Title";"Authors";"Publication Year";"DOI"\n"11";"A title";"Lim SM, Shiau CWC";"2022";"10.1000/a"\n'


def read(written: str | bytes, format_: str) -> Read:
    data = written if isinstance(written, bytes) else written.encode()
    found = recognition.recognise(data)
    assert not isinstance(found, str), found
    assert found.name == format_
    result: Read = import_module(found.module).read(data)
    return result


def test_ris() -> None:
    first, second, third = read(RIS, "ris").items
    first.pop("custom")
    assert first == {
        "type": "article-journal",
        "title": "Cysts: a review",
        "author": [
            {"family": "Liu", "given": "R."},
            {"literal": "The Trial Group"},
            {"family": "Author-One", "given": "R."},
            {"family": "Smith", "given": "Ann", "suffix": "Jr"},
        ],
        "container-title": "The Journal",
        "container-title-short": "J.",
        "issued": {"date-parts": [[2014, 6]]},
        "page": "271-8",
        "keyword": "one; two",
        "DOI": "10.1000/abc",
        "ISSN": "1234-5679",
        "PMID": "77",
    }
    assert (second["title"], second["container-title"], second.get("page")) == ("No end", "A Book", None)
    assert third["type"] == "document"
    (scopus,) = ris.read(b"TY  - JOUR\nTI  - T\nC2  - 31421429\nDB  - Scopus\nER  -\n").items
    assert scopus["PMID"] == "31421429"


def test_ris_does_not_take_whom_an_article_cites_for_its_editors() -> None:
    begin = "TY  - JOUR\nTI  - T\n"
    written = f"{begin}A2  - Adams, Brown, De Rooy, Evans\nER  -\n{begin}A2  - Roe, Bo, Ph.D.\nER  -\n"
    found = ris.read(written.encode())
    assert [len(one.get("editor", [])) for one in found.items] == [0, 1]
    ((line, what),) = found.problems
    assert (line, what[:62]) == (1, "A2 holds 4 names in one line ('Adams, Brown, De Rooy, Evans...")


def test_an_article_number_stands_for_pages() -> None:
    begin = "TY  - JOUR\nTI  - T\n"
    written = f"{begin}C7  - 104501\nER  -\n{begin}SP  - 1\nEP  - 9\nC7  - e0123\nER  -\n{begin}C7  - Review\nER  -\n"
    number, both, none = read(written, "ris").items
    assert (number["number"], number["page"], both["number"], both["page"]) == ("104501", "104501", "e0123", "1-9")
    assert not {"number", "page"} & none.keys()
    entry = bibtex.entry(number | {"id": "x"})
    assert ("eid = {104501}" in entry, "pages" in entry) == (True, False)
    (table,) = read("Title,Volume,Art. No.\nT,3,104501\n", "csv").items
    assert (table["number"], table["page"]) == ("104501", "104501")


def test_ris_says_what_is_doubtful_with_its_line() -> None:
    said = [(line, what.partition("'")[0]) for line, what in ris.read(RIS.encode()).problems]
    assert said == [
        (23, "the closing ER is missing; the reference was read"),
        (29, "the type "),
        (29, "the year "),
        (33, "has no title, author, identifier or address: it was left out"),
    ]


def test_nbib() -> None:
    first, second = read(NBIB, "nbib").items
    assert {name: first[name] for name in ("title", "author", "DOI", "PMID", "PMCID", "page", "issued", "ISSN")} == {
        "title": "Bone density of men",
        "author": [{"family": "Beane Freeman", "given": "Laura E"}, {"literal": "A Group"}],
        "DOI": "10.1000/right",
        "PMID": "12",
        "PMCID": "PMC77",
        "page": "113-25",
        "issued": {"date-parts": [[2000, 11]]},
        "ISSN": "1234-5679",
    }
    assert (second["title"], second["author"]) == ("Second", [{"family": "Smith", "given": "J"}])


def test_enw() -> None:
    first, second = read(ENW, "enw").items
    assert first["author"] == [{"family": "Guo", "given": "Wenbo"}, {"literal": "WHO"}]
    assert (first["issued"], first["abstract"]) == ({"date-parts": [[2021, 9, 1]]}, "One. Two.")
    assert second["type"] == "book"


def test_endnote_xml() -> None:
    (item,) = read(ENDNOTE, "endnote-xml").items
    assert (item["title"], item["author"], item["container-title"], item["DOI"]) == (
        "Trust & bone",
        [{"family": "Guo", "given": "W. B."}],
        "J",
        "10.1000/x",
    )
    assert item["issued"] == {"date-parts": [[2021, 9, 1]]}


def test_csl() -> None:
    found = read(CSL, "csl-json")
    assert found.lines == [2, 4]
    assert found.items[0] == {
        "id": "7",
        "type": "article-journal",
        "title": "A b",
        "title-short": "A",
        "volume": "3",
        "issued": {"date-parts": [[2020]]},
        "author": [{"family": "X"}, {"literal": "G"}],
    }
    assert found.items[1]["issued"] == {"date-parts": [[2019, 5, 1]]}


@pytest.mark.parametrize("written", [TABLE, TABLE.replace(";", "\t"), TABLE.replace(";", "\t").encode("utf-16")])
def test_tables(written: str | bytes) -> None:
    (item,) = read(written, "csv").items
    assert (item["PMID"], item["DOI"], item["title"]) == ("11", "10.1000/a", "A title")
    assert item["author"] == [{"family": "Lim", "given": "SM"}, {"family": "Shiau", "given": "CWC"}]


def test_tables_of_pubmed_and_publishers() -> None:
    pubmed = 'PMID,Title,Authors,Citation,Publication Year\n1,T,"Lim SM, Lau Y.",Nature. 2021 Dec 21;1(2):10-11.,2021\n'
    (item,) = read(pubmed, "csv").items
    assert (item["volume"], item["issue"], item["page"], len(item["author"])) == ("1", "2", "10-11", 2)
    (item,) = read('Title,Authors\nT,"Ann Smith, Erran de Vries, WHO"\n', "csv").items
    assert item["author"] == [
        {"family": "Smith", "given": "Ann"},
        {"family": "de Vries", "given": "Erran"},
        {"literal": "WHO"},
    ]


SCOPUS = """Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Source
"Smith J.A., Roe B.",T,2001,Bone,7,2,,11,19,Scopus
Smith J.A.,U,2002,Bone,8,1,e0123,,,Scopus
"""
EMBASE = """Title,Author Names,Source,Open URL Link
T,"Smith J.A., Roe B.",Bone (Basel) (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004,http://x.org/?id=doi:10.1000%2Fa&y=1
U,Roe B.,Bone (2019) 54 (83-86). Date of Publication: 2019,
V,Roe B.,Bone (2019) 9:SUPPL. 1 Article Number: e12. Date of Publication: 1 Dec 2019,
W,Roe B.,Proceedings of something else,
"""


def test_tables_of_databases() -> None:
    first, second = read(SCOPUS, "csv").items
    assert [name["family"] for name in first["author"]] == ["Smith", "Roe"]
    assert (first["page"], second["page"], second["number"]) == ("11-19", "e0123", "e0123")
    found = read(EMBASE, "csv")
    places = ("container-title", "volume", "issue", "page", "number", "DOI", "issued")
    assert [[one.get(name, "") for name in places] for one in found.items] == [
        ["Bone (Basel)", "102", "4", "253-258", "", "10.1000/a", {"date-parts": [[2004, 8, 25]]}],
        ["Bone", "54", "", "83-86", "", "", {"date-parts": [[2019]]}],
        ["Bone", "9", "SUPPL. 1", "e12", "e12", "", {"date-parts": [[2019, 12, 1]]}],
        ["", "", "", "", "", "", ""],
    ]
    assert found.problems == [
        (5, "journal, year and pages could not be read from 'Proceedings of something else'"),
    ]


def test_json_of_registries() -> None:
    datacite = {"data": {"attributes": {"doi": "10.5000/x", "creators": [], "titles": [{"title": "T"}]}}}
    crossref = {"message-type": "work", "message": {"DOI": "10.1000/x", "title": ["T"], "type": "book"}}
    for answer, format_ in ((datacite, "datacite"), (crossref, "crossref"), (crossref["message"], "crossref")):
        for indent in (None, 2):
            assert read(json.dumps(answer, indent=indent), format_).items[0]["title"] == "T"


def test_json_of_other_kinds_is_not_taken_for_csl() -> None:
    found = recognition.recognise(b'[{"title": "T", "authors": ["W Guo"], "year": 2021, "source": "MIS"}]')
    assert isinstance(found, str)


def test_lists_of_identifiers() -> None:
    found = read("doi\nhttps://doi.org/10.1000/A\n10.1000/b, 12345\nPMID: 77\nnonsense\n", "csv")
    assert [(item.get("DOI"), item.get("PMID")) for item in found.items] == [
        ("10.1000/a", None),
        ("10.1000/b", None),
        (None, "12345"),
        (None, "77"),
    ]
    assert [(problem.line, problem.what[:10]) for problem in found.problems] == [(5, "'nonsense'")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x00\x01\x02PNG" * 50, "is no text"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
        (b"Dear Sir,\nwe regret\nthat\n", "none of the formats"),
        (b'{"records": 1}', "none of the formats"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "none of the formats"),
    ],
)
def test_files_of_another_kind(data: bytes, words: str) -> None:
    found = recognition.recognise(data)
    assert isinstance(found, str)
    assert words in found


@given(st.sampled_from([RIS, NBIB, ENW, ENDNOTE, CSL, TABLE]), st.integers(0, 400), st.binary(max_size=4))
def test_readers_take_anything(written: str, position: int, noise: bytes) -> None:
    data = written.encode()
    data = data[:position] + noise + data[position + 2 :]
    found = recognition.recognise(data)
    if not isinstance(found, str):
        answer: Read = import_module(found.module).read(data)
        assert answer.items or answer.problems
        assert len(answer.items) == len(answer.lines)


@pytest.mark.parametrize(
    ("module", "line"), [(ris, "AU  - Family, Given\n"), (nbib, "FAU - Family, Given\n"), (enw, "%A F, G\n")]
)
def test_a_megabyte_of_authors(module: object, line: str) -> None:
    begin = {"AU": "TY  - JOUR\nTI  - T\n", "FA": "PMID- 1\n", "%A": "%0 Book\n%T T\n"}[line[:2]]
    read_: Read = module.read((begin + line * 50_000).encode())  # type: ignore[attr-defined]
    assert len(read_.items[0]["author"]) == 50_000
