"""Entries that are laid out as one before them, as programs write them: split into fields without any search.

An entry that this cannot split, or not with certainty, is left to the regular expressions of ``grammar``, with which
this agrees otherwise (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from evidencebase.readers.bibtex.grammar import FIRST_VALUE, IN_BRACES, IN_QUOTES, WRITTEN_NAME

_ENDS = {"{": "}", '"': '"'}


class Layout(NamedTuple):
    """What begins an entry, stands between a name and its value, between two fields, and ends the entry."""

    opening: str  # {
    equals: str  # = {
    between: str  # },
    ending: str  # } and, on the next line, }


class _Names(dict[str, str]):
    """Names in lower case by how they are written, each made once; nothing for what is no name.

    Fields without braces that stand before a name are kept with it: ``month = jan, Year`` -> ``month = jan, year``,
    which is listed in ``after_bare`` then with its parts.
    """

    def __init__(self) -> None:
        self.after_bare: dict[str, tuple[Sequence[tuple[str, str]], str]] = {}

    def __missing__(self, written: str) -> str:
        match = WRITTEN_NAME.fullmatch(written)
        name = match[1] + match[2].lower() if match else ""
        if match and match[1]:
            bare = [field.partition("=") for field in match[1].split(",")[:-1]]
            self.after_bare[name] = [(n.strip(" \n").lower(), v.strip(" \n")) for n, _, v in bare], match[2].lower()
        self[written] = name
        return name


class Alike:
    """The layout that the entries of a file have in common. ``bare`` gives the text of a number or a known macro."""

    def __init__(self, bare: Callable[[str], str]) -> None:
        self._layout: Layout | None = None
        self._names = _Names()
        self._bare = bare

    def learn(self, text: str, opening: str, start: int, stop: int) -> None:
        """Remember the layout of a regular entry whose key ends at ``start``."""
        first = FIRST_VALUE.match(text, start, stop)
        if first is None:
            return
        newline, equals, quote = first.groups("")
        end = _ENDS[quote]
        entry = text[start:stop].rstrip(" \n")
        fields = entry[:-1].rstrip(" \n").removesuffix(",").rstrip(" \n")
        if fields.endswith(end):
            self._layout = Layout(opening, equals, f"{end},{newline}", entry[len(fields) - 1 :])

    def fields(self, text: str, opening: str, start: int, stop: int) -> tuple[dict[str, str], str] | None:
        """The fields of an entry, and their values joined by spaces; nothing if it has another layout."""
        layout = self._layout
        if layout is None or opening != layout.opening or text[start] != ",":
            return None
        _, equals, between, ending = layout
        end = text.rfind(ending, start, stop)
        if end < 0 or text[end + len(ending) : stop].strip(" \n"):
            return None
        names = self._names
        parts = text[start + 1 : end].split(between)
        fields: dict[str, str] = {}
        for part in parts:
            written, _, fields[names[written]] = part.partition(equals)
        together = " ".join(fields.values())
        if len(fields) < len(parts) or "" in fields or not _stand(fields, together, between):
            return None
        if not all(fields.values()) and not all(equals in part for part in parts):
            return None
        if names.after_bare and not names.after_bare.keys().isdisjoint(fields):
            return self._with_bare(fields, together)
        return fields, together

    def _with_bare(self, fields: dict[str, str], together: str) -> tuple[dict[str, str], str] | None:
        """The fields when some of them have no braces; nothing if one is repeated or has a macro that is not known."""
        after_bare = self._names.after_bare
        whole: dict[str, str] = {}
        count = len(fields)
        for written, value in fields.items():
            if written not in after_bare:
                whole[written] = value
                continue
            before, name = after_bare[written]
            count += len(before)
            for other, bare in before:
                whole[other] = text = self._bare(bare)
                if not text:
                    return None
            whole[name] = value
        return (whole, together) if len(whole) == count else None


def _stand(fields: Mapping[str, str], together: str, between: str) -> bool:
    """Whether all values may stand between their braces or quotes as they are."""
    quoted = between[0] == '"'
    if quoted and '"' in together:
        return False
    if "{" not in together and "}" not in together:
        return True
    inside = IN_QUOTES if quoted else IN_BRACES
    return all(map(inside.fullmatch, [value for value in fields.values() if "{" in value or "}" in value]))
