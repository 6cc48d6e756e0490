"""MEDLINE text (``.nbib``, ``.txt``), as PubMed and ERIC export it.

Tags as in NLM's "MEDLINE/PubMed Data Element (Field) Descriptions".
"""

from __future__ import annotations

import re

from evidencebase.formats import dates, people, tagged
from evidencebase.formats.item import Item, Read, item, others
from evidencebase.formats.numbers import found_doi, found_isbn, found_issns
from evidencebase.formats.plain import first
from evidencebase.formats.tagged import Grammar, Record

GRAMMAR = Grammar(re.compile(r"\ufeff?([A-Z]{2,4})\s{0,3}- ?(.*)$"), "PMID", blank=True)
_ID = re.compile(r"(\S+) \[(doi|pii|pmc)\]", re.I)


def read(data: bytes) -> Read:
    """All citations. Never raises: what cannot be read is said with its line."""
    return tagged.read(data, GRAMMAR, _item, "holds no citation in MEDLINE format")


def _item(record: Record) -> Item:
    issued, online = dates.read(record.one("DP", "DA")), dates.read(record.one("DEP"))
    title = _title(record.one("TI", "BTI"))
    vernacular = record.one("TT").removesuffix(".")
    book = record.one("BTI")
    container = record.one("JT", "TA") or (book if record.one("TI") else "")
    issns = found_issns(record.all("IS", "ISSN"))
    number = record.one("PMID")
    types = record.all("PT")
    variables = {
        "id": number,
        "type": "chapter" if book and record.one("TI") else "book" if book else "article-journal",
        "title": title or vernacular,
        "author": _people(record, "FAU", "AU") + [{"literal": group} for group in record.all("CN")],
        "editor": _people(record, "FED", "ED"),
        "container-title": container,
        "container-title-short": record.one("TA") if record.one("JT") else "",
        "issued": dates.fullest([issued, online]),
        "volume": record.one("VI"),
        "issue": record.one("IP"),
        "page": record.one("PG"),
        "edition": record.one("EN"),
        "publisher": record.one("PB"),
        "publisher-place": record.one("PL") if book else "",
        "abstract": record.one("AB"),
        "keyword": "; ".join(record.all("OT")),
        "DOI": _doi(record),
        "PMID": number,
        "PMCID": record.one("PMC"),
        "ISBN": found_isbn(record.all("ISBN")),
        "ISSN": first(issns),
        "URL": next((one for one in record.all("LID") if one.startswith("http")), ""),
    }
    custom = {
        "titles": others([title, vernacular], title or vernacular),
        "years": dates.years([issued, online]),
        "containers": others([container, *record.all("TA")], container),
        "issns": issns,
        "publication-types": types,
    }
    return item(variables, custom)


def _title(written: str) -> str:
    plain = written.removesuffix(".")
    return plain[1:-1].removesuffix(".") if plain.startswith("[") and plain.endswith("]") else plain


def _people(record: Record, full: str, short: str) -> list[people.Name]:
    """Full names where there are any; a short one is ``Family IN``."""
    named = record.all(full)
    return people.all(named or [one if "," in one else _turned(one) for one in record.all(short)])


def _doi(record: Record) -> str:
    marked = [match[1] for one in record.all("LID", "AID") if (match := _ID.search(one)) and match[2].lower() == "doi"]
    return found_doi([*marked, *record.all("AID", "LID", "DO")])


def _turned(name: str) -> str:
    family, blank, initials = name.rpartition(" ")
    return f"{family}, {initials}" if blank else name
