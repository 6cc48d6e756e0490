"""Field by field: does our entry say what a record says?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from evidencebase.comparison import containers, normal, people, titles
from evidencebase.comparison.agreement import AGREEMENTS, DIFFER, MATCH, MINOR, MISSING, NOT_COMPARABLE
from evidencebase.comparison.record import Person, Record


class Field(NamedTuple):
    """What is said of one field: one of ``AGREEMENTS``, our value, theirs, and whose value that is.

    ``author`` is the family name and initial of the first author, ``given`` his given name written out, ``authors``
    whether the others are in the record.
    """

    name: str
    agreement: str
    ours: str
    theirs: str
    source: str


def compare(entry: Record, records: Sequence[Record]) -> tuple[Field, ...]:
    """Each field of an entry beside the records of one work; where these disagree, the one nearest to ours counts."""
    return tuple(
        min(
            (Field(name, agree(entry, record), said(entry), said(record), record.source) for record in records),
            key=lambda field: AGREEMENTS.index(field.agreement),
        )
        for name, (agree, said) in COMPARED.items()
    )


def title(entry: Record, record: Record) -> str:
    """Equal titles match; another spelling or a subtitle too many is minor, another word is not."""
    if not record.titles:
        return NOT_COMPARABLE
    if not entry.titles:
        return MISSING
    likeness = titles.likeness(entry.titles, record.titles)
    if likeness.grade in (titles.EQUAL, titles.UNKNOWN):
        return MATCH if likeness.grade == titles.EQUAL else NOT_COMPARABLE
    return MINOR if likeness.respelt or likeness.grade == titles.PREFIX else DIFFER


def year(entry: Record, record: Record) -> str:
    """Any of issued, print and online; one off is minor."""
    if not record.years:
        return NOT_COMPARABLE
    if not entry.years:
        return MISSING
    apart = min(abs(ours - theirs) for ours in entry.years for theirs in record.years)
    return (MATCH, MINOR)[apart] if apart < 2 else DIFFER


def container(entry: Record, record: Record) -> str:
    """Any form of the name, an abbreviation, or the same ISSN."""
    if not record.containers:
        return NOT_COMPARABLE
    if entry.issns and not set(entry.issns).isdisjoint(record.issns):
        return MATCH
    if not entry.containers:
        return MISSING
    return containers.compare(entry.containers, record.containers)


def volume(entry: Record, record: Record) -> str:
    """The first number; a letter or a supplement more or less is minor."""
    ours, theirs = normal.volume(entry.volume), normal.volume(record.volume)
    if not record.volume:
        return NOT_COMPARABLE
    if not entry.volume:
        return MISSING
    if ours.number and theirs.number:
        return MATCH if ours == theirs else MINOR if ours.number == theirs.number else DIFFER
    return _same_text(entry.volume, record.volume)


def issue(entry: Record, record: Record) -> str:
    """An issue warns only: a difference is minor."""
    return MINOR if (found := _number(entry.issue, record.issue)) == DIFFER else found


def pages(entry: Record, record: Record) -> str:
    """The first page decides; another last page, or letters before the number, are minor."""
    if not record.pages:
        return NOT_COMPARABLE
    if not entry.pages:
        return MISSING
    ours, theirs = normal.pages(entry.pages), normal.pages(record.pages)
    if not ours.first or not theirs.first:
        return _same_text(entry.pages, record.pages)
    if ours.first != theirs.first:
        return DIFFER
    same = ours.letters == theirs.letters and (ours.last == theirs.last or not ours.last or not theirs.last)
    return MATCH if same else MINOR


def doi(entry: Record, record: Record) -> str:
    """The same DOI, whatever its case."""
    return _identifier(entry.doi, record.doi)


def pmid(entry: Record, record: Record) -> str:
    """The same PubMed id."""
    return _identifier(entry.pmid, record.pmid)


def pmcid(entry: Record, record: Record) -> str:
    """The same PubMed Central id."""
    return _identifier(entry.pmcid, record.pmcid)


def _identifier(ours: str, theirs: str) -> str:
    if not theirs:
        return NOT_COMPARABLE
    if not ours:
        return MISSING
    return MATCH if ours.casefold() == theirs.casefold() else DIFFER


def _number(ours: str, theirs: str) -> str:
    if not theirs:
        return NOT_COMPARABLE
    if not ours:
        return MISSING
    one, other = normal.volume(ours), normal.volume(theirs)
    if one.number and other.number:
        return MATCH if one.number == other.number else DIFFER
    return _same_text(ours, theirs)


def _same_text(ours: str, theirs: str) -> str:
    one, other = normal.text(ours), normal.text(theirs)
    return MATCH if one == other else NOT_COMPARABLE


def _people(authors: Iterable[Person]) -> str:
    listed = [f"{person.family}, {person.given}".rstrip(", ") for person in authors]
    return "; ".join(listed[:_MOST_SAID] + (["…"] if len(listed) > _MOST_SAID else []))


_MOST_SAID = 12

Said = Callable[[Record], str]
COMPARED: dict[str, tuple[Callable[[Record, Record], str], Said]] = {
    "title": (title, lambda record: (record.titles or ("",))[0]),
    "author": (lambda one, two: people.first(one.authors, two.authors), lambda record: _people(record.authors[:1])),
    "given": (lambda one, two: people.given(one.authors, two.authors), lambda record: _people(record.authors[:1])),
    "authors": (lambda one, two: people.others(one.authors, two.authors), lambda record: _people(record.authors)),
    "year": (year, lambda record: "/".join(map(str, record.years))),
    "container": (container, lambda record: (record.containers or ("",))[0]),
    "volume": (volume, lambda record: record.volume),
    "issue": (issue, lambda record: record.issue),
    "pages": (pages, lambda record: record.pages),
    "doi": (doi, lambda record: record.doi),
    "pmid": (pmid, lambda record: record.pmid),
    "pmcid": (pmcid, lambda record: record.pmcid),
}
FIELDS = tuple(COMPARED)
