"""What takes the texts of all claims: comparing them, and full-text search."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from pathlib import Path

from evidencebase import database, readings, similarity
from evidencebase.apart import Second
from evidencebase.difference import SPACING
from evidencebase.readers.claims import Text
from evidencebase.schema import CLAIMS

_TEXTS = "texts"  # a file with a part of them in each line
_Compared = tuple[list[tuple[object, ...]], str]  # rows of similar claims, the keys of all texts in Base64


class Texts:
    """The texts of all claims, collected part by part; for a second process in a file, as they would fill memory."""

    def __init__(self, second: Second) -> None:
        self._second = second
        self._here: list[Text] = []
        self._count = 0
        if second.folder:
            (second.folder / _TEXTS).touch()  # there may be no claims

    def __len__(self) -> int:
        return self._count

    def add(self, texts: list[Text]) -> None:
        """Add those of the next claims."""
        self._count += len(texts)
        if self._second.folder is None:
            self._here += texts
            return
        with (self._second.folder / _TEXTS).open("a", encoding="utf-8") as file:
            print(json.dumps(texts), file=file)

    def begin(self, connection: sqlite3.Connection) -> Callable[[], bytes]:
        """Begin to compare them and to make them searchable; what it gives ends that and returns their keys."""
        folder = self._second.folder
        if folder is None:
            compared = self._second.begin(_compared, self._here)
        else:
            compared = self._second.begin(compare, str(folder))

        def search_here() -> bool:
            database.make_searchable(connection, CLAIMS)
            return False

        searched_apart = self._second.begin(make_search, str(folder), here=search_here)

        def ended() -> bytes:
            if searched_apart():  # asked for first: while the other process compares, this one can do it
                database.copy_search(connection, _search(str(folder)), CLAIMS)
            rows, keys = compared()
            database.insert(connection, "similar_claims", rows)
            return b64decode(keys)

        return ended


def compare(folder: str) -> _Compared:
    """Compare the claims whose texts lie in a folder."""
    return _compared(_read(folder))


def make_search(folder: str) -> bool:
    """Make a database there in which they can be searched."""
    rows = ((number, text, note) for number, (_, text, note) in zip(count(SPACING, SPACING), _read(folder)))
    database.make_search(_search(folder), CLAIMS, rows)
    return True


def _search(folder: str) -> Path:
    return Path(folder, "claims.db")


def _read(folder: str) -> Iterator[Text]:
    with Path(folder, _TEXTS).open(encoding="utf-8") as file:
        yield from chain.from_iterable(map(json.loads, file))


def _compared(claims: Iterable[Text]) -> _Compared:
    ids, texts = [], []
    for claim, text, _ in claims:
        ids.append(claim)
        texts.append(text)
    keys = similarity.keys(texts)
    return readings.similar(ids, texts, keys), b64encode(keys.tobytes()).decode()
