"""Entries -> rows of the tables ``works`` and ``identifiers``, and the persons that ``authors`` is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from evidencebase.finding import Finding
from evidencebase.readers.bibtex.entry import Entry
from evidencebase.readers.bibtex.identifiers import identifiers
from evidencebase.readers.bibtex.latex import clean
from evidencebase.readers.bibtex.names import OTHERS, Names, Person
from evidencebase.readers.bibtex.required import missing
from evidencebase.readers.bibtex.shapes import Shapes
from evidencebase.readers.bibtex.trials import trials
from evidencebase.readers.bibtex.values import doubts
from evidencebase.schema import UNVERIFIED

SEVERAL = frozenset(("set",))  # entries that stand for several works, though they have the fields of the first

_DATE = re.compile(r"(\d{4})(?!\d)")
_HOW_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
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
        gaps = ",".join([f'{encode_basestring(name).replace("%", "%%")}:"%s"' for name in names])
        self[names] = quoted = f"{{{gaps}}}"
        return quoted


class _Clean(dict[str, str]):
    """Cleaned text by its LaTeX, for what is repeated, as journals are."""

    def __missing__(self, latex: str) -> str:
        self[latex] = text = clean(latex)
        return text


def encode(fields: Mapping[str, str], quoted: Quoted) -> str:
    """The column ``fields``. All values are looked through at once: most have nothing that JSON writes otherwise."""
    values = tuple(fields.values())
    together = _BETWEEN.join(values)
    if '"' in together or "\\" in together or not together.isprintable():
        values = tuple(encode_basestring(together)[1:-1].split(_BETWEEN))
        if len(values) != len(fields):
            values = tuple([encode_basestring(value)[1:-1] for value in fields.values()])
    return quoted[tuple(fields)] % values


def rows(entries: Iterable[Entry]) -> Works:
    """The rows for entries, in their order. ``same_as`` and ``listed_by`` stay empty: one entry cannot tell them."""
    works: list[tuple[Any, ...]] = []
    ids: list[tuple[str, str, str, int]] = []
    persons: list[tuple[str, str, int, Person]] = []
    findings: list[Finding] = []
    names, cleaned, quoted, shapes = Names(), _Clean(), Quoted(), Shapes()
    for key, type_, fields, file, line in entries:
        shape = shapes[(type_, *fields)]
        if not shape.is_work:
            continue
        get = fields.get
        authors = doi = pmid = None
        if people := get("author"):
            named = names.people(people)
            authors = "; ".join([f"{family} {given}" if given else family for family, given in named])
            persons += _numbered(key, "author", named)
        if people := get("editor"):
            persons += _numbered(key, "editor", names.people(people))
        if shape.identified:
            for scheme, value, valid in identifiers(fields):
                ids.append((key, scheme, value, valid))
                if scheme == "doi":
                    doi = value
                elif scheme == "pmid":
                    pmid = pmid or value
        title = clean(get("title", "")) or None
        if subtitle := get("subtitle"):
            title = _with_subtitle(title or "", clean(subtitle))
        container = next(filter(None, map(get, shape.containers)), None)
        works.append(
            (
                key,
                type_,
                authors,
                title,
                cleaned[container] if container else None,
                _year(fields, cleaned),
                get("volume") or None,
                get("number") or get("issue") or None,
                clean(get("pages") or get("eid") or get("article-number") or "") or None,
                doi,
                pmid,
                get("url") or _how(get("howpublished")),
                get("x-design") or None,
                _participants(get("x-n")),
                _trials(get("x-trial")),
                get("x-meant") or None,
                get("x-record") or None,
                get("x-record-note") or None,
                UNVERIFIED,
                None,
                None,
                None,
                missing(type_, fields) if "" in fields.values() else shape.missing,
                encode(fields, quoted),
                file,
                line,
            )
        )
        for rule, field, values in doubts(shape, fields):
            findings.append(Finding(rule, file, line, key, field, values))
    return Works(works, ids, persons, findings)


def _numbered(key: str, role: str, people: list[Person]) -> list[tuple[str, str, int, Person]]:
    if people and people[-1] is OTHERS:
        people = people[:-1]
    return [(key, role, position, person) for position, person in enumerate(people, 1)]


def _with_subtitle(title: str, subtitle: str) -> str:
    return f"{title}{' ' if title.endswith(('?', '!', ':', '.')) else ': '}{subtitle}"


def _year(fields: Mapping[str, str], cleaned: _Clean) -> int | None:
    if year := fields.get("year"):
        year = year if year.isdigit() else cleaned[year]
        return int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None
    match = _DATE.match(fields.get("date") or "")
    return int(match[1]) if match else None


def _how(text: str | None) -> str | None:
    if not text:
        return None
    match = _HOW_URL.search(text)
    return match[1] if match else text if text.startswith(("http://", "https://")) else None


def _trials(text: str | None) -> str | None:
    """Registrations in one form, so that those of one trial are equal."""
    return "; ".join(trial for trial, _ in trials(text)) if text else None


def _participants(text: str | None) -> int | None:
    if not text:
        return None
    digits = text if text.isdigit() else _SEPARATOR.sub("", text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
