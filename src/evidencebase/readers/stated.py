"""The ``stated_in`` cells of ``claims.csv`` by themselves: which claims are stated where, and new anchors for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from evidencebase.readers import csv_table, sheet
from evidencebase.schema import CLAIMS

_ITEM = re.compile(r"[^;=]*[^;=\s]")


class Stated(NamedTuple):
    """A claim where it is stated."""

    claim: str
    text: str
    anchor: str


def read(data: bytes) -> list[Stated]:
    """Every claim with every anchor of its cell."""
    claims = csv_table.read(CLAIMS.file, data, CLAIMS)
    rows = zip(claims.column("id"), claims.column("claim"), claims.column("stated_in"), strict=True)
    return [
        Stated(claim, text, item.partition("=")[0].rstrip()) for claim, text, cell in rows for item in sheet.items(cell)
    ]


def moved(data: bytes, moves: Mapping[str, str]) -> bytes:
    """The file with other anchors in the place of some; every other byte stays. Raises ``UnicodeDecodeError``."""
    text = data.decode("utf-8")
    parts: list[str] = []
    at = 0
    for line in csv_table.read(CLAIMS.file, data, CLAIMS).lines:
        start, end = sheet.cell(text, line, "stated_in") or (at, at)
        for item in _ITEM.finditer(text, start, end):
            name = item[0].lstrip()
            if name in moves:
                parts += [text[at : item.end() - len(name)], moves[name]]
                at = item.end()
    return "".join([*parts, text[at:]]).encode()
