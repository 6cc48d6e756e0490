"""The page of a document: its claims in order, coverage, its own reference list; its text where that may be kept."""

from __future__ import annotations

from typing import Any

from evidencebase.site import citations, words
from evidencebase.site.base import Base, Row
from evidencebase.site.coded import coded
from evidencebase.site.home import distribution, told, unlisted


async def page(base: Base, given: Any, _: Any) -> dict[str, Any] | None:
    """Everything about one document; None when there is no such document."""
    document = await base.one("document", id=given["document"])
    if document is None:
        return None
    sections = _sections(await base.ask_once("document_passages", id=given["document"]))
    works = await base.ask("document_works", id=given["document"])
    for work in works:
        work["citation"] = citations.vancouver(work)
    claims = await coded(base)
    own = claims.having("documents", [given["document"]])
    numbers = {name: int((own & mask).sum()) for name, mask in told(claims).items()}
    return {
        "document": document | numbers | await unlisted(base, document["id"], len(works)),
        "strengths": distribution(claims.counts("evidence_strength", own)),
        "sections": sections,
        "kept": any("words" in passage for section in sections for passage in section["passages"]),
        "works": works,
    }


def _sections(rows: list[Row]) -> list[Row]:
    """Sections, in them passages, in them claims, in reading order."""
    sections: dict[str, Row] = {}
    for row in rows:
        section = sections.setdefault(
            row["section"] or "", {"id": row["section"], "title": row["section_title"], "passages": {}}
        )
        passage = section["passages"].setdefault(
            row["anchor"],
            {"anchor": row["anchor"], "kind": row["kind"], "no_claim": row["no_claim"], "claims": []},
        )
        if row["words"]:
            passage["words"] = row["words"]
        if row["claim"]:
            claim = {name: row[name] for name in ("text", "evidence_strength", "status", "direction", "wording")}
            claim |= {name: row[name] for name in ("supporting", "disputing", "bearing", "listed", "findings", "error")}
            claim["id"] = row["claim"]
            claim["too_strong"] = words.too_strong(row["wording"], row["evidence_strength"])
            passage["claims"].append(claim)
    return [{**section, "passages": list(section["passages"].values())} for section in sections.values()]
