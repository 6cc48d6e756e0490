"""Identifiers and pages among what people and programs write into loose fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evidencebase.readers.bibtex.identifiers import doi, isbn, issn

_DOI = re.compile(r"(?:doi\.org/+|doi:\s*|^)(10\.\d{4,9}(?:\.\d+)*/\S+)", re.I)
_PART = re.compile(r"[\s,;()]+")
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


def span(pages: str) -> tuple[str, str]:
    """First and last page; everything is the first when it is no simple span."""
    match = _SPAN.fullmatch(pages)
    return (match[1], match[2]) if match and match[1] != match[2] else (pages, "")
