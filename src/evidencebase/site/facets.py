"""Facets of claims, works and findings: values in their order, and the many-to-many ones that Datasette lacks.

One class counts them all, from the codes of the rows; SQL counts works alone, once few claims are left.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette.database import QueryInterrupted
from datasette.facets import Facet

from evidencebase.codes import RULES
from evidencebase.schema import DIRECTIONS, GRADES, RECORDS, RELATIONS, STATUSES, SUPPORTS_ARE
from evidencebase.site import evidence_bases, spared, words
from evidencebase.site.base import Base, queries
from evidencebase.site.coded import Coded, coded
from evidencebase.site.selection import selected

WORKS_FROM = 2_000  # works are counted for so many claims or fewer: it takes long, and says little for more
SHOWN = {"claims": 12, "works": 20, "findings": 20}  # values of a facet that has no order of its own


class Spec(NamedTuple):
    """A facet: its name, what people read, the argument that filters by it, its order and its words."""

    name: str
    title: str
    argument: str
    order: tuple[str, ...] = ()
    say: Callable[[str], str | None] = words.words


SPECS = {
    "claims": (
        Spec("evidence_strength", "Strength", "evidence_strength", GRADES, words.STRENGTH.get),
        Spec("documents", "Document", "_document"),
        Spec("relations", "Evidence", "_relation", (*RELATIONS, "uncited"), words.SIDES.get),
        Spec(RULES, "Finding", "_rule", say=words.rule),
        Spec("support", "Support", "support", SUPPORTS_ARE, words.SUPPORT.get),
        Spec("kind", "Kind", "kind"),
        Spec("direction", "Says", "direction", DIRECTIONS, words.DIRECTION.get),
        Spec("status", "Status", "status", STATUSES, words.STATUS.get),
        Spec("topics", "Topic", "_topic"),
        Spec("intervention", "Intervention", "intervention"),
        Spec("outcome", "Outcome", "outcome"),
        Spec("population", "Population", "population"),
        Spec("works", "Work", "_work"),
    ),
    "works": (
        Spec("verdict", "Registries say", "verdict", say=words.VERDICT.get),
        Spec("notice", "Notice", "notice", say=words.NOTICE.get),
        Spec("record", "Record", "record", RECORDS, words.RECORD.get),
        Spec("listed_by", "Listed by", "listed_by"),
        Spec("design", "Design", "design", say=words.DESIGN.get),
        Spec("year", "Year", "year", say=str),
        Spec("container", "Journal or book", "container", say=str),
        Spec("type", "Type of entry", "type", say=str),
    ),
    "findings": (
        Spec("severity", "Severity", "severity", tuple(words.SEVERITY), words.SEVERITY.get),
        Spec("rule", "Rule", "rule", say=words.rule),
        Spec("state", "State", "state"),
        Spec("file", "File", "file", say=str),
    ),
}
_LABELLED = ("documents", "intervention", "outcome", "population", "listed_by")


class Counted(NamedTuple):
    """A value of a facet, what people read instead, and the number of rows."""

    value: str
    label: str | None
    rows: int


class CodedFacets(Facet):  # type: ignore[misc]  # datasette ships no types
    """All facets of claims, works or findings of an evidence base."""

    type = "evidence"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Facets with their counts, and the names of those that took too long."""
        if self.table not in SPECS or not evidence_bases.is_one(self.ds, self.database):
            return [], []
        base, specs = Base(self.ds, self.database), SPECS[self.table]
        try:
            known = await coded(base, self.table)
            mask = await self._mask(base, known)
        except (QueryInterrupted, sqlite3.OperationalError):
            return [], [spec.title for spec in specs]
        counted = {
            spec.name: [Counted(value, None, number) for value, number in known.counts(spec.name, mask).items()]
            for spec in specs
            if spec.name in known
        }
        values = {name: len(found) for name, found in counted.items()}
        lost, number = [], int(mask.sum())
        if self.table == "claims" and number <= WORKS_FROM:
            try:
                rows = await self._works(base, known.numbers(mask))
                counted["works"] = [Counted(row["value"], row["label"], row["claims"]) for row in rows]
                values["works"] = rows[0]["works"] if rows else 0
            except (QueryInterrupted, sqlite3.OperationalError):
                lost.append("Work")
        shown = {spec.name: self._shown(spec, counted[spec.name]) for spec in specs if counted.get(spec.name)}
        labels = await self._labels(base, shown)
        return [
            self._facet(spec, shown[spec.name], values[spec.name], labels, number)
            for spec in specs
            if spec.name in shown
        ], lost

    async def _works(self, base: Base, claims: list[int]) -> list[dict[str, Any]]:
        """The works that bear on most of these claims, and those that are chosen."""
        size = -1 if self.request.args.get("_facet_size") == "max" else SHOWN["claims"]
        chosen = json.dumps(self.request.args.getlist("_work"))
        return await base.ask("facet_works", rows=json.dumps(claims), size=size, chosen=chosen)

    async def _mask(self, base: Base, known: Coded) -> Any:
        """Which rows the page asks for: told from its arguments, else by SQL."""
        mask = spared.mask(self.request)
        if mask is None:
            mask = await selected(base, known, self.table, self.request.args)
        return known.numbered(await self._numbers()) if mask is None else mask

    async def _numbers(self) -> list[int]:
        """Numbers of the rows that Datasette's own filters leave."""
        results = await self.ds.execute(
            self.database,
            f"WITH shown AS ({self.sql})\n{queries()[f'{self.table}_left']}",
            self.params,
            custom_time_limit=self.ds.setting("facet_time_limit_ms"),
        )
        return list(json.loads(results.first()[0] or "[]"))

    async def _labels(self, base: Base, shown: Mapping[str, list[Counted]]) -> dict[str, str]:
        """Names of the terms and documents among the values."""
        ids = {one.value for name in _LABELLED for one in shown.get(name, ())}
        rows = await base.ask_once("facet_labels", ids=json.dumps(sorted(ids)))
        return {row["id"]: row["label"] for row in rows}

    def _shown(self, spec: Spec, counted: list[Counted]) -> list[Counted]:
        """The values that come first, and those that are chosen."""
        chosen = self.request.args.getlist(spec.argument)
        ordered = sorted(counted, key=_by_rank(spec.order) if spec.order else _by_count)
        size = len(ordered) if spec.order or self.request.args.get("_facet_size") == "max" else SHOWN[self.table]
        return [one for position, one in enumerate(ordered) if position < size or one.value in chosen]

    def _facet(
        self, spec: Spec, shown: list[Counted], values: int, labels: Mapping[str, str], number: int
    ) -> dict[str, Any]:
        chosen = self.request.args.getlist(spec.argument)
        results = [
            {
                "value": value,
                "label": label or (labels.get(value) if spec.name in _LABELLED else None) or spec.say(value) or value,
                "count": count,
                "selected": value in chosen,
                "toggle_url": self._toggled(spec.argument, value, value in chosen),
            }
            for value, label, count in shown
        ]
        return {
            "name": spec.name,
            "title": spec.title,
            "type": self.type,
            "hideable": False,
            "toggle_url": None,
            "results": results,
            "truncated": len(results) < values,
            "counted": number,
        }

    def _toggled(self, argument: str, value: str, chosen: bool) -> str:
        pairs = [
            pair
            for pair in parse_qsl(self.request.query_string, keep_blank_values=True)
            if pair[0] != "_next" and not (chosen and pair == (argument, value))
        ]
        if not chosen:
            pairs.append((argument, value))
        path = self.request.path.removesuffix(".json")
        return str(self.ds.urls.path(f"{path}?{urlencode(pairs)}" if pairs else path))


def _by_count(counted: Counted) -> tuple[int, str]:
    return -counted.rows, counted.value


def _by_rank(order: tuple[str, ...]) -> Callable[[Counted], int]:
    return lambda counted: order.index(counted.value) if counted.value in order else len(order)


def ordered(facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facets in the order in which people narrow rows, which Datasette changes."""
    known = [spec.name for specs in SPECS.values() for spec in specs]
    for facet in facets:
        facet.setdefault("title", facet["name"])
    return sorted(facets, key=lambda facet: known.index(facet["name"]) if facet["name"] in known else len(known))
