"""What claims, works and findings are narrowed by, as numbers: arrays in which a site counts a million rows at once."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count, repeat
from pathlib import Path
from typing import Any

from evidencebase import database, files
from evidencebase.apart import Second
from evidencebase.schema import CLAIMS, FINDINGS, WORKS, Table

# columns of which there are few combinations share an array: each array costs a build a text for each row
GROUPS = {
    CLAIMS: (
        ("evidence_strength", "kind", "direction", "status", "support", "relations"),
        ("intervention", "outcome"),
        ("population", "comparator"),
        ("documents",),
        ("topics",),
    ),
    WORKS: (("type", "design", "record", "verdict", "notice"), ("file", "listed_by", "year"), ("container",)),
    FINDINGS: (("rule", "severity", "state"), ("file",)),
}
NUMBERS = "rowid"  # the array of the rows' own numbers
RULES = "findings"  # of a claim: the rules that found something about it
_WIDTHS = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))  # types of arrays, and how many values each can tell apart


Row = tuple[str, str, str, bytes]  # of the table ``codes``
Column = tuple[str, str]  # of a database, with its table


def begin(second: Second, connection: sqlite3.Connection, wanted: Collection[Column]) -> Callable[[], list[Row]]:
    """Begin to number claims and works, which are not written until that ends; what it gives is for ``store``.

    Arrays that are not ``wanted`` are taken as they stand in the database.
    """
    kept = [
        row for row in connection.execute("SELECT * FROM codes").fetchall() if row[:2] in ALL and row[:2] not in wanted
    ]
    if second.folder is None or not wanted:
        return lambda: kept + _of_claims_and_works(connection, wanted)
    numbered = second.begin(apart, str(database.file_of(connection)), sorted(wanted))
    return lambda: kept + [(table, columns, items, b64decode(codes)) for table, columns, items, codes in numbered()]


def _arrays(table: Table) -> list[tuple[str, ...]]:
    return [(NUMBERS,), *GROUPS[table]]


def stale(changed: Collection[Column], moved: Collection[str]) -> set[Column]:
    """The arrays of tables of which columns changed, or rows came, went or have other numbers."""
    return {
        (table.name, " ".join(group))
        for table in GROUPS
        for group in _arrays(table)
        if table.name in moved or any((table.name, column) in changed for column in group)
    }


ALL = stale((), (CLAIMS.name, WORKS.name))  # of claims and works


def apart(path: str, wanted: Iterable[Sequence[str]]) -> list[tuple[str, str, str, str]]:
    """The arrays of claims and works of a database that are wanted, in Base64."""
    with closing(files.open_read_only(Path(path))) as connection:
        rows = _of_claims_and_works(connection, {(table, columns) for table, columns in wanted})
        return [(table, columns, items, b64encode(codes).decode()) for table, columns, items, codes in rows]


def store(connection: sqlite3.Connection, of_claims_and_works: Iterable[Row]) -> None:
    """Fill ``codes``, also from findings: rows in the order of their keys."""
    connection.execute("DELETE FROM codes")
    database.insert(connection, "codes", of_claims_and_works)
    database.insert(connection, "codes", _of(connection, FINDINGS, stale((), (FINDINGS.name,))))
    rules = _rules(connection)
    claims = [claim for (claim,) in connection.execute(f"SELECT id FROM {CLAIMS.name} ORDER BY id").fetchall()]
    values, codes = _numbered(map(rules.get, claims, repeat(())))
    database.insert(connection, "codes", [(CLAIMS.name, RULES, json.dumps([[value] for value in values]), codes)])


def _of_claims_and_works(connection: sqlite3.Connection, wanted: Collection[Column]) -> list[Row]:
    return [*_of(connection, CLAIMS, wanted), *_of(connection, WORKS, wanted)]


def _of(connection: sqlite3.Connection, table: Table, wanted: Collection[Column]) -> Iterator[Row]:
    groups = [group for group in _arrays(table) if (table.name, " ".join(group)) in wanted]
    if not groups:
        return
    read = ", ".join(f"json_array({', '.join(group)})" if len(group) > 1 else group[0] for group in groups)
    rows = connection.execute(f"SELECT {read} FROM {table.name} ORDER BY {table.key[0]}").fetchall()
    for group, column in zip(groups, zip(*rows, strict=True) if rows else [()] * len(groups), strict=True):
        if group == (NUMBERS,):
            yield table.name, NUMBERS, "[]", _little(array("q", column))
            continue
        values, codes = _numbered(column)
        items = [json.loads(value) for value in values] if len(group) > 1 else [[value] for value in values]
        many = [at for at, name in enumerate(group) if table.column(name).many]
        for item in items:
            for at in many:
                item[at] = json.loads(item[at] or "[]")
        yield table.name, " ".join(group), json.dumps(items), codes


def _rules(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Rules of the findings about a claim, by claim."""
    found: dict[str, tuple[str, ...]] = {}
    about_claims = (
        "SELECT row_key, rule FROM findings WHERE rule NOT GLOB 'works/*' AND rule NOT GLOB 'verifications/*'"
    )
    for claim, rule in connection.execute(about_claims):
        former = found.get(claim, ())
        if rule not in former:
            found[claim] = tuple(sorted((*former, rule))) if former else (rule,)
    return found


def _numbered(cells: Iterable[Any]) -> tuple[list[Any], bytes]:
    """The different cells in the order in which they are met; for each cell its number among them."""
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    codes = [*map(numbers.__getitem__, cells)]
    width = next(width for width, most in _WIDTHS if len(numbers) <= most)
    return list(numbers), _little(array(width, codes))


def _little(numbers: array[int]) -> bytes:
    """The numbers with the lowest byte first, whatever this machine does."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
