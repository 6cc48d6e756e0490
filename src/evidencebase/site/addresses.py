"""Addresses of the site's own pages, and which addresses outside may become links."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


class Addresses:
    """Addresses of one evidence base in Datasette."""

    def __init__(self, datasette: Any, name: str) -> None:
        from datasette.utils import tilde_encode

        self._encode = tilde_encode
        self._urls = datasette.urls
        self._root = f"/{tilde_encode(datasette.databases[name].route)}"
        self.single = len([key for key in datasette.databases if not key.startswith("_")]) == 1

    def _path(self, *parts: str, **arguments: object) -> str:
        path = self._urls.path("/".join((self._root, *parts)))
        given = {key: value for key, value in arguments.items() if value not in (None, "")}
        return f"{path}?{urlencode(given, doseq=True)}" if given else str(path)

    def home(self) -> str:
        """The start page."""
        return str(self._urls.path("/")) if self.single else self._path("-", "home")

    def data(self) -> str:
        """Tables, views and queries."""
        return self._path()

    def table(self, name: str, **arguments: object) -> str:
        """A table or view, filtered by Datasette's arguments."""
        return self._path(self._encode(name), **arguments)

    def row(self, table: str, key: object) -> str:
        """One row: a claim, a work, a document."""
        return self._path(self._encode(table), self._encode(str(key)))

    def referred(self, refers_to: str, key: object) -> str | None:
        """The row that a column names, ``refers_to`` as the schema says it; None where that has no page."""
        table = refers_to.partition(".")[0]
        return self.row(table, key) if table else None

    def claim(self, identifier: str) -> str:
        """A claim's permanent page."""
        return self.row("claims", identifier)

    def work(self, key: str) -> str:
        """A work's page."""
        return self.row("works", key)

    def document(self, identifier: str) -> str:
        """A document's page."""
        return self.row("documents", identifier)

    def passage(self, anchor: str) -> str:
        """Where a passage stands on the page of its document."""
        document, _, place = anchor.partition("#")
        return f"{self.document(document)}#{quote(place)}"

    def page(self, *parts: str, **arguments: object) -> str:
        """A page that is no table or row: map, summary, health, reach, graph."""
        return self._path("-", *(self._encode(part) for part in parts), **arguments)

    def drawing(self, **arguments: object) -> str:
        """The map as SVG."""
        return self._path("-", "map.svg", **arguments)


def web(address: str | None) -> str | None:
    """The address if it is safe as a link (http or https and nothing odd in it), else None."""
    return address if address and _WEB.fullmatch(address) else None


def doi(value: str | None) -> str | None:
    """Address of a DOI, percent-encoded; None when it does not look like one."""
    return f"https://doi.org/{quote(value, safe='/')}" if value and _DOI.fullmatch(value) else None


def pubmed(value: object) -> str | None:
    """Address of a record in PubMed."""
    digits = str(value or "")
    return f"https://pubmed.ncbi.nlm.nih.gov/{digits}/" if digits.isascii() and digits.isdigit() else None
