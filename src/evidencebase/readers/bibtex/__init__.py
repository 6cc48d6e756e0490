"""BibTeX and biblatex files -> entries, rows, and whatever is lost or doubtful about them.

``read`` reads all files as one set, ``rows`` turns entries into rows of the tables of works, ``clusters`` tells which
records are of the same work, ``place`` and ``span`` where a field stands in a file, ``clean`` turns LaTeX into text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidencebase.readers.bibtex.bibliography import read
    from evidencebase.readers.bibtex.decoding import decode
    from evidencebase.readers.bibtex.entry import Bibliography, Counts, Entry, Macros
    from evidencebase.readers.bibtex.latex import clean
    from evidencebase.readers.bibtex.names import Person
    from evidencebase.readers.bibtex.places import locate, place, span
    from evidencebase.readers.bibtex.same import COMPARED, Record, clusters
    from evidencebase.readers.bibtex.shapes import NOT_WORKS
    from evidencebase.readers.bibtex.works import SEVERAL, Quoted, Works, encode, parts, rows
else:  # a check that only looks for places needs a tenth of it
    _MODULES = {
        "bibliography": ("read",),
        "decoding": ("decode",),
        "entry": ("Bibliography", "Counts", "Entry", "Macros"),
        "latex": ("clean",),
        "names": ("Person",),
        "places": ("locate", "place", "span"),
        "same": ("COMPARED", "Record", "clusters"),
        "shapes": ("NOT_WORKS",),
        "works": ("SEVERAL", "Quoted", "Works", "encode", "parts", "rows"),
    }
    _HOMES = {name: module for module, names in _MODULES.items() for name in names}

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


__all__ = [
    "COMPARED",
    "NOT_WORKS",
    "SEVERAL",
    "Bibliography",
    "Counts",
    "Entry",
    "Macros",
    "Person",
    "Quoted",
    "Record",
    "Works",
    "clean",
    "clusters",
    "decode",
    "encode",
    "locate",
    "parts",
    "place",
    "read",
    "rows",
    "span",
]
