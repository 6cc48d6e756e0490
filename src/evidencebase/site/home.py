"""The start page: what the base is, its big numbers, how sure its documents are entitled to be, what is wrong."""

from __future__ import annotations

from typing import Any

from evidencebase.schema import GRADES
from evidencebase.site import evidence_map
from evidencebase.site.base import Base, Row
from evidencebase.site.coded import coded

SHOWN = 4  # documents on the start page


async def page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """Numbers, distributions and a small map."""
    claims = await coded(base)
    (counted,) = await base.keep("home", lambda: _counted(base))
    return {
        "numbers": (await base.ask_once("home_numbers"))[0],
        "registered": (await base.ask_once("home_works"))[0],
        "strengths": distribution(claims.counts("evidence_strength", claims.all)),
        "documents": counted["documents"][:SHOWN],
        "more_documents": len(counted["documents"]) - SHOWN,
        "small_map": await evidence_map.small(base),
    }


async def documents_page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """All documents with their coverage."""
    (counted,) = await base.keep("home", lambda: _counted(base))
    return {"documents": counted["documents"]}


async def _counted(base: Base) -> list[Row]:
    """Each document with the numbers of its claims."""
    claims = await coded(base)
    strengths = {}
    for level in GRADES:
        strengths[level] = claims.counts("documents", claims.having("evidence_strength", [level]))
    numbers = {
        "claims": claims.all,
        "contested": claims.having("status", ["contested"]),
        "uncited_findings": claims.having("findings", ["claims/uncited"]),
        "unlisted_findings": claims.having("findings", ["claims/uncited-by-its-document"]),
        "overclaimed": claims.having("findings", ["strength/overclaim"]),
    }
    counts = {name: claims.counts("documents", mask) for name, mask in numbers.items()}
    documents = await base.ask("documents")
    for document in documents:
        document |= {name: by_document.get(document["id"], 0) for name, by_document in counts.items()}
        document["strengths"] = distribution({level: strengths[level].get(document["id"], 0) for level in GRADES})
    return [{"documents": documents}]


def distribution(counts: dict[str, int]) -> list[Row]:
    """Counts in the order of strength, each with its share of all in per cent."""
    total = sum(counts.values()) or 1
    return [
        {"strength": name, "claims": counts[name], "share": round(100 * counts[name] / total, 2)}
        for name in GRADES
        if counts.get(name)
    ]
