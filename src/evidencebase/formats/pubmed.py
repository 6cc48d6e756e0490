"""PubMed: the XML that efetch and downloads of PubMed give, of articles and book chapters, by old and new DTD.

Elements as NLM describes them ("MEDLINE/PubMed Data Element Descriptions").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from evidencebase.formats import dates, xml
from evidencebase.formats.item import Item, Problem, Read, item, keep, others, unread
from evidencebase.formats.plain import first, raised, text
from evidencebase.readers.bibtex.identifiers import doi, issn

_RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument")
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.I)
_DATED = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)[^;:]*")  # in "J Neurochem. 1976 Jun;26(6):1217-30"
_NOTICES = ("In", "UpdateOf")  # RetractionIn, ErratumIn: there is a notice about this; ...Of, ...For: this is one
_NO_TITLE = ("Not Available", "In Process Citation")


def read(data: bytes) -> Read:
    """All articles and chapters. Never raises: what cannot be read is said with its line."""
    if _HTML.match(data):
        return unread(1, "is a web page (HTML), not PubMed XML")
    found = xml.read(data, _RECORDS)
    answer = Read([], [], [found.problem] if found.problem else [])
    for element, line in found.records:
        keep(answer, _chapter(element) if element.find(".//Book") is not None else _article(element), line)
    if not found.records and not found.problem:
        answer.problems.append(Problem(1, f"is XML with <{found.root}>, in which there is no PubMed record"))
    return answer


def _article(record: Element) -> Item:
    citation = _child(record, "MedlineCitation") if record.tag == "PubmedArticle" else record
    article = _child(citation, "Article")
    journal = _child(article, "Journal")
    issue = _child(journal, "JournalIssue")
    ids = _ids(record.findall("PubmedData/ArticleIdList/ArticleId"))
    printed = _date(_child(issue, "PubDate"))
    online = [_date(one) for one in article.findall("ArticleDate")]
    title, titles = _titles(article)
    container = _text(journal.find("Title")) or _text(citation.find("MedlineJournalInfo/MedlineTA"))
    short = _text(journal.find("ISOAbbreviation")) or _text(citation.find("MedlineJournalInfo/MedlineTA"))
    issns = [
        issn(_text(one)).value
        for one in (*journal.findall("ISSN"), *citation.findall("MedlineJournalInfo/ISSNLinking"))
        if _text(one)
    ]
    types = [_text(one) for one in article.findall("PublicationTypeList/PublicationType")]
    number = _text(citation.find("PMID")) or ids.get("pubmed", "")
    variables = {
        "id": number,
        "type": "article" if "Preprint" in types else "article-journal",
        "title": title,
        "author": _people(article.findall("AuthorList"), "authors"),
        "editor": _people(article.findall("AuthorList"), "editors"),
        "container-title": container,
        "container-title-short": short,
        "issued": dates.fullest([printed, *online]),
        "volume": _text(issue.find("Volume")),
        "issue": _text(issue.find("Issue")),
        "page": _pages(article.find("Pagination")),
        "abstract": _abstract(article.find("Abstract")),
        "keyword": "; ".join(filter(None, (_text(one) for one in citation.findall("KeywordList/Keyword")))),
        "DOI": _doi(ids, article.findall("ELocationID")),
        "PMID": number,
        "PMCID": ids.get("pmc", ""),
        "ISSN": first(issns),
    }
    relations = [one for one in _relations(citation) if "type" in one]
    custom = {
        "titles": others(titles, title),
        "years": dates.years([printed, *online]),
        "containers": others([container, short, _text(citation.find("MedlineJournalInfo/MedlineTA"))], container),
        "issns": list(dict.fromkeys(issns)),
        "notices": [one for one in relations if one.get("type", "").endswith(_NOTICES)],
        "notice-of": [one for one in relations if not one.get("type", "").endswith(_NOTICES)],
        "publication-types": types,
    }
    return item(variables, custom)


def _chapter(record: Element) -> Item:
    document = _child(record, "BookDocument") if record.tag == "PubmedBookArticle" else record
    book = _child(document, "Book")
    title, titles = _titles(document)
    name = _text(book.find("BookTitle"))
    issued = _date(_child(book, "PubDate"))
    contributed = _date(_child(document, "ContributionDate"))
    ids = _ids(document.findall("ArticleIdList/ArticleId"))
    number = _text(document.find("PMID"))
    variables = {
        "id": number,
        "type": "chapter" if title else "book",
        "title": title or name,
        "author": _people(document.findall("AuthorList"), "authors") or _people(book.findall("AuthorList"), "authors"),
        "editor": _people(book.findall("AuthorList"), "editors"),
        "container-title": name if title else "",
        "collection-title": _text(book.find("CollectionTitle")),
        "issued": dates.fullest([issued, contributed]),
        "volume": _text(book.find("Volume")),
        "edition": _text(book.find("Edition")),
        "page": _pages(document.find("Pagination")),
        "abstract": _abstract(document.find("Abstract")),
        "publisher": _text(book.find("Publisher/PublisherName")),
        "publisher-place": _text(book.find("Publisher/PublisherLocation")),
        "DOI": _doi(ids, book.findall("ELocationID")),
        "PMID": number,
        "PMCID": ids.get("pmc", ""),
        "ISBN": _text(book.find("Isbn")),
    }
    custom = {
        "titles": others(titles, title or name),
        "years": dates.years([issued, contributed, _date(_child(book, "BeginningDate"))]),
        "publication-types": [_text(one) for one in document.findall("PublicationType")],
    }
    return item(variables, custom)


def _child(element: Element, path: str) -> Element:
    """A child, or an empty one."""
    found = element.find(path)
    return Element(path) if found is None else found


def _text(element: Element | None) -> str:
    """All text below an element; raised and lowered figures as Unicode has them."""
    if element is None:
        return ""
    return text("".join(_pieces(element)).replace("&", "&amp;").replace("<", "&lt;"))


def _pieces(element: Element) -> Iterator[str]:
    if element.tag in ("sup", "sub", "inf") and len(element) == 0:
        yield raised(element.text or "", element.tag == "sup")
    elif not element.tag.endswith("annotation"):
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""


def _titles(article: Element) -> tuple[str, list[str]]:
    """The title without its final stop and the brackets of a translation; and all forms of it."""
    written = _text(article.find("ArticleTitle"))
    plain = written.removesuffix(".") if not written.endswith("..") else written
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1].removesuffix(".")
    vernacular = _text(article.find("VernacularTitle")).removesuffix(".")
    if plain in _NO_TITLE:
        plain = ""
    return plain or vernacular, [plain, vernacular]


def _people(lists: Iterable[Element], role: str) -> list[dict[str, str]]:
    return [
        name
        for one in lists
        if one.get("Type", "authors") == role
        for author in one.findall("Author")
        if author.get("ValidYN") != "N" and (name := _name(author))
    ]


def _name(author: Element) -> dict[str, str]:
    if group := _text(author.find("CollectiveName")):
        return {"literal": group}
    names = (author.find(tag) for tag in ("ForeName", "FirstName", "MiddleName"))
    given = " ".join(filter(None, map(_text, names))) or _text(author.find("Initials"))
    family = _text(author.find("LastName"))
    if not family:
        return {"literal": given} if given else {}
    parts = {"family": family, "given": given, "suffix": _text(author.find("Suffix"))}
    return {part: value for part, value in parts.items() if value}


def _date(element: Element) -> dates.Date:
    if said := _text(element.find("MedlineDate")):
        return dates.read(said)
    year, month, day = (_text(element.find(tag)) for tag in ("Year", "Month", "Day"))
    if month.isdigit():
        return dates.read("-".join(filter(None, (year, month, day))))
    return dates.read(" ".join((year, month, day, _text(element.find("Season")))))


def _pages(pagination: Element | None) -> str:
    if pagination is None:
        return ""
    ends = (_text(pagination.find(tag)) for tag in ("StartPage", "EndPage"))
    return _text(pagination.find("MedlinePgn")) or "-".join(filter(None, ends))


def _abstract(element: Element | None) -> str:
    if element is None:
        return ""
    parts = ((one.get("Label"), _text(one)) for one in element.findall("AbstractText"))
    return " ".join(f"{label}: {said}" if label else said for label, said in parts if said)


def _ids(elements: Iterable[Element]) -> dict[str, str]:
    return {one.get("IdType", "pubmed"): _text(one) for one in elements}


def _doi(ids: dict[str, str], locations: Iterable[Element]) -> str:
    located = [_text(one) for one in locations if one.get("EIdType") == "doi" and one.get("ValidYN", "Y") == "Y"]
    found = ids.get("doi") or first(located)
    return doi(found).value if found else ""


def _relations(citation: Element) -> Iterator[dict[str, str]]:
    """Retractions, corrections, comments and what else NLM relates; old records name the kind by an element."""
    for one in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        if one.get("RefType") != "Cites":
            yield _relation(one, one.get("RefType", ""))
    for one in citation.findall("CommentsCorrections/*"):
        yield _relation(one, one.tag)


def _relation(element: Element, kind: str) -> dict[str, str]:
    source = _text(element.find("RefSource"))
    dated = _DATED.search(source)
    relation = {
        "type": kind,
        "PMID": _text(element.find("PMID")),
        "date": dates.iso(dates.read(dated[0])) if dated else "",
        "source": source,
    }
    return {name: value for name, value in relation.items() if value}
