"""The floor: the least that any program must do to turn an evidence base into a SQLite database.

    python benchmarks/floor.py DIR OUT.db

One regular expression over the .bib files, ``csv`` and ``executemany`` into plain tables. No index, no full-text
search, no names, no LaTeX, no macros, no check, no place of anything: nobody could use the result.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

TABLES = ("claims.csv", "evidence.csv", "terms.csv", "documents/documents.csv", "documents/passages.csv")
RELATIONS = ("supports", "disputes", "qualifies", "mentions")
WORK_FIELDS = ("author", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid", "abstract", "x-design")

_TWO_DEEP = r"[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+"
TOKENS = re.compile(
    r"@(\w++)\s*+[{(]\s*+([^\s,{}()=\"]++)\s*+,"  # an entry: type and key
    rf"|([A-Za-z][\w-]*+)\s*+=\s*+(?:\{{({_TWO_DEEP})\}}|\"([^\"]*+)\"|(\w++))"  # a field
)


def tokenise(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Type, key and fields of each entry, as far as one regular expression sees them."""
    kind = key = ""
    fields: dict[str, str] = {}
    for new_kind, new_key, name, braced, quoted, bare in TOKENS.findall(text):
        if new_kind:
            if key:
                yield kind, key, fields
            kind, key, fields = new_kind, new_key, {}
        else:
            fields[name.lower()] = braced or quoted or bare
    if key:
        yield kind, key, fields


def _load(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"CREATE TABLE {table} ({names})")
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def _with_links(
    header: Sequence[str], rows: Iterable[list[str]], links: list[tuple[str, str, str]]
) -> Iterator[list[str]]:
    """The rows as they are; their links are added to the list in passing."""
    places = [(relation, header.index(relation)) for relation in RELATIONS]
    for row in rows:
        for relation, at in places:
            if row[at]:
                for item in row[at].split("; "):
                    links.append((row[0], relation, item.partition(" ")[0]))
        yield row


def build(directory: Path, database: Path) -> None:
    """Load everything."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for name in TABLES:
        with (directory / name).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            if name == "claims.csv":
                links: list[tuple[str, str, str]] = []
                _load(connection, "claims", header, _with_links(header, reader, links))
                _load(connection, "links", ("claim", "relation", "work"), links)
            else:
                _load(connection, Path(name).stem, header, reader)
    works = (
        (key, kind, *map(fields.get, WORK_FIELDS))
        for path in sorted(directory.glob("references/*.bib"))
        for kind, key, fields in tokenise(path.read_text(encoding="utf-8"))
    )
    _load(connection, "works", ("key", "type", *WORK_FIELDS), works)
    connection.execute("COMMIT")
    connection.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
