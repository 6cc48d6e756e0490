"""Addresses -> pages: each page is a function that gives data, and a template; the data alone is the page's JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from evidencebase.site import addresses, citations, columns, evidence_bases, forest, graph, map_links, map_svg, words
from evidencebase.site.base import Base

Arguments = Mapping[str, Any]
Data = dict[str, Any]
Make = Callable[[Base, Arguments, Any], Awaitable[Data | None]]

_FILE = 'inline; filename="evidence-map.svg"'


class Page(NamedTuple):
    """An address below the evidence base (a regular expression without suffix), a template and what makes its data."""

    address: str
    template: str
    make: Make


def routes(datasette: Any, pages: tuple[Page, ...]) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Datasette routes for the pages of every evidence base that is attached."""
    found = evidence_bases.names(datasette)
    if not found:
        return []
    database = evidence_bases.pattern(datasette)
    return [(rf"^/{database}/{page.address}(\.(?P<format>json))?$", _view(page)) for page in pages]


def start(datasette: Any, page: Page) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The start page at ``/`` too, where one evidence base is all there is."""
    return [("^/$", _view(page))] if evidence_bases.of_path(datasette, "/") else []


def drawings(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The map as SVG."""
    if not evidence_bases.names(datasette):
        return []

    async def view(request: Any, datasette: Any) -> Any:
        from datasette import Response
        from datasette.utils import tilde_decode

        name = name_of(datasette, tilde_decode(request.url_vars["database"]))
        await _refuse(datasette, request, name)
        text = await map_svg.drawing(Base(datasette, name), request.args)
        return Response(str(text), content_type="image/svg+xml; charset=utf-8", headers={"Content-Disposition": _FILE})

    return [(rf"^/{evidence_bases.pattern(datasette)}/-/map\.svg$", view)]


def _view(page: Page) -> Callable[..., Awaitable[Any]]:
    async def view(request: Any, datasette: Any) -> Any:
        from datasette.utils import tilde_decode

        given = {key: tilde_decode(value) for key, value in request.url_vars.items() if value is not None}
        name = name_of(datasette, given.pop("database", None))
        return await answer(datasette, request, Base(datasette, name), page, given)

    return view


def name_of(datasette: Any, route: str | None) -> str:
    """Name of the database at that route; without a route, of the only evidence base."""
    for name in evidence_bases.names(datasette):
        if route is None or datasette.databases[name].route == route:
            return name
    raise KeyError(route)


async def answer(datasette: Any, request: Any, base: Base, page: Page, given: dict[str, str]) -> Any:
    """The page as HTML or JSON; 403 where Datasette would not show the database, 404 where there is nothing."""
    from datasette import Response
    from datasette.utils.asgi import NotFound

    await _refuse(datasette, request, base.name)
    form = given.pop("format", "html")
    if form == "html" and not given and not request.query_string:  # one of the few pages that need no question
        (kept,) = await base.keep(request.path, lambda: _made(datasette, request, base, page, given))
        return Response.html(kept["html"])
    data = await page.make(base, given, request.args)
    if data is None:
        raise NotFound(f"There is no such page: {' '.join(given.values())[:80]}")
    if form == "json":
        from evidencebase.site.frame import build

        return Response.json({**data, "build": await build(base)})
    return Response.html(await _html(datasette, request, base, page, data))


async def _made(datasette: Any, request: Any, base: Base, page: Page, given: dict[str, str]) -> list[Data]:
    """The page, as something that can be kept."""
    data = await page.make(base, given, request.args) or {}
    return [{"html": await _html(datasette, request, base, page, data)}]


async def _html(datasette: Any, request: Any, base: Base, page: Page, data: Data) -> str:
    html: str = await datasette.render_template(
        f"evidencebase/{page.template}",
        {
            **data,
            "database": base.name,
            **helpers(),
            **map_links.helpers(base.to, data),
            "json_address": _json(base, request),
        },
        request=request,
        view_name="evidencebase",
    )
    return html


def helpers() -> dict[str, Any]:
    """What templates may call: words, citations, links and drawings."""
    return {"say": words, "of": columns, "cite": citations, "link": addresses, "draw": forest, "graph": graph}


def _json(base: Base, request: Any) -> str:
    path = request.path if request.path.rstrip("/") != base.to.home().rstrip("/") else base.to.page("home")
    address = f"{path.rstrip('/')}.json"
    return f"{address}?{request.query_string}" if request.query_string else address


async def _refuse(datasette: Any, request: Any, database: str) -> None:
    """Raise what Datasette answers to those who may not look, and to other methods than reading."""
    from datasette.utils.asgi import BadRequest, Forbidden

    if request.method not in ("GET", "HEAD"):
        raise BadRequest("This page can only be read")
    if not await _may_see(datasette, request.actor, database):
        raise Forbidden("view-database")


async def _may_see(datasette: Any, actor: Any, database: str) -> bool:
    """May the actor see the database? Datasette 0.65 and 1.0 ask differently."""
    if hasattr(datasette, "allowed"):
        from datasette.resources import DatabaseResource

        return bool(await datasette.allowed(action="view-database", resource=DatabaseResource(database), actor=actor))
    return bool(await datasette.permission_allowed(actor, "view-database", resource=database, default=True))
