"""reStructuredText as Sphinx projects write it: paragraphs, headings, lists, and the citations of sphinxcontrib-bibtex.

docutils would stop at every role and directive of every Sphinx extension; here an unknown directive is no text, an
unknown role is the words in it.
"""

from __future__ import annotations

import re

from evidencebase.readers.documents.block import Block

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_DIRECTIVE = re.compile(r"\s*\.\.(?: (?:\|[^|]*\| )?([\w:+-]+)::| |$)")
_TEXTS = frozenset(
    ("note", "warning", "tip", "important", "hint", "caution", "attention", "danger", "seealso", "admonition", "topic")
)
_CITE = re.compile(r":(?:foot)?cite(?:full)?(?::[a-z]+)?:`([^`]*)`")
_LABEL = re.compile(r"\[([A-Za-z][\w.:+-]*)\]_(?!\w)")
_ROLE = re.compile(r":[\w:+.-]+:`([^`]*)`|``([^`]*)``|`([^`]*)`__?|`([^`]*)`")
_TARGET = re.compile(r"\s*<[^<>]*>$")
_BULLET = re.compile(r"\s*(?:[-*+•]|(?:\d{1,2}|[a-z]|#)[.)])\s+")


def read(text: str) -> list[Block]:
    """Split a reStructuredText into blocks, in order."""
    lines = _without_directives(text.expandtabs().splitlines())
    blocks: list[Block] = []
    paragraph: list[str] = []
    start = 0

    def flush(kind: str = "") -> None:
        if paragraph:
            raw = " ".join(line.strip() for line in paragraph)
            kind = kind or ("list-item" if _BULLET.match(raw) else "prose")
            blocks.append(Block(kind, _plain(raw), start, citations(raw)))
            paragraph.clear()

    for number, line in enumerate([*lines, ""], 1):
        if _ADORNMENT.fullmatch(line):
            if len(paragraph) == 1:
                flush("heading")
            continue
        if not line.strip() or (paragraph and _BULLET.match(line) and _BULLET.match(paragraph[0])):
            flush()
        if line.strip():
            start = start if paragraph else number
            paragraph.append(line)
    return [block for block in blocks if block.text]


def _without_directives(lines: list[str]) -> list[str]:
    """Empty lines in the place of comments, directives that hold no text, and literal blocks."""
    kept = list(lines)
    hidden: int | None = None  # indentation of what is left out with everything that is indented more
    for at, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if hidden is not None and line.strip() and indent <= hidden:
            hidden = None
        if hidden is not None:
            kept[at] = ""
            continue
        directive = _DIRECTIVE.match(line)
        if directive:
            kept[at] = ""
            hidden = None if directive[1] in _TEXTS else indent
        elif line.rstrip().endswith("::"):
            kept[at] = line.rstrip()[:-1]
            hidden = indent
        elif re.match(r"\s+:[\w-]+:(?:\s|$)", line):  # an option of a directive whose text is kept
            kept[at] = ""
    return kept


def _plain(text: str) -> str:
    words = _CITE.sub(lambda match: match[1], text)
    words = _ROLE.sub(
        lambda match: _TARGET.sub("", next(group for group in match.groups() if group is not None)), words
    )
    return words.replace("**", "").replace("\\ ", "").strip()


def citations(text: str) -> tuple[str, ...]:
    """Keys cited in a text, each once: ``:cite:`a,b```, ``:footcite:t:`c```, ``[Doe2020]_``."""
    keys = [key.strip() for match in _CITE.finditer(text) for key in match[1].split(",")]
    keys += [match[1] for match in _LABEL.finditer(_CITE.sub("", text))]
    return tuple(dict.fromkeys(filter(None, keys)))
