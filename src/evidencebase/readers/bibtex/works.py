"""Entries -> rows of the tables ``works`` and ``identifiers``, and the persons that ``authors`` is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice, repeat
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from evidencebase.finding import Finding
from evidencebase.readers.bibtex.entry import Entry
from evidencebase.readers.bibtex.identifiers import identifiers, usual_identifiers
from evidencebase.readers.bibtex.latex import clean
from evidencebase.readers.bibtex.names import OTHERS, Names, Person
from evidencebase.readers.bibtex.required import missing
from evidencebase.readers.bibtex.shapes import Shape, Shapes, json_with_gaps
from evidencebase.readers.bibtex.trials import trials
from evidencebase.readers.bibtex.values import doubts
from evidencebase.schema import UNVERIFIED

SEVERAL = frozenset(("set",))  # entries that stand for several works, though they have the fields of the first

_DATE = re.compile(r"(\d{4})(?!\d)")
_HOW_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_CONTROLS = "".join(map(chr, range(32)))
_AT_ONCE = 50  # entries whose text is looked through for control characters
_BETWEEN = "\xa6"  # a character that hardly any value has and JSON takes as it is
_SEPARATOR = re.compile(r"(?<=\d)[,  ](?=\d{3})")


class Works(NamedTuple):
    """Rows in the order of the columns of ``schema.WORKS`` and ``schema.IDENTIFIERS``; who wrote or edited what."""

    works: list[tuple[Any, ...]]
    identifiers: list[tuple[str, str, str, int]]
    persons: list[tuple[str, str, int, Person]]  # key, author or editor, position from 1
    findings: list[Finding]


class Quoted(dict[tuple[str, ...], str]):
    """Names of fields -> a JSON object with a gap for each value."""

    def __missing__(self, names: tuple[str, ...]) -> str:
        self[names] = quoted = json_with_gaps(names)
        return quoted


class _Clean(dict[str, str]):
    """Cleaned text by its LaTeX, for what is repeated, as journals are."""

    def __missing__(self, latex: str) -> str:
        self[latex] = text = clean(latex)
        return text


class _Years(dict[str, int | None]):
    """Years by how they are written."""

    def __missing__(self, latex: str) -> int | None:
        text = clean(latex)
        self[latex] = year = int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
        return year


def encode(fields: Mapping[str, str], quoted: Quoted) -> str:
    """The column ``fields``."""
    together = _BETWEEN.join(fields.values())
    return _json(fields, together, quoted[tuple(fields)], _have_controls([together]))


def _json(fields: Mapping[str, str], together: str, gaps: str, controls: bool) -> str:
    """A JSON object of values that are looked through ``together``: most have nothing that JSON writes otherwise."""
    if not controls and '"' not in together and "\\" not in together:
        return gaps % tuple(fields.values())
    escape = _escape_all if controls else _escape
    values = escape(together).split(_BETWEEN)
    if len(values) != len(fields):
        values = [escape(value) for value in fields.values()]
    return gaps % tuple(values)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escape_all(text: str) -> str:
    return encode_basestring(text)[1:-1]


def _have_controls(texts: list[str]) -> bool:
    """Whether there are control characters: in many texts each is looked for in less time than all by one search."""
    ascii_, other = "".join([t for t in texts if t.isascii()]), "".join([t for t in texts if not t.isascii()])
    return any(map(ascii_.__contains__, _CONTROLS)) or any(map(other.__contains__, _CONTROLS))


def rows(entries: Iterable[Entry]) -> Works:
    """The rows for entries, in their order. ``same_as`` and ``listed_by`` stay empty: one entry cannot tell them."""
    return _rows(iter(entries), _Known())


def parts(entries: Iterable[Entry], most: int = 2_000) -> Iterator[Works]:
    """The same, of so many entries at a time."""
    left, known = iter(entries), _Known()
    while some := list(islice(left, most)):
        yield _rows(iter(some), known)


class _Known:
    """What is known of texts that are met again."""

    def __init__(self) -> None:
        self.names = Names()
        self.cleaned = _Clean()
        self.years = _Years()
        self.shapes = Shapes()


def _rows(entries: Iterator[Entry], known: _Known) -> Works:
    made = Works([], [], [], [])
    names, cleaned, years, shapes = known.names, known.cleaned, known.years, known.shapes
    while some := list(islice(entries, _AT_ONCE)):
        texts = [_BETWEEN.join(entry[2].values()) for entry in some]
        controls = _have_controls(texts)
        for (key, type_, fields, file, line), text in zip(some, texts, strict=True):
            shape = shapes[(type_, *fields)]
            if not shape.is_work:
                continue
            get = fields.get
            authors = doi = pmid = None
            if people := get("author"):
                named = names.people(people)
                authors = "; ".join([f"{family} {given}" if given else family for family, given in named])
                made.persons.extend(_numbered(key, "author", named))
            if people := get("editor"):
                made.persons.extend(_numbered(key, "editor", names.people(people)))
            if shape.identified:
                doi, pmid = _identify(key, shape, fields, made.identifiers)
            title = clean(get("title", "")) or None
            if subtitle := get("subtitle"):
                title = _with_subtitle(title or "", clean(subtitle))
            container = next(filter(None, map(get, shape.containers)), None)
            pages = get("pages") or get("eid") or get("article-number")
            made.works.append(
                (
                    key,
                    type_,
                    authors,
                    title,
                    cleaned[container] if container else None,
                    years[year] if (year := get("year")) else _year_of(get("date")),
                    get("volume") or None,
                    get("number") or get("issue") or None,
                    (clean(pages) or None) if pages else None,
                    doi,
                    pmid,
                    get("url") or (_how(how) if (how := get("howpublished")) else None),
                    get("x-design") or None,
                    _participants(number) if (number := get("x-n")) else None,
                    _trials(trial) if (trial := get("x-trial")) else None,
                    get("x-meant") or None,
                    get("x-record") or None,
                    get("x-record-note") or None,
                    UNVERIFIED,
                    None,
                    None,
                    None,
                    shape.missing if all(fields.values()) else missing(type_, fields),
                    _json(fields, text, shape.gaps, controls),
                    file,
                    line,
                )
            )
            for rule, field, values in doubts(shape, fields, text):
                made.findings.append(Finding(rule, file, line, key, field, values))
    return made


def _numbered(key: str, role: str, people: list[Person]) -> Iterable[tuple[str, str, int, Person]]:
    if people and people[-1] is OTHERS:
        people = people[:-1]
    return zip(repeat(key), repeat(role), count(1), people)


def _identify(
    key: str, shape: Shape, fields: Mapping[str, str], found: list[tuple[str, str, str, int]]
) -> tuple[str | None, str | None]:
    """Add the rows of an entry's identifiers to those found; its DOI and its PubMed id."""
    doi = pmid = None
    for scheme, value, valid in identifiers(fields) if shape.identified_otherwise else usual_identifiers(fields):
        found.append((key, scheme, value, valid))
        if scheme == "doi":
            doi = value
        elif scheme == "pmid":
            pmid = pmid or value
    return doi, pmid


def _with_subtitle(title: str, subtitle: str) -> str:
    return f"{title}{' ' if title.endswith(('?', '!', ':', '.')) else ': '}{subtitle}"


def _year_of(date: str | None) -> int | None:
    match = _DATE.match(date) if date else None
    return int(match[1]) if match else None


def _how(text: str) -> str | None:
    match = _HOW_URL.search(text)
    return match[1] if match else text if text.startswith(("http://", "https://")) else None


def _trials(text: str) -> str:
    """Registrations in one form, so that those of one trial are equal."""
    return "; ".join([trial for trial, _ in trials(text)])


def _participants(text: str) -> int | None:
    digits = text if text.isdigit() else _SEPARATOR.sub("", text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
