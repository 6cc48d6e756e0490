"""One description of one work, whoever gives it: an entry of a bibliography or a registry."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """An author as the source names him; a group has no given name."""

    family: str
    given: str = ""


class Record(NamedTuple):
    """Bibliographic facts as a source gives them: LaTeX and markup are plain text already, nothing else is changed.

    ``source`` is ``entry`` for ours, else the registry (``crossref``, ``pubmed``, ``datacite``); ``identifier`` what
    the source calls the work (citation key, DOI, PMID); ``kind`` its CSL type. ``titles``, ``years`` and
    ``containers`` hold every form that the source knows, the main one first: translated and short titles; issued,
    print and online.
    """

    source: str
    identifier: str
    kind: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    years: tuple[int, ...] = ()
    containers: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""


class Notice(NamedTuple):
    """What a registry says happened to a work after publication.

    ``nature`` is retraction, withdrawal, removal, concern, correction or reinstatement; ``date`` is ISO, may be
    shortened or empty; ``notice`` is the DOI or PMID of the notice itself; ``source`` who says so (publisher, pubmed,
    retraction-watch).
    """

    nature: str
    date: str
    notice: str
    source: str
