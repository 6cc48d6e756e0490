"""Summary of findings: GRADE's table, one for each population and comparison."""

from __future__ import annotations

from typing import Any

from evidencebase.site.base import Base, Row
from evidencebase.site.forest import interval

SHOWN = 12  # tables on a page


async def page(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """Tables for the comparison asked for, or for those with most claims."""
    chosen = {name: arguments.get(name) or "" for name in ("population", "intervention", "comparator")}
    groups = await base.ask_once("summary_groups", **chosen)
    every = await base.ask_once("summary_groups", population="", intervention="", comparator="")
    for group in groups[:SHOWN]:
        claims = await base.ask_once(
            "summary_claims", **{name: group[name] for name in ("population", "intervention", "comparator")}
        )
        group["rows"] = [_row(claim) for claim in claims]
    return {
        "asked": chosen,
        "groups": groups[:SHOWN],
        "others": groups[SHOWN:],
        "choices": _choices(every),
    }


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
        for name in ("population", "intervention", "comparator")
    }
