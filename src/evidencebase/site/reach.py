"""Retraction reach: if this work fell, which claims, documents and passages would lose support?"""

from __future__ import annotations

import json
from typing import Any

from evidencebase.schema import TAKEN_BACK
from evidencebase.site import citations
from evidencebase.site.base import Base, Row

SHOWN = 100
AT_ONCE = 25  # works in one statement: of a million claims, more would take longer than Datasette lets it


async def choose(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """Works on which claims rest, those on which claims rest alone first."""
    words = (arguments.get("q") or "")[:100]
    return {"q": words, "works": await base.keep(f"reach {words}", lambda: _works(base, words))}


async def _works(base: Base, words: str) -> list[Row]:
    """Of the works that support most claims, those on which most claims rest alone."""
    works = await base.ask("reach_works", q=words)
    for at in range(0, len(works), AT_ONCE):
        some = works[at : at + AT_ONCE]
        numbers = await _numbers(base, [work["key"] for work in some])
        for work in some:
            work.update(numbers[work["key"]])
    return sorted(works, key=lambda work: (-work["alone"], -work["supports"], work["key"]))[:SHOWN]


async def _numbers(base: Base, keys: list[str]) -> dict[str, Row]:
    """By first record of a work: how many claims it supports, and how many of them rest on it alone."""
    rows = await base.ask("reach_numbers", keys=json.dumps(keys))
    return {row.pop("key"): row for row in rows}


async def page(base: Base, given: Any, _: Any) -> dict[str, Any] | None:
    """The reach of one work, with the other records of the same work."""
    work = await base.one("work", key=given["work"])
    if work is None:
        return None
    first = work["same_as"] or work["key"]
    records = await base.ask("reach_same", first=first)
    claims = await base.ask("reach_claims", first=first)
    others = await base.ask("reach_others", first=first)
    fallen = [claim for claim in claims if not claim["left_over"]]
    passages = sorted({passage for claim in fallen for passage in claim["passages"]})
    return {
        "work": {name: work[name] for name in ("key", "title", "year", "record", "verdict", "notice", "known")},
        "citation": citations.vancouver(work),
        "gone": next((record["notice"] for record in records if record["notice"] in TAKEN_BACK), None),
        "same": [record for record in records if record["key"] != work["key"]],
        "numbers": (await _numbers(base, [first]))[first],
        "fallen": fallen,
        "weakened": [claim for claim in claims if claim["left_over"]],
        "others": {
            relation: [c for c in others if c["relation"] == relation] for relation in ("disputes", "qualifies")
        },
        "passages": passages,
        "documents": sorted({passage.partition("#")[0] for passage in passages}),
    }
