"""Macros of one file that another file defines: all files of an evidence base are one set."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Sequence

from evidencebase.readers.bibtex.entries import EXPLODES, Pending, Source, explodes, join, normal
from evidencebase.readers.bibtex.tolerant import Macro

_Waiting = list[tuple[Source, Pending]]


def complete(sources: Sequence[Source]) -> None:
    """Complete the values that wait for macros; report those that no file defines and keep their names as text.

    A file's own macros go first, then those of the first file that defines them.
    """
    waiting = [(source, pending) for source in sources for pending in source.pending]
    if not waiting:
        return
    everywhere: dict[str, str] = {}
    for source in sources:
        for name, text in source.macros.items():
            everywhere.setdefault(name, text)
    _define([(source, pending) for source, pending in waiting if pending.target is source.macros], everywhere)
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
    """The completed value. A macro from elsewhere makes its file depend on others; one from nowhere is reported."""
    for macro in _missing(source, pending, {}):
        source.self_contained = False
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
