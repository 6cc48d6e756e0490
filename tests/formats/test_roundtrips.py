"""What was read is written back equal: for every format that is written, and through each of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.formats import bibtex, csl, csv, ris
from evidencebase.formats.item import Item, Read
from evidencebase.formats.plain import text as text_of

WORD = st.text("abcXYZ éßø漢 &%$#_{}^~\\<>'`\".:!?0123456789-", min_size=1, max_size=12)
# what looks like markup or an entity is read as such by all formats
TEXT = WORD.map(lambda text: " ".join(text.split())).filter(lambda text: text and text_of(text) == text)
PLAIN = st.text("abcXYZéßøö0123456789", min_size=1, max_size=8)
NAME = st.text("abcXYZéßøö'", min_size=1, max_size=8).map(lambda name: f"X{name.replace(chr(39) * 2, '')}")
GIVEN = st.sampled_from(["Ann", "Ann B.", "A. B.", "Jean-Luc", "J", "Ørjan"])
PERSON: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.fixed_dictionaries({"family": NAME, "given": GIVEN}, optional={"suffix": st.just("Jr")}),
    st.fixed_dictionaries({"family": NAME.map(lambda name: f"van der {name}"), "given": GIVEN}),
    st.fixed_dictionaries({"literal": st.sampled_from(["WHO", "The Trial Group", "Bone and Mineral & Co"])}),
)
DATE = st.one_of(
    st.builds(lambda year: [year], st.integers(1000, 2100)),
    st.builds(lambda year, month: [year, month], st.integers(1000, 2100), st.integers(1, 12)),
    st.builds(lambda y, m, d: [y, m, d], st.integers(1000, 2100), st.integers(1, 12), st.integers(1, 28)),
).map(lambda parts: {"date-parts": [parts]})
VARIABLES: dict[str, st.SearchStrategy[Any]] = {
    "title": TEXT,
    "author": st.lists(PERSON, min_size=1, max_size=3),
    "issued": DATE,
    "volume": PLAIN,
    "issue": PLAIN,
    "page": st.sampled_from(["1-13", "e12", "S272", "113-25", "12", "1, 5-7"]),
    "publisher": TEXT,
    "DOI": st.sampled_from(["10.1000/a_b", "10.1002/(sici)1097-4679(199804)54:3<1::aid-jclp1>3.0.co;2-a"]),
    "PMID": st.just("123"),
    "PMCID": st.just("PMC77"),
    "URL": st.sampled_from(["https://example.org/a_b?c=d&e=%20#f", "https://example.org/~x"]),
}
ARTICLE_NUMBER = {"number": "e0123", "page": "e0123"}  # in place of pages
MORE: dict[str, st.SearchStrategy[Any]] = {
    "editor": st.lists(PERSON, min_size=1, max_size=2),
    "container-title": TEXT,
    "container-title-short": TEXT,
    "collection-title": TEXT,
    "title-short": TEXT,
    "edition": PLAIN,
    "publisher-place": TEXT,
    "language": PLAIN,
    "abstract": TEXT,
    "note": TEXT,
    "ISSN": st.just("1234-5679"),
}


def items(types: list[str], variables: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[Item]]:
    optional = {name: value for name, value in variables.items() if name != "title"}
    fixed = {"title": variables["title"], "type": st.sampled_from(types)}
    one = st.fixed_dictionaries(fixed, optional=optional)
    articles = one.filter(lambda item: item["type"] == "article-journal").map(lambda item: {**item, **ARTICLE_NUMBER})
    one = st.one_of(one, articles)
    return st.lists(one, max_size=3).map(lambda made: [{**item, "id": f"key{n}"} for n, item in enumerate(made)])


def same(read: Read) -> list[Item]:
    assert read.problems == [] or not read.items
    return [csl.public(item) for item in read.items]


ENTRIES = ["article-journal", "chapter", "paper-conference", "book", "report", "webpage", "dataset", "document"]


@given(items(ENTRIES, VARIABLES | MORE))
def test_csl(made: list[Item]) -> None:
    assert csl.read(csl.write(made).encode()).items == made


@given(items([kind for kind in ENTRIES if kind != "dataset"], VARIABLES | MORE))
def test_ris(made: list[Item]) -> None:
    for item in made:
        if "container-title" not in item:
            item.pop("container-title-short", None)  # an abbreviation alone is the name of the journal
    assert same(ris.read(ris.write(made).encode())) == made


def matched(text: str) -> str:
    """Braces without a fellow cannot stand in an entry."""
    from evidencebase.formats.latex import balanced

    return text if balanced(text) else text.replace("{", "(").replace("}", ")")


@pytest.mark.parametrize("biblatex", [False, True])
@given(made=items(ENTRIES, VARIABLES | MORE))
def test_bibtex(biblatex: bool, made: list[Item]) -> None:
    wanted = [
        {name: matched(value) if isinstance(value, str) else value for name, value in item.items()} for item in made
    ]
    assert same(bibtex.read(bibtex.write(made, biblatex).encode())) == wanted


@given(items(["article-journal"], VARIABLES))
def test_csv(made: list[Item]) -> None:
    for item in made:
        item["title"] = item["title"].lstrip("=+-@ ") or "x"
    assert same(csv.read(csv.write(made).encode())) == made
