"""Which records are of the same work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_ISE = re.compile(r"is(?<=[a-z]{3}is)(?=(?:e|ed|es|er|ers|ing|ation|ations)\b)")  # begins with what is rare
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_PREPRINT = re.compile(
    r"10\.(?:48550|31234|31219|2139|21203|20944|26434|22541|64898)/|10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?!\d)"
)  # arXiv, PsyArXiv, OSF, SSRN, Research Square, Preprints, ChemRxiv, Authorea, bioRxiv and medRxiv
_ARXIV_DOI = "10.48550/arxiv."
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
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
    identifiers: Iterable[tuple[str, str, str, int]] = (),
) -> dict[str, str]:
    """Key of each duplicate -> key of the first record of the same work, also over several steps.

    The same are records with the same valid DOI, PubMed, PubMed Central or arXiv id (a preprint and what it became
    are one study), with the same ISBN and title (chapters share the ISBN of their book), a record and the one that it
    means, and records with the same title (of five words or more) and the same year or first author. Two records whose
    identifiers say that they are different, as with the editions of a guideline, are the same only if year and first
    author both agree; the DOI of a preprint says nothing against the article.

    ``identifiers`` are rows of the table of that name, of which those beside DOI and PubMed id are used.
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
    for number, mark in _further(known, numbers, identifiers):
        groups.join(number, firsts.setdefault(mark, number))
    _join_titles(known, groups)
    return {record.key: known[first].key for n, record in enumerate(known) if (first := groups.find(n)) != n}


def _further(
    known: list[Record], numbers: dict[str, int], identifiers: Iterable[tuple[str, str, str, int]]
) -> Iterable[tuple[int, tuple[object, ...]]]:
    """The marks that other identifiers are, each with the number of its record."""
    for key, scheme, value, valid in identifiers:
        if not valid or key not in numbers:
            continue
        if scheme in ("pmcid", "arxiv"):
            yield numbers[key], (scheme, value)
        elif scheme == "doi" and value.startswith(_ARXIV_DOI):
            yield numbers[key], ("arxiv", value.removeprefix(_ARXIV_DOI))
        elif scheme == "isbn" and (words := _words(known[numbers[key]].title or "")):
            yield numbers[key], (scheme, value, *words)


def _marks(record: Record) -> Iterable[tuple[object, ...]]:
    if record.doi and _DOI.fullmatch(record.doi):
        yield ("doi", record.doi)
    if record.pmid:
        yield ("pmid", record.pmid)


def _join_titles(known: list[Record], groups: _Groups) -> None:
    """Join by title with year and author, then with one of the two where identifiers do not speak against it."""
    titled: dict[str, list[int]] = {}
    for number, record in enumerate(known):
        if record.title and (title := normal(record.title)):
            titled.setdefault(title, []).append(number)
    for numbers in titled.values():
        if len(numbers) > 1:
            _join_titled(known, numbers, groups)


def _join_titled(known: list[Record], numbers: list[int], groups: _Groups) -> None:
    firsts: dict[tuple[int, str], int] = {}
    weak: dict[object, tuple[int, dict[str, str]]] = {}
    for number in numbers:
        record = known[number]
        family = (record.family or "").casefold()
        if record.year and family:
            groups.join(number, firsts.setdefault((record.year, family), number))
        marks = {str(scheme): str(value) for scheme, value in _marks(record) if not _PREPRINT.match(str(value))}
        for sign in (record.year, family):
            if sign:
                first, known_marks = weak.setdefault(sign, (number, marks))
                if all(known_marks.get(scheme, value) == value for scheme, value in marks.items()):
                    groups.join(number, first)
                    known_marks.update(marks)


def normal(title: str) -> str:
    """The words of a title, case and -ise/-ize spelling folded; nothing when they are too few."""
    words = _words(title)
    text = " ".join(words)
    return (_ISE.sub("iz", text) if "is" in text else text) if len(words) >= _WORDS else ""


def _words(title: str) -> list[str]:
    if not title.isascii():
        title = unicodedata.normalize("NFKC", title).casefold()
        return _WORD.findall(title.replace("&", " and "))
    if "&" in title or "_" in title:
        return _WORD.findall(title.lower().replace("&", " and "))
    return title.translate(_ASCII).split()
