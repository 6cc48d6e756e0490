"""XML -> records with their lines, safely: no entities are expanded, and what comes before a break is kept."""

from __future__ import annotations

from collections.abc import Collection
from html.entities import html5
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from evidencebase.formats.item import Problem

_DEEPEST = 200


class Record(NamedTuple):
    """One record and the line on which it began."""

    element: Element
    line: int


class Records(NamedTuple):
    """The whole records in a file, the name of its outermost element, and why reading stopped, if it did."""

    records: list[Record]
    root: str
    problem: Problem | None


class _RefusedError(Exception):
    pass


class _Reader:
    def __init__(self, wanted: Collection[str]) -> None:
        self.wanted = wanted
        self.records: list[Record] = []
        self.root = ""
        self.open: list[Element] = []
        self.began: tuple[int, int] | None = None  # depth and line of the record that is open
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.EntityDeclHandler = self.declared
        parser.SkippedEntityHandler = self.skipped

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.root:
            self.root = tag
        if len(self.open) > _DEEPEST:
            raise _RefusedError(f"elements are nested more than {_DEEPEST} deep")
        element = Element(tag, attributes)
        if self.began:
            self.open[-1].append(element)
        elif tag in self.wanted:
            self.began = (len(self.open), self.parser.CurrentLineNumber)
        self.open.append(element)

    def end(self, _: str) -> None:
        element = self.open.pop()
        if self.began and self.began[0] == len(self.open):
            self.records.append(Record(element, self.began[1]))
            self.began = None

    def data(self, text: str) -> None:
        if not self.began:
            return
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def declared(self, *_: object) -> None:
        raise _RefusedError("it declares entities, which are not read: they can hide what a file holds")

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.data(html5.get(f"{name};", f"&{name};"))


def read(data: bytes, wanted: Collection[str]) -> Records:
    """The outermost elements of the wanted names. Never raises, whatever the bytes."""
    reader = _Reader(wanted)
    problem = None
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = Problem(error.lineno, f"is not well-formed XML: {expat.ErrorString(error.code)}")
    except _RefusedError as refused:
        problem = Problem(reader.parser.CurrentLineNumber, f"is refused: {refused}")
    except (ValueError, LookupError):
        problem = Problem(1, "is in an encoding that is not known")
    if problem and reader.began:
        problem = Problem(
            problem.line, f"{problem.what}; the record that begins on line {reader.began[1]} is not whole"
        )
    return Records(reader.records, reader.root, problem)
