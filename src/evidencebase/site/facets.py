"""Facets of the claims: strength from high to very low, and the many-to-many ones that Datasette lacks.

One class counts them all, from the codes of the claims. Works alone are counted by SQL, once few claims are left.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette.database import QueryInterrupted
from datasette.facets import Facet

from evidencebase.schema import DIRECTIONS, GRADES, RELATIONS, STATUSES, SUPPORTS_ARE
from evidencebase.site import evidence_bases, words
from evidencebase.site.base import Base, queries
from evidencebase.site.coded import coded
from evidencebase.site.selection import selected

WORKS_FROM = 2_000  # works are counted for so many claims or fewer: it takes long, and says little for more
SHOWN = 12  # values of a facet that has no order of its own


class Spec(NamedTuple):
    """A facet: its name, what people read, the argument that filters by it, its order and its words."""

    name: str
    title: str
    argument: str
    order: tuple[str, ...] = ()
    words: Mapping[str, str] = {}


SPECS = (
    Spec("evidence_strength", "Strength", "evidence_strength", GRADES, words.STRENGTH),
    Spec("documents", "Document", "_document"),
    Spec("relations", "Evidence", "_relation", (*RELATIONS, "uncited"), words.SIDES),
    Spec("findings", "Finding", "_rule"),
    Spec("support", "Support", "support", SUPPORTS_ARE, words.SUPPORT),
    Spec("kind", "Kind", "kind"),
    Spec("direction", "Says", "direction", DIRECTIONS, words.DIRECTION),
    Spec("status", "Status", "status", STATUSES, words.STATUS),
    Spec("topics", "Topic", "_topic"),
    Spec("intervention", "Intervention", "intervention"),
    Spec("outcome", "Outcome", "outcome"),
    Spec("population", "Population", "population"),
    Spec("works", "Work", "_work"),
)
TITLES = {  # of the facets that Datasette counts
    "verdict": "Registries say",
    "notice": "Notice",
    "record": "Record",
    "severity": "Severity",
    "rule": "Rule",
    "state": "State",
    "listed_by": "Listed by",
    "design": "Design",
    "year": "Year",
    "container": "Journal or book",
    "type": "Type of entry",
    "file": "File",
}
LABELS: dict[str, Any] = {
    "record": words.RECORD,
    "verdict": words.VERDICT,
    "notice": words.NOTICE,
    "severity": words.SEVERITY,
    "design": words.DESIGN,
}
_LABELLED = ("documents", "intervention", "outcome", "population")


class Counted(NamedTuple):
    """A value of a facet, what people read instead, and the number of claims."""

    value: str
    label: str | None
    claims: int


class ClaimFacets(Facet):  # type: ignore[misc]  # datasette ships no types
    """All facets of the claims table of an evidence base."""

    type = "evidence"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Facets with their counts, and the names of those that took too long."""
        if self.table != "claims" or not evidence_bases.is_one(self.ds, self.database):
            return [], []
        base = Base(self.ds, self.database)
        try:
            claims = await coded(base)
            mask = await selected(base, claims, self.request.args)
            if mask is None:
                mask = claims.numbered(await self._numbers())
        except (QueryInterrupted, sqlite3.OperationalError):
            return [], [spec.title for spec in SPECS]
        counted = {
            spec.name: [Counted(value, None, number) for value, number in claims.counts(spec.name, mask).items()]
            for spec in SPECS
            if spec.name in claims
        }
        lost, number = [], int(mask.sum())
        if number <= WORKS_FROM:
            try:
                rows = await base.ask("facet_works", rows=json.dumps(claims.numbers(mask)))
                counted["works"] = [Counted(row["value"], row["label"], row["claims"]) for row in rows]
            except (QueryInterrupted, sqlite3.OperationalError):
                lost.append("Work")
        shown = {spec.name: self._shown(spec, counted[spec.name]) for spec in SPECS if counted.get(spec.name)}
        labels = await self._labels(base, shown)
        return [
            self._facet(spec, shown[spec.name], len(counted[spec.name]), labels, number)
            for spec in SPECS
            if spec.name in shown
        ], lost

    async def _numbers(self) -> list[int]:
        """Row numbers of the claims that Datasette's own filters leave."""
        results = await self.ds.execute(
            self.database,
            f"WITH shown AS ({self.sql})\n{queries()['facet_numbers']}",
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
        size = len(ordered) if spec.order or self.request.args.get("_facet_size") == "max" else SHOWN
        return [one for position, one in enumerate(ordered) if position < size or one.value in chosen]

    def _facet(
        self, spec: Spec, shown: list[Counted], values: int, labels: Mapping[str, str], claims: int
    ) -> dict[str, Any]:
        chosen = self.request.args.getlist(spec.argument)
        results = [
            {
                "value": value,
                "label": spec.words.get(value)
                or label
                or (labels.get(value) if spec.name in _LABELLED else None)
                or (words.rule if spec.name == "findings" else words.words)(value),
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
            "claims": claims,
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
    return -counted.claims, counted.value


def _by_rank(order: tuple[str, ...]) -> Callable[[Counted], int]:
    return lambda counted: order.index(counted.value) if counted.value in order else len(order)


def ordered(facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facets in the order in which people narrow claims, which Datasette changes."""
    known = [*(spec.name for spec in SPECS), *TITLES]
    for facet in facets:
        facet.setdefault("title", TITLES.get(facet["name"], facet["name"]))
        for value in facet["results"]:
            if facet["name"] == "rule":
                value["label"] = words.rule(str(value["label"]))
            value["label"] = LABELS.get(facet["name"], {}).get(value["label"], value["label"])
    return sorted(facets, key=lambda facet: known.index(facet["name"]) if facet["name"] in known else len(known))
