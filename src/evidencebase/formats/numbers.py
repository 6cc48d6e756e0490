"""Identifiers and pages among what people and programs write into loose fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from evidencebase.readers.bibtex.identifiers import doi, isbn, issn

_DOI = re.compile(r"(?:doi\.org/+|doi:\s*|^)(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)
_PART = re.compile(r"[\s,;()]+")
_ARTICLE = re.compile(r"(?=.*\d)[\w.:/-]{1,24}(?: [\w.:/-]{1,12})?")
ARTICLES = ("article-journal", "article-magazine", "article-newspaper", "paper-conference")
_SPAN = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")


def found_doi(texts: Iterable[str]) -> str:
    """The first DOI in some texts: alone, behind ``doi:`` or in the address of a resolver."""
    for one in texts:
        if match := _DOI.search(one):
            found = doi(match[1].rstrip(".,;"))
            if found.valid:
                return found.value
    return ""


def found_issns(texts: Iterable[str]) -> list[str]:
    """All valid ISSNs."""
    return list(
        dict.fromkeys(
            found.value for one in texts for part in _PART.split(one) if len(part) >= 8 and (found := issn(part)).valid
        )
    )


def found_isbn(texts: Iterable[str]) -> str:
    """The first valid ISBN."""
    return next(
        (found.value for one in texts for part in [one, *_PART.split(one)] if part and (found := isbn(part)).valid), ""
    )


def article_number(item: Mapping[str, Any]) -> str:
    """The number that an article has in place of pages: in ``number``, and for styles that print no other in ``page``.

    ``number`` of a report, patent or standard is another one, unless it stands in ``page`` too.
    """
    number = str(item.get("number") or "")
    return number if item.get("type") in ARTICLES or number == item.get("page") else ""


def found_article_number(texts: Iterable[str]) -> str:
    """The first of some texts that looks like the number of an article: one or two short words with a figure."""
    return next((one for one in texts if _ARTICLE.fullmatch(one)), "")


def span(pages: str) -> tuple[str, str]:
    """First and last page; everything is the first when it is no simple span."""
    match = _SPAN.fullmatch(pages)
    return (match[1], match[2]) if match and match[1] != match[2] else (pages, "")
