"""Crossref: the JSON of one work, of a list of works, or what its clients save of them.

Members as the REST API of Crossref sends them (``/works/{doi}``, ``/works?query=...``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidencebase.formats import dates, json
from evidencebase.formats.item import Item, Read, item, others
from evidencebase.formats.plain import first, listed, mapping, text, texts
from evidencebase.formats.title import joined
from evidencebase.readers.bibtex.identifiers import doi, issn

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "reference-entry": "entry",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "proceedings": "book",
    "journal": "periodical",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
    "dissertation": "thesis",
    "posted-content": "article",
    "dataset": "dataset",
    "peer-review": "review",
}
# The date of the issue comes first: volume and pages are those of print, and people cite its year
_ISSUED = ("published-print", "issued", "published", "published-online", "published-other", "posted", "content-created")
_ROLES = ("author", "editor", "translator", "chair")


def read(data: bytes) -> Read:
    """What Crossref answered, or its clients saved."""
    return json.read(data, works, work)


def works(answer: object) -> list[Mapping[str, Any]]:
    """The works in an answer: one message, a list of them, or bare works; empty when it holds none."""
    if isinstance(answer, list):
        return [work for part in answer for work in works(part)]
    given = mapping(answer)
    if "message" in given:
        return works(given["message"])
    if isinstance(given.get("items"), list):
        return works(given["items"])
    return [given] if "DOI" in given and "agency" not in given else []


def work(given: Mapping[str, Any]) -> Item:
    """One work. Never raises, whatever the members hold."""
    titles = texts(given.get("title"))
    title = joined(first(titles), first(texts(given.get("subtitle"))))
    containers = texts(given.get("container-title"))
    published = [found for name in _ISSUED if (found := dates.clean(given.get(name)))]
    issns = [issn(text(one)).value for one in _issns(given)]
    variables = {
        "id": doi(text(given.get("DOI"))).value,
        "type": _TYPES.get(text(given.get("type")), "document"),
        "title": title,
        **{
            "editor" if role == "chair" else role: people
            for role in reversed(_ROLES)
            if (people := [name for one in listed(given.get(role)) if (name := _name(mapping(one)))])
        },
        "container-title": first(containers),
        "container-title-short": first(texts(given.get("short-container-title"))),
        "collection-title": _series(given, containers),
        "issued": dates.fullest(published),
        "volume": text(given.get("volume")),
        "issue": text(given.get("issue")) or text(mapping(given.get("journal-issue")).get("issue")),
        "number": text(given.get("article-number")),
        "page": text(given.get("page")) or text(given.get("article-number")),
        "edition": text(given.get("edition-number")),
        "event-title": text(mapping(given.get("event")).get("name")),
        "genre": text(given.get("subtype")) or first(texts(given.get("degree"))),
        "publisher": text(given.get("publisher")),
        "publisher-place": text(given.get("publisher-location")),
        "language": text(given.get("language")),
        "abstract": text(given.get("abstract")),
        "DOI": doi(text(given.get("DOI"))).value,
        "ISBN": first([value.rpartition("/")[2] for value in texts(given.get("ISBN"))]),
        "ISSN": first(issns),
        "URL": text(given.get("URL")),
    }
    further = [titles, texts(given.get("original-title")), texts(given.get("short-title"))]
    custom = {
        "titles": others([one for forms in further for one in forms], title),
        "years": dates.years(published),
        "containers": others([*containers, *texts(given.get("short-container-title"))], first(containers)),
        "issns": list(dict.fromkeys(issns)),
        "notices": [_notice(mapping(one)) for one in listed(given.get("updated-by"))],
        "notice-of": [_notice(mapping(one)) for one in listed(given.get("update-to"))],
    }
    return item(variables, custom)


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    family, given = text(person.get("family")), text(person.get("given"))
    if group := text(person.get("name")) or ("" if family else given):
        return {"literal": group}
    named = {"family": family, "given": given, "suffix": text(person.get("suffix"))}
    return {part: value for part, value in named.items() if value}


def _issns(work: Mapping[str, Any]) -> list[Any]:
    return [*listed(work.get("ISSN")), *(mapping(one).get("value") for one in listed(work.get("issn-type")))]


def _series(work: Mapping[str, Any], containers: list[str]) -> str:
    """Of a chapter, the second container is the series; of a book, the only one is."""
    kind = _TYPES.get(text(work.get("type")))
    return containers[1] if kind in ("chapter", "paper-conference") and len(containers) > 1 else ""


def _notice(update: Mapping[str, Any]) -> dict[str, str]:
    notice = {
        "type": text(update.get("type")),
        "DOI": doi(text(update.get("DOI"))).value,
        "date": dates.iso(dates.clean(update.get("updated"))),
        "source": text(update.get("source")),
    }
    return {name: value for name, value in notice.items() if value}
