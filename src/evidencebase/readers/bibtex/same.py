"""Which records are of the same work."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from evidencebase.patterns import late

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
_WORDS = 5  # a shorter title ("Introduction") tells nothing


_Record = tuple[str, str | None, str | None, str | None, str | None, int | None, str | None]  # the fields of ``Record``
_TITLE: Final = 4


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
    records: Iterable[_Record],
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
    for number, mark in _further(known, numbers, identifiers):
        groups.join(number, firsts.setdefault(mark, number))
    _join_titles(known, groups)
    return {known[n][0]: known[groups.find(n)][0] for n, parent in enumerate(groups.parents) if parent != n}


def _further(
    known: Sequence[_Record], numbers: dict[str, int], identifiers: Iterable[tuple[str, str, str, int]]
) -> Iterable[tuple[int, tuple[object, ...]]]:
    """The marks that other identifiers are, each with the number of its record."""
    for key, scheme, value, valid in identifiers:
        if scheme in ("pmid", "trial") or not valid or key not in numbers:
            continue
        if scheme in ("pmcid", "arxiv"):
            yield numbers[key], (scheme, value)
        elif scheme == "doi" and value.startswith(_ARXIV_DOI):
            yield numbers[key], ("arxiv", value.removeprefix(_ARXIV_DOI))
        elif scheme == "isbn" and (words := _words(known[numbers[key]][_TITLE] or "")):
            yield numbers[key], (scheme, value, *words)


def _marks(record: Record) -> Iterable[tuple[object, ...]]:
    if record.doi and _DOI.fullmatch(record.doi):
        yield ("doi", record.doi)
    if record.pmid:
        yield ("pmid", record.pmid)


def _join_titles(known: Sequence[_Record], groups: _Groups) -> None:
    """Join by title with year and author, then with one of the two where identifiers do not speak against it."""
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
                _join_titled(known, same, groups)


def _join_titled(known: Sequence[_Record], numbers: list[int], groups: _Groups) -> None:
    firsts: dict[tuple[int, str], int] = {}
    weak: dict[object, tuple[int, dict[str, str]]] = {}
    for number in numbers:
        record = Record(*known[number])
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
