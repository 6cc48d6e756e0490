"""What an entry's type and the names of its fields tell, whatever their values: worked out once for all that are alike.

A bibliography of thousands of entries has a few hundred shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from json.encoder import encode_basestring
from typing import NamedTuple

from evidencebase.nearest import suggestion
from evidencebase.readers.bibtex.identifiers import FIELDS as OF_IDENTIFIERS
from evidencebase.readers.bibtex.identifiers import OTHERS
from evidencebase.readers.bibtex.required import missing
from evidencebase.readers.bibtex.vocabulary import FIELDS, TYPES, TYPESET, USUAL_FIELDS

LIKENESS = 85  # rapidfuzz ratio from which an unknown field is a misspelt one
NOT_WORKS = frozenset(("xdata", "ieeetranbstctl", "bstctl", "control"))  # what others inherit, and settings of styles

_PAGES = ("online", "electronic", "www", "webpage")
_ELSEWHERE = ("url", "note", "howpublished", "journal", "annote", "annotation", "addendum", "pages")


class Doubt(NamedTuple):
    """A rule, the field at fault, and what the message needs."""

    rule: str
    field: str
    values: dict[str, str]


class Shape:
    """What is wrong with type and names alone, and which fields are to be looked into, in the order of asking."""

    def __init__(self, type_: str, names: tuple[str, ...]) -> None:
        present = frozenset(names)

        def among(*wanted: str) -> tuple[str, ...]:
            return tuple(name for name in wanted if name in present)

        self.gaps = json_with_gaps(names)
        self.is_work = type_ not in NOT_WORKS
        self.missing = missing(type_, dict.fromkeys(names, "something"))
        self.doubts = tuple(_doubts(type_, names))
        self.identified = not OF_IDENTIFIERS.isdisjoint(present)
        self.identified_otherwise = not OTHERS.isdisjoint(present)
        sites = ("organization", "publisher") if type_ in _PAGES else ("maintitle", "website")
        self.containers = among("journal", "journaltitle", "booktitle", *sites)
        self.dates = among("date", "urldate", "origdate", "eventdate")
        self.elsewhere = among(*_ELSEWHERE)
        self.orcids = tuple(name for name in names if "orcid" in name)
        inherits = "crossref" in present or "xdata" in present
        self.typeset = among(*(("title", "author") if inherits else TYPESET))


def json_with_gaps(names: Iterable[str]) -> str:
    """A JSON object with a gap, as ``%`` fills it, for the value of each field."""
    gaps = ",".join([f'{encode_basestring(name).replace("%", "%%")}:"%s"' for name in names])
    return f"{{{gaps}}}"


class Shapes(dict[tuple[str, ...], Shape]):
    """Shapes by type and names of fields."""

    def __missing__(self, type_and_names: tuple[str, ...]) -> Shape:
        self[type_and_names] = shape = Shape(type_and_names[0], type_and_names[1:])
        return shape


def _doubts(type_: str, names: tuple[str, ...]) -> Iterator[Doubt]:
    if type_ not in TYPES:
        yield Doubt("works/unknown-type", "", {"type": type_, "suggestion": suggestion(type_, TYPES)})
    for name in names:
        if name not in FIELDS and (near := _meant(name)):
            yield Doubt("works/unknown-field", name, {"name": name, "near": near})


@cache
def _meant(name: str) -> str | None:
    """The known field that a name misspells; a name unlike all of them is somebody's own field."""
    if len(name) < 4 or name.startswith("x-"):
        return None
    from rapidfuzz import fuzz, process

    best = process.extractOne(name, USUAL_FIELDS, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return best[0] if best else None
