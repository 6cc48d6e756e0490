"""Facets of the claims: strength from high to very low, and the many-to-many ones that Datasette lacks.

One class counts them all. Answers about an immutable database are kept, so that the pages that many people ask for
are counted once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from datasette.database import QueryInterrupted
from datasette.facets import Facet

from evidencebase.schema import DIRECTIONS, GRADES, RELATIONS, STATUSES, SUPPORTS_ARE
from evidencebase.site import evidence_bases, words
from evidencebase.site.base import queries

KEPT = 300  # answers a database


class Spec(NamedTuple):
    """A facet: its name, what people read, the argument that filters by it, its order and its words."""

    name: str
    title: str
    argument: str
    order: tuple[str, ...] = ()
    words: Mapping[str, str] = {}


SPECS = (
    Spec("evidence_strength", "Strength", "evidence_strength", GRADES, words.STRENGTH),
    Spec("documents", "Document", "documents__arraycontains"),
    Spec("relations", "Evidence", "relations__arraycontains", (*RELATIONS, "uncited"), words.SIDES),
    Spec("findings", "Finding", "_rule"),
    Spec("support", "Support", "support", SUPPORTS_ARE, words.SUPPORT),
    Spec("kind", "Kind", "kind"),
    Spec("direction", "Says", "direction", DIRECTIONS, words.DIRECTION),
    Spec("status", "Status", "status", STATUSES, words.STATUS),
    Spec("topics", "Topic", "topics__arraycontains"),
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
_QUERIES = ("facet_columns", "facet_documents", "facet_relations", "facet_topics", "facet_findings", "facet_works")
_kept: WeakKeyDictionary[Any, dict[str, list[tuple[str, str, str | None, int]]]] = WeakKeyDictionary()


class ClaimFacets(Facet):  # type: ignore[misc]  # datasette ships no types
    """All facets of the claims table of an evidence base."""

    type = "evidence"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Facets with their counts, and the names of those that took too long."""
        if self.table != "claims" or not evidence_bases.is_one(self.ds, self.database):
            return [], []
        counted: dict[str, list[tuple[str, str | None, int]]] = {}
        lost: list[str] = []
        for query in _QUERIES:
            try:
                for facet, value, label, count in await self._counts(query):
                    counted.setdefault(facet, []).append((value, label, count))
            except (QueryInterrupted, sqlite3.OperationalError):
                lost.append(query.removeprefix("facet_"))
        made = [self._facet(spec, counted[spec.name]) for spec in SPECS if counted.get(spec.name)]
        return made, lost

    async def _counts(self, query: str) -> list[tuple[str, str, str | None, int]]:
        database = self.ds.get_database(self.database)
        kept = _kept.setdefault(database, {})
        key = json.dumps([query, self.sql, dict(self.params)], default=str)
        if key in kept:
            return kept[key]
        results = await self.ds.execute(
            self.database,
            f"WITH shown AS ({self.sql})\n{queries()[query]}",
            self.params,
            truncate=False,
            custom_time_limit=self.ds.setting("facet_time_limit_ms"),
        )
        rows = [tuple(row) for row in results.rows]
        if not database.is_mutable and len(kept) < KEPT:
            kept[key] = rows
        return rows

    def _facet(self, spec: Spec, counted: list[tuple[str, str | None, int]]) -> dict[str, Any]:
        chosen = self.request.args.getlist(spec.argument)
        ordered = sorted(counted, key=_by_rank(spec.order) if spec.order else _by_count)
        size = len(ordered) if spec.order or self.request.args.get("_facet_size") == "max" else 12
        results = [
            {
                "value": value,
                "label": spec.words.get(value)
                or label
                or (words.rule if spec.name == "findings" else words.words)(value),
                "count": count,
                "selected": value in chosen,
                "toggle_url": self._toggled(spec.argument, value, value in chosen),
            }
            for position, (value, label, count) in enumerate(ordered)
            if position < size or value in chosen
        ]
        return {
            "name": spec.name,
            "title": spec.title,
            "type": self.type,
            "hideable": False,
            "toggle_url": None,
            "results": results,
            "truncated": len(results) < len(ordered),
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


def _by_count(counted: tuple[str, str | None, int]) -> tuple[int, str]:
    return -counted[2], counted[0]


def _by_rank(order: tuple[str, ...]) -> Callable[[tuple[str, str | None, int]], int]:
    return lambda counted: order.index(counted[0]) if counted[0] in order else len(order)


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
