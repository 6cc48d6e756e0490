"""Macros, crossref and xdata: what entries take from elsewhere, and what is wrong when they cannot."""

from __future__ import annotations

import pytest

from evidencebase.readers import bibtex

MACROS = {
    "months": ("@a{x, t = jan}", "January", []),
    "case does not matter": ("@string{Ab = {1}}@a{x, t = aB}", "1", []),
    "sums": ('@string{m = "1 "}@a{x, t = m # {2} # " " # 3}', "1 2 3", []),
    "defined behind": ("@a{x, t = m}@string{m = {1}}", "1", []),
    "made of macros in any order": ("@string{a = b # {3}}@string{b = c # {2}}@string{c = {1}}@a{x, t = a}", "123", []),
    "defined anew": ("@string{m = {1}}@a{x, t = m}@string{m = {2}}", "1", []),
    "a month defined anew": ("@string{mar = {march}}@a{x, t = mar}", "march", []),
    "undefined": ("@a{x, t = June # { } # 5}", "June 5", ["undefined-macro June"]),
    "made of an undefined one": ("@string{m = n # {1}}@a{x, t = m}", "n1", ["undefined-macro n"]),
    "circular": ("@string{m = n}@string{n = m}@a{x, t = m}", "n", ["undefined-macro n"]),
    "a broken definition": (
        "@string{m = {1}\n@a{x, t = m}",
        "1",
        ["broken-entry the @string is not closed before line 2; add the missing }"],
    ),
    "without end": (
        "@string{m0 = {0123456789}}"
        + "".join(f"@string{{m{i} = m{i - 1} # m{i - 1}}}" for i in range(1, 12))
        + "@a{x}",
        None,
        ["broken-entry the macros in m11 make it longer than BibTeX takes; their names were kept"],
    ),
}


@pytest.mark.parametrize("case", MACROS)
def test_macros(case: str) -> None:
    text, value, findings = MACROS[case]
    found = bibtex.read([("x.bib", text.encode())])
    assert found.entries[0].fields.get("t") == value
    assert [" ".join([f.rule.partition("/")[2], *map(str, f.values.values())]) for f in found.findings] == findings


HEIRS = {
    "inproceedings": (
        "@inproceedings{x, title = {Talk}, crossref = {y}}"
        "@proceedings{y, title = {Book}, editor = {E}, year = 2000, doi = {10.1/1}, x-n = 5, note = {n}}",
        {"title": "Talk", "booktitle": "Book", "editor": "E", "year": "2000", "note": "n"},
    ),
    "booktitle goes before title": (
        "@incollection{x, crossref = {y}}@book{y, title = {Title}, booktitle = {Book}}",
        {"booktitle": "Book"},
    ),
    "inbook": (
        "@inbook{x, chapter = 2, crossref = {y}}@book{y, title = {Book}, author = {A}}",
        {"chapter": "2", "title": "Book", "booktitle": "Book", "author": "A", "bookauthor": "A"},
    ),
    "article": ("@article{x, crossref = {y}}@periodical{y, title = {J}}", {"journaltitle": "J"}),
    "part of several volumes": (
        "@book{x, title = {V}, crossref = {y}}@mvbook{y, title = {All}}",
        {"title": "V", "maintitle": "All"},
    ),
    "same names otherwise": ("@misc{x, crossref = {y}}@misc{y, title = {T}}", {"title": "T"}),
    "over two generations": (
        "@inbook{x, title = {C}, crossref = {y}}@book{y, crossref = {z}}@mvbook{z, publisher = {P}}",
        {"title": "C", "publisher": "P"},
    ),
    "in another case": ("@misc{x, crossref = {Y}}@misc{y, title = {T}}", {"title": "T"}),
    "by an alias": ("@misc{x, crossref = {z}}@misc{y, ids = {w, z}, title = {T}}", {"title": "T"}),
    "xdata": (
        "@book{x, title = {T}, xdata = {y, z}}@xdata{y, publisher = {P}, title = {no}}@xdata{z, url = {U}}",
        {"title": "T", "publisher": "P", "url": "U"},
    ),
}


@pytest.mark.parametrize("case", HEIRS)
def test_heirs(case: str) -> None:
    text, expected = HEIRS[case]
    found = bibtex.read([("x.bib", text.encode())])
    fields = {name: text for name, text in found.entries[0].fields.items() if name not in ("crossref", "xdata")}
    assert fields == expected
    assert found.findings == []
    assert found.self_contained == {"x.bib": True}


WRONG = {
    "@a{x, crossref = {no}}": ["missing-crossref crossref no"],
    "@a{x, xref = {no}, related = {x, no}}": ["missing-crossref xref no", "missing-crossref related no"],
    "@a{x, xdata = {no}}": ["missing-crossref xdata no"],
    "@a{x, crossref = {x}}": ["crossref-cycle crossref x -> x"],
    "@a{x, crossref = {y}}@a{y, xdata = {x}}": ["crossref-cycle xdata x -> y -> x"],
    "@a{x, t = {xdata=no-t}}": ["missing-crossref t no"],
    "@a{x, t = {xdata=x-t}}": ["crossref-cycle t x -> xdata=x-t"],
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong(text: str) -> None:
    found = bibtex.read([("x.bib", text.encode())])
    assert [" ".join([f.rule[6:], f.field, *map(str, f.values.values())]) for f in found.findings] == WRONG[text]


def test_xdata_in_a_value() -> None:
    text = (
        "@a{x, author = {A and xdata=y-z-author-2}}@xdata{y-z, author = {xdata=w-author and C}}@xdata{w, author = {B}}"
    )
    found = bibtex.read([("x.bib", text.encode())])
    assert found.entries[0].fields["author"] == "A and C"
    assert found.entries[1].fields["author"] == "B and C"
    assert found.self_contained == {"x.bib": False}  # nobody looks further


def test_a_parent_elsewhere() -> None:
    found = bibtex.read([("a.bib", b"@a{x, crossref = {y}}"), ("b.bib", b"@a{y, t = 1}")])
    assert found.self_contained == {"a.bib": False, "b.bib": True}
    assert found.entries[0].fields["t"] == "1"


def test_long_chains() -> None:
    chain = "".join(f"@a{{k{i}, crossref = {{k{i + 1}}}}}" for i in range(5000)) + "@a{k5000, t = 1}"
    assert bibtex.read([("x.bib", chain.encode())]).entries[0].fields["t"] == "1"
