"""Dates as the files have them, YYYY-MM-DD, and what one that is written otherwise can mean."""

from __future__ import annotations

import re
from datetime import date

from evidencebase.patterns import late

_ISO = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = late(r"([0-9]{4})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{1,2})(?:[T ][0-9:.Z+-]*)?")
_FIGURES = late(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = late(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4})")
_DAY_AND_NAME = late(r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+([a-z]{3,9})[-/., ]+([0-9]{4})", re.I)
_NAME_AND_DAY = late(r"([a-z]{3,9})[-/. ]+([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4})", re.I)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar, written YYYY-MM-DD."""
    return bool(_ISO.fullmatch(text)) and _day(*map(int, text.split("-"))) is not None


def meant(text: str) -> list[str]:
    """The days that it can mean, as they should be written: several where day and month cannot be told apart."""
    found: list[str | None] = []
    if match := _YEAR_FIRST.fullmatch(text) or _FIGURES.fullmatch(text):
        found = [_day(*map(int, match.groups()))]
    elif match := _YEAR_LAST.fullmatch(text):
        one, other, year = map(int, match.groups())
        found = [_day(year, other, one), _day(year, one, other)]
    elif match := _DAY_AND_NAME.fullmatch(text):
        found = [_day(int(match[3]), _month(match[2]), int(match[1]))]
    elif match := _NAME_AND_DAY.fullmatch(text):
        found = [_day(int(match[3]), _month(match[1]), int(match[2]))]
    return list(dict.fromkeys(filter(None, found)))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    """Its number; 0, which no month has, when it is no English name of one."""
    folded = name.casefold()
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(folded)), 0)
