"""Which claims an address asks for, told from its arguments: what ``filters`` and Datasette say in SQL."""

from __future__ import annotations

import json
from typing import Any

from evidencebase.claim_codes import PLAIN
from evidencebase.schema import RELATIONS
from evidencebase.site.base import Base
from evidencebase.site.coded import Coded

TERMS = ("population", "intervention", "outcome")
LAYERS = ("supported", "unsupported", "contested")
SHOWN_STATUSES = ("active", "contested")  # of claims that maps and summaries show
EFFECTS = ("effect", "harm")
_COLUMNS = {name: name for name in PLAIN} | {
    "_document": "documents",
    "_relation": "relations",
    "_topic": "topics",
    "_rule": "findings",
}
_KNOWN = {*_COLUMNS, *(f"_{term}" for term in TERMS), "_work", "_layer", "_kinds", "_search"}
# they change how rows are shown, not which
_MANNERS = {"_sort", "_sort_desc", "_size", "_next", "_shape", "_extra", "_facet_size", "_dl", "_stream", "_labels"}


async def selected(base: Base, coded: Coded, arguments: Any) -> Any:
    """Mask of the claims; None when an argument is not understood here and SQL must tell."""
    mask = coded.all
    for name in arguments:
        if name in _MANNERS:
            continue
        if name not in _KNOWN:
            return None
        for value in arguments.getlist(name):
            mask &= await _mask(base, coded, name, value)
    return mask


async def _mask(base: Base, coded: Coded, name: str, value: str) -> Any:
    if name in _COLUMNS:
        return coded.having(_COLUMNS[name], [value])
    if name == "_search":
        return coded.numbered(await _numbers(base, "claims_found", words=_fts(value))) if value else coded.all
    if name == "_work":
        return coded.numbered(await _numbers(base, "claims_of_work", work=value))
    if name == "_layer":
        return layer(coded, value)
    if name == "_kinds":
        return coded.having("kind", EFFECTS) if value == "effects" else coded.all
    return coded.having(name[1:], await under(base, value))


async def under(base: Base, term: str) -> list[str]:
    """The term and all narrower ones."""
    return [row["id"] for row in await base.ask_once("terms_under", term=term)]


def layer(coded: Coded, name: str) -> Any:
    """Mask of the claims that are supported, unsupported or contested; of all claims for no name."""
    if name == "contested":
        return coded.having("status", [name]) | coded.having("relations", ["disputes"])
    if name in LAYERS:
        supported = coded.having("relations", [RELATIONS[0]])
        return supported if name == "supported" else ~supported
    return coded.all


async def _numbers(base: Base, query: str, **parameters: object) -> list[int]:
    found = await base.ask(query, **parameters)
    return list(json.loads(found[0]["numbers"] or "[]"))


def _fts(words: str) -> str:
    from datasette.utils import escape_fts

    return str(escape_fts(words))
