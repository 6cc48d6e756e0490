"""Dates as sources write them -> CSL dates, which may lack day or month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from evidencebase.formats.plain import listed, mapping

Date = dict[str, Any]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"winter": 4, "spring": 1, "summer": 2, "autumn": 3, "fall": 3}
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def csl(year: int, month: int = 0, day: int = 0, season: int = 0) -> Date:
    """A CSL date of what is possible; empty without a year. What lies below an impossible part is left out."""
    if not 0 < year <= 9999:
        return {}
    parts = [year]
    if 1 <= month <= 12:
        parts.append(month)
        if _exists(year, month, day):
            parts.append(day)
    return {"date-parts": [parts], **({"season": season} if season and len(parts) == 1 else {})}


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def clean(value: object) -> Date:
    """A CSL date of another program: no nulls, numbers as numbers, no impossible parts; at most a range of two.

    ``raw`` and ``literal`` are read where they begin with a year, and kept where not.
    """
    given = mapping(value)
    dates = [made for parts in listed(given.get("date-parts"))[:2] if (made := csl(*_numbers(listed(parts)[:3])))]
    if dates:
        cleaned: Date = {"date-parts": [made["date-parts"][0] for made in dates]}
        if season := _season(given.get("season")):
            cleaned["season"] = season
        return cleaned | ({"circa": True} if given.get("circa") else {})
    said = next((str(given[name]) for name in ("raw", "literal", "date-time") if given.get(name)), "")
    return read(said) or ({"literal": " ".join(said.split())} if said.strip() else {})


def _season(value: object) -> int:
    number = _number(value)
    return number if 1 <= number <= 4 else _SEASONS.get(str(value).casefold(), 0)


def _numbers(parts: Sequence[object]) -> list[int]:
    return [_number(part) for part in parts] or [0]


def _number(part: object) -> int:
    if isinstance(part, bool) or not isinstance(part, str | int | float):
        return 0
    digits = str(part).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else 0


def read(said: str) -> Date:
    """A date in words or digits: ``2018-05-17``, ``2000 Nov-Dec``, ``17 May 2018``, ``1999 Spring``; empty if none."""
    said = said.strip()
    if match := _ISO.match(said):
        year, month, day = (int(part or 0) for part in match.groups())
        if month:
            return csl(year, month, day)
    if match := _COMPACT.search(said):
        year, month, day = map(int, match.groups())
        return csl(year, month, day)
    found = _YEAR.search(said)
    if not found:
        return {}
    rest = said[: found.start()] + " " + said[found.end() :]
    words = [word.casefold() for word in _WORD.findall(rest)]
    month = next((_MONTHS.index(word[:3]) + 1 for word in words if word[:3] in _MONTHS), 0)
    season = next((_SEASONS[word] for word in words if word in _SEASONS), 0)
    days = _DAY.findall(rest)
    return csl(int(found[1]), month, int(days[0]) if month and days else 0, season)


def month(said: str) -> int:
    """``5``, ``05``, ``May``, ``may.`` -> 5; 0 when it is none."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return int(said) if 1 <= int(said[:3]) <= 12 else 0
    return _MONTHS.index(said[:3].casefold()) + 1 if said[:3].casefold() in _MONTHS else 0


def year(given: Date) -> int:
    """The (first) year of a CSL date; 0 without one."""
    return int(given["date-parts"][0][0]) if given.get("date-parts") else 0


def iso(given: Date) -> str:
    """``2018-05-17``, ``2018-05`` or ``2018``; a range as ``2018/2019``; empty without a year."""
    return "/".join(
        "-".join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(parts))
        for parts in given.get("date-parts") or []
    )


def fullest(found: Sequence[Date]) -> Date:
    """The first date that says anything, with month and day where another one of the same year says them."""
    known = [one for one in found if one.get("date-parts")]
    same = [one for one in known if year(one) == year(known[0])]
    return next((one for one in same if len(one["date-parts"][0]) > 1), same[0]) if same else {}


def years(dates: Sequence[Date]) -> list[int]:
    """The years of some dates, each once."""
    return list(dict.fromkeys(found for given in dates if (found := year(given))))
