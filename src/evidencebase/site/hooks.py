"""Datasette plugin: what an evidence base needs in any Datasette that opens it. Other databases are left alone.

Only hooks that Datasette 0.65 and 1.0 both have.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette import Response, hookimpl
from datasette.utils import await_me_maybe

from evidencebase import functions
from evidencebase.site import (
    catalogue,
    errors,
    evidence_bases,
    facets,
    filters,
    frame,
    guard,
    loader,
    pages,
    public,
    spared,
    spreadsheet,
)
from evidencebase.site.base import Base


@hookimpl  # type: ignore[untyped-decorator]  # datasette ships no types
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The SQL functions that the rules' queries call."""
    functions.register(conn)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Pages of the evidence bases that are attached, and their style sheet."""
    if not evidence_bases.names(datasette):
        return []
    return [
        *pages.routes(datasette, catalogue.PAGES),
        *pages.start(datasette, catalogue.HOME),
        *pages.drawings(datasette),
        *public.routes(datasette),
        (f"^{frame.STYLE_ADDRESS}$", _style),
    ]


def _style() -> Any:
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(frame.STYLE.decode(), content_type="text/css; charset=utf-8", headers=headers)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[guard.Asgi], guard.Asgi]:
    """Safe headers; on a public site, no page that tells how it is set up."""

    def wrap(app: guard.Asgi) -> guard.Asgi:
        return guard.wrapped(datasette, app)

    return wrap


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Our templates, and ours in the place of Datasette's for the tables of an evidence base."""
    env.loader = loader.Templates(env.loader, datasette)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    template: str, database: str, table: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What surrounds every page of an evidence base."""

    async def variables() -> dict[str, Any]:
        if not evidence_bases.is_one(datasette, database):
            return {}
        base = Base(datasette, database)
        return {
            **pages.helpers(),
            **await frame.frame(base, table, request),
            "claims_shown": base.claims_shown,
            "claims_named": base.claims_named,
            "claims_noted": base.claims_noted,
            "works_shown": base.works_shown,
            "findings_shown": base.findings_shown,
            "labels_shown": base.labels_shown,
            "facet_order": facets.ordered,
            "counted": spared.counted(request),
        }

    return variables


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type]:
    """Facets of claims, works and findings."""
    return [facets.CodedFacets]


@hookimpl  # type: ignore[untyped-decorator]
def register_output_renderer() -> dict[str, Any]:
    """Rows as a workbook."""
    return {"extension": "xlsx", "render": spreadsheet.render, "can_render": spreadsheet.can_render}


@hookimpl(specname="filters_from_request", tryfirst=True)  # type: ignore[untyped-decorator]
def refuse_unknown(request: Any, database: str, table: str, datasette: Any) -> Callable[[], Awaitable[None]]:
    """Unknown columns and parameters are refused, before anybody wonders what they mean."""

    async def refused() -> None:
        await filters.refuse(datasette, request, database, table)

    return refused


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]  # Datasette's own search comes before: see spared
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Callable[[], Awaitable[Any]]:
    """Filters by work and by finding, and the search of views."""

    async def found() -> Any:
        return await filters.arguments(datasette, request, database, table)

    return found


@hookimpl(wrapper=True)  # type: ignore[untyped-decorator]
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Generator[None, list[Any], list[Callable[[], Awaitable[Any]]]]:
    """Errors as pages of the site; bad parameters are no server errors.

    Datasette asks everybody who would answer, and its own answer prints a traceback where rich is installed, even of a
    page that does not exist: others are asked only if we have no answer.
    """
    others = yield

    async def answered() -> Any:
        answer = await errors.response(datasette, request, exception)
        for other in others if answer is None else ():
            found = await await_me_maybe(other)
            answer = answer or found
        return answer

    return [answered]
