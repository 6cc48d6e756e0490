"""Crossref: works by DOI, and the works that a citation probably means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from evidencebase.comparison.record import Record
from evidencebase.formats import crossref
from evidencebase.verify.transport import Client, UnansweredError

ROWS = 8
_SELECT = (
    "DOI,title,subtitle,original-title,short-title,author,issued,published,published-print,published-online,"
    "container-title,short-container-title,ISSN,volume,issue,page,article-number,type"
)


def by_doi(client: Client, doi: str) -> Mapping[str, Any] | None:
    """The item of a DOI; ``None`` when Crossref does not know it. Raises ``UnansweredError``."""
    given = {"mailto": client.contact}
    data = client.get("crossref", f"works/{quote(doi, safe='')}", given, form="json", kind="work")
    return None if data is None else _first(data)


def search(client: Client, entry: Record) -> Sequence[Mapping[str, Any]]:
    """The works that fit the words of an entry best, as Crossref thinks. Raises ``UnansweredError``."""
    first = entry.authors[0].family if entry.authors else ""
    words = (*entry.titles[:1], first, *map(str, entry.years[:1]), *entry.containers[:1], entry.volume, entry.pages)
    given = {
        "query.bibliographic": " ".join(filter(None, words))[:1000],
        "rows": str(ROWS),
        "select": _SELECT,
        "mailto": client.contact,
    }
    data = client.get("crossref", "works", given, form="json", kind="list")
    if data is None:
        raise UnansweredError("HTTP 404 to a search")
    answer = json.loads(data)
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict) or not isinstance(message.get("items"), list):
        raise UnansweredError("JSON in which there is no list of works")
    return crossref.read(data).items[:ROWS]


def _first(data: bytes) -> Mapping[str, Any]:
    items = crossref.read(data).items
    if not items:
        raise UnansweredError("JSON in which there is no work")
    return items[0]
