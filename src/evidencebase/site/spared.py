"""What Datasette need not ask of SQLite for a page of claims, works or findings: the codes of the rows tell it.

Datasette counts the rows of a page by SQL and looks for those that it shows by SQL. Of a page that a person reads (not
of JSON or CSV) it is told neither to count nor to search, and its filters get the numbers of the rows that come next.
"""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from datasette.database import QueryInterrupted
from datasette.filters import FilterArguments

from evidencebase.site.base import Base
from evidencebase.site.coded import coded
from evidencebase.site.selection import COMPARED, selected, understood

_ASKED = "evidencebase.asked"  # the question as it was
_MASK = "evidencebase.mask"  # which rows it asks for
_WORDS = re.compile(rb"(^|&)_search=([^&]*)")
_NOT_COUNTED = b"&_nocount=1"
_OTHERWISE = ("_sort", "_sort_desc", "sort", "sort_desc")  # another order than that of the keys
SORTED = 2_000  # rows that Datasette is left to sort


def request(scope: dict[str, Any], path: str) -> dict[str, Any]:
    """The request without an empty search; asking Datasette not to search and count what can be told without it."""
    asked = _WORDS.sub(_with_words, scope.get("query_string") or b"").lstrip(b"&")
    scope = {**scope, "query_string": asked}
    table = path.rpartition("/")[2]
    if scope["method"] != "GET" or table not in COMPARED or path.count("/") != 2:
        return scope
    if not understood(table, parse_qsl(asked.decode("latin-1"), keep_blank_values=True)):
        return scope
    return {**scope, "query_string": (_WORDS.sub(b"", asked) + _NOT_COUNTED).lstrip(b"&"), _ASKED: asked}


def _with_words(search: re.Match[bytes]) -> bytes:
    """The search, or nothing: SQLite refuses to search for nothing, as a box left empty or a lone quote does."""
    return search[0] if unquote_plus(search[2].decode("latin-1")).replace('"', "").strip() else b""


def restore(request: Any) -> bool:
    """Let the request ask as it did; was it one that Datasette shall not search and count?"""
    spared = _ASKED in request.scope
    if spared:
        request.scope["query_string"] = request.scope.pop(_ASKED)
    return spared


async def rows(base: Base, request: Any, table: str) -> FilterArguments | None:
    """The clause that names the rows that come next; None where SQL must find them."""
    try:
        known = await coded(base, table)
        mask = await selected(base, known, table, request.args)
        after = await _after(base, request, table)
    except (QueryInterrupted, sqlite3.OperationalError):
        return None
    request.scope[_MASK] = mask
    settings = await _settings(base, table)
    if after == [] or any(name in request.args or settings.get(name) for name in (*_OTHERWISE, "facets")):
        if int(mask.sum()) > SORTED:
            return None
        numbers = known.numbers(mask)
    else:
        numbers = known.first(mask, _size(base.datasette, request, settings) + 1, *after or ())
    return FilterArguments(["rowid IN (SELECT value FROM json_each(:eb_rows))"], {"eb_rows": json.dumps(numbers)})


def mask(request: Any) -> Any:
    """Which rows the page asks for; None where that is not known yet."""
    return request.scope.get(_MASK)


def counted(request: Any) -> int | None:
    """How many rows the page asks for; None where that is not known."""
    found = mask(request) if request else None
    return None if found is None else int(found.sum())


async def _settings(base: Base, table: str) -> dict[str, Any]:
    """What the configuration says of the table. Datasette 0.65 and 1.0 ask differently."""
    if hasattr(base.datasette, "table_config"):
        return dict(await base.datasette.table_config(base.name, table))
    return dict(base.datasette.table_metadata(base.name, table))


def _size(datasette: Any, request: Any, settings: dict[str, Any]) -> int:
    """How many rows the page shows."""
    asked = str(request.args.get("_size") or settings.get("size") or datasette.setting("default_page_size"))
    return int(asked if re.fullmatch("[0-9]{1,9}", asked) else datasette.setting("max_returned_rows"))


async def _after(base: Base, request: Any, table: str) -> list[int] | None:
    """The number of the row behind which the page begins; empty when there is no such row, None at the first page."""
    from datasette.utils import tilde_decode

    following = request.args.get("_next")
    if not following:
        return None
    return [row["number"] for row in await base.ask(f"{table}_number", key=tilde_decode(following))]
