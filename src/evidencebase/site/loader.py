"""Templates of the package, and which of Datasette's templates they replace for the tables of an evidence base.

Datasette asks for ``table-<database>-<table>.html`` before ``table.html``: those names are answered for evidence bases
only, whatever their file is called, so that other databases look as they always did.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from typing import Any

from jinja2 import BaseLoader, Environment

from evidencebase.site import evidence_bases

_OWN = re.compile(r"evidencebase/[a-z_]+\.html")
_SPECIAL = {
    "claims": "claims.html",
    "works": "works.html",
    "findings": "findings.html",
}  # tables with a template of their own


class Templates(BaseLoader):
    """Ours first, then whatever was there."""

    def __init__(self, former: BaseLoader, datasette: Any) -> None:
        self._former = former
        self._datasette = datasette
        self._folder = resources.files("evidencebase.site") / "templates"

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's text."""
        own = template if _OWN.fullmatch(template) else self._replaced(template)
        if own:
            file = self._folder / own
            if file.is_file():
                return file.read_text("utf-8"), str(file), lambda: True
        return self._former.get_source(environment, template)

    def list_templates(self) -> list[str]:
        """What Datasette looks through for pages of its own."""
        try:
            return self._former.list_templates()
        except TypeError:
            return []

    def _replaced(self, template: str) -> str | None:
        from datasette.utils import to_css_class

        for name in evidence_bases.names(self._datasette):
            css = to_css_class(name)
            if template.startswith(f"table-{css}-"):
                table = template.removeprefix(f"table-{css}-").removesuffix(".html")
                return f"evidencebase/{_SPECIAL.get(table, 'table.html')}"
            if template.startswith(f"row-{css}-"):
                return "evidencebase/row.html"
            if template == f"database-{css}.html":
                return "evidencebase/data.html"
            if template == f"query-{css}.html" or template.startswith(f"query-{css}-"):
                return "evidencebase/query.html"
        return None
