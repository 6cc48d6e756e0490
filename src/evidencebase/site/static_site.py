"""The site as files that open without a server: the same pages, from the same templates, with relative links.

A page is made when a link to it is: each address that a template asks for is announced and made in turn, so no link
leads nowhere and no page is made that nothing leads to. Narrowed lists of claims are pages too.
"""

from __future__ import annotations

import json
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase.files import open_read_only
from evidencebase.finding import UsageError
from evidencebase.progress import Progress, silent
from evidencebase.site import catalogue, evidence_map, frame, graph, map_links, map_svg, pages, reach, server
from evidencebase.site.base import Row
from evidencebase.site.file_addresses import Asked, FileAddresses, Given, file_names
from evidencebase.site.static_folder import Folder, replacing
from evidencebase.site.static_lists import Lists
from evidencebase.site.static_printer import Direct, Printer

MOST = 20_000  # claims, unless more are allowed
_OWN = {page.address: page for page in catalogue.PAGES}
_KEYS = {"claims": "id", "works": "key", "documents": "id", "rules": "name"}
_PARTS = {"claims": "claim", "works": "work", "documents": "document"}


class Exported(NamedTuple):
    """What was written."""

    folder: Path
    files: int
    bytes: int


async def export(database: Path, folder: Path, most: int = MOST, progress: Progress = silent) -> Exported:
    """Write the site of a database, which holds no draft, to a folder; what an earlier export left there goes.

    Raises:
        UsageError: the folder holds something else, cannot be written, or there are more than ``most`` claims.
    """
    datasette = server.application(database, {"max_returned_rows": 1_000_000, "sql_time_limit_ms": 60_000})
    await datasette.invoke_startup()
    with closing(open_read_only(database)) as connection, replacing(folder) as written:
        base = Direct(datasette, database.stem, connection)
        await _Site(base, written, progress).write(most)
        written.copy("data/evidence.db", database)
    return Exported(folder, written.files, written.bytes)


class _Site:
    """One export: the pages that were asked for, and those that wait to be made."""

    def __init__(self, base: Direct, folder: Folder, progress: Progress) -> None:
        self._folder = folder
        self._progress = progress
        self._names = {table: file_names([row[key] for row in base.rows(table, key)]) for table, key in _KEYS.items()}
        self._printer = Printer(base, FileAddresses(base.to, self._names, self._announce), folder)
        self._lists = Lists(self._printer)
        self._asked: dict[str, Asked] = {}
        self._waiting: list[str] = []

    async def write(self, most: int) -> None:
        """Everything."""
        claims = self._names["claims"]
        if len(claims) > most:
            raise UsageError(
                f"{len(claims):,} claims would make about {len(claims) * 4:,} files: allow them with "
                "--at-most, or publish a server (evidencebase publish-config)"
            )
        self._build = await frame.build(self._printer.base)
        for asset in ("site.css", "browse.js"):
            self._folder.put(f"assets/{asset}", (frame.STATIC / asset).read_text("utf-8"))
        await self._lists.count()
        self._printer.to.table("claims")
        for table, made in self._names.items():
            for done, (key, name) in enumerate(made.items()):
                self._progress(f"{table} {done:,} of {len(made):,}", 0.1 + 0.5 * done / len(made))
                await self._row(table, key, f"{table}/{name}.html")
        await self._own("index.html", catalogue.HOME, {}, Given())
        while self._waiting:
            path = self._waiting.pop()
            self._progress(f"{self._folder.files:,} files", 0.6 + 0.35 * (1 - len(self._waiting) / len(self._asked)))
            await self._page(path, *self._asked[path])
        await self._lists.index(claims)
        await self._lists.tables()
        await self._printer.write(
            "missing.html", "error.html", {"status": 404, "message": "It is not part of this site."}
        )

    def _announce(self, path: str, asked: Asked) -> None:
        if path not in self._asked:
            self._asked[path] = asked
            self._waiting.append(path)

    async def _page(self, path: str, name: str, given: tuple[tuple[str, str], ...]) -> None:
        if name == "map.svg":
            self._folder.put(path, str(await map_svg.drawing(self._printer.base, Given(given))))
        elif (own := _OWN.get(f"-/{name.replace('map-file', 'map/file')}")) is not None:
            await self._own(path, own, {}, Given(given))
        else:
            await self._lists.page(path, name, given)

    async def _own(self, path: str, page: pages.Page, given: Row, arguments: Given) -> None:
        """A page of the site's own, and its data as JSON."""
        base, to = self._printer.seen_from(path), self._printer.to.seen_from(path)
        narrowed = page.template == "map.html" and arguments
        data = await (evidence_map.with_claims(base, arguments) if narrowed else page.make(base, given, arguments))
        if data is None:
            raise AssertionError(f"{path} is linked but there is no such page")
        as_json = f"{path.removesuffix('.html')}.json"
        told = {**data, "build": self._build}
        self._folder.put(as_json, json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str))
        shown = {**data, **map_links.helpers(to, data), "json_address": to.file(as_json)}
        if page.template == "map.html":
            shown |= _variants(to, data, arguments)
        elif page.template == "claim.html":
            shown["drawn"] = graph.around(data)
        elif page.template == "work.html":
            shown["reach"] = await reach.page(base, given, arguments)
        await self._printer.write(path, page.template, shown)

    async def _row(self, table: str, key: str, path: str) -> None:
        if table in _PARTS:
            await self._own(path, _page_of(f"{table}/("), {_PARTS[table]: key}, Given())
            return
        cells = [
            {"column": name, "raw": value, "value": value, "value_type": "none" if value is None else "str"}
            for name, value in self._rules[key].items()
        ]
        await self._printer.write(
            path, "row.html", {"primary_key_values": [key], "display_rows": [cells], "table": table}
        )

    @cached_property
    def _rules(self) -> dict[str, Row]:
        return {row["name"]: row for row in self._printer.base.rows("rules")}


def _page_of(address: str) -> pages.Page:
    return next(page for known, page in _OWN.items() if known.startswith(address))


def _variants(to: Any, data: Row, arguments: Given) -> Row:
    """The other maps that there are, in the place of the form that chooses."""
    here = arguments.get("layer", ""), arguments.get("document", "")
    by_layer = [(label, layer, "") for layer, label in data["layers"].items()]
    by_document = [(document["title"], "", document["id"]) for document in data["documents"]]
    return {
        "variants": [
            (label, to.page("map", layer=layer, document=document), (layer, document) == here)
            for label, layer, document in (*by_layer, *by_document)
        ]
    }
