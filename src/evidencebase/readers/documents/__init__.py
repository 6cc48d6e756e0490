"""Documents -> blocks: Markdown, reStructuredText, LaTeX, HTML, Word and plain text, each by the end of its name."""

from __future__ import annotations

from itertools import chain

from evidencebase.readers.documents import binary
from evidencebase.readers.documents.block import Block, fingerprint, words

NAMED = {  # what is read, and how the names of its files end
    "Markdown": (".md", ".markdown"),
    "Quarto and R Markdown": (".qmd", ".rmd"),
    "reStructuredText": (".rst",),
    "LaTeX": (".tex",),
    "HTML": (".html", ".htm"),
    "Word": (".docx",),
    "plain text": (".txt",),
}
MARKDOWN = NAMED["Markdown"] + NAMED["Quarto and R Markdown"]
FORMATS = tuple(chain.from_iterable(NAMED.values()))


class UnreadableDocumentError(Exception):
    """A document cannot be read; the message says why."""


def said() -> str:
    """The formats that are read, for messages."""
    return ", ".join(f"{name} ({', '.join(endings)})" for name, endings in NAMED.items())


def read(path: str, data: bytes) -> list[Block]:
    """The blocks of a document in reading order, with what each cites.

    Raises:
        UnreadableDocumentError: it is no text in UTF-8, or no Word file.
    """
    name = path.casefold()
    if found := binary.kind(data, zipped=name.endswith(".docx")):
        raise UnreadableDocumentError(f"it is {found}; what is read: {said()}")
    if name.endswith(".docx"):
        from evidencebase.readers.documents import docx

        try:
            return docx.read(data)
        except docx.BROKEN as error:
            raise UnreadableDocumentError(f"it is no Word document: {error}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableDocumentError(
            f"byte 0x{data[error.start]:02x} in line {line} is not UTF-8; save it as UTF-8"
        ) from None
    if name.endswith(MARKDOWN):
        from evidencebase.readers.documents import markdown

        return markdown.read(text)
    if name.endswith(".rst"):
        from evidencebase.readers.documents import rst

        return rst.read(text)
    if name.endswith(".tex"):
        from evidencebase.readers.documents import latex

        return latex.read(text)
    if name.endswith((".html", ".htm")):
        from evidencebase.readers.documents import html

        return html.read(text)
    from evidencebase.readers.documents import plain_text

    return plain_text.read(text)


__all__ = ["Block", "UnreadableDocumentError", "fingerprint", "read", "words"]
