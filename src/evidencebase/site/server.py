"""Datasette on an evidence base: the application, and serving it on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from evidencebase.files import open_read_only
from evidencebase.finding import UsageError
from evidencebase.schema import TABLES
from evidencebase.site.configuration import SETTINGS, configuration

HOST = "127.0.0.1"


class _Uncopied(dict[str, Any]):
    """Metadata that nobody changes. Datasette 0.65 copies all of it to tell who may see a table, forty times a page."""

    def __deepcopy__(self, _: object) -> _Uncopied:
        return self


def application(path: Path, settings: Mapping[str, Any] = {}) -> Any:
    """A Datasette for the database: immutable, counted, with titles, facets, labels and the rules as queries.

    ``settings`` are other ones than those of ``serve``.
    """
    from datasette import __version__
    from datasette.app import Datasette

    with closing(open_read_only(path)) as connection:
        title, description = connection.execute("SELECT title, description FROM builds").fetchone()
        counts = {
            table.name: {"count": connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]}
            for table in TABLES
        }
    made = configuration(path.stem, title, description)
    options: dict[str, Any] = {
        "immutables": [str(path)],
        "settings": {**SETTINGS, **settings},
        "inspect_data": {path.stem: {"hash": _digest(path), "size": path.stat().st_size, "tables": counts}},
    }
    if __version__.startswith("0."):
        return Datasette([], metadata=_Uncopied(made.together()), **options)
    return Datasette([], metadata=made.metadata, config=made.config, **options)


def _digest(path: Path) -> str:
    """Something that changes with the file; Datasette takes the colour of the database from it."""
    import hashlib

    status = path.stat()
    return hashlib.sha256(f"{status.st_size} {status.st_mtime_ns}".encode()).hexdigest()


def serve(path: Path, port: int, open_browser: bool, announce: Callable[[str], None]) -> None:
    """Serve the database on 127.0.0.1 until interrupted; port 0 picks a free one.

    Raises:
        UsageError: the port is taken.
    """
    import uvicorn

    datasette = application(path)
    asyncio.run(datasette.invoke_startup())
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()  # who comes before the server has started waits
        except OSError as error:
            raise UsageError(f"port {port} cannot be used: {error.strerror}; --port 0 picks a free one") from None
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        announce(f"Serving {address} (Ctrl-C stops)")
        if open_browser:
            import webbrowser

            webbrowser.open(address)
        uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning")).run(sockets=[listener])
