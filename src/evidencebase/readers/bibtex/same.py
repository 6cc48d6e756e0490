"""Which records are of the same work."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from evidencebase.patterns import late
from evidencebase.readers.bibtex.identifiers import mended_doi

_WORD = late(r"\w+")
_ISE = late(r"is(?<=[a-z]{3}is)(?=(?:e|ed|es|er|ers|ing|ation|ations)\b)")  # begins with what is rare
_DOI = late(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_PREPRINT = late(
    r"10\.(?:48550|31234|31219|2139|21203|20944|26434|22541|64898)/|10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}(?!\d)"
)  # arXiv, PsyArXiv, OSF, SSRN, Research Square, Preprints, ChemRxiv, Authorea, bioRxiv and medRxiv
_ARXIV_DOI = "10.48550/arxiv."
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_FOLDED = bytes(range(256)).lower().replace(b"s", b"z")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_FIRST_PAGE = late(r"[^\W_]+")
_MOST = 20  # records alike that are compared with each other
_WORDS = 5  # a shorter title ("Introduction") tells nothing


_Record = tuple[Any, ...]  # the fields of ``Record``
_TITLE: Final = 4
_SERVERS = late(r"\b(?:\w*rxiv|ssrn|research square|preprints?|working papers?)\b", re.I)


class Record(NamedTuple):
    """What is known of a work; ``meant``: key of the work that a wrong record means, ``family``: its first author.

    ``fields`` are those of its entry, as JSON.
    """

    key: str
    doi: str | None = None
    pmid: str | None = None
    meant: str | None = None
    title: str | None = None
    year: int | None = None
    container: str | None = None
    volume: str | None = None
    pages: str | None = None
    fields: str | None = None
    family: str | None = None

    @property
    def edition(self) -> str:
        """Which edition it is."""
        fields: Mapping[str, str] = json.loads(self.fields) if self.fields and '"edition"' in self.fields else {}
        return fields.get("edition", "").casefold().strip(" .")

    @property
    def is_preprint(self) -> bool:
        """Whether it stands on a server of preprints."""
        by_doi = self.doi and _PREPRINT.match(self.doi)
        return bool(by_doi or (self.container and _SERVERS.search(self.container)))


COMPARED: Final = Record._fields[:-1]  # columns of works


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
    records: Iterable[_Record],
    identifiers: Iterable[tuple[str, str, str, int]] = (),
) -> dict[str, str]:
    """Key of each duplicate -> key of the first record of the same work, also over several steps.

    The same are records with the same valid DOI, PubMed, PubMed Central or arXiv id (a preprint and what it became
    are one study), with the same ISBN and title (chapters share the ISBN of their book), a record and the one that it
    means; records with the same title (of five words or more) of which year and first author agree, or one agrees and
    the other is not known, or which are preprint and article; and records at the same place (container, volume, first
    page) by the same first author with titles that are alike. Other editions are other works. Two records whose DOI,
    PubMed id or ISBN differ are the same only if title, year and first author all agree; the DOI of a preprint says
    nothing against the article.

    ``identifiers`` are rows of the table of that name, of which those beside DOI and PubMed id are used.
    """
    known = list(records)
    groups = _Groups(len(known))
    numbers = {record[0]: number for number, record in enumerate(known)}
    dois: dict[str, int] = {}
    pmids: dict[str, int] = {}
    for number, (_, doi, pmid, meant, *_) in enumerate(known):  # an identifier is looked into when it comes again
        if doi and (first := dois.setdefault(doi, number)) != number and _DOI.fullmatch(doi):
            groups.join(number, first)
        if pmid and (first := pmids.setdefault(pmid, number)) != number:
            groups.join(number, first)
        if meant in numbers:
            groups.join(number, numbers[meant])
    firsts: dict[tuple[object, ...], int] = {}
    books: defaultdict[int, set[str]] = defaultdict(set)
    for number, mark in _further(known, numbers, identifiers, books, dois):
        groups.join(number, firsts.setdefault(mark, number))
    compared = _Compared(known, books)
    _join_titles(known, groups, compared)
    _join_places(known, groups, compared)
    return {known[n][0]: known[groups.find(n)][0] for n, parent in enumerate(groups.parents) if parent != n}


def _further(
    known: Sequence[_Record],
    numbers: dict[str, int],
    identifiers: Iterable[tuple[str, str, str, int]],
    books: defaultdict[int, set[str]],
    dois: Mapping[str, int],
) -> Iterable[tuple[int, tuple[object, ...]]]:
    """The marks that other identifiers are, each with the number of its record; ISBNs are noted in ``books``.

    ``dois``: the first record of each.
    """
    for key, scheme, value, valid in identifiers:
        if scheme in ("pmid", "trial") or key not in numbers or (not valid and scheme != "doi"):
            continue
        if not valid:
            if (meant := mended_doi(value)) in dois:
                yield dois[meant], ("doi", meant)
            if meant:
                yield numbers[key], ("doi", meant)
            continue
        if scheme in ("pmcid", "arxiv"):
            yield numbers[key], (scheme, value)
        elif scheme == "doi" and value.startswith(_ARXIV_DOI):
            yield numbers[key], ("arxiv", value.removeprefix(_ARXIV_DOI))
        elif scheme == "isbn":
            books[numbers[key]].add(value)
            if words := _words(known[numbers[key]][_TITLE] or ""):
                yield numbers[key], (scheme, value, *words)


class _Compared:
    """Records, as far as they are worth comparing: most are not even looked into."""

    def __init__(self, known: Sequence[_Record], books: Mapping[int, set[str]]) -> None:
        self._known = known
        self._books = books
        self._records: dict[int, Record] = {}

    def __getitem__(self, number: int) -> Record:
        if number not in self._records:
            self._records[number] = Record(*self._known[number])
        return self._records[number]

    def speak_against(self, one: int, other: int) -> bool:
        """Whether identifiers say that two records are of different works."""
        first, second = self[one], self[other]
        if first.pmid and second.pmid and first.pmid != second.pmid:
            return True
        mine, theirs = self._books.get(one), self._books.get(other)
        if mine and theirs and mine.isdisjoint(theirs):
            return True
        dois = [doi for doi in (first.doi, second.doi) if doi and _DOI.fullmatch(doi) and not _PREPRINT.match(doi)]
        return len(dois) > 1 and dois[0] != dois[1]

    def same_titled(self, one: int, other: int) -> bool:
        """Whether two records with the same title are of one work."""
        first, second = self[one], self[other]
        years = first.year == second.year if first.year and second.year else None
        authors = _same_family(first.family, second.family)
        if first.edition and second.edition and first.edition != second.edition:
            return False
        if years and authors:
            return True
        if self.speak_against(one, other):
            return False
        preprint = years is False and authors is True and (first.is_preprint or second.is_preprint)
        return preprint or {years, authors} == {True, None}

    def same_placed(self, one: int, other: int) -> bool:
        """Whether two records with the same volume and first page are of one work."""
        first, second = self[one], self[other]
        mine, theirs = (set(_words(record.title or "")) for record in (first, second))
        alike = 2 * len(mine & theirs) >= len(mine | theirs) if mine and theirs else True
        same_container = _letters(first.container or "") == _letters(second.container or "")
        authors = _same_family(first.family, second.family)
        return alike and same_container and bool(authors) and not self.speak_against(one, other)


def _same_family(one: str | None, other: str | None) -> bool | None:
    """Whether two family names are one, without accents and particles; ``None`` where one is unknown."""
    if not one or not other:
        return None
    if one == other:
        return True
    from evidencebase.comparison.people import families  # few are asked about

    return not set(families(one)).isdisjoint(families(other))


def _join_titles(known: Sequence[_Record], groups: _Groups, records: _Compared) -> None:
    """Join records with the same title."""
    firsts: dict[bytes | str, int] = {}
    alike: dict[bytes | str, list[int]] = {}
    for number, record in enumerate(known):
        if title := record[_TITLE]:
            letters = _letters(title)
            first = firsts.setdefault(letters, number)
            if first != number:
                alike.setdefault(letters, [first]).append(number)
    for numbers in alike.values():
        titled: dict[str, list[int]] = {}
        for number in numbers:
            if title := normal(known[number][_TITLE] or ""):
                titled.setdefault(title, []).append(number)
        for same in titled.values():
            if len(same) > 1:
                _join_pairs(same, groups, records.same_titled)


def _join_places(known: Sequence[_Record], groups: _Groups, records: _Compared) -> None:
    """Join records at the same place. A first page 1 is none: in many journals every article begins there."""
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, record in enumerate(known):
        *_, container, volume, pages, _, family = record
        if volume and pages and container and family:
            page = _FIRST_PAGE.match(pages)
            if page and page[0] != "1":
                alike[volume, page[0]].append(number)
    for numbers in alike.values():
        if len(numbers) > 1:
            _join_pairs(numbers, groups, records.same_placed)


def _join_pairs(numbers: Sequence[int], groups: _Groups, are_same: Callable[[int, int], bool]) -> None:
    """Join each record with the first of those before it that is the same, of ``_MOST`` at most."""
    for at, number in enumerate(numbers[1:], 1):
        for other in numbers[max(0, at - _MOST) : at]:
            if are_same(other, number):
                groups.join(number, other)
                break


def _letters(title: str) -> bytes | str:
    """Letters and digits of a title, in which -ise is -ize: equal for titles that ``normal`` makes equal, and quick."""
    if not title.isascii():
        title = "".join(_words(title))
        if not title.isascii():
            return title.replace("s", "z")
    return title.replace("&", "and").encode().translate(_FOLDED, _NO_LETTERS)


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
