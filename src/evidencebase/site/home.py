"""The start page: what the base is, its big numbers, how sure its documents are entitled to be, what is wrong."""

from __future__ import annotations

from typing import Any

from evidencebase.schema import GRADES
from evidencebase.site import evidence_map
from evidencebase.site.base import Base, Row


async def page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """Numbers, distributions and a small map."""
    numbers = (await base.ask_once("home_numbers"))[0]
    strengths = {row["evidence_strength"]: row["claims"] for row in await base.ask_once("home_strengths")}
    documents = await base.ask_once("documents")
    by_document = await base.ask_once("document_strengths")
    for document in documents:
        document["strengths"] = distribution(
            {row["evidence_strength"]: row["claims"] for row in by_document if row["document"] == document["id"]}
        )
    return {
        "numbers": numbers,
        "strengths": distribution(strengths),
        "documents": documents,
        "small_map": await evidence_map.small(base),
    }


async def documents_page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """All documents with their coverage."""
    data = await page(base, _, __)
    return {"documents": data["documents"]}


def distribution(counts: dict[str, int]) -> list[Row]:
    """Counts in the order of strength, each with its share of all in per cent."""
    total = sum(counts.values()) or 1
    return [
        {"strength": name, "claims": counts[name], "share": round(100 * counts[name] / total, 2)}
        for name in GRADES
        if counts.get(name)
    ]
