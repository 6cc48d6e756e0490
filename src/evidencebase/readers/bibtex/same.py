"""Which records are of the same work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)\b)")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_WORDS = 5  # a shorter title ("Introduction") tells nothing


class Record(NamedTuple):
    """What is known of a work; ``meant``: key of the work that a wrong record means, ``family``: its first author."""

    key: str
    doi: str | None = None
    pmid: str | None = None
    meant: str | None = None
    title: str | None = None
    year: int | None = None
    family: str | None = None


class _Groups:
    """Groups of record numbers; a group goes by its smallest number (union-find)."""

    def __init__(self, size: int) -> None:
        self.parents = list(range(size))

    def find(self, item: int) -> int:
        """The smallest number of the group."""
        parents = self.parents
        while parents[item] != item:
            parents[item] = item = parents[parents[item]]
        return item

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two numbers."""
        one, other = self.find(one), self.find(other)
        self.parents[max(one, other)] = min(one, other)


def clusters(
    records: Iterable[tuple[str, str | None, str | None, str | None, str | None, int | None, str | None]],
) -> dict[str, str]:
    """Key of each duplicate -> key of the first record of the same work.

    The same are records with the same valid DOI or PubMed id, a record and the one that it means, and records with
    the same title (of five words or more) and the same year or first author. Two records whose identifiers say that
    they are different, as with the editions of a guideline, are the same only if year and first author both agree.
    """
    known = [Record(*record) for record in records]
    groups = _Groups(len(known))
    numbers = {record.key: number for number, record in enumerate(known)}
    firsts: dict[tuple[object, ...], int] = {}
    for number, record in enumerate(known):
        for mark in _marks(record):
            groups.join(number, firsts.setdefault(mark, number))
        if record.meant in numbers:
            groups.join(number, numbers[record.meant])
    _join_titles(known, groups)
    return {record.key: known[first].key for n, record in enumerate(known) if (first := groups.find(n)) != n}


def _marks(record: Record) -> Iterable[tuple[object, ...]]:
    if record.doi and _DOI.fullmatch(record.doi):
        yield ("doi", record.doi)
    if record.pmid:
        yield ("pmid", record.pmid)


def _join_titles(known: list[Record], groups: _Groups) -> None:
    """Join by title with year and author, then with one of the two where identifiers do not speak against it."""
    firsts: dict[tuple[object, ...], int] = {}
    weak: dict[tuple[object, ...], tuple[int, dict[str, str]]] = {}
    for number, record in enumerate(known):
        title = normal(record.title or "")
        if not title:
            continue
        family = (record.family or "").casefold()
        if record.year and family:
            groups.join(number, firsts.setdefault((title, record.year, family), number))
        marks = {str(scheme): str(value) for scheme, value in _marks(record)}
        for sign in (record.year, family):
            if sign:
                first, known_marks = weak.setdefault((title, sign), (number, marks))
                if all(known_marks.get(scheme, value) == value for scheme, value in marks.items()):
                    groups.join(number, first)
                    known_marks.update(marks)


def normal(title: str) -> str:
    """The words of a title, case and -ise/-ize spelling folded; nothing when they are too few."""
    words = _WORD.findall(unicodedata.normalize("NFKC", title).casefold().replace("&", " and "))
    return _ISE.sub("iz", " ".join(words)) if len(words) >= _WORDS else ""
