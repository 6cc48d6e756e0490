"""What a public site tells search engines, and that it is one: ``plugins: evidencebase: public`` in its configuration.

``robots`` says what crawlers may read: ``pages`` (all pages, but no address with a question in it), ``all`` or
``none``. ``address`` is the site's own, for the sitemap; without it that of the request is taken.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from evidencebase.finding import UsageError
from evidencebase.site import evidence_bases
from evidencebase.site.base import Base

ROBOTS = {"pages": "Allow: /\nDisallow: /*?", "all": "Allow: /", "none": "Disallow: /"}
PART = 40_000  # addresses in one file; the protocol allows 50,000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Public(NamedTuple):
    """The choices of a public site."""

    robots: str = "pages"
    address: str = ""


def chosen(datasette: Any) -> Public | None:
    """What the configuration says; None where the site is not public.

    Raises:
        UsageError: ``robots`` is none of the three words.
    """
    given = datasette.plugin_config("evidencebase") or {}
    if not given.get("public"):
        return None
    robots = given.get("robots") or "pages"
    if robots not in ROBOTS:
        raise UsageError(f"robots is one of {', '.join(ROBOTS)}, not '{robots}'")
    return Public(robots, str(given.get("address") or "").rstrip("/"))


def robots(datasette: Any, request: Any) -> str:
    """The text of ``/robots.txt``."""
    said = chosen(datasette) or Public()
    text = f"User-agent: *\n{ROBOTS[said.robots]}\n"
    if said.robots == "none":
        return text
    return f"{text}Sitemap: {_absolute(datasette, request, datasette.urls.path('/sitemap.xml'))}\n"


async def sitemap(base: Base, request: Any, part: int | None) -> str | None:
    """The sitemap, or a part of it when it has more than one; None when there is no such part."""
    count = (await base.ask_once("sitemap_count"))[0]["addresses"]
    parts = -(-count // PART)
    if part is None and parts > 1:
        names = [base.datasette.urls.path(f"/sitemap-{number}.xml") for number in range(1, parts + 1)]
        return _list("sitemapindex", "sitemap", [_absolute(base.datasette, request, name) for name in names])
    if part is not None and not 1 <= part <= max(1, parts):
        return None
    part = part or 1
    rows = await base.ask("sitemap", size=PART, start=(part - 1) * PART)
    paths = [base.to.row(row["kind"], row["id"]) for row in rows]
    if part == 1:
        to = base.to
        pages = [to.page(name) for name in ("map", "summary", "documents", "health", "reach")]
        paths = [to.home(), to.table("claims"), to.table("works"), to.table("findings"), *pages, *paths]
    return _list("urlset", "url", [_absolute(base.datasette, request, path) for path in paths])


def routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """``/robots.txt`` and ``/sitemap.xml``, where one evidence base is all there is."""
    name = evidence_bases.of_path(datasette, "/")
    if name is None:
        return []

    async def robots_view(request: Any) -> Any:
        from datasette import Response

        return Response(robots(datasette, request), content_type="text/plain; charset=utf-8")

    async def sitemap_view(request: Any) -> Any:
        from datasette import Response
        from datasette.utils.asgi import NotFound

        part = request.url_vars["part"]
        text = await sitemap(Base(datasette, name), request, int(part) if part else None)
        if text is None:
            raise NotFound("There is no such part of the sitemap")
        return Response(text, content_type="application/xml; charset=utf-8")

    return [(r"^/robots\.txt$", robots_view), (r"^/sitemap(-(?P<part>[0-9]{1,6}))?\.xml$", sitemap_view)]


def _absolute(datasette: Any, request: Any, path: str) -> str:
    said = chosen(datasette)
    return f"{said.address}{path}" if said and said.address else str(datasette.absolute_url(request, path))


def _list(outer: str, inner: str, addresses: list[str]) -> str:
    lines = [f"<{inner}><loc>{escape(address)}</loc></{inner}>" for address in addresses]
    return "\n".join([f"{_HEAD}<{outer} {_NAMESPACE}>", *lines, f"</{outer}>"])
