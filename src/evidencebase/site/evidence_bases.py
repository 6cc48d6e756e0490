"""Which of Datasette's databases are evidence bases. The plugin leaves the others alone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

NEEDED = {"builds", "claims", "evidence", "findings", "works"}
_known: WeakKeyDictionary[Any, dict[tuple[str, str], bool]] = WeakKeyDictionary()


def names(datasette: Any) -> list[str]:
    """Names of the attached databases that are evidence bases."""
    known = _known.setdefault(datasette, {})
    found = []
    for name, database in datasette.databases.items():
        if database.path:
            key = (name, str(database.path))
            if key not in known:
                known[key] = _has_tables(Path(database.path))
            if known[key]:
                found.append(name)
    return found


def is_one(datasette: Any, name: str | None) -> bool:
    """Is the database of that name an evidence base?"""
    return bool(name) and name in names(datasette)


def path_below(datasette: Any, path: str) -> str:
    """The path without the prefix under which Datasette is served."""
    return "/" + path.removeprefix(datasette.setting("base_url").rstrip("/")).lstrip("/")


def of_path(datasette: Any, path: str) -> str | None:
    """Name of the evidence base that a path (below the prefix) lies in; ``/`` is that of the only database."""
    from datasette.utils import tilde_encode

    known = names(datasette)
    if path == "/":
        shown = [name for name in datasette.databases if not name.startswith("_")]
        return known[0] if len(shown) == 1 and shown == known else None
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    return next((name for name in known if tilde_encode(datasette.databases[name].route) == first), None)


def around(datasette: Any, path: str) -> str | None:
    """Name of the evidence base whose frame stands around that path: the one it lies in, else the first.

    None where there are other databases that the path may belong to.
    """
    inner = of_path(datasette, path)
    shown = [name for name in datasette.databases if not name.startswith("_")]
    known = names(datasette)
    return inner or (known[0] if known and shown == known else None)


def pattern(datasette: Any) -> str:
    """A regular expression for the addresses of the evidence bases; matches nothing when there are none."""
    from datasette.utils import tilde_encode

    routes = [re.escape(tilde_encode(datasette.databases[name].route)) for name in names(datasette)]
    return f"(?P<database>{'|'.join(routes)})" if routes else r"(?P<database>(?!))"


def _has_tables(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    return tables >= NEEDED
