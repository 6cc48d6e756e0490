"""The page of a claim: what is said, how sure it is, where it is said, on what it rests, what is wrong with it."""

from __future__ import annotations

from typing import Any

from evidencebase.schema import RELATIONS
from evidencebase.site import citations, words
from evidencebase.site.base import Base


async def page(base: Base, given: Any, _: Any) -> dict[str, Any] | None:
    """Everything about one claim; None when there is no such claim."""
    identifier = given["claim"]
    claim = await base.one("claim", id=identifier)
    if claim is None:
        return None
    works = await base.ask("claim_works", id=identifier)
    for work in works:
        work["citation"] = citations.vancouver(work)
        work["short"] = citations.short(work)
    statements = await base.ask("claim_statements", id=identifier)
    for statement in statements:
        statement["too_strong"] = words.too_strong(statement["wording"], claim["evidence_strength"])
    bearing = [work for work in works if work["relation"] != "mentions"]
    supporting = [work for work in bearing if work["relation"] == "supports"]
    return {
        "claim": claim,
        "factors": await base.ask("claim_factors", id=identifier),
        "best_design": words.best_start([work["design"] for work in supporting]),
        "statements": statements,
        "evidence": {relation: [w for w in works if w["relation"] == relation] for relation in RELATIONS},
        "listed": sum(work["listed"] for work in bearing),
        "added": sum(not work["listed"] for work in bearing),
        "independent": len({work["study"] for work in supporting if work["study"]}),
        "contradictions": await base.ask("claim_contradictions", id=identifier),
        "neighbours": await base.ask("claim_neighbours", id=identifier),
        "reviews": await base.ask("claim_reviews", id=identifier),
        "findings": await base.ask("claim_findings", id=identifier),
    }
