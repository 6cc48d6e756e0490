"""One evidence base as a request sees it: its queries, its addresses, its build."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from evidencebase.site import columns
from evidencebase.site.addresses import Addresses

Row = dict[str, Any]
KEPT = 200  # answers a database, those that were asked for last


@cache
def queries() -> dict[str, str]:
    """Every SQL statement that a page asks, by name."""
    folder = resources.files("evidencebase.site") / "queries"
    return {
        file.name.removesuffix(".sql"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    }


class Kept(NamedTuple):
    """Answers of a database by key, and the state of its file that they are true of."""

    state: tuple[int, ...]
    answers: dict[str, list[Row]]


_kept: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


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
        """As ``ask``; the rows are kept while the database is the same. For what many pages ask."""
        key = json.dumps([query, parameters], sort_keys=True, default=str)
        return await self.keep(key, lambda: self.ask(query, **parameters))

    async def keep(self, key: str, make: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
        """The rows that are made, kept under the key while the database is the same."""
        answers = self._answers()
        rows = answers.get(key)
        if rows is None:
            rows = await make()
        answers.pop(key, None)
        answers[key] = rows  # the last one now
        if len(answers) > KEPT:
            del answers[next(iter(answers))]
        return [dict(row) for row in rows]  # pages add columns to rows, they change none

    def _answers(self) -> dict[str, list[Row]]:
        """What is kept of the database as it is now."""
        database = self.datasette.get_database(self.name)
        state = _state(database.path) if database.is_mutable else ()
        kept = _kept.get(database)
        if kept is None or kept.state != state:
            kept = _kept[database] = Kept(state, {})
        return kept.answers

    async def one(self, query: str, **parameters: object) -> Row | None:
        """The first row, or None."""
        rows = await self.ask(query, **parameters)
        return rows[0] if rows else None

    async def claims_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """What the browser tells of the claims that Datasette is about to show."""
        return await self.ask("claims_shown", ids=_keys(display_rows, "id"))

    async def claims_noted(self, display_rows: list[list[Row]], arguments: Any) -> dict[str, str]:
        """Of the claims that a search found by the curator's note: what it says there."""
        from datasette.utils import escape_fts

        words = arguments.get("_search") or ""
        words = words if arguments.get("_searchmode") == "raw" else escape_fts(words)
        rows = await self.ask("claims_noted", ids=_keys(display_rows, "id"), words=words) if words else []
        return {row["id"]: row["note"] for row in rows}

    async def claims_named(self, words: str) -> list[Row]:
        """The claim whose number somebody searches for."""
        return await self.ask("claim_named", id=words.strip())

    async def works_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """As ``claims_shown``, of works."""
        return await self.ask("works_shown", ids=_keys(display_rows, "key"))

    async def findings_shown(self, display_rows: list[list[Row]]) -> list[Row]:
        """As ``claims_shown``, of findings."""
        return await self.ask("findings_shown", ids=_keys(display_rows, "id"))

    async def labels_shown(self, table: str, display_rows: list[list[Row]]) -> dict[str, str]:
        """What people call the rows that the cells of one row name, by column."""
        found: dict[str, str] = {}
        for cell in display_rows[0]:
            column = columns.of(table).get(cell["column"])
            other, _, key = (column.refers_to if column else "").partition(".")
            if other and columns.label(other) and cell["raw"] is not None:
                sql = f"SELECT {columns.label(other)} FROM {other} WHERE {key} = ?"
                rows = await self.datasette.get_database(self.name).execute(sql, [cell["raw"]])
                if rows.rows:
                    found[cell["column"]] = rows.rows[0][0]
        return found


def _state(path: str) -> tuple[int, ...]:
    """What is another when somebody wrote into the file, or put another one in its place."""
    found: list[int] = []
    for file in (path, f"{path}-wal"):
        try:
            status = Path(file).stat()
        except FileNotFoundError:
            continue
        found += [status.st_ino, status.st_size, status.st_mtime_ns]
    return tuple(found)


def _keys(display_rows: list[list[Row]], column: str) -> str:
    return json.dumps([cell["raw"] for row in display_rows for cell in row if cell["column"] == column])


def decoded(row: Row) -> Row:
    """The row, with the columns that hold JSON decoded."""
    for name in [name for name in row if name.endswith("_json")]:
        text = row.pop(name)
        row[name.removesuffix("_json")] = json.loads(text) if text else []
    return row
