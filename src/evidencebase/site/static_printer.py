"""A page of the exported site: what the served site would show, asked of the file itself, as a file."""

from __future__ import annotations

import re
import sqlite3
from copy import copy
from typing import Any

from evidencebase import database, functions
from evidencebase.site import columns, frame, loader, pages
from evidencebase.site.base import Base, Row, decoded, queries
from evidencebase.site.file_addresses import FileAddresses
from evidencebase.site.static_folder import Folder

# a meta element cannot say frame-ancestors; 'self' is the folder
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; base-uri 'none'"
)
_NAVIGATION = {"reach": "works", "findings": "health", "rules": "health"}
_NAME = re.compile(r"[a-z_]+")
_EMPTY_LINES = re.compile(r"\n\s*\n+")


class Direct(Base):
    """Asks the database without Datasette's threads and time limits: an export asks a hundred thousand times."""

    def __init__(self, datasette: Any, name: str, connection: sqlite3.Connection) -> None:
        super().__init__(datasette, name)
        self._connection = connection
        connection.row_factory = sqlite3.Row
        functions.register(connection)

    async def ask(self, query: str, **parameters: object) -> list[Row]:
        """As ``Base.ask``."""
        return [decoded(dict(row)) for row in self._connection.execute(queries()[query], parameters)]

    def rows(self, table: str, selected: str = "*") -> list[Row]:
        """All of a table by its first column or in the order of reading, or of a view in its own order."""
        order = f" ORDER BY {columns.PLACE if columns.PLACE in columns.of(table) else 1}"
        order = "" if table in database.views() else order
        return [dict(row) for row in self._connection.execute(f"SELECT {selected} FROM {table}{order}")]

    def seen_from(self, to: FileAddresses) -> Direct:
        """The same, with other addresses."""
        other = copy(self)
        other.to = to
        return other


class Printer:
    """Templates -> files."""

    def __init__(self, base: Direct, to: FileAddresses, folder: Folder) -> None:
        from jinja2 import DictLoader, Environment

        templates = loader.Templates(DictLoader({}), base.datasette)
        self._templates = Environment(loader=templates, autoescape=True, auto_reload=False)
        self._helpers = pages.helpers()
        self.base = base
        self.to = to
        self.folder = folder

    def seen_from(self, path: str) -> Direct:
        """The evidence base as the page at that path sees it."""
        return self.base.seen_from(self.to.seen_from(path))

    async def write(self, path: str, template: str, context: Row) -> None:
        """The page at that path."""
        base = self.seen_from(path)
        given = {
            **self._helpers,
            **await frame.frame(base, _entry(path), None),
            "database": base.name,
            "style": self.to.seen_from(path).file("assets/site.css"),
            "as_files": True,  # Datasette 1.0 has a template function of the name static
            "policy": _POLICY,
            **context,
        }
        text = self._templates.get_template(f"evidencebase/{template}").render(given)
        self.folder.put(path, _EMPTY_LINES.sub("\n", text))


def _entry(path: str) -> str:
    """Which entry of the navigation a file belongs to."""
    found = _NAME.match(path.removeprefix("lists/"))
    name = found.group() if found else ""
    return _NAVIGATION.get(name, name)
