"""Which work is meant? A lattice of rules over title and anchors; nothing is weighed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evidencebase.comparison import fields, people, titles
from evidencebase.comparison.agreement import DIFFER, MATCH, MINOR
from evidencebase.comparison.record import Record
from evidencebase.comparison.titles import Likeness

PLACE = frozenset({"container", "volume", "pages"})
_AGREE = {
    "author": lambda entry, record: people.first(entry.authors, record.authors),
    "year": fields.year,
    "container": fields.container,
    "volume": fields.volume,
    "pages": fields.pages,
}
_NOTHING: frozenset[str] = frozenset()


class Fit(NamedTuple):
    """A record beside our entry: how alike the titles are, which anchors hold and which break, whether the entry has
    an identifier of the record."""

    record: Record
    title: Likeness
    holds: frozenset[str]
    breaks: frozenset[str]
    identified: bool

    @property
    def at_place(self) -> bool:
        """Whether it stands in the same container, volume and page."""
        return self.holds >= PLACE

    @property
    def titled(self) -> bool:
        """Whether the title is the same or nearly so."""
        return self.title.grade in (titles.EQUAL, titles.NEAR)

    @property
    def _reworded(self) -> bool:
        """Whether a word of the title is another."""
        return self.title.grade in (titles.NEAR, titles.CLOSE) and not self.title.respelt

    @property
    def displaced(self) -> bool:
        """Whether it stands elsewhere: the page does not speak for it, and two of the place speak against it."""
        return "pages" not in self.holds and len(self.breaks & PLACE) >= 2

    @property
    def same(self) -> bool:
        """Whether the entry means this work.

        Equal or near title and two anchors, the majority where a word is another; a title that goes on where the
        other ends, or is close, and three; a title that is alike but for a number, a negation or the kind of
        contribution only together with place and author or year, and nothing against it; another title with place
        and author. Where a word is another, the page must not speak against it: such are the neighbours of a work.
        An identifier in common stands for two anchors, for one where the title is merely close, for the container
        where volume and page hold, and for none against the majority of anchors.
        """
        holds = len(self.holds)
        helped = self.identified and len(self.breaks) <= holds
        if self._reworded and not self.identified and "pages" in self.breaks:
            return False
        if self.titled:
            return holds + 2 * helped >= 2 and (self.title.respelt or holds > len(self.breaks))
        if self.title.grade in (titles.PREFIX, titles.CLOSE):
            return holds + helped >= 3
        in_place = self.at_place or (self.identified and self.holds >= {"volume", "pages"})
        if self.title.grade == titles.GUARDED:
            return in_place and holds >= 4 and (self.identified or not self.breaks)
        if self.title.grade == titles.UNKNOWN and helped and not self.breaks:
            return holds >= 2
        return in_place and "author" in self.holds


def fit(entry: Record, record: Record) -> Fit:
    """Hold a record against our entry; anchors are left out where a far title and another page make them idle."""
    likeness = titles.likeness(entry.titles, record.titles)
    known = identified(entry, record)
    if likeness.grade == titles.FAR and not known and fields.pages(entry, record) not in (MATCH, MINOR):
        return Fit(record, likeness, _NOTHING, _NOTHING, False)
    agreements = {anchor: agree(entry, record) for anchor, agree in _AGREE.items()}
    return Fit(
        record,
        likeness,
        frozenset(anchor for anchor, agreement in agreements.items() if agreement in (MATCH, MINOR)),
        frozenset(anchor for anchor, agreement in agreements.items() if agreement == DIFFER),
        known,
    )


def identified(entry: Record, record: Record) -> bool:
    """Whether they have a DOI, PubMed id or PubMed Central id in common."""
    return any(
        ours and ours.casefold() == theirs.casefold()
        for ours, theirs in ((entry.doi, record.doi), (entry.pmid, record.pmid), (entry.pmcid, record.pmcid))
    )


def contradicted(one: Record, other: Record) -> bool:
    """Whether two records have different DOIs, or different PubMed ids."""
    return any(
        mine and theirs and mine.casefold() != theirs.casefold()
        for mine, theirs in ((one.doi, other.doi), (one.pmid, other.pmid))
    )


def one_work(one: Record, other: Record) -> bool:
    """Whether two records of registries describe one work: by an identifier, else by all that both have."""
    if identified(one, other):
        return True
    if contradicted(one, other):
        return False
    beside = fit(one, other)
    return beside.titled and len(beside.holds) >= 3 and not beside.breaks


def works(fits: Iterable[Fit]) -> list[list[Fit]]:
    """Fits put together by work, the best of each first, the best work first."""
    grouped: list[list[Fit]] = []
    for found in sorted(fits, key=rank):
        for group in grouped:
            if any(one_work(known.record, found.record) for known in group):
                group.append(found)
                break
        else:
            grouped.append([found])
    return grouped


def likest(entry: Record, candidates: Iterable[Record], most: int) -> list[Record]:
    """The candidates to be kept: those with our title first, even when everything else speaks against them."""
    fits = sorted(
        (fit(entry, record) for record in candidates), key=lambda found: (not found.title.respelt, rank(found))
    )
    return [found.record for found in fits[:most]]


def rank(found: Fit) -> tuple[int, int, int, float]:
    """Best first: what speaks for it, what against it, the title."""
    return -len(found.holds), len(found.breaks), titles.GRADES.index(found.title.grade), -found.title.ratio
