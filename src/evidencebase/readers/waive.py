"""``waive`` cells of claims and ``x-waive`` fields of entries: ``rule: reason (until 2027-01-31)``, ``;`` between."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.dates import is_date
from evidencebase.patterns import late
from evidencebase.readers.sheet import items

_WAIVER = late(r"([a-z]+/[a-z-]+|[a-z-]+)\s*(?::\s*(.*?))?\s*(?:\(until\s+([^()]*)\))?")
_END = late(r"\b(?:until|till?)\b\W*\d", re.I)  # in a reason, an end that would never come


class Waive(NamedTuple):
    """An item: the rule, why its findings are accepted here, and until when."""

    rule: str
    reason: str
    until: str | None


def read(cell: str) -> tuple[list[Waive], list[tuple[str, str, str]]]:
    """The items of a cell, and those that cannot be read with what is wrong and what to do."""
    found: list[Waive] = []
    wrong: list[tuple[str, str, str]] = []
    for item in items(cell):
        match = _WAIVER.fullmatch(item)
        unended = match and match[2] and _END.search(match[2])
        if match is None:
            wrong.append((item, f"cannot be read: '{item[:60]}'", "; write rule-name: reason"))
        elif any(match[1] == other.rule for other in found):
            wrong.append((item, f"names '{match[1]}' twice", "; keep one"))
        elif unended or (match[3] and not is_date(match[3])):
            wrong.append((item, f"names no date in '{item[:60]}'", "; write (until 2027-01-31) at its end"))
        else:
            found.append(Waive(match[1], match[2] or "", match[3]))
    return found, wrong
