"""Which format a file has, told by its content; its name decides only where the content tells nothing.

This is the one place where formats of works are told apart. Claim sets are told apart in ``claimsets``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from evidencebase.readers.bibtex.decoding import decode

_HEAD = 200_000  # bytes in which a format shows
_MEMBER = re.compile(r'"([\w.-]+)"\s*:\s*(\[?)')


class Format(NamedTuple):
    """A format: its name, what it is for people, the module that reads it, whether a text looks like it."""

    name: str
    said: str
    module: str
    fits: Callable[[str], bool]


def _format(name: str, said: str, fits: Callable[[str], bool], module: str = "") -> Format:
    return Format(name, said, f"evidencebase.formats.{module or name}", fits)


def _mark(pattern: str) -> Callable[[str], bool]:
    """Whether the pattern is found, ``^`` and ``$`` at any line."""
    found = re.compile(pattern, re.M | re.I)
    return lambda text: found.search(text) is not None


def _json(fits: Callable[[set[str]], bool]) -> Callable[[str], bool]:
    """Whether a JSON text has the members; those that hold a list end with ``[``."""
    return lambda text: (
        text.lstrip().startswith(("{", "["))
        and fits({part for name, bracket in _MEMBER.findall(text) for part in (name, name + bracket)})
    )


# The first that fits is it: those of one syntax stand from the special to the general.
FORMATS = (
    _format("pubmed", "PubMed XML", _mark(r"<(?:Pubmed(?:Book)?Article(?:Set)?|MedlineCitation)\b")),
    _format("endnote-xml", "EndNote XML", _mark(r"<xml>\s*<records>|<record>\s*<database\b"), "endnote_xml"),
    _format("datacite", "DataCite JSON", _json(lambda names: "titles[" in names and "creators[" in names)),
    _format(
        "crossref",
        "Crossref JSON",
        _json(
            lambda names: "message-type" in names or ("DOI" in names and bool({"title[", "container-title["} & names))
        ),
    ),
    _format("csl-json", "CSL-JSON", _json(lambda names: bool({"type", "issued", "container-title"} & names)), "csl"),
    _format("bibtex", "BibTeX", _mark(r"^\s*@\s*[a-z]+\s*[{(]")),
    _format("ris", "RIS", _mark(r"^\ufeff?\s?TY\s{1,3}-|^ER\s{1,3}-\s*$")),
    _format("nbib", "MEDLINE text", _mark(r"^\ufeff?(?:PMID- ?\d|OWN - |STAT- )")),
    _format("enw", "EndNote tagged text", _mark(r"^\ufeff?\s?%[0TA] \S")),
)
TABLE = _format("csv", "a table or a list of identifiers", lambda text: True)
SUFFIXES = {"bibtex": ".bib", "ris": ".ris", "nbib": ".nbib", "enw": ".enw"}  # where the content tells nothing


def recognise(data: bytes, name: str = "") -> Format | str:
    """The format of a file; or, when it has none that is known, why not."""
    if not data.strip():
        return "is empty"
    head = decode(data[:_HEAD]).text.lstrip("\ufeff")
    if "\0" in head or _binary(head):
        return "is no text; export the references as RIS, BibTeX, CSL-JSON or PubMed text"
    if re.match(r"\s*<(?:!doctype\s+html|html)\b", head, re.I):
        return "is a web page (HTML), no references; use the export of the page that you saved"
    found = next((one for one in FORMATS if one.fits(head)), None)
    if found:
        return found
    if _is_table(data):
        return TABLE
    named = next((one for one in FORMATS if name.lower().endswith(SUFFIXES.get(one.name, "\0"))), None)
    return named or f"has none of the formats that are known: {', '.join(one.said for one in FORMATS)}, {TABLE.said}"


def _binary(head: str) -> bool:
    odd = sum(sign < " " and sign not in "\n\x1a\x1e\x1f" for sign in head)
    return odd > len(head) / 100


def _is_table(data: bytes) -> bool:
    from evidencebase.formats import csv

    return bool(csv.read(data).items)
