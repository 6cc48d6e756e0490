"""SciFact and sets like it: JSON lines of claims with labelled documents, and of the documents themselves.

Format: https://github.com/allenai/scifact, ``doc/data.md``. Labels are SUPPORT and REFUTE (CONTRADICT in later sets);
``cited_doc_ids`` without a label were cited, and said nothing about the claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidencebase.claimsets.claimset import Collection, Link, Work
from evidencebase.formats.json import Value
from evidencebase.formats.plain import listed, mapping, text

RELATIONS = {
    "SUPPORT": "supports",
    "SUPPORTS": "supports",
    "REFUTE": "disputes",
    "REFUTES": "disputes",
    "CONTRADICT": "disputes",
    "NEI": "mentions",
    "NOT_ENOUGH_INFO": "mentions",
    "NOT ENOUGH INFO": "mentions",
}


def is_one(value: object) -> bool:
    """Whether a JSON value is a claim or a document of such a set."""
    keys = mapping(value).keys()
    return "claim" in keys or {"doc_id", "title"} <= keys


def read(values: list[Value], into: Collection) -> None:
    """Read claims and documents."""
    for value, line in values:
        given = mapping(value)
        if "doc_id" in given and "title" in given:
            _work(given["doc_id"], into, text(given["title"]))
        elif said := text(given.get("claim")):
            _claim(said, given, line, into)
        else:
            into.leave_out(line, "holds no claim")


def _claim(said: str, given: Mapping[str, Any], line: int, into: Collection) -> None:
    number = text(given.get("id"))
    claim = into.claim(said, line, {"x_source": f"{into.file}:{number or line}"})
    labelled = mapping(given.get("evidence"))
    for document, found in labelled.items():
        if not listed(found):
            into.leave_out(line, f"document {document} has no label; it is kept as background")
            claim.link(Link(_work(document, into), "mentions"))
        for group in map(mapping, listed(found)):
            label = text(group.get("label"))
            relation = RELATIONS.get(label.upper())
            if relation is None:
                into.leave_out(line, f"the label '{label[:40]}' of document {document} is unknown; kept as background")
            sentences = ", ".join(map(text, listed(group.get("sentences"))))
            cells = {"locator": f"sentences {sentences}" if sentences else "", "read": "abstract"}
            claim.link(Link(_work(document, into), relation or "mentions", cells))
    for document in listed(given.get("cited_doc_ids")):
        if text(document) not in labelled:
            claim.link(Link(_work(document, into), "mentions"))


def _work(number: object, into: Collection, title: str = "") -> str:
    address = f"https://api.semanticscholar.org/CorpusID:{text(number)}"
    return into.work(Work(f"url:{address}", "misc", {"title": title, "url": address}, f"s2-{text(number)}"))
