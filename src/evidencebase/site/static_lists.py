"""The lists of an exported site: claims, works, findings and rows of views; whole, and narrowed as some link says.

A list is a page for each hundred rows, and a CSV file if it is not long. Whole tables are in the folder ``data``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from evidencebase import database
from evidencebase.schema import TABLES
from evidencebase.site import facets, spreadsheets, words
from evidencebase.site.base import Row
from evidencebase.site.coded import coded
from evidencebase.site.file_addresses import FileAddresses, Given, query
from evidencebase.site.selection import selected
from evidencebase.site.static_printer import Printer

ON_A_PAGE = 100
NARROWED = 500  # rows of a narrowed list that are shown; for more, the whole table is the download
_SHOWN = {"claims": ("claims_shown", "id"), "works": ("works_shown", "key"), "findings": ("findings_shown", "id")}
_TOLD = {("_shape", "objects"), ("_size", "0"), ("_extra", "facet_results")}
Asks = tuple[tuple[str, str], ...]


class Lists:
    """Writes the lists that pages ask for, and what the script of the claims page searches."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._base = printer.base
        self._facets: dict[str, list[Row]] = {}
        self._labels: dict[tuple[str, tuple[str, str]], str] = {}

    async def count(self) -> None:
        """The facets of the lists, as the served site counts them; each value becomes a list."""
        for table in _SHOWN:
            answer = await self._answer(table, _TOLD)
            found = answer["facet_results"]
            listed = facets.ordered(list(found.get("results", found).values()))
            for facet in listed:
                for value in facet["results"]:
                    pairs = parse_qsl(urlsplit(value["toggle_url"]).query)
                    value["given"] = tuple(sorted(pair for pair in pairs if pair not in _TOLD))
                    for pair in value["given"]:
                        self._labels[table, pair] = f"{facet.get('title') or facet['name']}: {value['label']}"
                facet["results"] = [value for value in facet["results"] if value["given"]]  # an empty one is no filter
            self._facets[table] = listed

    async def page(self, path: str, name: str, given: Asks) -> None:
        """The list at that path."""
        to = self._printer.to.seen_from(path)
        stem = path.removesuffix(".html")
        rows = await self._rows(name, given)
        own = bool(given) and len(rows) <= NARROWED
        if own:
            self._printer.folder.put(f"{stem}.csv", _csv(rows))
        context: Row = {
            "filtered_table_rows_count": len(rows),
            "sorted_facet_results": self._shown_facets(name, to) if not given else [],
            "human_description_en": ", ".join(self._described(name, pair) for pair in given),
            "table": name,
            "csv_address": to.file(f"{stem}.csv" if own else f"data/{name}.csv"),
            "rows_address": None if own else to.file(f"data/{name}.json"),
            "facet_order": list,
            "all_of_it": not own,
        }
        most = min(len(rows), NARROWED) if given else len(rows)
        parts = [rows[at : min(at + ON_A_PAGE, most)] for at in range(0, most, ON_A_PAGE)] or [[]]
        for number, shown in enumerate(parts, 1):
            here = path if number == 1 else f"{stem}~p{number}.html"
            context["display_rows"] = shown
            context["next_url"] = to.file(f"{stem}~p{number + 1}.html") if number < len(parts) else None
            context["left_out"] = len(rows) - most if number == len(parts) else 0
            searched = name == "claims" and not given and number == 1
            context["index_address"] = to.file("assets/claims.js") if searched else None
            context["script"] = to.file("assets/browse.js") if searched else None
            if name in _SHOWN:
                question, key = _SHOWN[name]
                found = await self._base.ask(question, ids=json.dumps([row[key] for row in shown]))
                context[question] = lambda _, found=found: found
                await self._printer.write(here, f"{name}.html", context)
            else:
                told = {
                    "columns": list(rows[0]) if rows else [],
                    "title": _title(name),
                    "is_view": name in database.views(),
                }
                await self._printer.write(here, "static_table.html", {**context, **told})

    def _described(self, table: str, pair: tuple[str, str]) -> str:
        """A filter in words, as far as some facet knows them."""
        return self._labels.get((table, pair)) or words.narrowing(*pair)

    async def _rows(self, name: str, given: Asks) -> list[Row]:
        """Rows as the served site finds them, so that both mean the same."""
        if not given:
            return self._claims if name == "claims" else self._base.rows(name)
        if name == "claims" and (numbers := await self._numbers(given)) is not None:
            return [self._claims[number] for number in numbers]
        rows: list[Row] = await self._answer(name, [*given, ("_shape", "array"), ("_size", "max"), ("_nofacet", "1")])
        return rows

    async def _answer(self, table: str, told: Iterable[tuple[str, str]]) -> Any:
        """What Datasette answers in JSON."""
        route = self._base.to.data().strip("/")
        answer = await self._base.datasette.client.get(f"/{route}/{table}.json?{query(told)}")
        answer.raise_for_status()
        return answer.json()

    @cached_property
    def _claims(self) -> list[Row]:
        return self._base.rows("claims")

    @cached_property
    def _places(self) -> dict[int, int]:
        """Row number of each claim -> where it stands in the whole list."""
        places = {row["id"]: place for place, row in enumerate(self._claims)}
        return {row["rowid"]: places[row["id"]] for row in self._base.rows("claims", "rowid, id")}

    async def _numbers(self, given: Asks) -> list[int] | None:
        """Which claims of the whole list are meant; None when only Datasette can tell."""
        claims = await coded(self._base)
        mask = await selected(self._base, claims, "claims", Given(given))
        return None if mask is None else sorted(self._places[number] for number in claims.numbers(mask))

    def _shown_facets(self, table: str, to: FileAddresses) -> list[Row]:
        return [
            {
                **facet,
                "results": [
                    {**value, "toggle_url": to.table(table, **dict(value["given"])), "filter": query(value["given"])}
                    for value in facet["results"]
                ],
                "truncated": False,
            }
            for facet in self._facets.get(table, [])
        ]

    async def index(self, names: dict[str, str]) -> None:
        """What the script of the claims page searches and narrows: texts, and the members of each facet's values."""
        places = {row["id"]: place for place, row in enumerate(self._claims)}
        members = {
            query(value["given"]): [places[row["id"]] for row in await self._rows("claims", value["given"])]
            for facet in self._facets["claims"]
            for value in facet["results"]
        }
        claims = [
            [
                row["id"],
                f"claims/{names[row['id']]}.html",
                row["claim"],
                words.STRENGTH.get(row["evidence_strength"], ""),
                row["note"] or "",
            ]
            for row in self._claims
        ]
        text = json.dumps({"claims": claims, "members": members}, ensure_ascii=False, separators=(",", ":"))
        self._printer.folder.put("assets/claims.js", f"window.evidencebase = {text.replace('<', chr(92) + 'u003c')};\n")

    async def tables(self) -> None:
        """Every table and view as CSV and JSON, and the page that names them."""
        listed = []
        hidden = {table.name for table in TABLES if table.hidden}
        for row in await self._base.ask("data_tables"):
            if row["name"] in hidden:
                continue
            rows = await self._rows(row["name"], ())
            self._printer.folder.put(f"data/{row['name']}.json", json.dumps(rows, ensure_ascii=False))
            self._printer.folder.put(f"data/{row['name']}.csv", _csv(rows))
            listed.append({**row, "rows": len(rows), "title": _title(row["name"])})
        await self._printer.write("data.html", "static_data.html", {"tables": listed})


def _csv(rows: Sequence[Row]) -> str:
    return spreadsheets.lines([list(rows[0]), *(row.values() for row in rows)] if rows else [])


def _title(name: str) -> str:
    views = database.views()
    if name in views:
        return views[name].splitlines()[0].removeprefix("-- ")
    return next((table.title for table in TABLES if table.name == name), name)
