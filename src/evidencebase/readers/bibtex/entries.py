"""One file -> its entries. A regular entry is read by one search, the others field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.patterns import late
from evidencebase.readers.bibtex import blocks, foreign
from evidencebase.readers.bibtex.decoding import decode
from evidencebase.readers.bibtex.entry import Entry
from evidencebase.readers.bibtex.grammar import (
    FIELD_OR_END,
    HEAD,
    IN_BRACES,
    LINE_OR_END,
    MONTHS,
    NOT_ENTRIES,
    PAIRS,
    PART,
    START,
    STRING,
)
from evidencebase.readers.bibtex.layout import Alike
from evidencebase.readers.bibtex.tolerant import Block, Field, Macro
from evidencebase.readers.bibtex.xdata import MARK

_ODD_IN_KEY = late(r'[\s"{}\\#%~]')
_STRAY = late(r"(?m)^[ \t,})\"]*+([A-Za-z][\w:+.-]*+[ \t]*+=[ \t]*+[{\"].*)")
_LONGEST = 20_000  # characters that macros may add to a value; BibTeX takes no more
EXPLODES = "the macros in {} make it longer than BibTeX takes; their names were kept"
_TOLD = 5  # so many problems of one entry are reported

_Found = list[tuple[str, str, str, str, str, str, str]]  # what ``FIELD_OR_END`` finds


class Pending(NamedTuple):
    """A value with a macro that its own file did not define before; to be completed in ``target[name]``."""

    target: dict[str, str]
    name: str
    parts: list[str]
    key: str
    line: int


class _Lower(dict[str, str]):
    """Names in lower case, each made once."""

    def __missing__(self, name: str) -> str:
        self[name] = lower = name.lower()
        return lower


class Source:
    """One file: what it says as far as that is clear without the other files, and what is wrong with it."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self.macros = dict(MONTHS)
        self.pending: list[Pending] = []
        self.needed: dict[str, str | None] = {}  # macros of other files
        self.seen = 0
        self.doubtful: set[tuple[int, str]] = set()
        self.self_contained = True
        self.text, problem, line = decode(data)
        if problem:
            self.findings.append(Finding("files/unreadable-file", file, line, file, values={"reason": problem}))
        self._comments = blocks.Comments(self.text)
        self._lower = _Lower()
        self._alike = Alike(self._macro)
        self._line = 1
        self._counted = 0
        self._near, self._near_line = 0, 1
        self._read()
        if not self.seen and (other := foreign.kind(self.text)):
            self.findings.append(Finding("files/unreadable-file", file, 1, file, values={"reason": other}))
        self.marked = MARK in self.text
        self.text = self._comments.text = ""  # no longer needed, and the largest part of the memory
        if problem:  # whatever is not ASCII may be wrong
            self.doubtful.update((e.line, e.key) for e in self.entries if not "".join(e.fields.values()).isascii())

    def doubt(self, rule: str, key: str, line: int, values: Mapping[str, str], at: int = 0, field: str = "") -> None:
        """Report something about the entry that begins at ``line``, at another line if ``at`` is given."""
        self.doubtful.add((line, key))
        self.findings.append(Finding(rule, self.file, at or line, key, field, values))

    def _read(self) -> None:
        text = self.text
        stop = 0
        start = self._outside(0)
        while start >= 0:
            self._line += text.count("\n", self._counted, start)
            self._counted = start
            if stop <= start:
                stop = blocks.next_header(text, start)
            if (head := HEAD.match(text, start, stop)) and self._regular(head, stop):
                start = stop if stop < len(text) else -1
            elif opening := START.match(text, start):
                start = self._outside(self._irregular(opening))
            else:
                start = self._outside(start + 1)

    def _outside(self, position: int) -> int:
        """Skip text between blocks; where the next block begins, or -1. Fields that stand there are reported."""
        match = blocks.next_start(self.text, position)
        stop = match.start() if match else len(self.text)
        if self.text.find("=", position, stop) >= 0 and (stray := _STRAY.search(self.text[position:stop])):
            self._stray(position, stop, stray)
        return stop if match else -1

    def _stray(self, position: int, stop: int, stray: re.Match[str]) -> None:
        """Fields behind an entry that was closed too early belong to it; others may be an entry without beginning."""
        key, line = "", self._line_at(position + stray.start(1))
        reason = f'"{stray[1][:40]}" stands outside of any entry: is its @type{{ missing?'
        before = stray.string[: stray.start(1)].strip()
        if self.entries and (not before or before[0] in ',})"'):
            key, _, fields, _, _ = self.entries[-1]
            for name, parts, _ in Block(self.text, position, stop, False).fields():
                if name.lower() not in fields:
                    fields[name.lower()] = self._value(parts, fields, name.lower(), key)
            reason = f'"{stray[1][:40]}" stands behind the end of the entry: a }} too many, or a {{ missing, before it?'
        else:
            self.seen += 1
        self.doubt("works/broken-entry", key, self.entries[-1].line if key else line, {"reason": reason}, line)

    def _line_at(self, position: int) -> int:
        """The line of a position in the present block; positions that ascend are counted on from the one before."""
        if not self._counted <= self._near <= position:
            self._near, self._near_line = self._counted, self._line
        self._near_line += self.text.count("\n", self._near, position)
        self._near = position
        return self._near_line

    def _regular(self, head: re.Match[str], stop: int) -> bool:
        """Read an entry if it is regular and nothing else stands before ``stop``; tell whether it is."""
        name, opening, key = head.groups()
        kind = self._lower[name]
        if kind in NOT_ENTRIES:
            return False
        read = self._alike.fields(self.text, opening, head.end(), stop) or self._by_grammar(head, stop)
        if read is None:
            return False
        fields, values = read
        if "  " in values or "\n" in values or values[:1] == " " or values[-1:] == " ":
            for name, value in fields.items():
                fields[name] = normal(value)
        self.seen += 1
        self.entries.append(tuple.__new__(Entry, (key, kind, fields, self.file, self._line)))  # Entry(...), but faster
        return True

    def _by_grammar(self, head: re.Match[str], stop: int) -> tuple[dict[str, str], str] | None:
        """The fields of an entry, and their values joined by spaces; nothing if it is not regular."""
        _, opening, key = head.groups()
        lower = self._lower
        found: _Found = LINE_OR_END.findall(self.text, head.end(), stop)
        fields = {lower[name]: line or braced or quoted for _, name, line, braced, quoted, _, _ in found}
        values = " ".join(fields.values())
        braces = "{" in values or "}" in values
        if braces and not all(map(IN_BRACES.fullmatch, [f[2] for f in found if "{" in f[2] or "}" in f[2]])):
            found = FIELD_OR_END.findall(self.text, head.end(), stop)
            fields = {lower[name]: braced or quoted for _, name, _, braced, quoted, _, _ in found}
            values = " ".join(fields.values())
        if len(fields) != len(found) or opening + found[-1][6] not in PAIRS:
            return None  # a field is repeated, or what stands there is not regular
        del fields[""]
        if "" in fields.values():
            for _, written, _, _, _, other, _ in found:
                if other:
                    name = lower[written]
                    fields[name] = self._macro(other) or self._value(_parts(other), fields, name, key)
            values = " ".join(fields.values())
        self._alike.learn(self.text, opening, head.end(), stop)
        return fields, values

    def _macro(self, bare: str) -> str:
        """The text of a number or a macro that is known, or nothing."""
        return bare if bare.isdigit() else normal(self.macros.get(self._lower[bare], ""))

    def _value(self, parts: list[str], target: dict[str, str], name: str, key: str) -> str:
        """The text of a value; with a macro that is not known yet, it is completed when all files are read."""
        if any(isinstance(part, Macro) and part.lower() not in self.macros for part in parts):
            self.pending.append(Pending(target, name, parts, key, self._line))
        if explodes(parts, self.macros):
            self.doubt("works/broken-entry", key, self._line, {"reason": EXPLODES.format(name)})
        return normal(join(parts, self.macros))

    def _irregular(self, match: re.Match[str]) -> int:
        """Read any other block, say what is wrong with it, and return where it ends."""
        text = self.text
        kind = match[1].lower()
        opening = match.end() - 1
        if kind == "comment":
            return self._comments.end(opening)
        if kind == "string" and (string := STRING.match(text, match.start())) and string[1] + string[4] in PAIRS:
            self._define([Field(string[2], _parts(string[3]), 0)])
            return string.end()
        found = blocks.end(text, opening)
        if found.inside and not _is_clean(Block(text, opening + 1, found.position, True)):
            found = blocks.End(found.inside[0], False)
        head = HEAD.match(text, match.start(), found.position)
        if head and found.closed and not found.inside and self._regular(head, found.position):
            return found.position
        block = Block(text, opening + 1, found.position, found.closed)
        key = ""
        if kind == "string":
            self._define(list(block.fields()))
        elif kind != "preamble":
            key = self._entry(kind, block)
        problems = [(self._line_at(position), reason) for reason, position in block.problems]
        if not found.closed:
            closing = "}" if text[opening] == "{" else ")"
            where = f"line {self._line_at(found.position)}" if found.position < len(text) else "the end of the file"
            problems.insert(0, (self._line, f"the @{match[1]} is not closed before {where}; add the missing {closing}"))
        quoted = []
        for inside in found.inside:
            header = text[inside : inside + 60].partition("\n")[0]
            quoted.append((self._line_at(inside), f'"{header}" stands inside this entry; is a }} missing before it?'))
        for at, reason in [*problems[:_TOLD], *quoted]:
            self.doubt("works/broken-entry", key, self._line, {"reason": reason}, at)
        return found.position

    def _define(self, fields: list[Field]) -> None:
        for name, parts, _ in fields:
            before = len(self.pending)
            self._value(parts, self.macros, name.lower(), "")
            if len(self.pending) == before:
                self.macros[name.lower()] = join(parts, self.macros)
            else:  # whoever uses it has to wait as well
                self.macros.pop(name.lower(), None)

    def _entry(self, kind: str, block: Block) -> str:
        self.seen += 1
        key, found = block.entry()
        fields: dict[str, str] = {}
        line = self._line
        given, key = key, key or f"{self.file}:{line}"  # so that what it holds is checked like the others
        for name, parts, position in found:
            lower = name.lower()
            if lower in fields:
                self.doubt("works/duplicate-field", key, line, {}, self._line_at(position), lower)
            else:
                fields[lower] = self._value(parts, fields, lower, key)
        if not given:
            self.doubt(
                "works/missing-key", key if fields else "", line, {"type": kind, "title": fields.get("title", "")}
            )
            if not fields:
                return ""
        elif odd := _ODD_IN_KEY.search(key):
            character = "a space" if odd[0].isspace() else odd[0]
            reason = f"the key has {character} in it, which BibTeX or LaTeX refuse"
            self.doubt("works/broken-entry", key, line, {"reason": reason})
        self.entries.append(Entry(key, kind, fields, self.file, line))
        return key


def _is_clean(block: Block) -> bool:
    """Whether an entry in which others seem to begin is right, and only quotes them."""
    _, fields = block.entry()
    return not block.problems and len({field.name.lower() for field in fields}) == len(fields)


def join(parts: list[str], macros: Mapping[str, str]) -> str:
    """The text of a value: macros replaced, unknown ones by their name."""
    if explodes(parts, macros):
        return "".join(parts)
    return "".join([macros.get(part.lower(), part) if isinstance(part, Macro) else part for part in parts])


def explodes(parts: list[str], macros: Mapping[str, str]) -> bool:
    """Whether the macros of a value make it too long: thirty that double one another would fill the memory."""
    return sum([len(macros.get(part.lower(), "")) for part in parts if isinstance(part, Macro)]) > _LONGEST


def normal(value: str) -> str:
    """A value with every run of spaces and newlines as one space: how a file is wrapped means nothing."""
    if "\n" in value:
        value = " ".join([line.strip(" ") for line in value.split("\n")])
    value = value.strip(" ")
    while "  " in value:
        value = value.replace("  ", " ")
    return value


def _parts(several: str) -> list[str]:
    """The parts of a regular value."""
    return [
        (bare if bare.isdigit() else Macro(bare)) if bare else text or quoted
        for text, quoted, bare in PART.findall(several)
    ]
