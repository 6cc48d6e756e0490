"""Retraction reach: if this work fell, which claims, documents and passages would lose support?"""

from __future__ import annotations

from typing import Any

from evidencebase.site import citations
from evidencebase.site.base import Base


async def choose(base: Base, _: Any, arguments: Any) -> dict[str, Any]:
    """Works on which claims rest, those on which claims rest alone first."""
    words = (arguments.get("q") or "")[:100]
    return {"q": words, "works": await base.ask_once("reach_works", q=words)}


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
