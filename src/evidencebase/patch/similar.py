"""The claims that are similar, in a copy of the former database: compared again where one that is compared changed."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence

from evidencebase import database, readings, similarity
from evidencebase.difference import Difference

_SIZE = similarity.WIDTH * array("Q").itemsize  # bytes of the keys of a text


class Texts:
    """Texts of claims by their positions."""

    def __init__(self, connection: sqlite3.Connection, rows: Sequence[int]) -> None:
        self._connection = connection
        self._rows = rows

    def __getitem__(self, at: int) -> str:
        text: str = self._connection.execute("SELECT claim FROM claims WHERE rowid = ?", (self._rows[at],)).fetchone()[
            0
        ]
        return text


def patch(
    connection: sqlite3.Connection,
    change: Difference,
    ids: Sequence[str],
    removed: Iterable[str],
    texts: Texts,
    former: bytes,
) -> bytes:
    """Look for similar claims again among those that have a key in common with one that is gone or new.

    Takes the keys of all texts as they were and returns them as they are.
    """
    old = readings.pieces(former, _SIZE)
    new = readings.pieces(similarity.keys(texts[at] for at in change.inserted).tobytes(), _SIZE)
    keys = b"".join(change.merged(old, new))
    of_all = array("Q", keys)
    again = similarity.sharing(of_all, array("Q", b"".join([*new, *(old[at] for at in change.removed)])))
    of_changed = {*removed, *(ids[at] for at in again)}
    connection.executemany("DELETE FROM similar_claims WHERE claim = ?", [(claim,) for claim in of_changed])
    database.insert(connection, "similar_claims", readings.similar(ids, texts, of_all, again))
    return keys
