"""Works of an evidence base as CSL items, and as text in the formats that are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from evidencebase import project
from evidencebase.finding import UsageError
from evidencebase.formats import bibtex, csl, csv, ris
from evidencebase.formats.item import Item
from evidencebase.nearest import suggestion

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
        return [bibtex.work(key, kind, json.loads(fields)) for key, kind, fields in rows]


def chosen(directory: Path, keys: Sequence[str], output: Path | None = None) -> list[Item]:
    """The works of these keys, in their order.

    Raises:
        UsageError: as for :func:`items`, or there is no such work.
    """
    known = {item["id"]: item for item in items(directory, output)}
    for key in keys:
        if key not in known:
            raise UsageError(f"no work has the key '{key}'{suggestion(key, known) or '.'}")
    return [known[key] for key in keys]
