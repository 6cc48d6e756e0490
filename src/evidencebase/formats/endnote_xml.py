"""EndNote's XML, as EndNote and Ovid export it: ``<xml><records><record>``."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from evidencebase.formats import dates, people, xml
from evidencebase.formats.enw import TYPES
from evidencebase.formats.item import Item, Problem, Read, item, keep, others
from evidencebase.formats.numbers import found_article_number, found_doi, found_isbn, found_issns
from evidencebase.formats.plain import first, text
from evidencebase.readers.bibtex.identifiers import pmcid, pmid


def read(data: bytes) -> Read:
    """All references. Never raises: what cannot be read is said with its line."""
    found = xml.read(data, ("record",))
    answer = Read([], [], [found.problem] if found.problem else [])
    for element, line in found.records:
        keep(answer, _item(element), line)
    if not found.records and not found.problem:
        answer.problems.append(Problem(1, f"is XML with <{found.root}>, in which there is no EndNote record"))
    return answer


def _item(record: Element) -> Item:
    kind = record.find("ref-type")
    titles = [_text(record, f"titles/{name}") for name in ("title", "alt-title", "translated-title")]
    container = _text(record, "titles/secondary-title") or _text(record, "periodical/full-title")
    short = _text(record, "periodical/abbr-1") or _text(record, "titles/short-title")
    year = dates.read(_text(record, "dates/year"))
    published = [dates.read(said) for said in _texts(record, "dates/pub-dates/date")]
    dated = [dates.read(f"{dates.year(year)} {said}") for said in _texts(record, "dates/pub-dates/date") if year]
    numbers = _texts(record, "isbn")
    issns = found_issns(numbers)
    urls = _texts(record, "urls/related-urls/url") + _texts(record, "urls/web-urls/url")
    number = pmid(_text(record, "accession-num"))
    article = found_article_number(_texts(record, "custom7"))
    custom2 = pmcid(_text(record, "custom2"))
    variables = {
        "id": _text(record, "label"),
        "type": TYPES.get((kind.get("name", "") if kind is not None else "").lower(), "document"),
        "title": first(titles),
        "author": people.all(_texts(record, "contributors/authors/author")),
        "editor": people.all(_texts(record, "contributors/secondary-authors/author")),
        "collection-editor": people.all(_texts(record, "contributors/tertiary-authors/author")),
        "container-title": container,
        "container-title-short": _text(record, "periodical/abbr-1"),
        "collection-title": _text(record, "titles/tertiary-title"),
        "issued": dates.fullest([year, *published, *dated]),
        "volume": _text(record, "volume"),
        "issue": _text(record, "number"),
        "number": article,
        "page": _text(record, "pages").replace("–", "-") or article,
        "edition": _text(record, "edition") if "/" not in _text(record, "edition") else "",
        "publisher": _text(record, "publisher"),
        "publisher-place": _text(record, "pub-location"),
        "language": _text(record, "language"),
        "abstract": _text(record, "abstract"),
        "keyword": "; ".join(_texts(record, "keywords/keyword")),
        "note": _text(record, "notes"),
        "DOI": found_doi([*_texts(record, "electronic-resource-num"), *urls]),
        "PMID": number.value if number.valid and "NLM" in _texts(record, "remote-database-provider") else "",
        "PMCID": custom2.value if custom2.valid and "PMC" in _text(record, "custom2") else "",
        "ISBN": found_isbn(numbers) if not issns else "",
        "ISSN": first(issns),
        "URL": first(urls),
    }
    custom = {
        "titles": others(titles, first(titles)),
        "containers": others([container, short], container),
        "years": dates.years([year, *published]),
        "issns": issns,
    }
    return item(variables, custom)


def _texts(record: Element, path: str) -> list[str]:
    """The texts of elements; EndNote wraps each in ``<style>``."""
    escaped = ("".join(one.itertext()).replace("&", "&amp;").replace("<", "&lt;") for one in record.findall(path))
    return [plain for one in escaped if (plain := text(one))]


def _text(record: Element, path: str) -> str:
    return first(_texts(record, path))
