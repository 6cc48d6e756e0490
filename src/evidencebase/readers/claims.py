"""``claims.csv`` and ``evidence.csv`` -> rows of claims and of everything that a claim's list cells hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.nearest import suggestion
from evidencebase.readers import waive
from evidencebase.readers.cells import not_allowed
from evidencebase.readers.evidence import SUPPORTS, Details, Joined, Link
from evidencebase.readers.sheet import Sheet, items
from evidencebase.schema import FACTORS, RELATIONS, UNCONFIRMED, WORDINGS

Rows = Sequence[tuple[object, ...]]

# a spreadsheet turns a month's name and a number into a date
_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)-?[0-9]{1,4}",
    re.IGNORECASE,
)
_WELL_FORMED = re.compile(
    rf"(?!(?:{_MONTH.pattern})$)[a-z][a-z_]*+(?:-[a-z_]++)*+-?[0-9]{{1,9}}", re.IGNORECASE
).fullmatch
_LINK = re.compile(r"([^\[\]]+?)\s*(?:\[([^\]]*)\])?")
_STEPS = re.compile(r"(\S.*?)(?:\s+([0-9]))?")


class Claims(NamedTuple):
    """Rows by table, in the column order of the schema, and what was wrong with the cells."""

    claims: Rows
    statements: Rows
    evidence: Joined
    factors: Rows
    topics: Rows
    relations: Rows
    waivers: Rows
    keep: list[bool]  # which records of the file became claims
    findings: list[Finding]


def rows(sheet: Sheet, details: Details, ids: Ids) -> Claims:
    """Take a part of ``claims.csv``, and what ``evidence.csv`` tells of its claims, apart into rows.

    Of two rows with one id the first is kept and the other is a finding, so that every key in the database is unique.
    """
    cells = _Cells(sheet, ids)
    statements = cells.statements()
    linked = details.join(cells.ids, cells.links())
    supporting = {link[:2] for link in linked.bare if link[2] == SUPPORTS}
    supporting |= {(str(row[0]), str(row[1])) for row in linked.detailed if row[2] == SUPPORTS}
    relations = [(link[0], link[2]) for link in linked.bare]
    relations += [(str(row[0]), str(row[2])) for row in linked.detailed]
    documents = _distinct((claim, document) for claim, _, document, _ in statements)
    return Claims(
        cells.claims(documents, _distinct(relations), Counter(claim for claim, _ in supporting)),
        statements,
        linked,
        list(cells.factors()),
        [(claim, topic) for claim, cell, _ in cells.present("topics") for topic in dict.fromkeys(items(cell))],
        list(cells.relations()),
        list(cells.waivers()),
        cells.keep,
        cells.findings,
    )


class Ids:
    """The ids of claims, over all parts of a file: which of the records to keep."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int]] = {}  # by the id in lower case
        self._variants: dict[str, int] = {}  # that differ from one of them in case, or repeat it

    def kept(self, sheet: Sheet) -> tuple[list[bool], list[Finding]]:
        """Which records to keep; findings for malformed and repeated ids."""
        ids, lines, path = sheet.column("id"), sheet.lines, sheet.path
        keep = [True] * len(ids)
        findings: list[Finding] = []
        first = self._first
        new = dict(zip(map(str.casefold, ids), zip(ids, lines, strict=True), strict=True))
        if len(new) == len(ids) and first.keys().isdisjoint(new) and all(map(_WELL_FORMED, ids)):
            first |= new
            return keep, findings
        for at, identifier in enumerate(ids):
            line = lines[at]
            if not _WELL_FORMED(identifier):
                values = {"id": identifier[:60], "reason": _malformed(identifier)}
                row = identifier or f"line {line}"
                findings.append(Finding("claims/malformed-id", path, line, row, "id", values))
                keep[at] = bool(identifier)
            twin, other = first.setdefault(identifier.casefold(), (identifier, line))
            if other != line:
                other = self._variants.get(identifier, other)
                values = {"id": identifier, "other": twin, "place": f"{path}:{other}"}
                findings.append(Finding("claims/duplicate-id", path, line, identifier, "id", values))
                keep[at] = identifier != twin and identifier not in self._variants
                self._variants.setdefault(identifier, line)
        return keep, findings

    def known(self) -> list[str]:
        """All ids, in their order."""
        return [identifier for identifier, _ in self._first.values()]


class _Cells:
    """The cells of ``claims.csv``, read column by column."""

    def __init__(self, sheet: Sheet, ids: Ids) -> None:
        self.sheet = sheet
        self.ids = sheet.column("id")
        self.keep, self.findings = ids.kept(sheet)

    def present(self, column: str) -> Iterator[tuple[str, str, int]]:
        """Id, cell and line of the rows whose cell is not empty."""
        cells = self.sheet.columns.get(column, ())
        if not all(self.keep):
            cells = [cell if kept else "" for cell, kept in zip(cells, self.keep, strict=False)]
        return compress(zip(self.ids, cells, self.sheet.lines, strict=False), cells)

    def wrong(self, column: str, item: str, claim: str, line: int, problem: str, hint: str) -> None:
        """Report an item of a list cell."""
        self.findings.append(not_allowed(self.sheet, claim, line, f"{column}/{item}", item, problem, hint))

    def claims(
        self, documents: dict[str, list[str]], relations: dict[str, list[str]], independent: Mapping[str, int]
    ) -> Rows:
        """Rows of the claims table."""
        texts: dict[tuple[str, ...], str] = {(): "[]"}  # few different ones, many times

        def array(names: tuple[str, ...]) -> str:
            if names not in texts:
                texts[names] = json.dumps(names, ensure_ascii=False)
            return texts[names]

        topics = {cell: array(tuple(items(cell))) for cell in set(self.sheet.column("topics"))}
        sheet = self.sheet
        columns: tuple[Iterable[object], ...] = (
            self.ids,
            sheet.column("claim"),
            *(sheet.optional(name) for name in ("kind", "population", "intervention", "comparator", "outcome")),
            sheet.optional("direction"),
            [cell or "ungraded" for cell in sheet.column("evidence_strength")],
            [cell or "active" for cell in sheet.column("status")],
            sheet.optional("superseded_by"),
            [topics[cell] for cell in sheet.column("topics")],
            sheet.optional("note"),
            [array(tuple(documents.get(claim, ()))) for claim in self.ids],
            [array(tuple(relations.get(claim, ("uncited",)))) for claim in self.ids],
            [None] * len(sheet),  # the author of all supporting works, known when the works are read
            [independent.get(claim, 0) for claim in self.ids],
            [UNCONFIRMED if claim in independent else None for claim in self.ids],  # until a registry was asked
            [sheet.path] * len(sheet),
            sheet.lines,
        )
        whole = list(zip(*columns, strict=True))
        return whole if all(self.keep) else [row for row, kept in zip(whole, self.keep, strict=True) if kept]

    def statements(self) -> list[tuple[str, str, str, str | None]]:
        """Claim, passage, document and wording."""
        found: list[tuple[str, str, str, str | None]] = []
        for claim, cell, line in self.present("stated_in"):
            anchors = set()
            for item in items(cell):
                anchor, _, wording = item.partition("=")
                anchor, wording = anchor.rstrip(), wording.lstrip()
                if wording not in WORDINGS:
                    hint = suggestion(wording, WORDINGS) or f"; write one of {', '.join(WORDINGS)} behind ="
                    self.wrong("stated_in", item, claim, line, f"names no strength of wording in '{item[:60]}'", hint)
                if anchor in anchors:
                    self.wrong("stated_in", item, claim, line, f"names '{anchor}' twice", "; keep one")
                    continue
                anchors.add(anchor)
                found.append((claim, anchor, anchor.partition("#")[0], wording or None))
        return found

    def links(self) -> list[Link]:
        """One link for each work in a relation's cell."""
        path = self.sheet.path
        return [
            (claim, work, relation, locator, work if relation == SUPPORTS else None, relation, path, line)
            for relation in RELATIONS
            for claim, cell, line in self.present(relation)
            for work, locator in (self._located(relation, claim, cell, line) if "[" in cell else _bare(cell))
        ]

    def _located(self, relation: str, claim: str, cell: str, line: int) -> Iterator[tuple[str, str | None]]:
        """The works of a cell that says where in them, as in ``snyder2017 [Table 2]``."""
        for item in items(cell):
            match = _LINK.fullmatch(item)
            if not match:
                problem = f"cannot be read: '{item[:60]}'"
                self.wrong(relation, item, claim, line, problem, "; write key or key [locator]")
            yield (match[1], match[2]) if match else (item, None)

    def factors(self) -> Iterator[tuple[object, ...]]:
        """Claim, way, GRADE factor and steps."""
        down = {claim for claim, _, _ in self.present("rated_down")}
        for way in ("down", "up"):
            known = {factor.name: factor.most for factor in FACTORS if factor.way == way}
            for claim, cell, line in self.present(f"rated_{way}"):
                seen: set[str] = set()
                for item in items(cell):
                    match = _STEPS.fullmatch(item)
                    name, steps = (match[1], int(match[2] or 1)) if match else (item, 0)
                    if name in known and name not in seen and 0 < steps <= known[name]:
                        seen.add(name)
                        yield claim, way, name, steps
                    else:
                        problem, hint = _factor_problem(name, known, name in seen)
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


def _bare(cell: str) -> Iterable[tuple[str, None]]:
    """The works of a cell that only names them."""
    if ";" not in cell:
        return ((cell, None),)
    return [(work, None) for work in items(cell)]


def _distinct(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The different second parts by first part, in order."""
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        if one not in found:
            found[one] = [other]
        elif other not in found[one]:
            found[one].append(other)
    return found


def _factor_problem(name: str, known: Mapping[str, int], repeated: bool) -> tuple[str, str]:
    if repeated:
        return f"names '{name}' twice", "; keep one"
    if name in known:
        return f"gives '{name}' too many steps", f"; at most {known[name]}"
    return f"holds '{name[:60]}', which is no factor", suggestion(name, known) or f"; allowed: {', '.join(known)}"


def _malformed(identifier: str) -> str:
    if not identifier:
        return "is empty"
    if _MONTH.fullmatch(identifier):
        return "would be turned into a date by a spreadsheet"
    return "is not letters, a dash and digits"
