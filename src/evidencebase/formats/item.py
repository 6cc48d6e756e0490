"""What every reader gives: items, where each began, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Item = dict[str, Any]  # a CSL-JSON item


class Problem(NamedTuple):
    """Something that was not read or is doubtful; ``line`` is 1-based, 0 when it is about the file as a whole."""

    line: int
    what: str


class Read(NamedTuple):
    """Outcome of reading: ``lines[n]`` is the line on which ``items[n]`` began (0: unknown)."""

    items: list[Item]
    lines: list[int]
    problems: list[Problem]


def unread(line: int, what: str) -> Read:
    """Nothing could be read."""
    return Read([], [], [Problem(line, what)])


def item(variables: Mapping[str, Any], custom: Mapping[str, Any]) -> Item:
    """An item of the variables that have a value."""
    kept = {name: value for name, value in variables.items() if value}
    if more := {name: value for name, value in custom.items() if value}:
        kept["custom"] = more
    return kept


def others(values: Iterable[str], main: str) -> list[str]:
    """The values other than the main one, each once."""
    return [value for value in dict.fromkeys(values) if value and value != main]
