"""Summary of findings: GRADE's table, one for each population and comparison."""

from __future__ import annotations

import json
from typing import Any

from evidencebase.site.base import Base, Row
from evidencebase.site.coded import Coded, coded
from evidencebase.site.forest import interval
from evidencebase.site.selection import EFFECTS, SHOWN_STATUSES

SHOWN, LISTED = 12, 200  # comparisons: as tables, by name
_PICO = ("population", "intervention", "comparator")


async def page(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """Tables for the comparison asked for, or for those with most claims."""
    chosen = {name: arguments.get(name) or "" for name in _PICO}
    every = await base.keep("summary", lambda: _groups(base))
    groups = [group for group in every if all(not term or group[name] == term for name, term in chosen.items())]
    claims = await coded(base)
    for group in groups[:SHOWN]:
        mask = _mask(claims)
        for name in _PICO:
            mask &= claims.having(name, [group[name]])
        found = await base.ask_once("summary_claims", rows=json.dumps(claims.numbers(mask)))
        group["rows"] = [_row(claim) for claim in found]
    return {
        "asked": chosen,
        "groups": groups[:SHOWN],
        "others": groups[SHOWN:LISTED],
        "choices": _choices(every),
    }


async def _groups(base: Base) -> list[Row]:
    """Comparisons and the number of their claims, those with most claims first."""
    claims = await coded(base)
    groups: list[Row] = [
        {**dict(zip(_PICO, terms, strict=True)), "claims": number}
        for *terms, number in claims.groups(_PICO, _mask(claims))
    ]
    ids = sorted({group[name] for group in groups for name in _PICO if group[name]})
    labels = {row["id"]: row["label"] for row in await base.ask("facet_labels", ids=json.dumps(ids))}
    for group in groups:
        group |= {f"{name}_label": labels.get(group[name]) for name in _PICO}
    return sorted(
        groups,
        key=lambda group: (-group["claims"], *(group[f"{name}_label"] or group[name] or "" for name in _PICO)),
    )


def _mask(claims: Coded) -> Any:
    return claims.having("kind", EFFECTS) & claims.having("status", SHOWN_STATUSES)


def _row(claim: Row) -> Row:
    """A claim as a row of the table: studies counted once, participants of the largest report of each."""
    studies: dict[str, int] = {}
    results = []
    for link in claim["evidence"]:
        study = link["study"]
        studies[study] = max(studies.get(study, 0), link["n"] or 0)
        if link["estimate"] is not None:
            results.append(
                {
                    "key": link["key"],
                    "who": f"{link['family'] or link['key']} {link['year'] or ''}".strip(),
                    "measure": link["measure"],
                }
                | {"text": interval(link), "relation": link["relation"]}
            )
    sides = {side: sum(link["relation"] == side for link in claim["evidence"]) for side in ("supports", "disputes")}
    return {
        **{name: value for name, value in claim.items() if name != "evidence"},
        "studies": len(studies),
        "participants": sum(studies.values()),
        "results": results,
        "sides": sides,
    }


def _choices(groups: list[Row]) -> dict[str, list[tuple[str, str]]]:
    return {
        name: sorted({(group[name], group[f"{name}_label"] or group[name]) for group in groups if group[name]})
        for name in _PICO
    }
