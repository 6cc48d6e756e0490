"""What takes the texts of all claims: comparing them, and full-text search."""

from __future__ import annotations

import json
import sqlite3
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count
from pathlib import Path

from evidencebase import database, readings, similarity
from evidencebase.apart import Second
from evidencebase.difference import SPACING
from evidencebase.readers.claims import Text
from evidencebase.schema import CLAIMS

_Compared = tuple[list[tuple[object, ...]], str]  # rows of similar claims, the keys of all texts in Base64


class Texts:
    """The texts of all claims, collected part by part; for a second process in files, as they would fill memory."""

    def __init__(self, second: Second) -> None:
        self._second = second
        self._here: list[Text] = []
        self._parts = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, texts: list[Text]) -> None:
        """Add those of the next claims. A second process makes their keys when it has nothing else to do."""
        self._count += len(texts)
        folder = self._second.folder
        if folder is None:
            self._here += texts
            return
        self._parts += 1
        part = _part(str(folder), self._parts)
        part.write_text(json.dumps(texts), encoding="utf-8")
        self._second.begin(make_keys, str(part))

    def begin(self, connection: sqlite3.Connection) -> Callable[[], bytes]:
        """Begin to compare them and to make them searchable; what it gives ends that and returns their keys."""
        folder = self._second.folder
        if folder is None:
            compared = self._second.begin(_compared, self._here)
        else:
            compared = self._second.begin(compare, str(folder), self._parts)

        def search_here() -> bool:
            database.make_searchable(connection, CLAIMS)
            return False

        searched_apart = self._second.begin(make_search, str(folder), self._parts, here=search_here)

        def ended() -> bytes:
            if searched_apart():  # asked for first: while the other process compares, this one can do it
                database.copy_search(connection, _search(str(folder)), CLAIMS)
            rows, keys = compared()
            database.insert(connection, "similar_claims", rows)
            return b64decode(keys)

        return ended


def make_keys(part: str) -> None:
    """Make the keys of the texts in a file, and leave them beside it."""
    texts = Path(part)
    unfinished = texts.with_suffix(".unfinished")
    unfinished.write_bytes(_keys(texts))
    unfinished.replace(_made(texts))


def compare(folder: str, parts: int) -> _Compared:
    """Compare the claims whose texts lie in so many files of a folder."""
    keys: array[int] = array("Q")
    for part in _parts(folder, parts):
        made = _made(part)
        keys.frombytes(made.read_bytes() if made.exists() else _keys(part))
    return _compared(_read(folder, parts), keys)


def make_search(folder: str, parts: int) -> bool:
    """Make a database there in which they can be searched."""
    rows = ((number, text, note) for number, (_, text, note) in zip(count(SPACING, SPACING), _read(folder, parts)))
    database.make_search(_search(folder), CLAIMS, rows)
    return True


def _search(folder: str) -> Path:
    return Path(folder, "claims.db")


def _part(folder: str, number: int) -> Path:
    return Path(folder, f"{number}.texts")


def _parts(folder: str, parts: int) -> Iterator[Path]:
    return (_part(folder, number) for number in range(1, parts + 1))


def _made(part: Path) -> Path:
    return part.with_suffix(".keys")


def _keys(part: Path) -> bytes:
    return similarity.keys(text for _, text, _ in _texts(part)).tobytes()


def _texts(part: Path) -> list[Text]:
    texts: list[Text] = json.loads(part.read_text(encoding="utf-8"))
    return texts


def _read(folder: str, parts: int) -> Iterator[Text]:
    return chain.from_iterable(map(_texts, _parts(folder, parts)))


def _compared(claims: Iterable[Text], keys: array[int] | None = None) -> _Compared:
    ids, texts = [], []
    for claim, text, _ in claims:
        ids.append(claim)
        texts.append(text)
    if keys is None:
        keys = similarity.keys(texts)
    return readings.similar(ids, texts, keys), b64encode(keys.tobytes()).decode()
