"""RIS, as reference managers and databases write it, and the dialects of Scopus, Ovid, Embase, Web of Science.

Tags as in "RIS Format Specifications" (Research Information Systems) and EndNote's export of RIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from evidencebase.formats import dates, people
from evidencebase.formats.authors import is_suffix
from evidencebase.formats.item import Item, Problem, Read, item, keep, others
from evidencebase.formats.numbers import (
    ARTICLES,
    article_number,
    found_article_number,
    found_doi,
    found_isbn,
    found_issns,
    span,
)
from evidencebase.formats.plain import first, text
from evidencebase.formats.tagged import Grammar, Record, records
from evidencebase.readers.bibtex.decoding import decode
from evidencebase.readers.bibtex.identifiers import pmcid, pmid

# Of several RIS types for one of CSL, the first is written
TYPES = {
    "JOUR": "article-journal",
    "ABST": "article-journal",
    "EJOUR": "article-journal",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "SER": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "STAND": "standard",
    "PAT": "patent",
    "ELEC": "webpage",
    "WEB": "webpage",
    "ICOMM": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "AGGR": "dataset",
    "DBASE": "dataset",
    "COMP": "software",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "CASE": "legal_case",
    "BILL": "bill",
    "STAT": "legislation",
    "LEGAL": "legislation",
    "MAP": "map",
    "FIGURE": "figure",
    "ART": "graphic",
    "VIDEO": "motion_picture",
    "MPCT": "motion_picture",
    "SOUND": "song",
    "MUSIC": "musical_score",
    "PAMP": "pamphlet",
    "PCOMM": "personal_communication",
    "GEN": "document",
}
_WRITTEN = {csl: ris for ris, csl in reversed(TYPES.items())}
_BOOKS = ("book", "chapter", "paper-conference", "report", "thesis", "entry-encyclopedia", "entry-dictionary")
_OTHERS = {"editor": ("ED", "A2"), "collection-editor": ("A3",), "translator": ("TA",)}
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
GRAMMAR = Grammar(re.compile(r"\ufeff?\s?([A-Z][A-Z0-9]|PMID|PMCID)\s{1,3}-(?:\s+(.*))?$"), "TY", "ER")


def read(data: bytes) -> Read:
    """All references. Never raises: what cannot be read is said with its line."""
    decoded = decode(data)
    answer = Read([], [], [Problem(decoded.line, decoded.problem)] if decoded.problem else [])
    for record in records(decoded.text, GRAMMAR):
        if not keep(answer, _item(record), record.line):
            continue
        if not record.whole:
            answer.problems.append(Problem(record.line, "the closing ER is missing; the reference was read"))
        if record.one("TY").upper() not in TYPES:
            said = record.one("TY")
            what = f"the type '{said}' is unknown" if said else "the type (TY) is missing"
            answer.problems.append(Problem(record.line, f"{what}; read as a document"))
        if (year := record.one("PY", "Y1")) and not dates.read(year):
            answer.problems.append(Problem(record.line, f"the year '{year}' is none and was left out"))
        answer.problems.extend(Problem(record.line, what) for what in _lists_of_names(record))
    if not answer.items and not answer.problems:
        answer.problems.append(Problem(1, "holds no reference in RIS"))
    return answer


def _item(record: Record) -> Item:
    kind = TYPES.get(record.one("TY").upper(), "document")
    titles = record.all("TI", "T1", "CT")
    containers = record.all(*(("T2", "BT", "JF", "JO") if kind in _PARTS else ("JF", "T2", "JO", "BT")))
    short = record.all("JA", "J2", "J1")
    if not titles and containers and kind not in ("article-journal", *_PARTS):
        titles, containers = containers[:1], containers[1:]
    issued = _date(record)
    numbers = record.all("SN")
    article = found_article_number(record.all("C7", "AR")) if kind in (*ARTICLES, *_PARTS) else ""
    issns = found_issns(numbers)
    variables = {
        "id": record.one("ID"),
        "type": kind,
        "title": first(titles),
        "title-short": record.one("ST"),
        "author": people.all(record.lines("AU", "A1")),
        **{
            role: people.all(one for one in record.lines(*tags) if not _are_several(one))
            for role, tags in _OTHERS.items()
        },
        "container-title": first(containers) or first(short),
        "container-title-short": first(short) if containers else "",
        "collection-title": record.one("T3"),
        "issued": issued,
        "accessed": dates.read(record.one("Y2")),
        "volume": record.one("VL"),
        "issue": record.one("IS", "CP"),
        "number": article,
        "page": _pages(record) or article,
        "edition": record.one("ET") if "/" not in record.one("ET") else "",  # EndNote: the day it came out online
        "publisher": record.one("PB", "PU"),
        "publisher-place": record.one("CY", "PP", "PI"),
        "language": record.one("LA"),
        "abstract": record.one("AB", "N2"),
        "keyword": "; ".join(record.lines("KW")),
        "note": record.one("N1"),
        "DOI": found_doi([*record.all("DO", "DI", "M3", "L3"), *record.all("UR", "L2")]),
        "PMID": _pmid(record),
        "PMCID": next(
            (found.value for one in record.all("C2", "PMCID") if (found := pmcid(one)).valid and "PMC" in one), ""
        ),
        "ISBN": found_isbn(numbers) if kind in _BOOKS or not issns else "",
        "ISSN": first(issns),
        "URL": record.one("UR"),
    }
    custom = {
        "titles": others([*titles, *record.all("TT", "OP")], first(titles)),
        "years": dates.years([issued, dates.read(record.one("ET") if "/" in record.one("ET") else "")]),
        "containers": others([*containers, *short], first(containers) or first(short)),
        "issns": issns,
    }
    return item(variables, custom)


def _are_several(line: str) -> bool:
    """Whether a line holds more than the one name that it may: behind Family, Given stands at most a suffix."""
    return not all(map(is_suffix, line.split(",")[2:]))


def _lists_of_names(record: Record) -> Iterator[str]:
    """What is said of lines in which databases (PsycINFO in A2) list the people whom an article cites."""
    for tag in chain.from_iterable(_OTHERS.values()):
        for line in filter(_are_several, record.lines(tag)):
            what = f"{tag} holds {line.count(',') + 1} names in one line ('{line[:30]}...') and was left out"
            yield f"{what}: so databases list people whom a work cites; editors stand in lines of their own"


def _date(record: Record) -> dates.Date:
    """The year; with month and day where another tag says them, also one that does not repeat the year."""
    written = record.all("PY", "Y1", "DA", "YR")
    found = [dates.read(one) for one in written]
    year = next((one for one in found if one), {})
    if year and (day := record.one("DA", "PD")) and not dates.read(day):
        found.append(dates.read(f"{dates.year(year)} {day}"))
    return dates.fullest(found)


def _pages(record: Record) -> str:
    begin, end = record.one("SP", "BP"), record.one("EP")
    if (begin, end) == ("No", "Specified"):  # "No Pagination Specified", taken apart
        return ""
    if not begin or not end or begin == end or end in re.split(r"[-–]", begin):
        return begin or end
    return f"{begin}-{end}"


def _pmid(record: Record) -> str:
    said = record.one("PMID", "PM")
    databases = {one.lower() for one in record.all("DB")}
    if not said and ("NLM" in record.all("DP") or {"pubmed", "medline"} & databases):
        said = record.one("AN")
    if not said and "scopus" in databases:
        said = record.one("C2")
    return found.value if said and (found := pmid(said)).valid else ""


def write(items: Iterable[Item]) -> str:
    """The items as RIS."""
    return "".join("".join(f"{tag}  - {text(value)}\n" for tag, value in _fields(one)) + "ER  - \n\n" for one in items)


def _fields(one: Item) -> Iterator[tuple[str, object]]:
    kind = one.get("type", "")
    yield "TY", _WRITTEN.get(kind, "GEN")
    for tag, name in _PLAIN.items():
        if one.get(name):
            yield tag, one[name]
    yield from (("KW", word) for word in str(one.get("keyword", "")).split(";") if word.strip())
    for tag, role in _PEOPLE.items():
        yield from ((tag, people.write(name)) for name in one.get(role) or [])
    if container := one.get("container-title"):
        yield ("T2" if kind in _PARTS else "JF"), container
    if issued := dates.year(one.get("issued") or {}):
        yield "PY", f"{issued:04d}"
        parts = one["issued"]["date-parts"][0]
        if parts[1:]:
            yield "DA", "/".join(f"{part:02d}" for part in parts)
    if accessed := dates.iso(one.get("accessed") or {}):
        yield "Y2", accessed
    begin, end = span(one.get("page", ""))
    yield from ((tag, value) for tag, value in (("SP", begin), ("EP", end)) if value)
    if article := article_number(one):
        yield "C7", article  # EndNote, Scopus, Web of Science
    if one.get("PMID"):
        yield from (("DB", "PubMed"), ("AN", one["PMID"]))
    numbers = [one.get("ISBN"), *((one.get("custom") or {}).get("issns") or [one.get("ISSN")])]
    yield from (("SN", number) for number in numbers if number)


_PLAIN = {
    "ID": "id",
    "TI": "title",
    "ST": "title-short",
    "JA": "container-title-short",
    "T3": "collection-title",
    "VL": "volume",
    "IS": "issue",
    "ET": "edition",
    "PB": "publisher",
    "CY": "publisher-place",
    "LA": "language",
    "AB": "abstract",
    "N1": "note",
    "DO": "DOI",
    "C2": "PMCID",
    "UR": "URL",
}
_PEOPLE = {"AU": "author", "A2": "editor", "A3": "collection-editor", "TA": "translator"}
