"""JSON -> the values in it with their lines: one value, the members of one list, or one value a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from evidencebase.formats.item import Item, Problem, Read, keep
from evidencebase.readers.bibtex.decoding import decode

_BLANK = re.compile(r"[\s,]*")


class Value(NamedTuple):
    """A value and the line on which it begins."""

    value: Any
    line: int


def read(
    data: bytes, works: Callable[[object], Iterable[Mapping[str, Any]]], work: Callable[[Mapping[str, Any]], Item]
) -> Read:
    """The items that ``works`` finds in the values, made by ``work``. What comes before a break is kept."""
    answer = Read([], [], [])
    for value, line in values(data, answer.problems):
        found = list(works(value))
        if not found:
            answer.problems.append(Problem(line, "holds no work in this form"))
        for one in found:
            keep(answer, work(one), line)
    return answer


def values(data: bytes, problems: list[Problem]) -> Iterator[Value]:
    """The values one after another; why reading stopped is added to the problems."""
    text = decode(data).text
    decoder = json.JSONDecoder()
    position = _after_blank(text, 0)
    many = text.startswith("[", position)
    line, counted = 1, 0
    if many:
        position = _after_blank(text, position + 1)
    while position < len(text) and not (many and text[position] == "]"):
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            what = "is not whole JSON" if position or many else "is not JSON"
            problems.append(Problem(error.lineno, f"{what} ({error.msg}); nothing from here on was read"))
            return
        except RecursionError:
            problems.append(Problem(line, "is nested too deeply; nothing from here on was read"))
            return
        except ValueError:
            problems.append(Problem(line, "holds a number of thousands of digits; nothing from here on was read"))
            return
        yield Value(value, line)
        position = _after_blank(text, position)
    if many and position >= len(text):
        problems.append(Problem(line, "ends before the list does"))


def _after_blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position
