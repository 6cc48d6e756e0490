"""Whatever stands in a file is read, or named in a finding."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidencebase.finding import Finding
from evidencebase.readers import bibtex
from evidencebase.readers.lines import Lines

from .layouts import Made, entries

FILE = "works.bib"
HEADER = re.compile(r"(?m)^@([a-z]+)[{(]([^\s,{}()=\"%#@]+),")


def read(text: str) -> bibtex.Bibliography:
    return bibtex.read([(FILE, text.encode())])


def told(findings: list[Finding]) -> list[str]:
    """The findings in a form that fits a line."""
    return [" ".join([f"{f.line} {f.rule.partition('/')[2]} {f.row}", *map(str, f.values.values())]) for f in findings]


@given(
    st.lists(entries(), max_size=4, unique_by=lambda made: made.key.lower()), st.sampled_from(["\n", " ", "\n\n% x\n"])
)
def test_entries_in_any_layout(made: list[Made], between: str) -> None:
    found = read(between.join(entry.written for entry in made))
    assert [(e.key, e.type, e.fields) for e in found.entries] == [(m.key, m.type, m.fields) for m in made]
    assert found.findings == []
    assert found.counts == {FILE: (len(made), len(made), 0)}
    assert found.self_contained == {FILE: True}


@given(st.lists(entries(), min_size=1, max_size=3), st.sampled_from(["\n", "\n\n", "\ntext\n"]))
def test_lines(made: list[Made], between: str) -> None:
    written = [f"@misc{{k{number}, x = {{{entry.written}}}}}" for number, entry in enumerate(made)]
    text = between.join(written)
    for number, entry in enumerate(read(text).entries):
        assert entry.line == text[: text.index(f"@misc{{k{number},")].count("\n") + 1


@given(st.binary(max_size=200) | st.text('@a{}(),="#%\\k \n', max_size=60).map(str.encode))
@settings(max_examples=300)
def test_no_bytes_raise(data: bytes) -> None:
    found = bibtex.read([(FILE, data), ("other.bib", data)])
    bibtex.rows(found.entries)
    counts = found.counts[FILE]
    assert counts.read <= counts.seen
    text = bibtex.decode(data).text
    for finding in found.findings:
        line, column = bibtex.place(text, finding.line, finding.field)
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1


odd = st.sampled_from(
    ["@article{k,", "@book(k,", "\n@", "@b", "\n", "\r", *'"{}),', "\n}\n\n", "doi = {1}", " Doi =2", "\n title = {a"]
)


@given(
    st.lists(odd, max_size=25).map("".join)
    | st.lists(entries(), max_size=4).map(lambda made: "\n".join(entry.written for entry in made))
)
@settings(max_examples=300)
def test_places_are_found_without_the_rest_of_the_file(text: str) -> None:
    lines = range(1, len(re.split("\r\n|\r|\n", text.rstrip())) + 1)
    wanted = [(line, field) for line in lines for field in ("doi", "title", "authors", "key", "")]
    found = bibtex.locate(Lines(BytesIO(text.encode())), wanted)
    assert [*found] == [bibtex.place(text, *place) for place in wanted]


@given(st.data(), st.lists(entries(), min_size=2, max_size=5, unique_by=lambda made: made.key.lower()))
@settings(max_examples=300)
def test_a_broken_entry_hides_no_other(data: st.DataObject, made: list[Made]) -> None:
    """Characters are taken out of one entry and put into it; each entry that still begins on a line is told."""
    victim = data.draw(st.integers(0, len(made) - 1))
    texts = [entry.written for entry in made]
    for _ in range(data.draw(st.integers(1, 3))):
        text = texts[victim]
        at = data.draw(st.integers(0, len(text)))
        instead = data.draw(st.sampled_from(["", "{", "}", '"', ",", "=", ")", "\n"]))
        texts[victim] = text[:at] + instead + text[at + (not instead) :]
    whole = "\n".join(texts)
    found = read(whole)
    known = " ".join([*(e.key for e in found.entries), *told(found.findings)])
    for kind, key in HEADER.findall(whole):
        assert key in known or kind == "comment"


BROKEN = {
    "no closing brace": (
        "@a{x,\n t = {1}\n\n@a{y, t = {2}}",
        {"x": {"t": "1"}, "y": {"t": "2"}},
        ["1 broken-entry x the @a is not closed before line 4; add the missing }"],
    ),
    "a value without its brace": (
        "@a{x,\n t = {1,\n u = {2}\n}\n@a{y}",
        {"x": {"t": "1", "u": "2"}, "y": {}},
        [
            "1 broken-entry x the @a is not closed before line 5; add the missing }",
            "2 broken-entry x the value of t is not closed before the next field",
        ],
    ),
    "cut in the middle": (
        "@a{x, t = {1}}\n@a{y,\n t = {2",
        {"x": {"t": "1"}, "y": {"t": "2"}},
        ["2 broken-entry y the @a is not closed before the end of the file; add the missing }"],
    ),
    "a brace too many": (
        "@a{x,\n t = {1}},\n u = {2}\n}\n@a{y}",
        {"x": {"t": "1", "u": "2"}, "y": {}},
        ['3 broken-entry x "u = {2}" stands behind the end of the entry: a } too many, or a { missing, before it?'],
    ),
    "no comma": (
        "@a{x,\n t = {1}\n u = {2}}",
        {"x": {"t": "1", "u": "2"}},
        ["3 broken-entry x a comma is missing after the field t"],
    ),
    "no quote": (
        '@a{x,\n t = "1,\n u = "2",\n v = {3}}',
        {"x": {"t": "1", "u": "2", "v": "3"}},
        ["2 broken-entry x the value of t is not closed before the next field"],
    ),
    "no braces": (
        "@a{x, t = two words, u = 3}",
        {"x": {"t": "two words", "u": "3"}},
        ['1 broken-entry x the value "two words" must stand in braces'],
    ),
    "no value": ("@a{x, t = , u = {2}}", {"x": {"u": "2"}}, ["1 broken-entry x the field t has no value"]),
    "no equals sign": (
        "@a{x,\n t {1},\n u = {2}}",
        {"x": {"u": "2"}},
        ['2 broken-entry x a field was expected, found "t {1},"'],
    ),
    "no type": (
        "Book{x,\n t = {1}\n}\n@a{y}",
        {"y": {}},
        ['2 broken-entry  "t = {1}" stands outside of any entry: is its @type{ missing?'],
    ),
    "no key": (
        "@a{title = {1}}\n@a{, title = {2}}",
        {"works.bib:1": {"title": "1"}, "works.bib:2": {"title": "2"}},
        ["1 missing-key works.bib:1 a 1", "2 missing-key works.bib:2 a 2"],
    ),
    "neither key nor field": ("@a{}\n@b{y}", {"y": {}}, ["1 missing-key  a "]),
    "a comment behind a number": ("@a{x, u = 1 % one, or = two\n, v = 2}", {"x": {"u": "1", "v": "2"}}, []),
    "RIS": (
        "TY  - JOUR\nER  -",
        {},
        ["1 unreadable-file works.bib no entry was found: it seems to be RIS; export it as BibTeX"],
    ),
    "an error page": (
        "<!DOCTYPE html><p>me@example.org</p>",
        {},
        [
            "1 unreadable-file works.bib no entry was found: it seems to be an HTML page, perhaps an error page saved "
            "as .bib; export it as BibTeX"
        ],
    ),
    "words": ("To do.", {}, ["1 unreadable-file works.bib no entry was found, though it holds text: is it BibTeX?"]),
    "macros only": ("% Journals\n@string{b = {Bone}}", {}, []),
    "a space in the key": (
        "@a{x 1, t = {1}}",
        {"x 1": {"t": "1"}},
        ["1 broken-entry x 1 the key has a space in it, which BibTeX or LaTeX refuse"],
    ),
    "a quote in the key": (
        '@a{x"1, t = {1}}',
        {'x"1': {"t": "1"}},
        ['1 broken-entry x"1 the key has " in it, which BibTeX or LaTeX refuse'],
    ),
    "a space in the name of a field": (
        "@a{x, key words = {1}}",
        {"x": {"key words": "1"}},
        ['1 broken-entry x the name of the field "key words" has a space in it'],
    ),
    "no comma after the key": (
        "@a{x t = {1}}",
        {"x": {"t": "1"}},
        ['1 broken-entry x a comma is missing after the key "x"'],
    ),
    "a repeated field": ("@a{x,\n t = {1},\n T = {2}}", {"x": {"t": "1"}}, ["3 duplicate-field x"]),
    "a repeated key": ("@a{x}\n@b{x}", {"x": {}}, ["2 duplicate-key x works.bib:1"]),
    "keys that differ by case": ("@a{x}\n@a{X}", {"x": {}, "X": {}}, ["2 case-key X x works.bib:1"]),
    "two on one line": (
        "@a{x, t = {1} @a{y, t = {2}} @a{z}",
        {"x": {"t": "1"}, "y": {"t": "2"}, "z": {}},
        [
            "1 broken-entry x the @a is not closed before line 1; add the missing }",
        ],
    ),
    "an unclosed preamble": (
        "@preamble{ {x}\n@a{y}",
        {"y": {}},
        ["1 broken-entry  the @preamble is not closed before line 2; add the missing }"],
    ),
    "BibTeX in a value": (
        "@a{x, t = {\n@b{y, u = {1}}\n}, v = {2}}",
        {"x": {"t": "@b{y, u = {1}}", "v": "2"}},
        ['2 broken-entry x "@b{y, u = {1}}" stands inside this entry; is a } missing before it?'],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken(case: str) -> None:
    text, expected, findings = BROKEN[case]
    found = read(text)
    assert sorted(told(found.findings)) == sorted(findings)
    assert {entry.key: entry.fields for entry in found.entries} == expected


FINE = {
    "comments": "% @a{n}\n@comment{@a{n}}\nmail me@b.org {x}\n@Comment{jabref-meta: x;\n@a{n,}\n}\n@a{x}\n",
    "an open comment": "@comment{ never closed\n@a{x}\n",
    "a comment in an entry": "@a{x, % why\n % t = {1},\n}",
    "text before and behind": "First published in 1947\n@a{x} (but see 2) \n",
    "Unicode whitespace": "\ufeff@a\t{\tx\t}\f",
    "nested braces": "@a{x, t = " + "{" * 10_000 + "}" * 10_000 + "}",
    "old Mac": "text\r@a{x}\r",
    "preamble": '@preamble{"\\def\\x{@a{n}}"}@a{x}',
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case: str) -> None:
    found = read(FINE[case])
    assert [entry.key for entry in found.entries] == ["x"]
    assert found.findings == []


def test_all_files_are_one_set() -> None:
    found = bibtex.read(
        [("a.bib", b"@a{x, t = m}"), ("b.bib", b"@string{m = {text}}@a{X}\n@a{x}"), ("c.bib", b"@a{c, crossref = {x}}")]
    )
    assert [(e.key, e.file, e.fields.get("t")) for e in found.entries] == [
        ("x", "a.bib", "text"),
        ("X", "b.bib", None),
        ("c", "c.bib", "text"),
    ]
    assert told(found.findings) == ["1 case-key X x a.bib:1", "2 duplicate-key x a.bib:1"]
    assert found.self_contained == {"a.bib": True, "b.bib": False, "c.bib": False}
    assert found.macros == {"a.bib": ({}, {"m": "text"}), "b.bib": ({"m": "text"}, {}), "c.bib": ({}, {})}
    assert found.counts == {"a.bib": (1, 1, 0), "b.bib": (2, 1, 2), "c.bib": (1, 1, 0)}


def test_files_that_are_not_read_tell_their_macros() -> None:
    read = b"@a{x, t = m # n # o, u = jan}"
    others = {
        "0.bib": bibtex.Macros({"m": "first"}, {}),
        "a.bib": None,
        "b.bib": bibtex.Macros({"m": "b", "n": "N"}, {}),
    }
    found = bibtex.read([("a.bib", read)], others)
    assert found.entries[0].fields == {"t": "firstNo", "u": "January"}
    assert found.macros["a.bib"] == ({}, {"m": "first", "n": "N", "o": None})
    assert told(found.findings) == ["1 undefined-macro x o"]
