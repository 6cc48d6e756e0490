"""The fast reader, the tolerant reader and pybtex agree on what is regular; so do the two readers of names."""

from __future__ import annotations

from collections.abc import Iterator

import pybtex.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input import bibtex as pybtex_reader
from pybtex.textutils import normalize_whitespace
from pybtex.utils import CaseInsensitiveDict

from evidencebase.readers import bibtex
from evidencebase.readers.bibtex import entries as fast
from evidencebase.readers.bibtex import grammar, names
from evidencebase.readers.bibtex.latex import clean
from evidencebase.readers.bibtex.layout import Alike

from .layouts import Made, entries, long_file

Entries = list[tuple[str, str, dict[str, str]]]


def read(text: str) -> Entries:
    return [(e.key, e.type, e.fields) for e in bibtex.read([("x.bib", text.encode())]).entries]


def by_pybtex(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    macros = CaseInsensitiveDict(pybtex_reader.month_names)
    for kind, (key, fields) in pybtex_reader.LowLevelParser(text, macros=macros):
        if kind.lower() != "string":
            yield key, kind.lower(), {n.lower(): normalize_whitespace("".join(parts)) for n, parts in fields}


def slowly(text: str, monkeypatch: pytest.MonkeyPatch) -> Entries:
    with monkeypatch.context() as patch:
        patch.setattr(fast.Source, "_regular", lambda *_: False)
        return read(text)


_entries = entries().filter(lambda made: made.fields or made.written.endswith("}"))  # BibTeX: @a(x) has the key "x)"


@given(st.lists(_entries, max_size=4, unique_by=lambda made: made.key.lower()))
@settings(max_examples=200)
def test_any_layout(made: list[Made]) -> None:
    text = '@string{m1 = {one} # m2}@string(m2 = "two")\n' + "\n".join(entry.written for entry in made)
    found = read(text)
    assert found == slowly(text, pytest.MonkeyPatch())
    assert found == list(by_pybtex(text.replace("m1 = {one} # m2", "m1 = {one}")))


@given(st.lists(_entries, max_size=4, unique_by=lambda made: made.key.lower()))
@settings(max_examples=200)
def test_entries_laid_out_alike(made: list[Made]) -> None:
    """The second of two that are laid out alike is split, if it is regular."""
    text = "\n".join(one.written + "\n" + one.written.replace(one.key, f"{one.key}/2", 1) for one in made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Alike, "fields", lambda *_: None)
        searched = read(text)
    assert read(text) == searched


@pytest.mark.parametrize(
    "entry",
    [
        "@article{k%d,\n  author = {Doe, {A}da},\n  year = 2020,\n  month = jan,\n  title = {One, two = 2}\n}\n\n",
        '@Article(k%d, Title = "One {two}", month=may, note = "", )\n',
        "@article{k%d,\n  title    = {One},\n  abstract = {Of\n    two lines},\n}\n",
    ],
)
def test_programs_lay_entries_out_alike(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join([entry % number for number in range(5)])
    found = read(text)
    assert found == list(by_pybtex(text))
    search = fast.Source._by_grammar
    searched = []
    monkeypatch.setattr(fast.Source, "_by_grammar", lambda *given: searched.append(given) or search(*given))
    assert read(text) == found
    assert len(searched) == 1


@pytest.mark.parametrize("profile", ["regular", "parentheses", "one line"])
def test_long_files(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = long_file(300, profile)
    found = read(text)
    assert len(found) == 300
    assert found == slowly(text, monkeypatch)
    assert found == list(by_pybtex(text))


def test_most_entries_are_regular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast.Source, "_entry", lambda *_: pytest.fail("a regular entry was read slowly"))
    assert len(read(long_file(300, "regular"))) == 300


def test_months() -> None:
    assert pybtex_reader.month_names == grammar.MONTHS


_PLAIN = ["Ada", "King", "van", "der", "de", "O'Neil", "'t", "d'Or", "J.-P.", "~", "é", "Ö.", "2nd"]
_BRACES = ["{de la}", "{World Health}", "{A and B}", "{X, Y}", "{x}y"]
_ACCENTS = ["{\\'E}mile", "{\\v S}mith", "{\\'e}l", "{\\O}re", 'M{\\"u}ller', "{\\L}uk"]
_words = st.sampled_from([*_PLAIN, *_BRACES, *_ACCENTS])
_people = st.lists(_words, min_size=1, max_size=4).map(" ".join)
_one = st.one_of(_people, st.lists(_people, min_size=2, max_size=3).map(", ".join))


def _has_no_empty_part(name: str) -> bool:
    return all(part.strip(" ~") for part in name.split(",")) and name.strip(" ~,") == name


@given(st.lists(_one.filter(_has_no_empty_part), min_size=1, max_size=3))
@settings(max_examples=400)
def test_names(people: list[str]) -> None:
    written = " and ".join(people)
    assert names.split(written) == split_name_list(written)
    for name in people:
        if not (name.startswith("{") and name.endswith("}")):  # those are groups here
            assert names.read(name) == _by_pybtex(name), name


def _by_pybtex(name: str) -> tuple[str, str]:
    with pybtex.errors.capture():
        person = Person(name)
    given_, lineage = (" ".join(part) for part in ([*person.first_names, *person.middle_names], person.lineage_names))
    return clean(" ".join([*person.prelast_names, *person.last_names])), ", ".join(
        filter(None, map(clean, (given_, lineage)))
    )
