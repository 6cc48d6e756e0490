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


_TOLD = ("title", "author", "editor", "container-title", "DOI", "PMID", "PMCID", "ISBN", "URL")


def keep(answer: Read, made: Item, line: int) -> bool:
    """Add an item to what was read; one that tells nothing of a work is a problem instead, and is not kept."""
    if not any(made.get(name) for name in _TOLD):
        answer.problems.append(Problem(line, "has no title, author, identifier or address: it was left out"))
        return False
    answer.items.append(made)
    answer.lines.append(line)
    return True


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
