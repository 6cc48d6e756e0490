"""Which rows an address asks for, told from its arguments: what ``filters`` and Datasette say in SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from evidencebase.codes import GROUPS, RULES
from evidencebase.schema import RELATIONS
from evidencebase.site.base import Base
from evidencebase.site.coded import Coded

TERMS = ("population", "intervention", "outcome")
BEARING = ("supports", "disputes", "qualifies")
SHOWN_STATUSES = ("active", "contested")  # of claims that maps and summaries show
EFFECTS = ("effect", "harm")


_WHOLE = {"year", "year__exact"}  # numbers, which SQL may see in other forms: 2020.0
_IN = "__in"  # several values with commas between them; Datasette knows a list in JSON too


def _compared() -> dict[str, dict[str, str]]:
    """By table and argument, the coded column that the argument compares."""
    found: dict[str, dict[str, str]] = {}
    for table, groups in GROUPS.items():
        found[table.name] = arguments = {}
        for name in (name for group in groups for name in group):
            if table.column(name).many:
                arguments[f"{name}__arraycontains"] = name
            else:
                arguments |= {name: name, f"{name}__exact": name}
                if name not in _WHOLE:
                    arguments[f"{name}{_IN}"] = name
    found["claims"] |= {"_document": "documents", "_relation": "relations", "_topic": "topics", "_rule": RULES}
    return found


COMPARED = _compared()
_NUMBER = re.compile("[0-9]{1,18}")
_OWN = {f"_{term}" for term in TERMS} | {"_work", "_unlisted", "_layer", "_kinds"}  # of claims
_ONE = ("_search", "_layer", "_kinds")  # of several, the first counts
# they change how rows are shown, not which
_MANNERS = {"_sort", "_sort_desc", "_size", "_next", "_shape", "_extra", "_facet_size", "_dl", "_stream", "_labels"}


def understood(table: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Does ``selected`` know what all these arguments and values mean?"""
    known = {*COMPARED[table], "_search", *(_OWN if table == "claims" else ())}
    return all(
        name in _MANNERS
        or (
            name in known
            and (name not in _WHOLE or _NUMBER.fullmatch(value) is not None)
            and not (name.endswith(_IN) and value.strip().startswith("["))
        )
        for name, value in pairs
    )


async def selected(base: Base, coded: Coded, table: str, arguments: Any) -> Any:
    """Mask of the rows; None when an argument is not understood here and SQL must tell."""
    pairs = [(name, value) for name in arguments for value in arguments.getlist(name)[: 1 if name in _ONE else None]]
    if not understood(table, pairs):
        return None
    mask = coded.all
    for name, value in pairs:
        if name not in _MANNERS:
            one = await _mask(base, coded, table, name, value)
            mask = one if mask is coded.all else mask & one
    return mask


async def _mask(base: Base, coded: Coded, table: str, name: str, value: str) -> Any:
    if name in COMPARED[table]:
        several = [one.strip() for one in value.split(",")] if name.endswith(_IN) else [value]
        return coded.having(COMPARED[table][name], [str(int(one)) if name in _WHOLE else one for one in several])
    if name == "_search":
        return coded.numbered(await _numbers(base, f"{table}_found", words=_fts(value)))
    if name in ("_work", "_unlisted"):
        asked = unlisted(base, value) if name == "_unlisted" else _numbers(base, "claims_of_work", work=value)
        return coded.numbered(await asked)
    if name == "_layer":
        return layer(coded, value)
    if name == "_kinds":
        return coded.having("kind", EFFECTS) if value == "effects" else coded.all
    return coded.having(name[1:], await under(base, value))


async def under(base: Base, term: str) -> list[str]:
    """The term and all narrower ones."""
    return [row["id"] for row in await base.ask_once("terms_under", term=term)]


def layer(coded: Coded, name: str) -> Any:
    """Mask of the claims of a layer, one of ``words.LAYER``; of all claims for no name."""
    if name == "contested":
        return coded.having("status", [name]) | coded.having("relations", ["disputes"])
    if name == "no-work":
        return ~coded.having("relations", BEARING)
    if name in ("supported", "unsupported"):
        supported = coded.having("relations", [RELATIONS[0]])
        return supported if name == "supported" else ~supported
    return coded.all


async def unlisted(base: Base, document: str) -> list[int]:
    """Numbers of the claims of a document on which works bear, but none that it lists itself."""
    return await _numbers(base, "claims_unlisted", document=document)


async def _numbers(base: Base, query: str, **parameters: object) -> list[int]:
    found = await base.ask(query, **parameters)
    return list(json.loads(found[0]["numbers"] or "[]"))


def _fts(words: str) -> str:
    from datasette.utils import escape_fts

    return str(escape_fts(words))
