"""Made-up documents and their passages; every anchor can be computed from two numbers, so none is kept."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from synthetic_words import Prose

DOCUMENT_COLUMNS = (
    "id",
    "title",
    "path",
    "url",
    "retrieved",
    "licence",
    "text",
    "citations",
    "bibliography",
    "note",
)
PASSAGE_COLUMNS = ("anchor", "kind", "heading", "words", "fingerprint", "no_claim")
CLAIMS_A_DOCUMENT = 250


def count(claims: int) -> int:
    """How many documents state so many claims."""
    return max(2, claims // CLAIMS_A_DOCUMENT)


def name(document: int) -> str:
    """The id of a document."""
    return f"article-{document + 1:05d}"


def sections(document: int) -> int:
    """How many sections a document has."""
    return 6 + document % 5


def paragraphs(document: int, section: int) -> int:
    """How many counted paragraphs a section has."""
    return 3 + (7 * document + 3 * section) % 5


def anchor(document: int, number: int) -> str:
    """An anchor that exists in the document, whatever the number."""
    section = 1 + number % sections(document)
    paragraph = 1 + (number >> 5) % paragraphs(document, section)
    return f"{name(document)}#s{section}.p{paragraph}"


def unknown_anchor(document: int) -> str:
    """An anchor that does not exist in the document."""
    return f"{name(document)}#s{sections(document) + 3}.p1"


def own_list(document: int) -> int:
    """The number of the .bib file that is the document's own reference list, if there are so many files."""
    return 2 * document + 1


def write(folder: Path, documents: int, bibliographies: Sequence[str], rng: Random, prose: Prose) -> int:
    """Write ``documents.csv`` and ``passages.csv``; returns the number of passages.

    The first documents have a reference list of their own, every second .bib file in turn; the others have none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    passages = 0
    with (
        (folder / "documents.csv").open("w", encoding="utf-8", newline="") as documents_file,
        (folder / "passages.csv").open("w", encoding="utf-8", newline="") as passages_file,
    ):
        write_document = csv.writer(documents_file, lineterminator="\n").writerow
        write_passage = csv.writer(passages_file, lineterminator="\n").writerow
        write_document(DOCUMENT_COLUMNS)
        write_passage(PASSAGE_COLUMNS)
        for document in range(documents):
            own_id = name(document)
            address = f"https://example.org/articles/{document + 1}"
            listed = bibliographies[own_list(document)] if own_list(document) < len(bibliographies) else ""
            cites = "list" if listed else "inline"
            write_document((own_id, prose.title(), "", address, "2026-05-04", "", "none", cites, listed, ""))
            for section in range(1, sections(document) + 1):
                heading = prose.words(4)
                write_passage((f"{own_id}#s{section}", "heading", heading, 4, _fingerprint(rng), "heading"))
                for paragraph in range(1, paragraphs(document, section) + 1):
                    mark = f"{own_id}#s{section}.p{paragraph}"
                    write_passage((mark, "prose", "", 40 + paragraph, _fingerprint(rng), ""))
                passages += 1 + paragraphs(document, section)
    return passages


def _fingerprint(rng: Random) -> str:
    return f"{rng.getrandbits(64):016x}"
