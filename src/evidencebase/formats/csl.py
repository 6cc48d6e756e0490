"""CSL-JSON: what Zotero, pandoc and citation processors exchange; the hub in a file.

Variables as in the CSL 1.0.2 schema. Read: ``id``, numbers as text, dates without nulls, text without markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from evidencebase.formats import dates, people
from evidencebase.formats import json as json_
from evidencebase.formats.item import Item, Read
from evidencebase.formats.numbers import article_number
from evidencebase.formats.plain import listed, mapping, text
from evidencebase.readers.bibtex.identifiers import doi

_NAMES = """
author chair collection-editor compiler composer container-author contributor curator director editor
editorial-director editor-translator executive-producer guest host illustrator interviewer narrator organizer
original-author performer producer recipient reviewed-author script-writer series-creator translator
"""
_VARIABLES = """
abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number
citation-key citation-number collection-number collection-title container-title container-title-short dimensions
division DOI edition event event-place event-title genre ISBN ISSN issue jurisdiction keyword language license
locator medium note number number-of-pages number-of-volumes original-publisher original-publisher-place
original-title page page-first part-number part-title PMCID PMID printing-number publisher publisher-place
references reviewed-genre reviewed-title scale section source status supplement-number title title-short URL version
volume volume-title year-suffix
"""
NAMES = frozenset(_NAMES.split())
VARIABLES = frozenset(_VARIABLES.split())
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
_OLD = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short", "event": "event-title"}


def read(data: bytes) -> Read:
    """A list of items, one item, or what exporters wrap around them (``items``, ``references``)."""
    return json_.read(data, works, work)


def works(answer: object) -> list[Mapping[str, Any]]:
    """The items in a value; empty when it holds none."""
    if isinstance(answer, list):
        return [item for part in answer for item in works(part)]
    given = mapping(answer)
    inner = next((given[name] for name in ("items", "references") if isinstance(given.get(name), list)), None)
    if inner is not None:
        return works(inner)
    return [given] if {"type", "id", "author", "issued"} & given.keys() else []


def work(given: Mapping[str, Any]) -> Item:
    """One item with clean values. Never raises, whatever it holds."""
    item: Item = {"id": text(given.get("id")), "type": text(given.get("type")) or "document"}
    for said, value in given.items():
        name = _OLD.get(said, said)
        if name in NAMES:
            item[name] = [named for one in listed(value) if (named := people.clean(one))]
        elif name in DATES:
            item[name] = dates.clean(value)
        elif name in VARIABLES:
            item[name] = text(value[0] if isinstance(value, list) and value else value)
    if not item.get("page") and (number := article_number(item)):
        item["page"] = number
    if item.get("DOI"):
        item["DOI"] = doi(item["DOI"]).value
    return {name: value for name, value in item.items() if value}


def write(items: Iterable[Item]) -> str:
    """The items without ``custom``, which only this program understands."""
    return json.dumps([public(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def public(item: Item) -> Item:
    """An item as other programs may have it."""
    return {name: value for name, value in item.items() if name != "custom"}
