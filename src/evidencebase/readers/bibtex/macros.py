"""Macros of one file that another file defines: all files of an evidence base are one set."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Mapping

from evidencebase.readers.bibtex.entries import EXPLODES, Pending, Source, explodes, join, normal
from evidencebase.readers.bibtex.entry import Macros
from evidencebase.readers.bibtex.grammar import MONTHS
from evidencebase.readers.bibtex.tolerant import Macro

_Waiting = list[tuple[Source, Pending]]


def defined(source: Source) -> dict[str, str]:
    """What a file defines, without the months, which each has."""
    return {name: text for name, text in source.macros.items() if MONTHS.get(name) != text}


def complete(sources: Mapping[str, Source], files: Mapping[str, Macros | None]) -> None:
    """Complete the values that wait for macros; report those that no file defines and keep their names as text.

    A file's own macros go first, then those of the first of the ``files`` that defines them, which may be one that is
    not read.
    """
    waiting = [(source, pending) for source in sources.values() for pending in source.pending]
    if not waiting:
        return
    definitions = [(source, pending) for source, pending in waiting if pending.target is source.macros]
    for source, _ in definitions:
        source.self_contained = False  # which definition of a name comes first depends on other files
    everywhere: dict[str, str] = {}
    for file, other in files.items():
        for name, text in (sources[file].macros if other is None else other.defined).items():
            everywhere.setdefault(name, text)
    _define(definitions, everywhere)
    for source, pending in waiting:
        if pending.target is not source.macros:
            pending.target[pending.name] = normal(_text(source, pending, everywhere))


def _define(definitions: _Waiting, everywhere: dict[str, str]) -> None:
    """Define the macros that are made of other macros, in whatever order they stand."""
    awaited = {pending.name for _, pending in definitions}
    blocked: defaultdict[str, _Waiting] = defaultdict(list)
    ready = definitions[::-1]
    while ready:
        source, pending = ready.pop()
        missing = next(
            (macro.lower() for macro in _missing(source, pending, everywhere) if macro.lower() in awaited), ""
        )
        if missing:
            blocked[missing].append((source, pending))
            continue
        text = _text(source, pending, everywhere)
        source.macros.setdefault(pending.name, text)
        everywhere.setdefault(pending.name, text)
        ready += blocked.pop(pending.name, ())
    for circular in blocked.values():
        for source, pending in circular:
            source.macros[pending.name] = _text(source, pending, everywhere)


def _text(source: Source, pending: Pending, everywhere: dict[str, str]) -> str:
    """The completed value. A macro from elsewhere is noted; one from nowhere is reported."""
    for macro in _missing(source, pending, {}):
        source.needed[macro.lower()] = everywhere.get(macro.lower())
        if macro.lower() not in everywhere:
            field = pending.name if pending.key else ""
            source.doubt("works/undefined-macro", pending.key, pending.line, {"macro": str(macro)}, field=field)
    macros = ChainMap(source.macros, everywhere)
    if explodes(pending.parts, macros):
        reason = EXPLODES.format(pending.name)
        source.doubt("works/broken-entry", pending.key, pending.line, {"reason": reason})
    return join(pending.parts, macros)


def _missing(source: Source, pending: Pending, everywhere: dict[str, str]) -> list[str]:
    macros = [part for part in pending.parts if isinstance(part, Macro)]
    return [macro for macro in macros if macro.lower() not in source.macros and macro.lower() not in everywhere]
