"""BibTeX entries <-> CSL items: the works of an evidence base, and what is added to it.

An entry's fields are kept beside the item (``custom.bibtex``) and written back as they stand, so nothing of an entry is
lost on the way. Types and fields as btxdoc and biblatex have them, the mapping as citation processors read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from evidencebase.finding import Finding
from evidencebase.formats import dates, people
from evidencebase.formats.item import Item, Problem, Read, item
from evidencebase.formats.latex import balanced, encode, verbatim
from evidencebase.formats.numbers import article_number
from evidencebase.formats.plain import first, text
from evidencebase.formats.title import joined
from evidencebase.readers.bibtex import NOT_WORKS, clean
from evidencebase.readers.bibtex import read as read_entries
from evidencebase.readers.bibtex.identifiers import identifiers
from evidencebase.readers.bibtex.names import OTHERS, Person, split
from evidencebase.readers.bibtex.names import read as read_name
from evidencebase.readers.bibtex.vocabulary import CSL_TYPES

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "book": "book",
    "pamphlet": "booklet",
    "chapter": "incollection",
    "entry": "inreference",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "webpage": "online",
    "dataset": "dataset",
    "software": "software",
    "manuscript": "unpublished",
    "patent": "patent",
    "periodical": "periodical",
    "standard": "standard",
}
_CONTAINER = {"article": "journal", "periodical": "journal"}
_PUBLISHER = {"phdthesis": "school", "techreport": "institution", "thesis": "institution", "report": "institution"}
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
_PLAIN = {
    "title": "title",
    "shorttitle": "title-short",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "volume": "volume",
    "edition": "edition",
    "chapter": "chapter-number",
    "address": "publisher-place",
    "version": "version",
    "type": "genre",
    "language": "language",
    "abstract": "abstract",
    "keywords": "keyword",
    "note": "note",
}
_VERBATIM = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "issn": "ISSN", "url": "URL"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST = """
author title journal booktitle editor translator bookauthor series volume number eid pages year month day edition
publisher school institution address doi pmid pmcid isbn issn url urldate version type
language note shorttitle shortjournal keywords abstract
"""
_ORDER = _FIRST.split()
# What biblatex calls kinds of theses and reports; a dissertation and a report need no further word
_GENRES = {"phdthesis": "", "techreport": "", "mastersthesis": "Master's thesis", "mathesis": "Master's thesis"}
# Names of biblatex for what BibTeX calls otherwise
BIBLATEX = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}


_HERE = "line"  # findings name places as in "line:5"
_PLACE_HERE = re.compile(rf"^{_HERE}:(\d+)$")


def read(data: bytes) -> Read:
    """The entries of a ``.bib`` file, as the reader of an evidence base reads them."""
    found = read_entries([(_HERE, data)])
    kept = [entry for entry in found.entries if entry.type not in NOT_WORKS]
    problems = [Problem(lost.line, _said(lost)) for lost in found.findings]
    if not kept and not problems:
        problems.append(Problem(1, "holds no BibTeX entry"))
    given = [
        "" if entry.key == f"{_HERE}:{entry.line}" else entry.key for entry in kept
    ]  # file and line stand for no key
    items = [work(key, entry.type, entry.fields) for key, entry in zip(given, kept, strict=True)]
    return Read(items, [entry.line for entry in kept], problems)


def _said(found: Finding) -> str:
    """What the rule says of it."""
    from evidencebase.rulebook import rules

    values = {"row": found.row, "field": found.field, **found.values}
    for name in ("other", "place"):  # the reader of the file knows its name, and says it before
        values[name] = _PLACE_HERE.sub(r"line \1 of this file", str(values.get(name, "")))
    said = rules()[found.rule].message.format(**values)
    return said if found.row in said or found.row.startswith(f"{_HERE}:") else f"{found.row}: {said}"


def work(key: str, kind: str, fields: Mapping[str, str]) -> Item:
    """One entry: a row of ``works`` with its ``fields``, or one that was just read."""
    get = fields.get
    found = {scheme: value for scheme, value, valid in reversed(identifiers(fields)) if valid or scheme == "doi"}
    container = get("journal") or get("journaltitle") or get("booktitle") or get("maintitle") or ""
    article = text(clean(get("eid") or get("article-number") or ""))
    page = text(clean(get("pages") or "").replace("–", "-"))
    variables: dict[str, Any] = {
        "id": key,
        "type": CSL_TYPES.get(kind, "document"),
        **{name: text(_escaped(get(field, ""))) for field, name in _PLAIN.items()},
        **{name: _people(get(field, "")) for field, name in _PEOPLE.items()},
        "container-title": joined(text(_escaped(container)), text(_escaped(get("journalsubtitle") or ""))),
        "issued": _issued(fields),
        "accessed": dates.read(get("urldate", "")),
        "issue": text(_escaped(get("number") or get("issue") or "")),
        "number": article,
        "page": page or article,
        "publisher": text(_escaped(first([v for f in _PUBLISHERS if (v := get(f))]))),
        "event-title": text(_escaped(get("eventtitle", ""))),
        "DOI": found.get("doi", ""),
        "PMID": found.get("pmid", ""),
        "PMCID": found.get("pmcid", ""),
        "ISBN": found.get("isbn") or text(get("isbn")),
        "ISSN": found.get("issn") or text(get("issn")),
        "URL": text(get("url", "")),
    }
    variables["title"] = joined(variables["title"], text(_escaped(get("subtitle") or "")))
    variables["publisher-place"] = variables["publisher-place"] or text(_escaped(get("location", "")))
    said = variables["genre"] or kind
    variables["genre"] = _GENRES.get(said, variables["genre"])
    return item(variables, {"bibtex": {"type": kind, "fields": dict(fields)}})


_PUBLISHERS = ("publisher", "school", "institution", "organization")


def _escaped(latex: str) -> str:
    """LaTeX as plain text in which ``text`` finds no markup to remove."""
    return clean(latex).replace("&", "&amp;").replace("<", "&lt;")


def _people(names: str) -> list[people.Name]:
    if not names:
        return []
    return [_name(person) for person in map(read_name, split(names)) if person.family]


def _name(person: Person) -> people.Name:
    if person == OTHERS:
        return {"literal": people.OTHERS}
    if not person.given:
        return {"literal": person.family}
    given, comma, suffix = person.given.partition(", ")
    return {"family": person.family, "given": given, **({"suffix": suffix} if comma else {})}


def _issued(fields: Mapping[str, str]) -> dates.Date:
    year = dates.read(clean(fields.get("year") or "")) or dates.read(fields.get("date") or "")
    if month := dates.month(clean(fields.get("month") or "")):
        day = fields.get("day") or "0"
        return dates.csl(dates.year(year), month, int(day) if day.isdigit() and len(day) < 3 else 0)
    return dates.fullest([year, dates.read(fields.get("date") or "")])


def write(items: Iterable[Item], biblatex: bool = False) -> str:
    """The items as entries, keyed by their ``id``; those that were entries get their fields as they stand."""
    all_ = list(items)
    keys = {str(one.get("id", "")) for one in all_}
    return "\n".join(entry(one, biblatex, keys) for one in all_)


def entry(one: Item, biblatex: bool = False, keys: Collection[str] = ()) -> str:
    """One entry. Of links to a parent only those to one of the keys stay: what it gave stands in the entry."""
    stands = (one.get("custom") or {}).get("bibtex")
    kind = stands["type"] if stands else _type(one)
    fields = dict(stands["fields"] if stands else sorted(_fields(one), key=_place))
    for link in ("crossref", "xdata"):
        if link in fields and fields[link] not in keys:
            del fields[link]
    if biblatex:
        kind, fields = _biblatex(kind, fields)
    lines = [f"  {name} = {_value(name, value)},\n" for name, value in fields.items()]
    return f"@{kind}{{{one['id']},\n{''.join(lines)}}}\n"


def _value(name: str, value: str) -> str:
    if name == "month" and value.lower() in _MONTHS:
        return value.lower()
    return f"{{{value if balanced(value) else encode(value)}}}"


def _place(field: tuple[str, str]) -> int:
    """What names a work stands first, its abstract last."""
    return _ORDER.index(field[0]) if field[0] in _ORDER else len(_ORDER)


def _type(one: Item) -> str:
    if one.get("type") == "thesis" and "master" in str(one.get("genre", "")).lower():
        return "mastersthesis"
    return TYPES.get(one.get("type", ""), "misc")


def _fields(one: Item) -> Iterator[tuple[str, str]]:
    kind = _type(one)
    for field, role in _PEOPLE.items():
        if one.get(role):
            yield field, " and ".join(map(_written, one[role]))
    named = {
        **_PLAIN,
        _CONTAINER.get(kind, "booktitle"): "container-title",
        _PUBLISHER.get(kind, "publisher"): "publisher",
        "number": "issue",
        "eventtitle": "event-title",
    }
    yield from ((field, encode(str(one[name]))) for field, name in named.items() if one.get(name))
    article = article_number(one)
    if article:
        yield "eid", encode(article)
    if one.get("page") and one["page"] != article:
        yield "pages", encode(one["page"]).replace("-", "--")
    yield from zip(("year", "month", "day"), _date(one.get("issued") or {}), strict=False)
    if accessed := dates.iso(one.get("accessed") or {}):
        yield "urldate", accessed
    yield from ((field, verbatim(str(one[name]))) for field, name in _VERBATIM.items() if one.get(name))


def _date(issued: dates.Date) -> Iterator[str]:
    year, month, day = [*(issued.get("date-parts") or [[]])[0], 0, 0, 0][:3]
    if year:
        yield f"{year:04d}"
    if month:
        yield _MONTHS[month - 1]
    if day:
        yield str(day)


def _written(name: people.Name) -> str:
    """``Family, Given`` or ``Family, Suffix, Given``; a group stands in braces, and so does what reads as a list."""
    if name == {"literal": people.OTHERS}:
        return people.OTHERS
    family, given = encode(people.family(name)), encode(name.get("given", ""))
    if not given:
        return f"{{{family}}}"
    parts = [family, encode(name.get("suffix", "")), given]
    return ", ".join(f"{{{part}}}" if "," in part or " and " in f" {part} ".lower() else part for part in parts if part)


def _biblatex(kind: str, fields: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Type and fields under the names of biblatex; year, month and day as ``date``."""
    renamed = {BIBLATEX.get(name, name): value for name, value in fields.items()}
    if kind in ("phdthesis", "mastersthesis", "techreport"):
        renamed.setdefault("type", kind)
    year = renamed.get("year", "")
    if "date" not in renamed and len(year) == 4 and year.isdigit():
        del renamed["year"]
        month = dates.month(renamed.pop("month", ""))
        day = renamed.pop("day", "")
        whole = dates.csl(int(year), month, int(day) if day.isdigit() and len(day) < 3 else 0)
        renamed["date"] = dates.iso(whole)
    return BIBLATEX.get(kind, kind), renamed
