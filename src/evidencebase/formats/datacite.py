"""DataCite: the JSON of one DOI or of a list of them, as its REST API (``/dois/{doi}``) sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidencebase.formats import dates, json
from evidencebase.formats.item import Item, Read, item, others
from evidencebase.formats.plain import first, listed, mapping, text
from evidencebase.formats.title import joined
from evidencebase.readers.bibtex.identifiers import doi, issn

# DataCite Metadata Schema 4.6, resourceTypeGeneral, in words of CSL
_TYPES = {
    "JournalArticle": "article-journal",
    "Preprint": "article",
    "Dataset": "dataset",
    "Software": "software",
    "ComputationalNotebook": "software",
    "Book": "book",
    "BookChapter": "chapter",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "DataPaper": "article-journal",
    "Dissertation": "thesis",
    "Report": "report",
    "PeerReview": "review",
    "Standard": "standard",
    "Audiovisual": "motion_picture",
    "Image": "graphic",
    "Sound": "song",
    "Journal": "periodical",
}
_DATES = ("Issued", "Available", "Created", "Submitted")


def read(data: bytes) -> Read:
    """What DataCite answered, or its clients saved."""
    return json.read(data, works, work)


def works(answer: object) -> list[Mapping[str, Any]]:
    """The works in an answer, as ``attributes``; empty when it holds none."""
    if isinstance(answer, list):
        return [work for part in answer for work in works(part)]
    given = mapping(answer)
    if "data" in given:
        return works(given["data"])
    if isinstance(given.get("attributes"), dict):
        return works(given["attributes"])
    return [given] if "doi" in given and ("titles" in given or "creators" in given) else []


def work(given: Mapping[str, Any]) -> Item:
    """One work, given as its ``attributes``. Never raises, whatever they hold."""
    titles = [mapping(one) for one in listed(given.get("titles"))]
    main = first([plain for one in titles if not one.get("titleType") and (plain := text(one.get("title")))])
    main = main or first([plain for one in titles if (plain := text(one.get("title")))])
    subtitle = first([text(one.get("title")) for one in titles if one.get("titleType") == "Subtitle"])
    title = joined(main, "" if subtitle == main else subtitle)
    container = mapping(given.get("container"))
    dated = {text(one.get("dateType")): dates.read(text(one.get("date"))) for one in _mappings(given.get("dates"))}
    published = [found for found in (dated.get(name) for name in _DATES) if found]
    year = dates.read(text(given.get("publicationYear")))
    number = doi(text(given.get("doi")) or text(given.get("DOI"))).value
    issns = list(dict.fromkeys(_issns(given, container)))
    publisher = given.get("publisher")
    variables = {
        "id": number,
        "type": _type(mapping(given.get("types"))),
        "title": title,
        "author": [name for one in _mappings(given.get("creators")) if (name := _name(one))],
        "editor": [
            name
            for one in _mappings(given.get("contributors"))
            if one.get("contributorType") == "Editor" and (name := _name(one))
        ],
        "container-title": text(container.get("title")),
        "issued": dates.fullest([year, *published]),
        "volume": text(container.get("volume")),
        "issue": text(container.get("issue")),
        "page": "-".join(filter(None, (text(container.get("firstPage")), text(container.get("lastPage"))))),
        "version": text(given.get("version")),
        "genre": text(mapping(given.get("types")).get("resourceType")),
        "publisher": text(publisher) or text(mapping(publisher).get("name")),
        "language": text(given.get("language")),
        "abstract": first(
            [
                text(one.get("description"))
                for one in _mappings(given.get("descriptions"))
                if one.get("descriptionType") == "Abstract"
            ]
        ),
        "DOI": number,
        "ISBN": text(container.get("identifier")) if container.get("identifierType") == "ISBN" else "",
        "ISSN": first(issns),
        "URL": text(given.get("url")),
    }
    custom = {
        "titles": others([main, *(text(one.get("title")) for one in titles)], title),
        "years": dates.years([year, *published]),
        "issns": issns,
    }
    return item(variables, custom)


def _mappings(value: object) -> Iterator[dict[str, Any]]:
    return (one for one in listed(value) if isinstance(one, dict))


def _type(types: Mapping[str, Any]) -> str:
    general = text(types.get("resourceTypeGeneral"))
    said = text(types.get("citeproc"))
    return _TYPES.get(general) or (said if said and said != "article" else "document")


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    family, given, name = (text(person.get(part)) for part in ("familyName", "givenName", "name"))
    if not family and "," in name and person.get("nameType") != "Organizational":
        family, _, given = (part.strip() for part in name.partition(","))
    if family and person.get("nameType") != "Organizational":
        return {"family": family, **({"given": given} if given else {})}
    return {"literal": name or family} if name or family else {}


def _issns(work: Mapping[str, Any], container: Mapping[str, Any]) -> Iterator[str]:
    if container.get("identifierType") == "ISSN":
        yield issn(text(container.get("identifier"))).value
    for one in _mappings(work.get("relatedIdentifiers")):
        if one.get("relationType") == "IsPartOf" and one.get("relatedIdentifierType") == "ISSN":
            yield issn(text(one.get("relatedIdentifier"))).value
