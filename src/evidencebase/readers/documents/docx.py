"""Word documents: paragraphs, headings, lists, tables, and citations that reference managers keep in fields.

Zotero writes ``ADDIN ZOTERO_ITEM CSL_CITATION {json}``, Mendeley ``ADDIN CSL_CITATION {json}``; the key is the item's
``citation-key``, else its ``id``. Read with the standard library: python-docx knows no fields.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from evidencebase.readers.documents.block import REFERENCES, Block

BROKEN = (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, OSError, NotImplementedError, RuntimeError)
LARGEST = 100_000_000  # bytes of the unpacked text part
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD = re.compile(r"ADDIN (?:ZOTERO_ITEM )?CSL_CITATION (\{.*\})\s*", re.DOTALL)


def read(data: bytes) -> list[Block]:
    """Split a document into blocks, in order; its lines are counted in paragraphs. Raises one of ``BROKEN``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.getinfo("word/document.xml")
        if part.file_size > LARGEST:
            raise ValueError(f"its text part has {part.file_size:,} bytes")
        body = ElementTree.fromstring(archive.read(part)).find(f"{_W}body")
    blocks: list[Block] = []
    references = False
    for number, (kind, text, cites) in enumerate(_paragraphs(body) if body is not None else (), 1):
        if kind == "heading":
            references = text.casefold() in REFERENCES
        if text:
            blocks.append(Block("reference" if references and kind != "heading" else kind, text, number, cites))
    return blocks


def _paragraphs(body: Element) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for element in body:
        if element.tag == f"{_W}p":
            yield _kind(element), *_content(element)
        elif element.tag == f"{_W}tbl":
            for at, row in enumerate(element.iter(f"{_W}tr")):
                cells = [_content(cell) for cell in row.iter(f"{_W}tc")]
                cites = tuple(key for _, keys in cells for key in keys)
                yield "table-row" if at else "table-header", " | ".join(text for text, _ in cells), cites
        elif element.tag == f"{_W}sdt":  # a content control: a bibliography, a title
            for inner in element.iter(f"{_W}sdtContent"):
                yield from _paragraphs(inner)


def _kind(paragraph: Element) -> str:
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    name = (style.get(f"{_W}val") or "").casefold() if style is not None else ""
    if name.startswith(("heading", "title")):
        return "heading"
    if properties is not None and properties.find(f"{_W}numPr") is not None:
        return "list-item"
    if "quote" in name or "blocktext" in name:
        return "quote"
    if "caption" in name:
        return "caption"
    return "reference" if "bibliography" in name else "prose"


def _content(element: Element) -> tuple[str, tuple[str, ...]]:
    """Words and cited keys."""
    words: list[str] = []
    codes: list[str] = []
    for part in element.iter():
        if part.tag == f"{_W}t":
            words.append(part.text or "")
        elif part.tag in (f"{_W}tab", f"{_W}br"):
            words.append(" ")
        elif part.tag == f"{_W}instrText":
            codes.append(part.text or "")
        elif part.tag == f"{_W}fldChar" and part.get(f"{_W}fldCharType") == "end":
            codes.append("\n")  # a long code is cut into several texts, one field ends here
    cites = [key for code in "".join(codes).split("\n") for key in _keys(code)]
    return " ".join("".join(words).split()), tuple(dict.fromkeys(cites))


def _keys(code: str) -> Iterator[str]:
    field = _FIELD.search(code)
    if not field:
        return
    try:
        items = json.loads(field[1])["citationItems"]
        found = [
            item.get("itemData", {}).get("citation-key") or item.get("itemData", {}).get("id") or item["id"]
            for item in items
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    yield from map(str, found)
