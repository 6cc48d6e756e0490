"""A work as people cite it: Vancouver, APA and plain; and as BibTeX and CSL-JSON for their own tools.

A work is a row with the columns of ``works`` and ``persons``, a list of ``{"family": ..., "given": ...}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Work = Mapping[str, Any]

_CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "dataset": "dataset",
    "unpublished": "manuscript",
}


def short(work: Work) -> str:
    """``Tracz et al. 2006``: for tables and drawings."""
    families = [person["family"] for person in work.get("persons") or []]
    more = len(families) > 2 or _and_others(work)
    if not families:
        name = str(work.get("title") or work.get("key") or "")[:40]
    elif more:
        name = f"{families[0]} et al."
    else:
        name = " and ".join(families)
    return f"{name} {work.get('year') or ''}".strip()


def vancouver(work: Work) -> str:
    """ICMJE style: the first six authors, journal, year;volume(issue):pages."""
    people = [_joined(person["family"], _initials(person), " ") for person in work.get("persons") or []]
    more = len(people) > 6 or _and_others(work)
    parts = [_sentence(", ".join(people[:6]) + (", et al" if more and people else ""))]
    parts.append(_sentence(work.get("title")))
    parts.append(_sentence(work.get("container")))
    numbers = _joined(str(work.get("year") or ""), _numbers(work, "{volume}({issue})", ":"), ";")
    parts.append(_sentence(numbers))
    return " ".join(filter(None, parts))


def apa(work: Work) -> str:
    """APA 7: authors (year). Title. Journal, volume(issue), pages."""
    people = [
        _joined(person["family"], _initials(person, ". ", "."), ", ") for person in (work.get("persons") or [])[:20]
    ]
    if _and_others(work):
        people.append("et al.")
    names = ", ".join(people[:-1]) + (" & " if len(people) == 2 else ", & ") + people[-1] if len(people) > 1 else ""
    if _and_others(work):
        names = ", ".join(people)
    parts = [f"{names or ''.join(people)} ({work.get('year') or 'n.d.'}).".strip(), _sentence(work.get("title"))]
    where = ", ".join(filter(None, [work.get("container"), _numbers(work, "{volume}({issue})", ", ")]))
    return " ".join(filter(None, [*parts, _sentence(where)]))


def plain(work: Work) -> str:
    """Authors as written, title, journal, year, volume and pages: for e-mail."""
    parts = [work.get("authors"), work.get("title"), work.get("container")]
    parts.append(_joined(str(work.get("year") or ""), _numbers(work, "vol. {volume}, no. {issue}", ", pp. "), ", "))
    return ". ".join(str(part).rstrip(".") for part in parts if part) + "."


def bibtex(work: Work) -> str:
    """The entry with all fields as read."""
    fields = [f"  {name} = {{{value}}}," for name, value in (work.get("fields") or {}).items()]
    return "\n".join([f"@{work['type']}{{{work['key']},", *fields, "}"])


def csl(work: Work) -> dict[str, Any]:
    """CSL-JSON, which Zotero, pandoc and citation processors read."""
    item: dict[str, Any] = {
        "id": work["key"],
        "type": _CSL_TYPES.get(str(work.get("type")), "document"),
        "title": work.get("title"),
        "author": [
            {"family": person["family"], "given": person["given"]}
            if person.get("given")
            else {"literal": person["family"]}
            for person in work.get("persons") or []
        ],
        "container-title": work.get("container"),
        "issued": {"date-parts": [[work["year"]]]} if work.get("year") else None,
        "volume": work.get("volume"),
        "issue": work.get("issue"),
        "page": work.get("pages"),
        "DOI": work.get("doi"),
        "PMID": work.get("pmid"),
        "URL": work.get("url"),
    }
    return {name: value for name, value in item.items() if value}


def _and_others(work: Work) -> bool:
    return str(work.get("authors") or "").endswith("et al.")


def _initials(person: Mapping[str, str | None], between: str = "", end: str = "") -> str:
    names: Sequence[str] = re.findall(r"[^\W\d_]+", person.get("given") or "")
    return between.join(name[0] for name in names) + (end if names else "")


def _numbers(work: Work, both: str, before_pages: str) -> str:
    volume, issue = work.get("volume") or "", work.get("issue") or ""
    alone = both.partition("(")[0] if "(" in both else both.partition(",")[0]
    numbers = both.format(volume=volume, issue=issue) if issue else alone.format(volume=volume) if volume else ""
    return _joined(numbers, work.get("pages") or "", before_pages)


def _joined(one: str, other: str, between: str) -> str:
    return f"{one}{between}{other}" if one and other else one or other


def _sentence(text: object) -> str:
    trimmed = str(text or "").strip()
    return trimmed if not trimmed or trimmed[-1] in ".?!" else f"{trimmed}."
