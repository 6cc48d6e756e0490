"""Cells that list people: every order and separator that tables have, told by the cell or by its table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidencebase.formats import authors
from evidencebase.formats.people import Name

FAMILIES = "Smith O'Brien Müller-Lüdenscheidt Li Ng Østergård García~López van~der~Berg de~Vries St.~John Ó~Briain"
FAMILY = st.sampled_from([family.replace("~", " ") for family in FAMILIES.split()])
LETTERS = st.lists(st.sampled_from("ABJMÉØ"), min_size=1, max_size=3)
SUFFIX = st.sampled_from(["", "", "", "Jr.", "Jr", "III", "3rd"])
PEOPLE = st.lists(st.tuples(FAMILY, LETTERS, SUFFIX), min_size=1, max_size=6)
INITIALS = {
    "J.A.": lambda letters: "".join(f"{letter}." for letter in letters),
    "J. A.": lambda letters: " ".join(f"{letter}." for letter in letters),
    "JA": "".join,
    "J A": " ".join,
    "J.-A.": lambda letters: "-".join(f"{letter}." for letter in letters),
    "J-A": "-".join,
}
LISTS = {  # between people, within a person, before a suffix
    "Smith JA, Jones B": (", ", " ", " "),
    "Smith JA; Jones B": ("; ", " ", " "),
    "Smith, JA; Jones, B": ("; ", ", ", ", "),
    "Smith, JA, Jones, B": (", ", ", ", ", "),
    "Smith JA, Jr, Jones B": (", ", " ", ", "),
}


def person(family: str, given_: str, suffix: str = "") -> Name:
    made = {"family": family, "given": given_, "suffix": suffix}
    return {part: value for part, value in made.items() if value}


@given(st.sampled_from(sorted(LISTS)), st.sampled_from(sorted(INITIALS)), PEOPLE)
@settings(max_examples=300)
def test_initials(between: str, written: str, made: list[tuple[str, list[str], str]]) -> None:
    apart, within, before = LISTS[between]
    wanted = [(family, INITIALS[written](letters), suffix) for family, letters, suffix in made]
    cell = apart.join(
        f"{family}{within}{given_}{before if suffix else ''}{suffix}" for family, given_, suffix in wanted
    )
    assert authors.read(cell) == ([person(*one) for one in wanted], "")


NAMES = {
    "John A. Smith": ("Smith", "John A."),
    "Mary Jones": ("Jones", "Mary"),
    "Erran de Vries": ("de Vries", "Erran"),
    "J.-P. Roux": ("Roux", "J.-P."),
    "Ann-Mary O'Brien": ("O'Brien", "Ann-Mary"),
}


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=3), st.sampled_from([", ", "; "]))
def test_given_names_first(names: list[str], apart: str) -> None:
    wanted = [person(*NAMES[name]) for name in names]
    assert authors.read(apart.join(names)) == (wanted, "")
    assert authors.read(f"{', '.join(names)}, et al.")[0] == [*wanted, {"literal": "others"}]
    assert authors.read(f"{', '.join(names[:-1])} and {names[-1]}") == (wanted, "")


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("John A. Smith, Mary Jones", [("Smith", "John A."), ("Jones", "Mary")]),
        ("Smith, John", [("Smith", "John")]),
        ("García López, María", [("García López", "María")]),
        ("van der Berg, Jan Pieter", [("van der Berg", "Jan Pieter")]),
        ("Smith Jr. J.A., Roe B.", [("Smith", "J.A.", "Jr."), ("Roe", "B.")]),
        ("Smith, J.A., & Roe, B.", [("Smith", "J.A."), ("Roe", "B.")]),
        ("Smith, J.A., Roe, B., & Poe, C.", [("Smith", "J.A."), ("Roe", "B."), ("Poe", "C.")]),
        ("Smith, John and Roe, Bo", [("Smith", "John"), ("Roe", "Bo")]),
        ("Ivanov Yu.A., Ng TH.", [("Ivanov", "Yu.A."), ("Ng", "TH.")]),
        ("['Marx, Karl', 'Lindgren, Astrid']", [("Marx", "Karl"), ("Lindgren", "Astrid")]),
        ("John Smith Jr., Mary Jones, Bo Roe", [("Smith", "John", "Jr."), ("Jones", "Mary"), ("Roe", "Bo")]),
    ],
)
def test_single_cells(cell: str, wanted: list[tuple[str, ...]]) -> None:
    assert authors.read(cell) == ([person(*one) for one in wanted], "")


@pytest.mark.parametrize("group", ["WHO", "The Trial Group", "Bone and Mineral & Co", "Trial Group A", "Smith"])
def test_groups(group: str) -> None:
    assert authors.read(group) == ([{"literal": group}], "")
    assert authors.read(f"Smith J.A., {group}", authors.BEHIND)[0][1] == {"literal": group}


def test_the_table_tells_what_a_cell_does_not() -> None:
    cell = "García López, María José"
    assert authors.read(cell, authors.usual(["Smith, John; Roe, Bo", cell])) == (
        [person("García López", "María José")],
        "",
    )
    assert authors.read(cell, authors.usual(["Ann Smith, Mary Jones, Bo Roe", cell])) == (
        [person("López", "García"), person("José", "María")],
        "",
    )
    assert authors.read("Ann Smith", authors.usual(["Smith, John; Roe, Bo"]))[0] == [{"literal": "Ann Smith"}]
    assert "one person or several" in authors.read(cell, authors.usual([cell]))[1]


@given(st.text(max_size=40))
def test_any_cell_is_read(cell: str) -> None:
    names, _ = authors.read(cell)
    assert all(name.get("family") or name.get("literal") for name in names)
