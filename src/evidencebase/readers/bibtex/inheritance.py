"""What entries inherit through ``crossref`` and ``xdata``.

The renaming of fields follows the manual of biblatex 3.20 (appendix "Default Inheritance Setup"), made to serve
BibTeX's habits too: ``conference`` is ``inproceedings``, and a ``book`` may hold an ``incollection``. Unlike there,
what identifies or describes the parent only (its DOI, its abstract) never becomes a fact about the child.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from evidencebase.readers.bibtex.entry import Entry
from evidencebase.readers.bibtex.xdata import MARK, References

LINKS = frozenset(("crossref", "xdata", "xref", "related"))

_OWN = """ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions
relatedstring relatedtype shorthand shorthandintro sortkey shorttitle sorttitle indextitle indexsorttitle
doi pmid pmcid pmc eprint eprinttype eprintclass archiveprefix primaryclass arxivid url urldate
abstract annotation annote file keywords timestamp owner key"""
_NEVER = frozenset(_OWN.split())
_GIVING = ("xdata", "crossref")
_SAME: Mapping[str, str] = {}
_MAIN, _BOOK, _JOURNAL = (
    {name: prefix + name for name in ("title", "subtitle", "titleaddon")} for prefix in ("main", "book", "journal")
)
_OF_BOOK = frozenset(("inbook", "bookinbook", "suppbook"))
_OF_OTHERS = frozenset(("incollection", "inreference", "suppcollection", "inproceedings", "conference"))
_PARTS = _OF_BOOK | _OF_OTHERS
_WHOLES = frozenset(("book", "collection", "reference", "proceedings"))


class Doubt(NamedTuple):
    """Something wrong with a link: the rule, the entry, the field and what the message needs."""

    rule: str
    entry: Entry
    field: str
    values: dict[str, str]


class Heritage:
    """Completes the entries that have parents; tells what is wrong with links, and which files depend on others."""

    def __init__(self, works: Mapping[str, Entry], marked: Iterable[Entry] = ()) -> None:
        """``marked``: entries that may have references inside their values."""
        self.doubts: list[Doubt] = []
        self.dependent: set[str] = set()
        self._works = works
        self._linked = {key: entry for key, entry in works.items() if not LINKS.isdisjoint(entry.fields)}
        references = References(self._find)
        for entry in marked:
            self._refer(entry, references)
        if self._linked:
            self._inherit()

    @cached_property
    def _others(self) -> dict[str, Entry]:
        """Other names that links may use: in another case, as in BibTeX, or an alias from ``ids``, as in biblatex."""
        others: dict[str, Entry] = {}
        for key, entry in self._works.items():
            others.setdefault(key.lower(), entry)
        for entry in self._works.values():
            for alias in _list(entry.fields.get("ids", "")):
                others.setdefault(alias.lower(), entry)
        return others

    def _refer(self, entry: Entry, references: References) -> None:
        for field in [field for field, value in entry.fields.items() if MARK in value]:
            self.dependent.add(entry.file)
            references.complete(entry, field)
            missing, circular = references.take()
            self.doubts += [Doubt("works/missing-crossref", entry, field, {"parent": name}) for name in missing]
            self.doubts += [Doubt("works/crossref-cycle", entry, field, {"cycle": circle}) for circle in circular]

    def _inherit(self) -> None:
        """Parents first; the path from a child to its parents is kept here, as it may be longer than Python's stack."""
        done: set[str] = set()
        for first, start in self._linked.items():
            path = {first: self._parents(start)} if first not in done else {}
            while path:
                key = next(reversed(path))
                for field, parent in path[key]:
                    above = parent.key
                    if field in _GIVING and above in self._linked and above not in done and above not in path:
                        path[above] = self._parents(parent)
                        break
                else:
                    self._complete(self._linked[key], path)
                    done.add(key)
                    path.popitem()  # not del: looking for the last one would step over all that are gone

    def _parents(self, entry: Entry) -> Iterator[tuple[str, Entry]]:
        for field, name in _links(entry):
            if parent := self._find(name):
                yield field, parent

    def _find(self, name: str) -> Entry | None:
        return self._works.get(name) or self._others.get(name.lower())

    def _complete(self, entry: Entry, path: Mapping[str, object]) -> None:
        for field, name in list(_links(entry)):
            parent = self._find(name)
            if parent is None or parent.file != entry.file:
                self.dependent.add(entry.file)
            if parent is None:
                self.doubts.append(Doubt("works/missing-crossref", entry, field, {"parent": name}))
            elif field in _GIVING and parent.key in path:
                keys = list(path)
                circle = [*keys[keys.index(parent.key) :], parent.key]
                self.doubts.append(Doubt("works/crossref-cycle", entry, field, {"cycle": " -> ".join(circle)}))
            elif field == "xdata":
                _give(entry, parent, _SAME, ("ids", "xdata"))
            elif field == "crossref":
                _give(entry, parent, _renaming(parent.type, entry.type), _NEVER)


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    """Field and name of each link of an entry, the nearest first."""
    fields = entry.fields
    for field in ("xdata", "crossref", "xref", "related"):
        if value := fields.get(field):
            names = [value] if field in ("crossref", "xref") else _list(value)
            for name in names:
                yield field, name


def _list(value: str) -> list[str]:
    return value.replace(",", " ").split()


def _give(child: Entry, parent: Entry, renaming: Mapping[str, str], kept: Container[str]) -> None:
    """Give an entry the fields of its parent that it lacks."""
    fields = child.fields
    if renaming is _BOOK and child.type in _OF_BOOK:
        if "author" in parent.fields:
            fields.setdefault("bookauthor", parent.fields["author"])
        if child.type == "inbook" and "title" in parent.fields:
            fields.setdefault("title", parent.fields["title"])  # BibTeX: a chapter that has only its number
    for name, value in parent.fields.items():
        if name not in renaming and name not in kept and (kept is not _NEVER or not name.startswith("x-")):
            fields.setdefault(name, value)
    for name, target in renaming.items():
        if name in parent.fields:
            fields.setdefault(target, parent.fields[name])


def _renaming(parent: str, child: str) -> Mapping[str, str]:
    """The fields of a parent that go under another name in the child."""
    if parent.startswith("mv") and not child.startswith("mv"):
        return _MAIN
    if parent in _WHOLES and child in _PARTS:
        return _BOOK
    if parent == "periodical" and child in ("article", "suppperiodical"):
        return _JOURNAL
    return _SAME
