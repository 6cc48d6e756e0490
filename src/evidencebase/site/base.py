"""One evidence base as a request sees it: its queries, its addresses, its build."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from typing import Any
from weakref import WeakKeyDictionary

from evidencebase.site.addresses import Addresses

Row = dict[str, Any]
KEPT = 200  # answers a database
_kept: WeakKeyDictionary[Any, dict[str, list[Row]]] = WeakKeyDictionary()


@cache
def queries() -> dict[str, str]:
    """Every SQL statement that a page asks, by name."""
    folder = resources.files("evidencebase.site") / "queries"
    return {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }


class Base:
    """Asks one database of Datasette, within Datasette's time limit."""

    def __init__(self, datasette: Any, name: str) -> None:
        self.datasette = datasette
        self.name = name
        self.to = Addresses(datasette, name)

    async def ask(self, query: str, **parameters: object) -> list[Row]:
        """Rows of the query in ``queries/<query>.sql``; columns whose name ends in ``_json`` are decoded."""
        results = await self.datasette.get_database(self.name).execute(queries()[query], parameters)
        return [decoded(dict(row)) for row in results.rows]

    async def ask_once(self, query: str, **parameters: object) -> list[Row]:
        """As ``ask``; the rows are kept while the database cannot change. For what many pages ask."""
        key = json.dumps([query, parameters], sort_keys=True, default=str)
        return await self.keep(key, lambda: self.ask(query, **parameters))

    async def keep(self, key: str, make: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
        """The rows that are made, kept under the key while the database cannot change."""
        database = self.datasette.get_database(self.name)
        if database.is_mutable:
            return await make()
        kept = _kept.setdefault(database, {})
        if key not in kept:
            rows = await make()
            if len(kept) >= KEPT:
                return rows
            kept[key] = rows
        return [dict(row) for row in kept[key]]  # pages add columns to rows, they change none

    async def one(self, query: str, **parameters: object) -> Row | None:
        """The first row, or None."""
        rows = await self.ask(query, **parameters)
        return rows[0] if rows else None

    async def claims_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """What the browser tells of the claims that Datasette is about to show."""
        return await self.ask("claims_shown", ids=_keys(display_rows, "id"))

    async def works_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """As ``claims_shown``, of works."""
        return await self.ask("works_shown", ids=_keys(display_rows, "key"))

    async def findings_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """As ``claims_shown``, of findings."""
        return await self.ask("findings_shown", ids=_keys(display_rows, "id"))


def _keys(display_rows: list[list[Row]], column: str) -> str:
    return json.dumps([cell["raw"] for row in display_rows for cell in row if cell["column"] == column])


def decoded(row: Row) -> Row:
    """The row, with the columns that hold JSON decoded."""
    for name in [name for name in row if name.endswith("_json")]:
        text = row.pop(name)
        row[name.removesuffix("_json")] = json.loads(text) if text else []
    return row
