"""Changes of a text: which characters give way to which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """The characters from ``start`` to ``end`` become ``text``. ``level`` is safe or proposed."""

    start: int
    end: int
    text: str
    level: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; of edits that overlap the safe one counts, then the first."""
    chosen: list[Edit] = []
    for edit in sorted(set(edits), key=lambda edit: (edit.level != "safe", edit.start, edit.end)):
        if all(edit.end <= other.start or edit.start >= other.end for other in chosen):
            chosen.append(edit)
    parts: list[str] = []
    at = 0
    for edit in sorted(chosen):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])
