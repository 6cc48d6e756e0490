"""What is doubtful in the values of an entry's fields, as far as one entry can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from evidencebase.nearest import suggestion
from evidencebase.readers.bibtex.vocabulary import FIELDS, TYPES, TYPESET, USUAL_FIELDS

LIKENESS = 85  # rapidfuzz ratio from which an unknown field is a misspelt one


class Doubt(NamedTuple):
    """A rule, the field at fault, and what the message needs."""

    rule: str
    field: str
    values: dict[str, str]


_DAY = r"(?:0[1-9]|[12]\d|3[01]|XX)"
_MONTH = r"(?:0[1-9]|1[0-2]|2[1-9]|3\d|4[01]|XX)"  # 21 to 41: seasons, quarters and the like
_TIME = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR = r"-?\d{4}|\d{3}X|\d\dXX|Y-?\d{5,}"
_ONE_DATE = rf"(?:{_YEAR})(?:-{_MONTH}(?:-{_DAY}{_TIME})?)?[~?%]?"
_DATE = re.compile(rf"{_ONE_DATE}|(?:{_ONE_DATE}|\.\.)?/(?:{_ONE_DATE}|\.\.)?")
_NUMBER = re.compile(r"\d+")
_EDITION = re.compile(r"\bed(?:ition|n|\.|$)|\bedi(?:c|ç|z|t)i", re.I)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:? ?)(10\.\d{4,9}/[^\s,;{}]+)", re.I)
_PMID = re.compile(r"\bpmid:? ?(\d{4,8})\b", re.I)
_ARXIV = re.compile(r"arxiv(?:\.org/(?:abs|pdf)/|:) ?(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.I)
_ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b")
_ELSEWHERE = ("url", "note", "howpublished", "journal", "annote", "annotation", "addendum", "pages")
_SUSPECT = re.compile(r"[&%#_$^<\\]|[^\x00-\x7f]")
_ENTITY = re.compile(
    r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
    r"|</?(?:i|b|em|su[bp]|strong|scp|p|span|jats:\w+|mml:\w+)(?: [^<>]*)?/?>"
)
_VERBATIM = re.compile(r"\$[^$]*\$|\\(?:url|href|path|verb)\s*\{[^{}]*\}|https?://\S+|\\.", re.S)
_UNESCAPED = re.compile(r"[&%#_^]|\$")
_ACCENT = re.compile(r"""\\(?:["'`^~=.]|[uvHcdbkr](?=[ {])|(?:ss|o|O|l|L|aa|AA|ae|AE|oe|OE)\b)""")
_CAPITALS = re.compile(r"[A-Z][A-Z]|[a-z][A-Z]")
_TITLE_WORD = re.compile(r"(?<![\w\\{])(?:[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}[\w-]*)")
_COMMAND = re.compile(r"\\[A-Za-z]+|\$[^$]*\$")


def doubts(type_: str, fields: Mapping[str, str]) -> Iterator[Doubt]:
    """Everything doubtful about the type and the values of one entry."""
    if type_ not in TYPES:
        yield Doubt("works/unknown-type", "", {"type": type_, "suggestion": suggestion(type_, TYPES)})
    if not FIELDS.issuperset(fields):
        for name in fields.keys() - FIELDS:
            if near := _meant(name):
                yield Doubt("works/unknown-field", name, {"name": name, "near": near})
    yield from _dates(fields)
    if (edition := fields.get("edition")) and _EDITION.search(edition):
        yield Doubt("works/bad-edition", "edition", {"edition": edition[:60]})
    yield from _misplaced(fields)
    yield from _orcids(fields)
    for name in ("title", "author") if "crossref" in fields or "xdata" in fields else TYPESET:
        value = fields.get(name)
        if value and _SUSPECT.search(value):
            yield from _characters(name, value)
    title = fields.get("title")
    if title and _CAPITALS.search(title):
        yield from _capitals(title)


@cache
def _meant(name: str) -> str | None:
    """The known field that a name misspells; a name unlike all of them is somebody's own field."""
    from rapidfuzz import fuzz, process

    if len(name) < 4 or name.startswith("x-"):
        return None
    best = process.extractOne(name, USUAL_FIELDS, scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return best[0] if best else None


def _dates(fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in ("date", "urldate", "origdate", "eventdate"):
        value = fields.get(name)
        if value and value.isascii() and not _DATE.fullmatch(value):
            yield Doubt("works/bad-date", name, {"value": value[:60], "problem": "is not a date"})
    month = fields.get("month", "")
    if month and _NUMBER.fullmatch(month) and not 1 <= int(month) <= 12:
        yield Doubt("works/bad-date", "month", {"value": month[:60], "problem": "is no month"})
    date, year = fields.get("date", ""), fields.get("year", "")
    if date and year and year.isdigit() and _DATE.fullmatch(date) and year not in date:
        yield Doubt(
            "works/bad-date", "date", {"value": date, "problem": f"is not in the year {year}, which it also has"}
        )


def _misplaced(fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in _ELSEWHERE:
        value = fields.get(name)
        if not value:
            continue
        for scheme, pattern, homes in (
            ("DOI", _DOI, ("doi",)),
            ("PubMed id", _PMID, ("pmid", "eprint")),
            ("arXiv id", _ARXIV, ("eprint", "arxiv", "arxivid", "doi")),
        ):
            match = pattern.search(value)
            if match and not any(map(fields.get, homes)):
                home = homes[0]
                values = {"scheme": scheme, "value": match[1].rstrip(".)"), "home": home}
                yield Doubt("works/identifier-in-wrong-field", name, values)
                return


def _orcids(fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in fields:
        if "orcid" in name and (value := fields[name]):
            found = _ORCID.findall(value)
            if not found:
                yield Doubt(
                    "works/bad-orcid", name, {"value": value[:60], "problem": "it is not four times four digits"}
                )
            for orcid in found:
                if not _is_orcid(orcid):
                    yield Doubt("works/bad-orcid", name, {"value": orcid, "problem": "its check digit is wrong"})


def _is_orcid(orcid: str) -> bool:
    """ISO/IEC 7064, MOD 11-2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == orcid[-1].upper()


def _characters(name: str, value: str) -> Iterator[Doubt]:
    if entity := _ENTITY.search(value):
        yield Doubt("works/html-entity", name, {"name": name, "entity": entity[0][:40]})
    plain = _VERBATIM.sub(" ", _ENTITY.sub(" ", value))
    if bare := _UNESCAPED.search(plain):
        around = plain[max(0, bare.start() - 12) : bare.end() + 12].strip()
        yield Doubt("works/unescaped-character", name, {"name": name, "character": bare[0], "around": around})
    if not value.isascii() and "\\" in value and (accent := _ACCENT.search(value)):
        letter = next(character for character in value if character > "\x7f")
        values = {"name": name, "command": value[accent.start() : accent.end() + 4], "letter": letter}
        if letter.isalpha():
            yield Doubt("works/latex-in-unicode", name, values)


def _capitals(title: str) -> Iterator[Doubt]:
    letters = [character for character in title if character.isalpha()]
    if sum(map(str.isupper, letters)) * 2 > len(letters):
        return  # shouted as a whole: nothing to protect
    words = [match[0] for match in _TITLE_WORD.finditer(_outside_braces(_COMMAND.sub(" ", title)))]
    if words:
        yield Doubt("works/unprotected-capital", "title", {"words": ", ".join(dict.fromkeys(words[:4]))})


def _outside_braces(text: str) -> str:
    if "{" not in text:
        return text
    depth = 0
    kept = []
    for character in text:
        depth += (character == "{") - (character == "}")
        kept.append(character if depth <= 0 else "{")
    return "".join(kept)
