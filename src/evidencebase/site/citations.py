"""A work as people cite it: Vancouver, APA and plain; and as BibTeX and CSL-JSON for their own tools.

A work is a row with the columns of ``works`` and ``persons``, a list of ``{"family": ..., "given": ...}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evidencebase.formats.bibtex import entry
from evidencebase.formats.bibtex import work as item_of
from evidencebase.formats.csl import public
from evidencebase.formats.item import Item

Work = Mapping[str, Any]


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
    """APA 7: up to twenty authors (year). Title. Journal, volume(issue), pages."""
    people = [_joined(person["family"], _dotted(person), ", ") for person in work.get("persons") or []]
    if _and_others(work):
        names = ", ".join([*people, "et al."])
    elif len(people) > 20:
        names = ", ".join([*people[:19], f"… {people[-1]}"])
    else:
        names = ", & ".join(filter(None, [", ".join(people[:-1]), *people[-1:]]))
    parts = [f"{names} ({work.get('year') or 'n.d.'}).".strip(), _sentence(work.get("title"))]
    where = ", ".join(filter(None, [work.get("container"), _numbers(work, "{volume}({issue})", ", ")]))
    return " ".join(filter(None, [*parts, _sentence(where)]))


def plain(work: Work) -> str:
    """Authors as written, title, journal, year, volume and pages: for e-mail."""
    parts = [work.get("authors"), work.get("title"), work.get("container")]
    parts.append(_joined(str(work.get("year") or ""), _numbers(work, "vol. {volume}, no. {issue}", ", pp. "), ", "))
    return ". ".join(str(part).rstrip(".") for part in parts if part) + "."


def bibtex(work: Work) -> str:
    """The entry with all fields as read."""
    return entry(_item(work))


def csl(work: Work) -> Item:
    """CSL-JSON, which Zotero, pandoc and citation processors read."""
    return public(_item(work))


def _item(work: Work) -> Item:
    return item_of(work["key"], work["type"], work.get("fields") or {})


def _and_others(work: Work) -> bool:
    return str(work.get("authors") or "").endswith("et al.")


def _initials(person: Mapping[str, str | None]) -> str:
    return "".join(name[0] for name in re.findall(r"[^\W\d_]+", person.get("given") or ""))


def _dotted(person: Mapping[str, str | None]) -> str:
    """Jean-Yves A. -> J.-Y. A."""
    names = re.findall(r"(-?)([^\W\d_])[^\W\d_]*", person.get("given") or "")
    return "".join(f"{hyphen or ' '}{initial}." for hyphen, initial in names).strip()


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
