"""What claims are narrowed by, as numbers: one array a column, so that the site counts a million claims at once."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from evidencebase import database

PLAIN = (
    "evidence_strength",
    "kind",
    "direction",
    "status",
    "intervention",
    "outcome",
    "population",
    "comparator",
    "support",
)
MANY = ("documents", "relations", "topics")  # JSON arrays in the table of claims
NUMBERS = "rowid"


def store(connection: sqlite3.Connection) -> None:
    """Fill ``claim_codes`` from the claims and their findings, which must be there."""
    connection.execute("DELETE FROM claim_codes")
    read = f"SELECT rowid, id, {', '.join((*PLAIN, *MANY))} FROM claims ORDER BY rowid"
    rows = connection.execute(read).fetchall()
    numbers, ids, *columns = zip(*rows, strict=True) if rows else ((),) * (2 + len(PLAIN) + len(MANY))
    database.insert(connection, "claim_codes", [(NUMBERS, "[]", _little(array("q", numbers)))])
    database.insert(connection, "claim_codes", _coded(ids, columns, _rules(connection)))


def _rules(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Rules by claim of which there is a finding about it."""
    found: dict[str, list[str]] = {}
    about_claims = """SELECT DISTINCT row_key, rule FROM findings
        WHERE rule NOT GLOB 'works/*' AND rule NOT GLOB 'verifications/*' ORDER BY row_key, rule"""
    for claim, rule in connection.execute(about_claims):
        found.setdefault(claim, []).append(rule)
    return found


def _coded(
    ids: Sequence[str], columns: Sequence[Sequence[str | None]], rules: dict[str, list[str]]
) -> Iterator[tuple[str, str, bytes]]:
    for name, column in zip((*PLAIN, *MANY), columns, strict=True):
        codes, values = _numbered(column)
        yield name, json.dumps([_items(name, value) for value in values]), codes
    codes, values = _numbered([" ".join(rules.get(claim, ())) for claim in ids])
    yield "findings", json.dumps([(value or "").split() for value in values]), codes


def _items(name: str, value: str | None) -> list[str]:
    if not value:
        return []
    return list(json.loads(value)) if name in MANY else [value]


def _numbered(column: Sequence[str | None]) -> tuple[bytes, list[str | None]]:
    """A number for each different value, in the order in which they are met; and the values."""
    numbers: defaultdict[str | None, int] = defaultdict(count().__next__)
    return _little(array("I", map(numbers.__getitem__, column))), list(numbers)


def _little(numbers: array[int]) -> bytes:
    """The numbers with the lowest byte first, whatever this machine does."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
