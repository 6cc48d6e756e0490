"""Errors on an evidence base's pages: a bad parameter is the asker's mistake (400), never a broken server (500)."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound
from datasette.views.base import DatasetteError

from evidencebase.site import evidence_bases, guard, pages

_ASKED_WRONGLY = (
    json.JSONDecodeError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    AttributeError,
    AssertionError,
    sqlite3.Error,
    QueryInterrupted,
)
# what SQLite says of a search in its own syntax that it does not understand
_NOT_SEARCHABLE = re.compile(r"fts5|unterminated string|no such column|unknown special query|malformed MATCH")


async def response(datasette: Any, request: Any, exception: Exception) -> Any:
    """The answer to an error on the site of an evidence base; None leaves it to Datasette."""
    from datasette import Response

    path = evidence_bases.path_below(datasette, request.path)
    name = evidence_bases.around(datasette, path)
    status = _status(request, exception, path)
    if name is None or status is None:
        return None
    message = str(exception.args[0]) if isinstance(exception, NotFound) and exception.args else ""
    message = "" if message == str(status) else message  # Datasette has nothing else to say of most addresses
    if isinstance(exception, DatasetteError):
        message = "" if exception.message_is_html or status == 404 else str(exception.message)
    elif status == 400:
        message = str(exception)
    if _NOT_SEARCHABLE.search(message) and any(argument.startswith("_search") for argument in request.args):
        message = "This cannot be searched for: try plain words, with quotation marks in pairs or without"
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status}, status=status)
    html = await datasette.render_template(
        "evidencebase/error.html",
        {"database": name, "status": status, "message": message, **pages.helpers()},
        request=request,
        view_name="evidencebase",
    )
    headers = {**guard.HEADERS, "content-security-policy": guard.STRICT}  # also outside of an evidence base
    return Response.html(html, status=status, headers=headers)


def _status(request: Any, exception: Exception, path: str) -> int | None:
    from datasette.utils.asgi import Base400

    if isinstance(exception, Base400):
        return int(exception.status)
    if "no such table" in str(exception):
        return 404  # what Datasette says of an address below "-" that nobody serves
    if isinstance(exception, DatasetteError):
        return 400 if exception.status == 500 and request.query_string else int(exception.status)
    if request.query_string and isinstance(exception, _ASKED_WRONGLY):
        return 400
    if isinstance(exception, KeyError) and path.endswith(".csv") and path.count("/") == 1:
        return 404  # a database without a question has no rows, which Datasette does not notice
    return None
