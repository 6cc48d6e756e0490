"""What takes the texts of all claims: comparing them, and full-text search."""

from __future__ import annotations

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from evidencebase import database, readings, similarity
from evidencebase.apart import Second
from evidencebase.difference import SPACING
from evidencebase.readers.claims import Text
from evidencebase.schema import CLAIMS

Done = tuple[list[tuple[object, ...]], str]  # rows of similar claims, the keys by which they are compared in Base64


def begin(second: Second, connection: sqlite3.Connection, claims: Sequence[Text]) -> Callable[[], bytes]:
    """Begin to compare claims and to make them searchable; what it gives ends that and returns the texts' keys."""
    beside = None if second.folder is None else second.folder / "claims.db"
    work = second.begin(apart, None if beside is None else str(beside), claims)

    def ended() -> bytes:
        rows, keys = work()
        if beside is None:
            database.make_searchable(connection, CLAIMS)
        else:
            database.copy_search(connection, beside, CLAIMS)
        database.insert(connection, "similar_claims", rows)
        return b64decode(keys)

    return ended


def apart(beside: str | None, claims: Sequence[Text]) -> Done:
    """Compare claims; make a database in which they can be searched, if there is a place for it."""
    if beside:
        rows = ((number * SPACING, text, note) for number, (_, text, note) in enumerate(claims, 1))
        database.make_search(Path(beside), CLAIMS, rows)
    ids, texts, _ = zip(*claims, strict=True) if claims else ((), (), ())
    keys = similarity.keys(texts)
    return readings.similar(ids, texts, keys), b64encode(keys.tobytes()).decode()
