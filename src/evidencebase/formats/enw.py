"""EndNote's tagged format (``.enw``, ``.enl`` of publishers): lines that begin with ``%`` and a letter.

Tags as in EndNote's export style "EndNote Export" (refer/BibIX).
"""

from __future__ import annotations

import re

from evidencebase.formats import dates, people, tagged
from evidencebase.formats.item import Item, Read, item
from evidencebase.formats.numbers import found_doi, found_isbn, found_issns
from evidencebase.formats.plain import first
from evidencebase.formats.tagged import Grammar, Record

TYPES = {
    "journal article": "article-journal",
    "electronic article": "article-journal",
    "magazine article": "article-magazine",
    "newspaper article": "article-newspaper",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "book section": "chapter",
    "electronic book section": "chapter",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "government document": "report",
    "web page": "webpage",
    "blog": "post-weblog",
    "dataset": "dataset",
    "online database": "dataset",
    "computer program": "software",
    "unpublished work": "manuscript",
    "manuscript": "manuscript",
    "patent": "patent",
    "standard": "standard",
    "generic": "document",
}
GRAMMAR = Grammar(re.compile(r"\ufeff?\s?(%[0-9A-Za-z!@#$&()*+<=>?^~\[\]])(?:\s+(.*))?$"), "%0", blank=True)


def read(data: bytes) -> Read:
    """All references. Never raises: what cannot be read is said with its line."""
    return tagged.read(data, GRAMMAR, _item, "holds no reference in EndNote's tagged format")


def _item(record: Record) -> Item:
    said = record.one("%0").lower()
    kind = TYPES.get(said, "article-journal" if not said and record.one("%J", "%B") else "document")
    issued = dates.fullest([dates.read(one) for one in record.all("%D", "%8")])
    numbers = record.all("%@")
    issns = found_issns(numbers)
    variables = {
        "id": record.one("%F"),
        "type": kind,
        "title": record.one("%T"),
        "title-short": record.one("%!"),
        "author": people.all(one.removesuffix(",") if one.count(",") > 1 else one for one in record.all("%A")),
        "editor": people.all(record.all("%E")),
        "collection-editor": people.all(record.all("%Y")),
        "translator": people.all(record.all("%?")),
        "container-title": record.one("%J", "%B"),
        "collection-title": record.one("%S"),
        "issued": issued,
        "accessed": dates.read(record.one("%[")),
        "volume": record.one("%V"),
        "issue": record.one("%N"),
        "page": record.one("%P").replace("–", "-"),
        "edition": record.one("%7"),
        "genre": record.one("%9"),
        "publisher": record.one("%I"),
        "publisher-place": record.one("%C"),
        "language": record.one("%G"),
        "abstract": record.one("%X"),
        "keyword": "; ".join(record.lines("%K")),
        "note": record.one("%Z"),
        "DOI": found_doi(record.all("%R", "%U")),
        "ISBN": found_isbn(numbers) if not issns else "",
        "ISSN": first(issns),
        "URL": record.one("%U"),
    }
    return item(variables, {"issns": issns, "years": dates.years([issued])})
