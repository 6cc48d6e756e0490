"""What sources write differently comes to one form; nothing that a registry may send breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.comparison import normal

MARKUP = st.sampled_from(
    ["<i>", "</i>", "<jats:sub>", "&amp;", "&amp;lt;b&gt;", "<", "RETRACTED: ", "α", "ß", "İ", "ﬁ", "́", "'", "x"]
)


@given(st.one_of(st.text(), st.lists(st.one_of(MARKUP, st.text(max_size=4))).map("".join)))
def test_words_stay_as_they_are(value: str) -> None:
    once = normal.text(value)
    assert normal.text(once) == once
    assert normal.title(normal.title(value)) == normal.title(value)
    normal.mark(value)


@given(st.one_of(st.text(), st.from_regex(r"[ivxe]{0,4}[0-9]{1,30}[-–]{0,2}[a-z0-9 ()]{0,30}")))
def test_pages_and_volumes_never_fail(value: str) -> None:
    first = normal.pages(value)
    assert first.first >= 0
    assert normal.volume(value).number >= 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Effect of <i>TNF</i>-α in H<sub>2</sub>O", "effect of tnf alpha in h 2 o"),
        ("A &amp;amp; B", "a and b"),
        ("Müller's “Naïve” Sjögren–Łukasz", "mullers naive sjogren lukasz"),
        ("COVID‐19", "covid 19"),
        ("p < 0.05 and q > 3", "p 0 05 and q 3"),
        ("<p>One</p><p>two</p>", "one two"),
        ("骨质疏松症", "骨质疏松症"),
        ("Остеопороз у мужчин", "остеопороз у мужчин"),
        ("Οστεοπόρωση", "οστεοπορωση"),
    ],
)
def test_text(value: str, words: str) -> None:
    assert normal.text(value) == words


@pytest.mark.parametrize(
    ("value", "words", "mark"),
    [
        ("RETRACTED: Bone", "bone", "retraction"),
        ("[Retracted] Bone", "bone", "retraction"),
        ("RETRACTED ARTICLE: Bone", "bone", "retraction"),
        ("<b>WITHDRAWN</b>: Bone", "bone", "withdrawal"),
        ("Retracted papers of a decade", "retracted papers of a decade", ""),
        ("[Bone in men (author's transl)].", "bone in men", ""),
    ],
)
def test_title(value: str, words: str, mark: str) -> None:
    assert (normal.title(value), normal.mark(value)) == (words, mark)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1433--1441", ("", 1433, 1441)),
        ("1433–41", ("", 1433, 1441)),
        ("pp. 1-13", ("", 1, 13)),
        ("S272-S280", ("s", 272, 280)),
        ("e123", ("e", 123, 0)),
        ("Article 4602129", ("", 4602129, 0)),
        ("R45-8", ("r", 45, 48)),
        ("CD001234", ("cd", 1234, 0)),
        ("0123-0130", ("", 123, 130)),
        ("99-101", ("", 99, 101)),
        ("in press", ("", 0, 0)),
        ("", ("", 0, 0)),
    ],
)
def test_pages(value: str, expected: tuple[str, int, int]) -> None:
    assert normal.pages(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("91", (91, "", 0)),
        ("vol. 2017", (2017, "", 0)),
        ("XIV", (14, "", 0)),
        ("36A", (36, "a", 0)),
        ("12 Suppl 3", (12, "", 3)),
        ("12 (Suppl. 3)", (12, "", 3)),
        ("12S", (12, "s", 0)),
        ("34-35", (34, "", 0)),
        ("Suppl 2", (0, "", 2)),
        ("Online", (0, "", 0)),
    ],
)
def test_volume(value: str, expected: tuple[int, str, int]) -> None:
    assert normal.volume(value) == expected
