"""Which claim set a file is, told by its content, and reading several files as one collection."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Literal

from evidencebase.claimsets import civic_json, civic_tables, needs, scifact, table
from evidencebase.claimsets.claimset import ClaimSet, Collection
from evidencebase.finding import UsageError
from evidencebase.formats import json
from evidencebase.formats.item import Problem
from evidencebase.readers.sheet import delimiter

_JSON = (scifact, needs, civic_json)
_LOOKED_AT = 5  # values by which a file is recognised


def recognised(data: bytes) -> str:
    """What claim set a file seems to be: ``json``, ``table`` or, when it is none, nothing."""
    text = _text(data)
    if text.lstrip().startswith(("{", "[")):
        first = list(islice(json.values(data, []), _LOOKED_AT))
        return "json" if any(kind.is_one(value.value) for kind in _JSON for value in first) else ""
    header = _header(text)
    names = {name.casefold() for name in header}
    plain = bool(names & {"claim", "statement", "assertion", "hypothesis"}) and "title" not in names
    return "table" if plain or civic_tables.is_one(header) else ""


def read(files: Sequence[tuple[str, bytes]], said: Mapping[str, str] | None = None) -> tuple[ClaimSet, dict[str, str]]:
    """Read files, given by name and content, as one claim set; also what the columns of plain tables were taken for.

    ``said`` names columns by what they mean (``{"claim": "Statement"}``).

    Raises:
        UsageError: a file is no claim set, or ``said`` does not fit it.
    """
    into = Collection()
    meanings: dict[str, str] = {}
    texts: list[tuple[str, list[json.Value]]] = []
    for name, data in files:
        into.file = name
        text = _text(data)
        if text.lstrip().startswith(("{", "[")):
            problems: list[Problem] = []
            texts.append((name, list(json.values(data, problems))))
            for problem in problems:
                into.leave_out(problem.line, problem.what)
        else:
            meanings |= _table(text, said or {}, into)
    _values(texts, into)
    return into.finished(), meanings


def _text(data: bytes) -> str:
    """The text as it stands, tabs too: UTF-8, UTF-16 with its mark, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _values(files: Sequence[tuple[str, list[json.Value]]], into: Collection) -> None:
    """Read JSON: the names of genes and variants may stand in another file than the items."""
    for name, values in files:
        into.file = name
        kind = next((one for one in _JSON for value in values if one.is_one(value.value)), None)
        if kind is None:
            if values:
                raise UsageError(f"{name} is no claim set that is known: SciFact, CIViC or needs.json")
            continue
        if kind is civic_json:
            others = [value for other, more in files if other != name for value in more]
            civic_json.read(values, into, others)
        else:
            kind.read(values, into)


def _table(text: str, said: Mapping[str, str], into: Collection) -> dict[str, str]:
    header = _header(text)
    if not header:
        raise UsageError(f"{into.file} is empty")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), quoting=_quoting(header))
    civic_layout = civic_tables.is_one(header)
    meanings = {} if civic_layout else table.mapped(header, said)
    line = 1
    for record in reader:
        begins, line = line, reader.line_num + 1
        if begins == 1 or not any(record):
            continue
        if len(record) != len(header):
            into.leave_out(begins, f"the row has {len(record)} cells, the header {len(header)}; it is left out")
            continue
        row = dict(zip(header, record, strict=True))
        if civic_layout:
            civic_tables.read(row, begins, into)
        else:
            table.read(row, meanings, begins, into)
    return meanings


def _quoting(header: Sequence[str]) -> Literal[0, 3]:
    """CIViC's tables quote nothing: a quotation mark is one."""
    return csv.QUOTE_NONE if civic_tables.is_one(header) else csv.QUOTE_MINIMAL


def _header(text: str) -> list[str]:
    first = text.partition("\n")[0].partition("\r")[0]
    return [name.strip() for name in next(csv.reader([first], delimiter=delimiter(text)), [])] if first else []
