"""The place of a finding is where the value begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers.bibtex import place, span

from .layouts import Made, entries

TEXT = """\
text
@article{ doe2020,
  Title = {In {year = {1}} vivo},
  year = 2020, journal = "B, doi = {x}",
  number = {2}, x-design = {rct},
    doi = 10.1/x, doi = {y}
}
  @misc{roe}
"""
PLACES = {
    (2, "key"): "doe2020,",
    (2, ""): "@article",
    (2, "title"): "In {year",
    (2, "year"): "2020",
    (2, "container"): "B, doi",
    (2, "issue"): "2}",
    (2, "design"): "rct",
    (2, "doi"): "10.1/x",
    (2, "nothing"): "@article",
    (6, "doi"): "10.1/x",
    (6, "other"): "doi = 10",
    (8, "key"): "roe}",
    (8, "year"): "@misc",
    (1, "key"): "text",
    (99, "key"): "",
}


@pytest.mark.parametrize("case", PLACES, ids=str)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_place(case: tuple[int, str], newline: str) -> None:
    text = TEXT.replace("\n", newline)
    line, column = place(text, *case)
    lines = TEXT.split("\n")
    assert lines[min(line, len(lines)) - 1][column - 1 :].startswith(PLACES[case])


@given(entries(), st.sampled_from(["", "text\n", "@a{b}\n"]))
def test_any_layout(made: Made, before: str) -> None:
    text = before + made.written
    for field, value in made.fields.items():
        line, column = place(text, before.count("\n") + 1, field)
        rest = "\n".join([text.split("\n")[line - 1][column - 1 :], *text.split("\n")[line:]])
        assert "".join(rest.split()).startswith("".join(value.split(" ", 1)[0].split()))


@given(entries())
def test_span(made: Made) -> None:
    for field, value in made.fields.items():
        start, end = span(made.written, 1, field)
        assert value.startswith(" ".join(made.written[start:end].split()))
