"""Retraction reach: if this work fell, which claims, documents and passages would lose support?"""

from __future__ import annotations

import json
from typing import Any

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
        alone = await base.ask("reach_alone", keys=json.dumps([work["key"] for work in some]))
        counts = {row["key"]: row["alone"] for row in alone}
        for work in some:
            work["alone"] = counts[work["key"]]
    return sorted(works, key=lambda work: (-work["alone"], -work["supports"], work["key"]))[:SHOWN]


async def page(base: Base, given: Any, _: Any) -> dict[str, Any] | None:
    """The reach of one work, with the other records of the same work."""
    work = await base.one("work", key=given["work"])
    if work is None:
        return None
    claims = await base.ask("reach_claims", key=given["work"])
    fallen = [claim for claim in claims if not claim["left_over"]]
    passages = sorted({passage for claim in fallen for passage in claim["passages"]})
    return {
        "work": {name: work[name] for name in ("key", "title", "year", "record", "known")},
        "citation": citations.vancouver(work),
        "same": [row["key"] for row in await base.ask("reach_same", key=given["work"])],
        "fallen": fallen,
        "weakened": [claim for claim in claims if claim["left_over"]],
        "passages": passages,
        "documents": sorted({passage.partition("#")[0] for passage in passages}),
    }
