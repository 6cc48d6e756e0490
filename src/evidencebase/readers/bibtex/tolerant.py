"""Irregular blocks, read field by field: after a mistake it says what is wrong and goes on at the next field.

On what is regular it agrees with ``grammar`` and with pybtex (a test compares the three). It is not built on
pybtex's parser, which gives up an entry at its first mistake, nests no deeper than 100 braces, is quadratic on
quoted values, and takes as long to import as a thousand entries to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from evidencebase.patterns import late
from evidencebase.readers.bibtex.grammar import FIELD_LINE

_BLANK = late(r"(?:\s++|%[^\n]*+)*+")
_KEY = late(r"[^,=\n]*+")
_A_NAME = r"[^\s\"#%'(),={}@]++"
_NAME = late(_A_NAME)
_NAMES = late(rf"({_A_NAME}(?: ++{_A_NAME}){{0,3}}+)\s*+=")
_A_FIELD = rf"{_A_NAME}\s*+="
_FIELD = late(_A_FIELD)
_NEXT_FIELD = late(rf"\n[ \t]*+(?={_A_FIELD})|,[ \t]*+(?={_A_FIELD}\s*+[{{\"])")
_BARE = late(r"[^,{}()\"#=%\n]++")
_MACRO = late(r"[^\s\d\"#%'(),={}][^\s\"#%'(),={}]*+")
# What may end a value: in a block that is closed, and in one that is not
_ENDS = {"{": late(r"[{}]"), '"': late(r'[{}"]')}
_EARLY_ENDS = {"{": late(rf"[{{}}]|{FIELD_LINE}"), '"': late(rf'[{{}}"]|{FIELD_LINE}')}
_CLOSING = late(r"[\s})]*+")
_SWALLOWED = late(FIELD_LINE)


class Macro(str):
    """A part of a value that is the name of a macro, still to be replaced."""

    __slots__ = ()


class Field(NamedTuple):
    """A field as it stands: its name, the parts of its value, its place in the text."""

    name: str
    parts: list[str]
    position: int


class Problem(NamedTuple):
    """What is wrong, and its place in the text."""

    reason: str
    position: int


class Block:
    """What stands between the opening of a block and its end; ``problems`` collects what is wrong with it."""

    def __init__(self, text: str, start: int, end: int, closed: bool) -> None:
        self.text = text
        self.position = start
        self.end = end - closed
        self.closed = closed
        self.problems: list[Problem] = []

    def entry(self) -> tuple[str, list[Field]]:
        """Key (empty when there is none) and fields."""
        return self._key(), list(self.fields())

    def _key(self) -> str:
        self._blank()
        match = _KEY.match(self.text, self.position, self.end)
        key, stop = (match[0].rstrip(), match.end()) if match else ("", self.end)
        if self._at("=", stop):  # what looks like the key is the name of a field, or key and name
            key = key.rpartition(" ")[0].rstrip()
            stop = self.position + len(key)
        self.position = stop
        self._blank()
        if key and self.position < self.end and not self._at(","):
            self._wrong(f'a comma is missing after the key "{key[:60]}"')
        return key

    def fields(self) -> Iterator[Field]:
        """The fields from here on."""
        while self._at_field():
            start = self.position
            found = _NAMES.match(self.text, start, self.end)
            if found is None:
                self._skip("a field was expected")
                continue
            name = found[1].rstrip()
            if " " in name:
                self._wrong(f'the name of the field "{name[:60]}" has a space in it')
            self.position = found.end()
            if parts := self._value(name):
                yield Field(name, parts, start)
            self._blank()
            if self.position >= self.end or self._at(",") or (not self.closed and self._at_ends()):
                continue
            if _FIELD.match(self.text, self.position, self.end):
                self._wrong(f"a comma is missing after the field {name[:60]}")
            else:
                self._skip(f"after the field {name[:60]} a comma was expected")

    def _at_ends(self) -> bool:
        """Whether only braces are left, in a block that has too few of them: skips them."""
        match = _CLOSING.fullmatch(self.text, self.position, self.end)
        self.position = self.end if match else self.position
        return match is not None

    def _at_field(self) -> bool:
        self._blank()
        while self._at(","):
            self.position += 1
            self._blank()
        return self.position < self.end

    def _value(self, name: str) -> list[str]:
        parts: list[str] = []
        while True:
            self._blank()
            opener = self.text[self.position : self.position + 1] if self.position < self.end else ""
            if opener in _ENDS:
                parts.append(self._delimited(name, opener))
            elif match := _BARE.match(self.text, self.position, self.end):
                parts.append(self._bare(match))
            else:
                self._wrong(f"the field {name} has no value" if not parts else f"nothing follows the # in {name}")
                return parts
            self._blank()
            if not self._at("#"):
                return parts
            self.position += 1

    def _bare(self, match: re.Match[str]) -> str:
        text = match[0].strip()
        if not (text.isascii() and text.isdigit()) and _MACRO.fullmatch(text):
            text = Macro(text)
        elif not text.isdigit():
            self._wrong(f'the value "{text[:60]}" must stand in braces')
        self.position = match.end()
        return text

    def _delimited(self, name: str, opener: str) -> str:
        """The text up to the brace or quote that ends it; or up to the next field, when it seems to swallow that."""
        start = self.position + 1
        stop = self.end
        depth = 0
        ended = swallows = False
        for match in (_ENDS if self.closed else _EARLY_ENDS)[opener].finditer(self.text, start, self.end):
            token = match[0]
            if token == "{":
                depth += 1
            elif token == "}" and depth:
                depth -= 1
            elif token != '"' or not depth:
                stop = match.start()
                ended = token == ("}" if opener == "{" else '"')
                swallows = "\n" in token
                break
        self.position = stop + ended
        if self.closed and not (ended and self._follows()) and (field := self._swallowed(start, stop)):
            self.position = stop = field.start()
            swallows = True
            self.closed = False  # from here on, values end with the line before the next field at the latest
        if swallows:
            self._wrong(f"the value of {name} is not closed before the next field", start)
        elif not ended and self.closed:
            self._wrong(f"the value of {name} is not closed", start)
        return self.text[start:stop]

    def _swallowed(self, start: int, stop: int) -> re.Match[str] | None:
        """A field on its own line inside of a value; it may be what the value's end is taken from."""
        return _SWALLOWED.search(self.text, start, min(stop + 1, self.end))

    def _follows(self) -> bool:
        """Whether what comes next may follow a value."""
        match = _BLANK.match(self.text, self.position, self.end)
        after = match.end() if match else self.position
        return after >= self.end or self.text[after] in ",#" or bool(_FIELD.match(self.text, after, self.end))

    def _at(self, character: str, position: int = -1) -> bool:
        position = self.position if position < 0 else position
        return position < self.end and self.text[position] == character

    def _blank(self) -> None:
        match = _BLANK.match(self.text, self.position, self.end)
        self.position = match.end() if match else self.position

    def _skip(self, reason: str) -> None:
        shown = self.text[self.position : min(self.position + 30, self.end)].partition("\n")[0].strip()
        self._wrong(f'{reason}, found "{shown}"')
        match = _NEXT_FIELD.search(self.text, self.position, self.end)
        self.position = match.end() if match else self.end

    def _wrong(self, reason: str, position: int = -1) -> None:
        self.problems.append(Problem(reason, self.position if position < 0 else position))
