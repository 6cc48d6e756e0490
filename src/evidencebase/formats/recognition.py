"""Which format a file has, told by its content; its name decides only where the content could be two.

This is the one place where formats are told apart. ``works`` are read by a module of this package; whatever else can
be imported names the module that does it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.readers.bibtex.decoding import decode

_HEAD = 200_000  # bytes in which a format shows


class Format(NamedTuple):
    """A format: its name, what it is for people, the module that reads it, what its content looks like."""

    name: str
    said: str
    module: str
    mark: re.Pattern[str]
    kind: str = "works"


def _format(name: str, said: str, mark: str, module: str = "", kind: str = "works") -> Format:
    return Format(name, said, f"evidencebase.formats.{module or name}", re.compile(mark, re.M | re.I), kind)


# The first whose mark is found is it. Marks of one syntax stand from the special to the general.
FORMATS = (
    _format("pubmed", "PubMed XML", r"<(?:Pubmed(?:Book)?Article(?:Set)?|MedlineCitation)\b"),
    _format("endnote-xml", "EndNote XML", r"<xml>\s*<records>|<record>\s*<database\b", "endnote_xml"),
    _format("datacite", "DataCite JSON", r'^\s*[\[{](?=.*"(?:attributes|creators)"\s*:)(?=.*"titles"\s*:)(?s:.*)'),
    _format(
        "crossref",
        "Crossref JSON",
        r'\A\s*[\[{](?s:.*)"(?:message-type"|DOI"(?s:.*)"(?:title|container-title)"\s*:\s*\[)',
    ),
    _format("csl-json", "CSL-JSON", r'\A\s*[\[{](?s:.*)"(?:type|issued|title)"\s*:', "csl"),
    _format("bibtex", "BibTeX", r"^\s*@\s*[a-z]+\s*[{(]"),
    _format("ris", "RIS", r"^\ufeff?\s?TY\s{1,3}-|^ER\s{1,3}-\s*$"),
    _format("nbib", "MEDLINE text", r"^\ufeff?(?:PMID- ?\d|OWN - |STAT- )"),
    _format("enw", "EndNote tagged text", r"^\ufeff?\s?%[0TA] \S"),
)
SUFFIXES = {"bibtex": ".bib", "ris": ".ris", "nbib": ".nbib", "enw": ".enw"}  # where the content tells nothing
TABLE = _format("csv", "a table or a list of identifiers", "")


def recognise(data: bytes, name: str = "") -> Format | str:
    """The format of a file; or, when it has none that is known, why not."""
    if not data.strip():
        return "is empty"
    head = decode(data[:_HEAD]).text.lstrip("\ufeff")
    if "\0" in head or _binary(head):
        return "is no text; export the references as RIS, BibTeX, CSL-JSON or PubMed text"
    if re.match(r"\s*<(?:!doctype\s+html|html)\b", head, re.I):
        return "is a web page (HTML), no references; use the export of the page that you saved"
    found = next((one for one in FORMATS if one.mark.search(head)), None)
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
