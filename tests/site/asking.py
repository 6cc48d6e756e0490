"""Asking a Datasette in process, and looking at its HTML as a browser would take it apart."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase.site.server import application


def get(path: Path, *addresses: str, follow: bool = True) -> list[Any]:
    """Responses of a Datasette on the database."""
    return ask(application(path), *addresses, follow=follow)


def ask(datasette: Any, *addresses: str, follow: bool = True) -> list[Any]:
    """Responses of that Datasette."""

    async def asked() -> list[Any]:
        await datasette.invoke_startup()
        return [await datasette.client.get(address, follow_redirects=follow) for address in addresses]

    return asyncio.run(asked())


class Element(NamedTuple):
    """A start tag with its attributes."""

    tag: str
    attributes: dict[str, str | None]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(html: str) -> list[Element]:
    """Every start tag of a page."""
    parser = _Parser()
    parser.feed(html)
    return parser.elements


def text(html: str) -> str:
    """The text of a page, white space folded."""
    parser = _Parser()
    parser.feed(html)
    return " ".join(" ".join(parser.texts).split())
