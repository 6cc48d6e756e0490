"""A ``.bib`` file without any entry: empty on purpose, or something else under a wrong name."""

from __future__ import annotations

import re

from evidencebase.patterns import late

_BLOCK = late(r"@[ \t]*(?:string|preamble|comment)\s*[{(]", re.I)
_COMMENT = late(r"(?m)^[ ]*%.*$")
_KINDS = (
    (late(r"\s*(?:<!doctype html|<html|<head)", re.I), "an HTML page, perhaps an error page saved as .bib"),
    (late(r"\s*<\?xml|\s*<[a-z]+[ >]", re.I), "XML"),
    (late(r"\s*TY  ?- ?\w"), "RIS"),
    (late(r"\s*(?:PMID- ?\d|FN \w|PT \w)"), "a PubMed or Web of Science export"),
    (late(r"\s*%[0A-Z] \S"), "an EndNote export"),
    (late(r"\s*[\[{]\s*[\"{\]]"), "JSON"),
)


def kind(text: str) -> str:
    """What a text without entries seems to be, as a reason; nothing when it is empty, or comments and macros only."""
    for pattern, name in _KINDS:
        if pattern.match(text):
            return f"no entry was found: it seems to be {name}; export it as BibTeX"
    if _BLOCK.search(text) or not _COMMENT.sub("", text).strip():
        return ""
    return "no entry was found, though it holds text: is it BibTeX?"
