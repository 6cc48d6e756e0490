"""The evidence map: interventions by outcomes; what is claimed, what is supported, what is contested."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from datasette.utils.asgi import BadRequest

from evidencebase.schema import IMPORTANCES, KINDS, STRENGTHS
from evidencebase.site import selection
from evidencebase.site.base import Base, Row
from evidencebase.site.coded import Coded, coded

LAYERS = {
    "": "what is claimed",
    "supported": "supported",
    "unsupported": "claimed, unsupported",
    "contested": "contested or disputed",
}
GROUPS = {"effects": ("effect", "harm"), "all": ()}
COLUMNS, ROWS = 16, 40  # shown unless all are asked for
LISTED = 5_000  # claims below a map
POPULATIONS = 200  # to choose among


class Asked(NamedTuple):
    """The filters of a map."""

    kinds: str
    layer: str
    population: str
    document: str
    broad: bool
    whole: bool

    def kind_names(self) -> tuple[str, ...]:
        """The kinds of claims that are meant; none: all."""
        return GROUPS.get(self.kinds, (self.kinds,))


def asked(arguments: Any) -> Asked:
    """The filters in an address; raises ``BadRequest`` for a value that there is not."""
    kinds, layer = arguments.get("kinds") or "effects", arguments.get("layer") or ""
    if kinds not in {*GROUPS, *(kind.name for kind in KINDS)}:
        raise BadRequest("kinds is effects, all, or a kind of claim")
    if layer not in LAYERS:
        raise BadRequest(f"layer is one of {', '.join(filter(None, LAYERS))}")
    detail = arguments.get("detail") or "broad"
    if detail not in ("broad", "fine"):
        raise BadRequest("detail is broad or fine")
    population, document = arguments.get("population") or "", arguments.get("document") or ""
    return Asked(kinds, layer, population, document, detail == "broad", bool(arguments.get("whole")))


async def page(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """The map and what it can be filtered by."""
    return await _shown(base, asked(arguments))


async def _shown(base: Base, wanted: Asked) -> dict[str, Any]:
    return {
        **await table(base, wanted),
        "asked": wanted._asdict(),
        "layers": LAYERS,
        "kinds": [*GROUPS, *(kind.name for kind in KINDS)],
        "populations": await _populations(base),
        "documents": await base.ask_once("map_documents"),
    }


async def _populations(base: Base) -> list[Row]:
    """Populations that claims are about, by name."""
    claims = await coded(base)
    counts = claims.counts("population", claims.all)
    terms = await base.ask_once("map_terms", ids=json.dumps(sorted(counts)))
    named = [{"id": term["id"], "label": term["label"], "claims": counts[term["id"]]} for term in terms]
    return sorted(named, key=lambda population: str(population["label"]))[:POPULATIONS]


async def file_page(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """The map with the claims of its cells, for one file that needs no server."""
    return await with_claims(base, arguments, LISTED)


async def with_claims(base: Base, arguments: Any, most: int = -1) -> dict[str, Any]:
    """The whole map, and by cell the claims that it counts, at most so many."""
    wanted = asked(arguments)._replace(whole=True)
    claims = await coded(base)
    mask = await _mask(base, claims, wanted)
    mask &= ~(claims.having("intervention", [None]) | claims.having("outcome", [None]))
    meant = claims.numbers(mask) if most < 0 else claims.first(mask, most)
    asked_ = {"rows": json.dumps(meant), "broad": int(wanted.broad)}
    cells: dict[str, list[Row]] = {}
    for claim in await base.keep(f"map claims {wanted} {most}", lambda: base.ask("map_claims", **asked_)):
        cells.setdefault(f"{claim['intervention']}|{claim['outcome']}", []).append(claim)
    return {**await _shown(base, wanted), "claims": cells}


async def small(base: Base) -> dict[str, Any]:
    """The few interventions and outcomes with most claims, for the start page."""
    made = await table(base, Asked("effects", "", "", "", True, False), columns=8, rows=6)
    shown = {name: made[name] for name in ("interventions", "rows", "hidden")}
    return {**shown, "statuses": ",".join(selection.SHOWN_STATUSES)}


async def table(base: Base, wanted: Asked, columns: int = COLUMNS, rows: int = ROWS) -> dict[str, Any]:
    """Columns, rows by importance of the outcome, and a cell for each pair with claims."""
    (made,) = await base.keep(f"map {wanted} {columns} {rows}", lambda: _table(base, wanted, columns, rows))
    return made


async def _table(base: Base, wanted: Asked, columns: int, rows: int) -> list[Row]:
    meant = wanted._replace(whole=False)
    found = await base.keep(f"map counts {meant}", lambda: _found(base, meant))
    cells: dict[tuple[str, str], Row] = {}
    by_column: dict[str, int] = {}
    by_row: dict[str, int] = {}
    for row in found:
        pair = row["intervention"], row["outcome"]
        _add(cells.setdefault(pair, _cell(*pair)), row)
        by_column[pair[0]] = by_column.get(pair[0], 0) + row["claims"]
        by_row[pair[1]] = by_row.get(pair[1], 0) + row["claims"]
    terms = {
        term["id"]: term for term in await base.ask_once("map_terms", ids=json.dumps(sorted({*by_column, *by_row})))
    }
    chosen_columns = sorted(by_column, key=lambda name: (-by_column[name], name))
    chosen_rows = sorted(by_row, key=lambda name: (-by_row[name], name))
    hidden = {"interventions": 0, "outcomes": 0}
    if not wanted.whole:
        hidden = {
            "interventions": max(0, len(chosen_columns) - columns),
            "outcomes": max(0, len(chosen_rows) - rows),
        }
        chosen_columns, chosen_rows = chosen_columns[:columns], chosen_rows[:rows]
    chosen_rows.sort(key=lambda name: (_importance(terms.get(name)), -by_row[name], name))
    made = {
        "interventions": [{"id": name, "label": _label(terms, name)} for name in chosen_columns],
        "rows": [
            {
                "id": name,
                "label": _label(terms, name),
                "importance": (terms.get(name) or {}).get("importance"),
                "importance_rank": _importance(terms.get(name)),
                "cells": [cells.get((column, name)) for column in chosen_columns],
            }
            for name in chosen_rows
        ],
        "claims_counted": sum(row["claims"] for row in found),
        "hidden": hidden,
    }
    return [made]


async def _found(base: Base, wanted: Asked) -> list[Row]:
    """Numbers of claims by intervention, outcome, direction and strength."""
    claims = await coded(base)
    mask = await _mask(base, claims, wanted)
    tops = {row["id"]: row["top"] for row in await base.ask_once("terms_top")} if wanted.broad else {}
    columns = ("intervention", "outcome", "direction", "evidence_strength")
    layers = [selection.layer(claims, "supported"), selection.layer(claims, "contested")]
    names = (*columns, "claims", "supported", "contested")
    rows = claims.groups(columns, mask, layers, tops)
    return [dict(zip(names, row, strict=True)) for row in rows if row[0] and row[1]]


async def _mask(base: Base, claims: Coded, wanted: Asked) -> Any:
    """Which claims the map counts."""
    mask = claims.having("status", selection.SHOWN_STATUSES) & selection.layer(claims, wanted.layer)
    if wanted.kind_names():
        mask &= claims.having("kind", wanted.kind_names())
    if wanted.population:
        mask &= claims.having("population", await selection.under(base, wanted.population))
    if wanted.document:
        mask &= claims.having("documents", [wanted.document])
    return mask


def _cell(intervention: str, outcome: str) -> Row:
    return {
        "intervention": intervention,
        "outcome": outcome,
        "claims": 0,
        "supported": 0,
        "contested": 0,
        "strengths": {},
        "directions": {},
        "best": None,
    }


def _add(cell: Row, row: Row) -> None:
    for name in ("claims", "supported", "contested"):
        cell[name] += row[name] or 0
    for name, value in (("strengths", row["evidence_strength"]), ("directions", row["direction"])):
        if value:
            cell[name][value] = cell[name].get(value, 0) + row["claims"]
    graded = [level for level in STRENGTHS if level in cell["strengths"]]
    cell["best"] = graded[0] if graded else None


def _importance(term: Row | None) -> int:
    importance = (term or {}).get("importance")
    return IMPORTANCES.index(importance) if importance in IMPORTANCES else len(IMPORTANCES)


def _label(terms: dict[str, Row], name: str) -> str:
    return str((terms.get(name) or {}).get("label") or name)
