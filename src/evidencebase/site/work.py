"""The page of a work: how to cite it, what its record is worth, for and against which claims it stands."""

from __future__ import annotations

from typing import Any

from evidencebase.schema import RELATIONS
from evidencebase.site import citations
from evidencebase.site.base import Base, Row

COMPARED = ("authors", "title", "container", "year", "volume", "issue", "pages", "doi", "pmid")


async def page(base: Base, given: Any, _: Any) -> dict[str, Any] | None:
    """Everything about one work; None when there is no such work."""
    key = given["work"]
    work = await base.one("work", key=key)
    if work is None:
        return None
    claims = await base.ask("work_claims", key=key)
    twins = await base.ask("work_twins", key=key)
    meant = await base.one("work", key=work["meant"]) if work["meant"] else None
    return {
        "work": work,
        "styles": {
            "Vancouver": citations.vancouver(work),
            "APA": citations.apa(work),
            "Plain": citations.plain(work),
        },
        "bibtex": citations.bibtex(work),
        "csl": citations.csl(work),
        "identifiers": await base.ask("work_identifiers", key=key),
        "claims": {relation: [c for c in claims if c["relation"] == relation] for relation in RELATIONS},
        "twins": twins,
        "compared": _compared(work, meant) if meant else [],
        "registries": await base.one("work_verification", key=key) or {},
        "fields": await base.ask("work_fields", key=key),
        "notices": await base.ask("work_notices", key=key),
        "findings": await base.ask("work_findings", key=key),
    }


def _compared(work: Row, meant: Row) -> list[Row]:
    """Field by field, what this record says beside the work that it probably means."""
    return [
        {"field": name, "here": work[name], "there": meant[name], "same": _same(work[name], meant[name])}
        for name in COMPARED
        if work[name] or meant[name]
    ]


def _same(one: object, other: object) -> bool:
    return str(one or "").casefold().rstrip(".") == str(other or "").casefold().rstrip(".")
