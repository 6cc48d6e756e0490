"""The site as files that open without a server: the same pages, from the same templates, with relative links.

A page is made when a link to it is: each address that a template asks for is announced and made in turn, so no link
leads nowhere and no page is made that nothing leads to. Narrowed lists of claims are pages too.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from evidencebase.finding import UsageError
from evidencebase.schema import TABLES
from evidencebase.site import catalogue, facets, frame, loader, map_links, map_svg, pages, server, spreadsheets, words
from evidencebase.site.base import Base, Row
from evidencebase.site.file_addresses import Asked, FileAddresses, Given, file_names, query

Progress = Callable[[str, float], None]
MOST = 20_000  # claims, unless more are allowed
ON_A_PAGE = 100
MARK = ".evidencebase-site"  # a folder with it was written by us and may be replaced
_SHOWN = {"claims": ("claims_shown", "id"), "works": ("works_shown", "key"), "findings": ("findings_shown", "id")}
_OWN = {page.address: page for page in catalogue.PAGES}
_PARTS = {"claims": "claim", "works": "work", "documents": "document"}
# a meta element cannot say frame-ancestors; 'self' is the folder
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; base-uri 'none'"
)


class Exported(NamedTuple):
    """What was written."""

    folder: Path
    files: int
    bytes: int


async def export(database: Path, folder: Path, most: int = MOST, progress: Progress = lambda *_: None) -> Exported:
    """Write the site of a database, which holds no draft, to a folder; what an earlier export left there goes.

    Raises:
        UsageError: the folder holds something else, cannot be written, or there are more than ``most`` claims.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise UsageError(f"{folder} holds something that is no exported site: name a new or empty folder")
    beside = folder.with_name(f".{folder.name}.exporting")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        site = _Site(database, beside, progress)
        await site.write(most)
        if folder.exists():
            former = folder.with_name(f".{folder.name}.former")
            shutil.rmtree(former, ignore_errors=True)
            folder.rename(former)
            shutil.rmtree(former, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Exported(folder, site.files, site.bytes)


class _Site:
    """One export: the pages that were asked for, and what they share."""

    def __init__(self, database: Path, folder: Path, progress: Progress) -> None:
        from jinja2 import DictLoader, Environment

        self._database = database
        self._folder = folder
        self._progress = progress
        self.files = self.bytes = 0
        self._datasette = server.application(database, {"max_returned_rows": 1_000_000, "sql_time_limit_ms": 60_000})
        self._name = database.stem
        self._base = Base(self._datasette, self._name)
        self._templates = Environment(loader=loader.Templates(DictLoader({}), self._datasette), autoescape=True)
        self._asked: dict[str, Asked] = {}
        self._waiting: list[str] = []
        self._labels: dict[tuple[tuple[str, str], ...], str] = {}
        self._members: dict[str, list[str]] = {}  # claims of a list
        self._said: dict[str, tuple[str, str]] = {}  # text and strength of a claim
        self._facet_lists: dict[str, list[Row]] = {}

    async def write(self, most: int) -> None:
        """Everything."""
        await self._datasette.invoke_startup()
        names = {}
        for table, key in (("claims", "id"), ("works", "key"), ("documents", "id"), ("rules", "name")):
            rows = await self._datasette.get_database(self._name).execute(f"SELECT {key} FROM {table} ORDER BY 1")
            names[table] = file_names([row[0] for row in rows.rows])
        if len(names["claims"]) > most:
            raise UsageError(
                f"{len(names['claims']):,} claims would make about {len(names['claims']) * 6:,} files: allow them with "
                "--at-most, or publish a server (evidencebase publish-config)"
            )
        self._to = FileAddresses(self._base.to, names, self._announce)
        self._build = await frame.build(self._base)
        self._put(MARK, "Written by evidencebase export site, which replaces this folder as a whole.\n")
        for asset in ("site.css", "browse.js"):
            self._put(f"assets/{asset}", (frame.STATIC / asset).read_text("utf-8"))
        await self._facets()
        self._to.table("claims")
        for table, made in names.items():
            for done, (key, name) in enumerate(made.items()):
                self._progress(f"{table} {done:,} of {len(made):,}", 0.1 + 0.6 * done / len(made))
                await self._row(table, key, f"{table}/{name}.html")
        await self._own("index.html", catalogue.HOME, {}, Given())
        while self._waiting:
            path = self._waiting.pop()
            self._progress(f"{self.files:,} files", 0.7 + 0.25 * (1 - len(self._waiting) / (len(self._asked) or 1)))
            await self._page(path, *self._asked[path])
        self._index(names["claims"])
        await self._tables()
        await self._html("missing.html", "error.html", {"status": 404, "message": "It is not part of this site."})
        shutil.copyfile(self._database, self._folder / "data" / "evidence.db")

    def _announce(self, path: str, asked: Asked) -> None:
        if path not in self._asked:
            self._asked[path] = asked
            self._waiting.append(path)

    async def _page(self, path: str, name: str, given: tuple[tuple[str, str], ...]) -> None:
        if name == "map.svg":
            self._put(path, str(await map_svg.drawing(self._base, Given(given))))
        elif (own := _OWN.get(f"-/{name.replace('map-file', 'map/file')}")) is not None:
            await self._own(path, own, {}, Given(given))
        elif name.startswith(("graph/", "reach/")):
            kind, _, key = name.partition("/")
            part = "claim" if kind == "graph" else "work"
            await self._own(path, next(p for a, p in _OWN.items() if a.startswith(f"-/{kind}/(")), {part: key}, Given())
        else:
            await self._list(path, name, given)

    async def _own(self, path: str, page: pages.Page, given: Row, arguments: Given) -> None:
        """A page of the site's own, and its data as JSON."""
        base = Base(self._datasette, self._name)
        base.to = to = self._to.seen_from(path)
        data = await page.make(base, given, arguments)
        if data is None:
            raise AssertionError(f"{path} is linked but there is no such page")
        as_json = f"{path.removesuffix('.html')}.json"
        self._put(as_json, json.dumps({**data, "build": self._build}, ensure_ascii=False, default=str))
        extra = {**map_links.helpers(to, data), "json_address": to.file(as_json)}
        if page.template == "map.html":
            extra["variants"] = [
                (label, to.page("map", layer=layer), layer == arguments.get("layer", "") and len(arguments) <= 1)
                for layer, label in data["layers"].items()
            ] + [(document["title"], to.page("map", document=document["id"]), False) for document in data["documents"]]
        await self._html(path, page.template, {**data, **extra})

    async def _row(self, table: str, key: str, path: str) -> None:
        if table in _PARTS:
            page = next(page for address, page in _OWN.items() if address.startswith(f"{table}/("))
            await self._own(path, page, {_PARTS[table]: key}, Given())
            return
        rows = await self._rows("rules", (("name", key),))
        cells = [
            {"column": name, "value": value, "value_type": "none" if value is None else "str"}
            for name, value in rows[0].items()
        ]
        shown = {"primary_key_values": [key], "display_rows": [cells], "table": table}
        await self._html(path, "row.html", shown)

    async def _rows(self, table: str, given: Iterable[tuple[str, str]]) -> list[Row]:
        """Rows as the served site finds them, so that both mean the same."""
        told = [*given, ("_shape", "array"), ("_size", "max"), ("_nofacet", "1")]
        answer = await self._datasette.client.get(f"/{self._route}/{table}.json?{query(told)}")
        answer.raise_for_status()
        rows: list[Row] = answer.json()
        return rows

    @property
    def _route(self) -> str:
        return self._base.to.data().strip("/")

    async def _facets(self) -> None:
        """The facets of the lists, with a page for each value."""
        for table in _SHOWN:
            told = "_shape=objects&_size=0&_extra=facet_results"
            answer = await self._datasette.client.get(f"/{self._route}/{table}.json?{told}")
            found = answer.json()["facet_results"]
            listed = facets.ordered(list(found.get("results", found).values()))
            for facet in listed:
                for value in facet["results"]:
                    given = tuple(
                        sorted(pair for pair in parse_qsl(urlsplit(value["toggle_url"]).query) if pair not in _TOLD)
                    )
                    value["given"] = given
                    self._labels[given] = f"{facet.get('title') or facet['name']}: {value['label']}"
            self._facet_lists[table] = listed

    async def _list(self, path: str, name: str, given: tuple[tuple[str, str], ...]) -> None:
        """A list of claims, works, findings or rows of a view, in pages; also as CSV and JSON."""
        to = self._to.seen_from(path)
        stem = path.removesuffix(".html")
        query_, key = _SHOWN.get(name, ("", ""))
        rows = await self._rows(name, given)
        self._downloads(stem, rows)
        if name == "claims":
            self._members[path] = [row["id"] for row in rows]
            self._said |= {row["id"]: (row["claim"], words.STRENGTH.get(row["evidence_strength"], "")) for row in rows}
        pages_ = [rows[at : at + ON_A_PAGE] for at in range(0, len(rows), ON_A_PAGE)] or [[]]
        for number, shown in enumerate(pages_, 1):
            here = path if number == 1 else f"{stem}-{number}.html"
            context: Row = {
                "filtered_table_rows_count": len(rows),
                "sorted_facet_results": self._shown_facets(name, to) if not given else [],
                "human_description_en": self._labels.get(given) or ", ".join(f"{k.strip('_')}: {v}" for k, v in given),
                "table": name,
                "next_url": to.file(f"{stem}-{number + 1}.html") if number < len(pages_) else None,
                "csv_address": to.file(f"{stem}.csv"),
                "rows_address": to.file(f"{stem}.json"),
                "index_address": to.file("assets/claims.js") if path == "claims.html" else None,
                "script": to.file("assets/browse.js") if path == "claims.html" and number == 1 else None,
                "display_rows": shown,
                "facet_order": list,
            }
            if query_:
                found = await self._base.ask(query_, ids=json.dumps([row[key] for row in shown]))
                context[query_] = _always(found)
            else:
                context["columns"] = list(rows[0]) if rows else []
                context["title"] = self._title(name)
            await self._html(here, f"{name}.html" if query_ else "static_table.html", context)

    def _title(self, name: str) -> str:
        from evidencebase import database

        views = database.views()
        if name in views:
            return views[name].splitlines()[0].removeprefix("-- ")
        return next((table.title for table in TABLES if table.name == name), name)

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
            for facet in self._facet_lists.get(table, [])
        ]

    def _index(self, names: dict[str, str]) -> None:
        """What the script of the claims page searches and narrows: texts, and the members of each facet's values."""
        at = {claim: number for number, claim in enumerate(self._members["claims.html"])}
        members = {}
        for facet in self._facet_lists["claims"]:
            for value in facet["results"]:
                path = self._to.table("claims", **dict(value["given"]))
                members[query(value["given"])] = [at[claim] for claim in self._members[path] if claim in at]
        claims = [[claim, f"claims/{names[claim]}.html", *self._said[claim]] for claim in at]
        text = json.dumps({"claims": claims, "members": members}, ensure_ascii=False, separators=(",", ":"))
        self._put("assets/claims.js", f"window.evidencebase = {text.replace('<', chr(92) + 'u003c')};\n")

    async def _tables(self) -> None:
        """Every table and view as CSV and JSON, and the page that names them."""
        listed = []
        hidden = {table.name for table in TABLES if table.hidden}
        for row in await self._base.ask("data_tables"):
            if row["name"] in hidden:
                continue
            rows = await self._rows(row["name"], ())
            self._downloads(f"data/{row['name']}", rows)
            listed.append({**row, "rows": len(rows), "title": self._title(row["name"])})
        await self._html("data.html", "static_data.html", {"tables": listed})

    def _downloads(self, stem: str, rows: Sequence[Row]) -> None:
        if f"{stem}.json" not in self._asked:
            self._put(f"{stem}.json", json.dumps(rows, ensure_ascii=False))
        names = list(rows[0]) if rows else []
        self._put(f"{stem}.csv", spreadsheets.lines([names, *(row.values() for row in rows)]))

    async def _html(self, path: str, template: str, context: Row) -> None:
        to = self._to.seen_from(path)
        base = Base(self._datasette, self._name)
        base.to = to
        around = await frame.frame(base, _table(path), None)
        text = self._templates.get_template(f"evidencebase/{template}").render(
            {
                **pages.helpers(),
                **around,
                "database": self._name,
                "style": to.file("assets/site.css"),
                "as_files": True,  # Datasette 1.0 has a template function of the name static
                "policy": _POLICY,
                **context,
            }
        )
        self._put(path, re.sub(r"\n\s*\n+", "\n", text))

    def _put(self, path: str, text: str) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode("utf-8", "replace")
        target.write_bytes(content)
        self.files += 1
        self.bytes += len(content)


_TOLD = {("_shape", "objects"), ("_size", "0"), ("_extra", "facet_results")}


def _table(path: str) -> str:
    """Which entry of the navigation a file belongs to."""
    first = path.partition("/")[0].removesuffix(".html")
    first = {"graph": "claims", "reach": "works", "lists": "claims", "findings": "health", "rules": "health"}.get(
        first, first
    )
    return first.partition("-")[0]


def _always(rows: list[Row]) -> Callable[[Any], list[Row]]:
    return lambda _: rows
