"""Addresses of the pages as files: relative, so that they work wherever the folder lies, without a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from evidencebase.site.addresses import Addresses

Asked = tuple[str, tuple[tuple[str, str], ...]]  # a table or a page, and what it is asked
_SAFE = re.compile(r"[A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file may be called so on Windows
LONGEST = 80
_PLACES = {"graph": "claims", "reach": "works"}  # pages of a claim or work that are part of its own page here
FOLDERS = ("claims", "works", "documents", "rules")


def file_name(key: str) -> str:
    """A file name for a key: letters, digits and ``._-``, others as ``~`` and hexadecimal digits; never too long."""
    name = (
        key
        if _SAFE.fullmatch(key)
        else "".join(c if _SAFE.fullmatch(c) else "".join(f"~{byte:02x}" for byte in _bytes(c)) for c in key)
    )
    if len(name) > LONGEST or name.startswith(".") or _RESERVED.fullmatch(name):
        return f"{name[:40].lstrip('.')}~{_short(key)}"
    return name


def file_names(keys: Iterable[str]) -> dict[str, str]:
    """File names of keys; those that some file systems would take for one another are told apart."""
    made = {key: file_name(key) for key in keys}
    seen: dict[str, int] = {}
    for name in made.values():
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
    return {key: name if seen[name.casefold()] == 1 else f"{name}~{_short(key)}" for key, name in made.items()}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _short(key: str) -> str:
    return sha256(_bytes(key)).hexdigest()[:10]


class FileAddresses(Addresses):
    """Addresses as seen from one page; every page that is asked for is announced."""

    def __init__(
        self,
        addresses: Addresses,
        names: Mapping[str, Mapping[str, str]],
        announce: Callable[[str, Asked], None],
        up: str = "",
    ) -> None:
        self.__dict__.update(addresses.__dict__)
        self.single = True
        self._names = names
        self._announce = announce
        self._up = up

    def seen_from(self, path: str) -> FileAddresses:
        """The same addresses from the page at that path."""
        return FileAddresses(self, self._names, self._announce, "../" * path.count("/"))

    def file(self, path: str) -> str:
        """A file of the site."""
        return f"{self._up}{path}"

    def home(self) -> str:
        return self.file("index.html")

    def data(self) -> str:
        return self.file("data.html")

    def table(self, name: str, **arguments: object) -> str:
        return self._listed(name, arguments, "lists/" if arguments or name not in FOLDERS else "")

    def referred(self, refers_to: str, key: object) -> str | None:
        known = str(key) in self._names.get(refers_to.partition(".")[0], {})
        return super().referred(refers_to, key) if known else None

    def row(self, table: str, key: object) -> str:
        found = self._names.get(table, {}).get(str(key))
        return self.file(f"{table}/{found}.html" if found else "missing.html")

    def passage(self, anchor: str) -> str:
        document = anchor.partition("#")[0]
        return super().passage(anchor) if document in self._names["documents"] else self.document(document)

    def page(self, *parts: str, **arguments: object) -> str:
        if len(parts) == 2 and parts[0] in _PLACES:
            return f"{self.row(_PLACES[parts[0]], parts[1])}#{parts[0]}"
        return self._listed("-".join(parts), arguments, "")

    def drawing(self, **arguments: object) -> str:
        return self._listed("map", arguments, "", ".svg")

    def _listed(self, name: str, arguments: Mapping[str, object], folder: str, suffix: str = ".html") -> str:
        given = tuple(sorted((key, str(value)) for key, value in arguments.items() if value not in (None, "")))
        asked = file_name(f"{name}-{'-'.join(f'{key}={value}' for key, value in given)}" if given else name)
        return self._file(f"{folder}{asked}{suffix}", (f"{name}{suffix if suffix != '.html' else ''}", given))

    def _file(self, path: str, asked: Asked) -> str:
        self._announce(path, asked)
        return self.file(path)


def query(given: Iterable[tuple[str, str]]) -> str:
    """The arguments as they stand in an address of the served site."""
    return urlencode(list(given))


class Given(dict[str, str]):
    """Arguments of a page, as Datasette's request has them."""

    def getlist(self, name: str) -> list[Any]:
        """All values of an argument."""
        return [self[name]] if name in self else []
