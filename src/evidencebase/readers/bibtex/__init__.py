"""BibTeX and biblatex files -> entries, rows, and whatever is lost or doubtful about them.

``read`` reads all files as one set, ``rows`` turns entries into rows of the tables of works, ``clusters`` tells which
records are of the same work, ``place`` and ``span`` where a field stands in a file, ``clean`` turns LaTeX into text.
"""

from evidencebase.readers.bibtex.bibliography import read
from evidencebase.readers.bibtex.decoding import decode
from evidencebase.readers.bibtex.entry import Bibliography, Counts, Entry, Macros
from evidencebase.readers.bibtex.latex import clean
from evidencebase.readers.bibtex.names import Person
from evidencebase.readers.bibtex.places import place, span
from evidencebase.readers.bibtex.same import Record, clusters
from evidencebase.readers.bibtex.shapes import NOT_WORKS
from evidencebase.readers.bibtex.works import SEVERAL, Quoted, Works, encode, parts, rows

__all__ = [
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
    "parts",
    "place",
    "read",
    "rows",
    "span",
]
