"""``claims.csv`` and ``evidence.csv`` -> rows of claims and of everything that a claim's list cells hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.patterns import late
from evidencebase.readers import waive
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.evidence import SUPPORTS, Details, Joined, Link
from evidencebase.readers.sheet import Sheet, items
from evidencebase.schema import FACTORS, RELATIONS, UNCONFIRMED, WORDINGS

Rows = Sequence[tuple[object, ...]]
Text = tuple[str, str, str | None]  # id, text and note of a claim
Names = tuple[str, ...]

_WORDINGS = frozenset(WORDINGS)

# a spreadsheet turns a month's name and a number into a date
_A_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)-?[0-9]{1,4}"
)
_MONTH = late(_A_MONTH, re.IGNORECASE)
_WELL_FORMED = late(rf"(?!(?:{_A_MONTH})$)[a-z][a-z_]*+(?:-[a-z_]++)*+-?[0-9]{{1,9}}", re.IGNORECASE)
_FIGURES = str.maketrans("123456789", "0" * 9)
_STEPS = late(r"(\S.*?)(?:\s+([0-9]))?")


class Claims(NamedTuple):
    """Columns of claims, rows of the other tables in the column order of the schema, and what was wrong with cells."""

    claims: dict[str, Sequence[object]]
    texts: list[Text]
    statements: Rows
    evidence: Joined
    factors: Rows
    topics: Rows
    claim_relations: Rows
    waivers: Rows
    findings: list[Finding]


def rows(sheet: Sheet, details: Details) -> Claims:
    """Take a part of ``claims.csv`` in which no id is repeated, and what ``evidence.csv`` tells of it, into rows."""
    cells = _Cells(sheet)
    statements = cells.statements()
    linked = details.join(sheet, cells.links())
    return Claims(
        cells.claims(_documents(statements), _relations(linked), _supporting(linked)),
        list(zip(cells.ids, cells.sheet.column("claim"), cells.sheet.optional("note"), strict=True)),
        statements,
        linked,
        list(cells.factors()),
        cells.topics(),
        list(cells.relations()),
        list(cells.waivers()),
        cells.findings,
    )


OF_IDS = ("claims/malformed-id", "claims/duplicate-id")


class Ids:
    """The ids of claims, over all parts of a file: which of the records to keep.

    Of two records with one id the first is kept and the other is a finding, so that keys in the database are unique.
    """

    def __init__(self) -> None:
        self._first: dict[str, int] = {}  # line, by the id in lower case
        self._spelled: dict[str, str] = {}  # the id, where it is not in upper case: most are, and fill no memory
        self._variants: dict[str, int] = {}  # that differ from one of them in case, or repeat it

    def kept(self, sheet: Sheet) -> tuple[list[bool], list[Finding]]:
        """Which records to keep; findings for malformed and repeated ids."""
        ids, lines, path = sheet.column("id"), sheet.lines, sheet.path
        keep = [True] * len(ids)
        findings: list[Finding] = []
        first, malformed = self._first, _malformed_ids(ids)
        for at, (identifier, folded, line) in enumerate(zip(ids, map(str.casefold, ids), lines, strict=True)):
            if folded not in first:
                if identifier != folded.upper():
                    self._spelled[folded] = identifier
                if identifier not in malformed:
                    first[folded] = line
                    continue
            if identifier in malformed:
                values = {"id": identifier[:60], "reason": _why_malformed(identifier)}
                row = identifier or f"line {line}"
                findings.append(Finding("claims/malformed-id", path, line, row, "id", values))
                keep[at] = bool(identifier)
            other, twin = first.setdefault(folded, line), self._id(folded)
            if other != line:
                other = self._variants.get(identifier, other)
                values = {"id": identifier, "other": twin, "place": f"{path}:{other}"}
                findings.append(Finding("claims/duplicate-id", path, line, identifier, "id", values))
                keep[at] = identifier != twin and identifier not in self._variants
                self._variants.setdefault(identifier, line)
        return keep, findings

    def known(self) -> set[str]:
        """All ids of claims."""
        return {self._id(folded) for folded in self._first if folded} | self._variants.keys()

    def _id(self, folded: str) -> str:
        return self._spelled.get(folded, folded.upper())


class _Cells:
    """The cells of ``claims.csv``, read column by column."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.ids = sheet.column("id")
        self.findings: list[Finding] = []

    def present(self, column: str) -> Iterator[tuple[str, str, int]]:
        """Id, cell and line of the rows whose cell is not empty."""
        cells = self.sheet.columns.get(column, ())
        return compress(zip(self.ids, cells, self.sheet.lines, strict=False), cells)

    def wrong(self, column: str, item: str, claim: str, line: int, problem: str, hint: str) -> None:
        """Report an item of a list cell."""
        self.findings.append(not_allowed(self.sheet, claim, line, f"{column}/{item}", item, problem, hint))

    def claims(
        self, documents: Mapping[str, Names], relations: Mapping[str, Names], supporting: Mapping[str, int]
    ) -> dict[str, Sequence[object]]:
        """Columns of the claims table, but for the file and those that depend on works."""
        sheet, ids = self.sheet, self.ids
        array = cache(_array)  # few different ones, many times
        topics = {cell: array(tuple(items(cell))) for cell in set(sheet.column("topics"))}
        optional = ("kind", "population", "intervention", "comparator", "outcome", "direction", "superseded_by", "note")
        return {
            "id": ids,
            "claim": sheet.column("claim"),
            **{name: sheet.optional(name) for name in optional},
            "evidence_strength": [cell or "ungraded" for cell in sheet.column("evidence_strength")],
            "status": [cell or "active" for cell in sheet.column("status")],
            "topics": [topics[cell] for cell in sheet.column("topics")],
            "documents": [array(documents.get(claim, ())) for claim in ids],
            "relations": [array(relations.get(claim, ("uncited",))) for claim in ids],
            "independent": [supporting.get(claim, 0) for claim in ids],
            "support": [UNCONFIRMED if claim in supporting else None for claim in ids],  # until a registry was asked
            "line": sheet.lines,
        }

    def topics(self) -> list[tuple[str, str]]:
        """Claim and topic."""
        cells = self.sheet.column("topics")
        topics = {cell: tuple(dict.fromkeys(items(cell))) for cell in set(cells)}
        return [(claim, topic) for claim, cell in zip(self.ids, cells, strict=True) for topic in topics[cell]]

    def statements(self) -> list[tuple[str, str, str, str | None]]:
        """Claim, passage, document and wording."""
        found: list[tuple[str, str, str, str | None]] = []
        for claim, cell, line in self.present("stated_in"):
            anchors: list[str] = []
            for item in items(cell):
                anchor, _, wording = item.partition("=")
                anchor, wording = anchor.rstrip(), wording.lstrip()
                if wording not in _WORDINGS:
                    hint = suggestion(wording, WORDINGS) or f"; write one of {', '.join(WORDINGS)} behind ="
                    self.wrong("stated_in", item, claim, line, f"names no strength of wording in '{item[:60]}'", hint)
                if anchor in anchors:
                    self.wrong("stated_in", item, claim, line, f"names '{anchor}' twice", "; keep one")
                    continue
                anchors.append(anchor)
                found.append((claim, anchor, anchor.partition("#")[0], wording or None))
        return found

    def links(self) -> dict[str, list[Link]]:
        """One link for each work in a relation's cell, by relation."""
        return {relation: self._links(relation) for relation in RELATIONS}

    def _links(self, relation: str) -> list[Link]:
        found: list[Link] = []
        supports = relation == SUPPORTS
        for claim, cell, line in self.present(relation):
            if "[" not in cell:
                for work in items(cell):
                    found.append((claim, work, None, work if supports else None, line))
            else:
                for work, locator in self._located(relation, claim, cell, line):
                    found.append((claim, work, locator, work if supports else None, line))
        return found

    def _located(self, relation: str, claim: str, cell: str, line: int) -> list[tuple[str, str | None]]:
        """The works of a cell that says where in them, as in ``snyder2017 [Table 2]``."""
        found: list[tuple[str, str | None]] = []
        for item in items(cell):
            work, opened, rest = item.partition("[")
            locator, closed, behind = rest.partition("]")
            if not work or "]" in work or behind or bool(opened) != bool(closed):
                problem = f"cannot be read: '{item[:60]}'"
                self.wrong(relation, item, claim, line, problem, "; write key or key [locator]")
                found.append((item, None))
            else:
                found.append((work.rstrip(), locator if opened else None))
        return found

    def factors(self) -> Iterator[tuple[object, ...]]:
        """Claim, way, GRADE factor and steps."""
        down = {claim for claim, _, _ in self.present("rated_down")}
        for way in ("down", "up"):
            cells = {cell: _factors(cell, way) for cell in set(self.sheet.column(f"rated_{way}"))}
            for claim, cell, line in self.present(f"rated_{way}"):
                found, wrong = cells[cell]
                for factor, steps in found:
                    yield claim, way, factor, steps
                for item, problem, hint in wrong:
                    self._wrong_factor(f"rated_{way}", item, claim, line, problem, hint)
                if way == "up" and claim in down:
                    problem, hint = "rates up what rated_down rates down", ": GRADE does either"
                    self._wrong_factor("rated_up", cell, claim, line, problem, hint, "warning")

    def _wrong_factor(
        self, column: str, item: str, claim: str, line: int, problem: str, hint: str, severity: str = ""
    ) -> None:
        values = {"column": column, "problem": problem, "suggestion": hint}
        self.findings.append(
            Finding("strength/unknown-factor", self.sheet.path, line, claim, f"{column}/{item}", values, severity)
        )

    def relations(self) -> Iterator[tuple[str, str, str]]:
        """Claim, relation and the other claim."""
        for claim, cell, _ in self.present("contradicts"):
            for other in dict.fromkeys(items(cell)):
                yield claim, "contradicts", other
        for claim, other, _ in self.present("superseded_by"):
            yield claim, "superseded_by", other

    def waivers(self) -> Iterator[tuple[object, ...]]:
        """Rows of the waivers table for the waive cells."""
        for claim, cell, line in self.present("waive"):
            found, wrong = waive.read(cell)
            for item, problem, hint in wrong:
                self.wrong("waive", item, claim, line, problem, hint)
            for rule, reason, until in found:
                yield "", rule, claim, reason, None, until, None, 0, self.sheet.path, line


def _documents(statements: Iterable[tuple[str, str, str, str | None]]) -> dict[str, Names]:
    """The documents that state each claim, in order."""
    found: dict[str, Names] = {}
    for claim, _, document, _ in statements:
        if claim not in found:
            found[claim] = (document,)
        elif document not in found[claim]:
            found[claim] += (document,)
    return found


def _relations(linked: Joined) -> dict[str, Names]:
    """How works bear on each claim, in order: first as told in ``claims.csv`` alone."""
    found: dict[str, Names] = {}
    for relation, links in linked.bare.items():
        for claim in {link[0] for link in links}:
            found[claim] = (*found.get(claim, ()), relation)
    for row in linked.detailed:
        claim, relation = str(row[0]), str(row[2])
        if relation not in found.get(claim, ()):
            found[claim] = (*found.get(claim, ()), relation)
    return found


def _supporting(linked: Joined) -> Counter[str]:
    """How many works support each claim that any supports."""
    links = {link[:2] for link in linked.bare[SUPPORTS]}
    links |= {(str(row[0]), str(row[1])) for row in linked.detailed if row[2] == SUPPORTS}
    return Counter(map(itemgetter(0), links))


def _array(names: Names) -> str:
    return json.dumps(names, ensure_ascii=False)


def _factors(cell: str, way: str) -> tuple[list[tuple[str, int]], list[tuple[str, str, str]]]:
    """The factors of a cell with their steps, and the items that are none with what is wrong and what to do."""
    known = {factor.name: factor.most for factor in FACTORS if factor.way == way}
    found: dict[str, int] = {}
    wrong: list[tuple[str, str, str]] = []
    for item in items(cell):
        match = _STEPS.fullmatch(item)
        name, steps = (match[1], int(match[2] or 1)) if match else (item, 0)
        if name in known and name not in found and 0 < steps <= known[name]:
            found[name] = steps
        else:
            wrong.append((item, *_factor_problem(name, known, name in found)))
    return list(found.items()), wrong


def _factor_problem(name: str, known: Mapping[str, int], repeated: bool) -> tuple[str, str]:
    if repeated:
        return f"names '{name}' twice", "; keep one"
    if name in known:
        return f"gives '{name}' too many steps", f"; at most {known[name]}"
    return f"holds '{name[:60]}', which is no factor", suggestion(name, known) or f"; allowed: {', '.join(known)}"


def _malformed_ids(ids: Sequence[str]) -> set[str]:
    """Those that are not well formed, whatever their figures are: of each shape one is looked at."""
    shapes = "\0".join(ids).translate(_FIGURES).split("\0")
    wrong = {shape for shape in set(shapes) if not _WELL_FORMED.fullmatch(shape)}
    return {identifier for identifier, shape in zip(ids, shapes, strict=False) if shape in wrong} if wrong else wrong


def _why_malformed(identifier: str) -> str:
    if not identifier:
        return "is empty"
    if _MONTH.fullmatch(identifier):
        return "would be turned into a date by a spreadsheet"
    return "is not letters, a dash and digits"
