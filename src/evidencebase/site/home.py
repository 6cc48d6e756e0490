"""The start page: what the base is, its big numbers, how sure its documents are entitled to be, what is wrong."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted

from evidencebase.codes import RULES
from evidencebase.schema import GRADES, TAKEN_BACK, UNVERIFIED
from evidencebase.site import evidence_map, selection
from evidencebase.site.base import Base, Row
from evidencebase.site.coded import Coded, coded
from evidencebase.site.selection import layer

SHOWN = 4  # documents on the start page


async def page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """Numbers, distributions and a small map."""
    claims = await coded(base)
    (counted,) = await base.keep("home", lambda: _counted(base))
    return {
        "numbers": (await base.ask_once("home_numbers"))[0],
        "layers": {name: int(mask.sum()) for name, mask in told(claims).items()},
        "registered": await _registered(base),
        "strengths": distribution(claims.counts("evidence_strength", claims.all)),
        "documents": [
            document | await unlisted(base, document["id"], document["works"])
            for document in counted["documents"][:SHOWN]
        ],
        "more_documents": len(counted["documents"]) - SHOWN,
        "small_map": await evidence_map.small(base),
    }


async def _registered(base: Base) -> Row:
    """What the registries say of the works."""
    works = await coded(base, "works")
    notices = works.counts("notice", works.all)
    return {
        "unverified": works.counts("verdict", works.all).get(UNVERIFIED, 0),
        "retracted": sum(notices.get(notice, 0) for notice in TAKEN_BACK),
    }


async def documents_page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """All documents with their coverage."""
    (counted,) = await base.keep("home", lambda: _counted(base))
    return {
        "documents": [
            document | await unlisted(base, document["id"], document["works"]) for document in counted["documents"]
        ]
    }


def told(claims: Coded) -> dict[str, Any]:
    """What is told of a document beside its number of claims, as masks."""
    uncited = layer(claims, "no-work")
    return {
        "uncited": uncited,
        "gradable_uncited": uncited & ~claims.having("evidence_strength", ["not-gradable"]),
        "overclaimed": claims.having(RULES, ["strength/overclaim"]),
        "contested": layer(claims, "contested"),
    }


async def unlisted(base: Base, document: str, works: int) -> Row:
    """How many claims of a document, which lists so many works, only others bear on; None where nobody can say."""
    if not works:  # it has no list, or one that was not read
        return {"unlisted": None}
    try:
        return {"unlisted": len(await selection.unlisted(base, document))}
    except QueryInterrupted:  # hundreds of thousands of claims
        return {"unlisted": None}


async def _counted(base: Base) -> list[Row]:
    """Each document with the numbers of its claims."""
    claims = await coded(base)
    strengths = {}
    for level in GRADES:
        strengths[level] = claims.counts("documents", claims.having("evidence_strength", [level]))
    numbers = {
        "claims": claims.all,
        **told(claims),
    }
    counts = {name: claims.counts("documents", mask) for name, mask in numbers.items()}
    works = await coded(base, "works")
    records = {"works": works.all, "confirmed": works.having("record", ["confirmed"])}
    records["doubtful"] = works.having("record", ["differs", "not-found"])
    counts |= {name: works.counts("listed_by", mask) for name, mask in records.items()}
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
