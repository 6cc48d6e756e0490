"""What Crossref, PubMed and DataCite answer, in the shapes that they really send, as CSL items."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.formats import crossref, datacite, pubmed

WORK = {
    "DOI": "10.1000/AbC",
    "type": "journal-article",
    "title": ["Bone   in <i>Men</i>:\n  H<sub>2</sub>O &amp;amp; p <0.05"],
    "subtitle": ["A trial"],
    "original-title": ["Os"],
    "author": [
        {"family": "O'Fallon", "given": "W. M.", "suffix": "Jr", "sequence": "first"},
        {"name": "The Trial Group"},
        {"given": "Plato"},
        {},
        None,
    ],
    "container-title": ["The Journal"],
    "short-container-title": ["J."],
    "issued": {"date-parts": [[2019, 12, 30]]},
    "published-online": {"date-parts": [[2019, 12, 30]]},
    "published-print": {"date-parts": [[2020]]},
    "published": {"date-parts": [[2020, 3]]},
    "article-number": "e12",
    "volume": 7,
    "ISSN": ["12345679", "2434-561x"],
    "updated-by": [
        {
            "DOI": "10.1000/N",
            "type": "retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2010, 2, 6]]},
        }
    ],
}


def test_crossref_gives_every_form() -> None:
    item = crossref.work(WORK)
    custom = item.pop("custom")
    assert item == {
        "id": "10.1000/abc",
        "DOI": "10.1000/abc",
        "type": "article-journal",
        "title": "Bone in Men: H₂O & p <0.05: A trial",
        "author": [
            {"family": "O'Fallon", "given": "W. M.", "suffix": "Jr"},
            {"literal": "The Trial Group"},
            {"literal": "Plato"},
        ],
        "container-title": "The Journal",
        "container-title-short": "J.",
        "issued": {"date-parts": [[2020, 3]]},
        "volume": "7",
        "number": "e12",
        "page": "e12",
        "ISSN": "1234-5679",
    }
    assert custom == {
        "titles": ["Bone in Men: H₂O & p <0.05", "Os"],
        "years": [2020, 2019],
        "containers": ["J."],
        "issns": ["1234-5679", "2434-561X"],
        "notices": [
            {"type": "retraction", "DOI": "10.1000/n", "date": "2010-02-06", "source": "retraction-watch"},
        ],
    }


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"status": "ok", "message": WORK}, 1),
        ({"status": "ok", "message": {"items": [WORK, WORK]}}, 2),
        ([WORK, WORK], 2),
        (WORK, 1),
        ({"status": "ok", "message": {"items": []}}, 0),
        ({"status": "failed", "message": [{"type": "parameter-not-allowed", "message": "no"}]}, 0),
        ({"status": "ok", "message": {"DOI": "10.1000/x", "agency": {"id": "crossref"}}}, 0),
        (None, 0),
    ],
)
def test_crossref_answers(answer: object, found: int) -> None:
    assert len(crossref.works(answer)) == found


def test_what_is_no_answer_is_said_with_its_line() -> None:
    assert crossref.read(b"Resource not found.").problems[0].what.startswith("is not JSON")
    assert "no work" in crossref.read(b'{"status": "ok", "message": {}}').problems[0].what
    cut = ("[\n" + json.dumps(WORK) + ",\n" + json.dumps(WORK)[:50]).encode()
    read = crossref.read(cut)
    assert (len(read.items), read.lines, read.problems[0].line) == (1, [2], 3)
    assert crossref.read(b"[" * 100_000).problems
    assert crossref.read(b'{"DOI": ' + b"9" * 5000 + b"}").problems


JSON = st.recursive(
    st.sampled_from([None, True, 0, -1, 2020, 1e300, "", "x", "<i>&", "10.1000/x", "\ud800", "²"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["date-parts", "family", "name", "title", "DOI", "type"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*WORK, "update-to", "issn-type", "event", "posted"]), JSON))
def test_crossref_takes_anything(work: dict[str, Any]) -> None:
    assert json.dumps(crossref.work(work), ensure_ascii=False).encode()


ATTRIBUTES = {
    "doi": "10.5000/X",
    "creators": [
        {"name": "Meier, Anna", "nameType": "Personal", "givenName": "Anna", "familyName": "Meier"},
        {"name": "Smith, J"},
        {"name": "Bone, Inc.", "nameType": "Organizational"},
    ],
    "titles": [{"title": "Knochen", "titleType": "TranslatedTitle"}, {"title": "Bones"}],
    "publisher": {"name": "Zenodo"},
    "publicationYear": 2018,
    "dates": [{"date": "2018-02-03", "dateType": "Issued"}, {"date": "2017", "dateType": "Created"}],
    "types": {"resourceTypeGeneral": "Dataset"},
    "container": {"title": "J", "volume": "1", "firstPage": "2", "lastPage": "5"},
    "relatedIdentifiers": [
        {"relationType": "IsPartOf", "relatedIdentifierType": "ISSN", "relatedIdentifier": "12345679"}
    ],
}


def test_datacite() -> None:
    (work,) = datacite.works({"data": {"id": "10.5000/x", "type": "dois", "attributes": ATTRIBUTES}})
    item = datacite.work(work)
    assert item == {
        "id": "10.5000/x",
        "DOI": "10.5000/x",
        "type": "dataset",
        "title": "Bones",
        "author": [
            {"family": "Meier", "given": "Anna"},
            {"family": "Smith", "given": "J"},
            {"literal": "Bone, Inc."},
        ],
        "container-title": "J",
        "volume": "1",
        "page": "2-5",
        "issued": {"date-parts": [[2018, 2, 3]]},
        "publisher": "Zenodo",
        "ISSN": "1234-5679",
        "custom": {"titles": ["Knochen"], "years": [2018, 2017], "issns": ["1234-5679"]},
    }
    assert datacite.works({"errors": [{"status": "404"}]}) == []


@given(st.dictionaries(st.sampled_from([*ATTRIBUTES, "contributors", "descriptions", "url"]), JSON))
def test_datacite_takes_anything(work: dict[str, Any]) -> None:
    assert json.dumps(datacite.work(work), ensure_ascii=False).encode()


ARTICLE = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "https://example.org/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">123</PMID>
<Article><Journal><ISSN>12345679</ISSN><JournalIssue><Volume>7</Volume><Issue>2</Issue>
<PubDate><MedlineDate>2000 Nov-Dec</MedlineDate></PubDate></JournalIssue>
<Title>The journal</Title><ISOAbbreviation>J</ISOAbbreviation></Journal>
<ArticleTitle>[Bone &amp; <i>men</i>: H<sub>2</sub>O &lt; 5.]</ArticleTitle>
<Pagination><MedlinePgn>113-25</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/Right</ELocationID>
<AuthorList><Author><LastName>Beane Freeman</LastName><ForeName>Laura E</ForeName><Suffix>3rd</Suffix></Author>
<Author ValidYN="N"><LastName>Typo</LastName></Author>
<Author><LastName>Solo</LastName></Author><Author><CollectiveName>A Group</CollectiveName></Author></AuthorList>
<VernacularTitle>Knochen.</VernacularTitle>
<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>1999</Year><Month>05</Month><Day>07</Day></ArticleDate></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
<RefSource>Felig P. J Clin. 1980 Nov;51(5):1201</RefSource><PMID>9</PMID></CommentsCorrections>
<CommentsCorrections RefType="Cites"><RefSource>J. 1970;1:1</RefSource></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId></ArticleIdList></Reference>
</ReferenceList></PubmedData></PubmedArticle>
</PubmedArticleSet>"""
CHAPTER = """<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>5</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>StatPearls</PublisherName><PublisherLocation>Here</PublisherLocation></Publisher>
<BookTitle>A Book</BookTitle><PubDate><Year>2021</Year></PubDate><AuthorList Type="editors"><Author>
<LastName>Ed</LastName><Initials>X</Initials></Author></AuthorList></Book>
<ArticleTitle>A chapter</ArticleTitle>
<AuthorList Type="authors"><Author><LastName>A</LastName><ForeName>B</ForeName></Author></AuthorList>
</BookDocument></PubmedBookArticle></PubmedArticleSet>"""


def test_pubmed_article() -> None:
    read = pubmed.read(ARTICLE.encode())
    assert read.lines == [4]
    assert read.problems == []
    (item,) = read.items
    custom = item.pop("custom")
    assert item == {
        "id": "123",
        "PMID": "123",
        "PMCID": "PMC77",
        "DOI": "10.1000/right",
        "type": "article-journal",
        "title": "Bone & men: H₂O < 5",
        "author": [
            {"family": "Beane Freeman", "given": "Laura E", "suffix": "3rd"},
            {"family": "Solo"},
            {"literal": "A Group"},
        ],
        "container-title": "The journal",
        "container-title-short": "J",
        "issued": {"date-parts": [[2000, 11]]},
        "volume": "7",
        "issue": "2",
        "page": "113-25",
        "ISSN": "1234-5679",
    }
    assert custom == {
        "titles": ["Knochen"],
        "years": [2000, 1999],
        "containers": ["J"],
        "issns": ["1234-5679"],
        "notices": [
            {"type": "RetractionIn", "PMID": "9", "date": "1980-11", "source": "Felig P. J Clin. 1980 Nov;51(5):1201"}
        ],
        "publication-types": ["Retracted Publication"],
    }


def test_pubmed_chapter() -> None:
    (item,) = pubmed.read(CHAPTER.encode()).items
    assert {name: item[name] for name in ("type", "title", "container-title", "publisher", "PMID")} == {
        "type": "chapter",
        "title": "A chapter",
        "container-title": "A Book",
        "publisher": "StatPearls",
        "PMID": "5",
    }
    assert (item["author"], item["editor"]) == ([{"family": "A", "given": "B"}], [{"family": "Ed", "given": "X"}])


BOMB = """<!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>&b;</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"<!DOCTYPE html><html></html>", 1, "web page"),
        (b"", 1, "no element found"),
        (b"\x00\xff\x13" * 9, 1, "not well-formed"),
        (BOMB.encode(), 1, "entities"),
        (b"<x/>", 1, "<x>"),
        (b"<PubmedArticleSet>" + b"<a>" * 100_000, 1, "nested"),
        (b"<?xml version='1.0' encoding='nonesuch'?><x/>", 1, "encoding"),
        (b"<PubmedArticleSet>\n<PubmedArticle/></PubmedArticleSet>", 2, "no title"),
        (ARTICLE[: ARTICLE.index("<Pagination>")].encode(), 9, "begins on line 4"),
    ],
)
def test_pubmed_that_is_none(data: bytes, line: int, words: str) -> None:
    read = pubmed.read(data)
    assert read.items == []
    assert read.problems[0].line == line
    assert words in read.problems[0].what


def test_what_comes_before_a_break_is_kept() -> None:
    cut = ARTICLE.replace("</PubmedArticleSet>", "<PubmedArticle><MedlineCitation><PMID>4")
    assert len(pubmed.read(cut.encode()).items) == 1


@given(st.integers(0, len(ARTICLE)), st.binary(max_size=3))
def test_pubmed_takes_anything(position: int, noise: bytes) -> None:
    data = ARTICLE.encode()
    read = pubmed.read(data[:position] + noise + data[position + 1 :])
    assert read.items or read.problems


def test_a_megabyte_of_authors() -> None:
    author = "<Author><LastName>Family</LastName><ForeName>Given</ForeName></Author>"
    many = ARTICLE.replace("<AuthorList>", "<AuthorList>" + author * 20_000)
    assert len(pubmed.read(many.encode()).items[0]["author"]) == 20_003
