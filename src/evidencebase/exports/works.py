"""Works of an evidence base as CSL items, and as text in the formats that are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from evidencebase import files, project, stored
from evidencebase.formats import bibtex, csl, csv, ris
from evidencebase.formats.item import Item

FORMATS: dict[str, Callable[[Iterable[Item]], str]] = {
    "bibtex": bibtex.write,
    "biblatex": partial(bibtex.write, biblatex=True),
    "ris": ris.write,
    "csl-json": csl.write,
    "csv": csv.write,
}
_WORKS = "SELECT key, type, fields FROM works"
_CITED = f"{_WORKS} WHERE key IN (SELECT work FROM evidence)"


def items(directory: Path, output: Path | None = None, *, cited: bool = False) -> list[Item]:
    """All works in the order of their files, or only those that a claim is linked to.

    Raises:
        UsageError: there is no evidence base, or it cannot be built.
    """
    with project.ask(directory, output, f"{_CITED if cited else _WORKS} ORDER BY rowid") as (_, rows):
        return [_item(*row) for row in rows]


def chosen(directory: Path, keys: Sequence[str], output: Path | None = None) -> list[Item]:
    """The works of these keys, DOIs or PubMed ids, in their order.

    Raises:
        UsageError: as for :func:`items`, or there is no such work.
    """
    with closing(files.open_read_only(project.build(directory, output).output)) as connection:
        rows = [
            connection.execute(f"{_WORKS} WHERE key = ?", (stored.work(connection, key),)).fetchone() for key in keys
        ]
    return [_item(*row) for row in rows]


def _item(key: str, kind: str, fields: str) -> Item:
    return bibtex.work(key, kind, json.loads(fields))
