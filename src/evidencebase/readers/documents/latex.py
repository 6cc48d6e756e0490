"""LaTeX: paragraphs, sections, items, captions, and the citations of natbib and biblatex."""

from __future__ import annotations

import re

from evidencebase.readers.bibtex import latex as tex
from evidencebase.readers.documents.block import Block

_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_OPTIONS = r"(?:\s*\[[^\]]*\])*"
_NO_TEXT = "verbatim|lstlisting|minted|equation|align|gather|eqnarray|comment|tikzpicture|thebibliography|tabular"
_HIDDEN = re.compile(rf"\\begin\{{({_NO_TEXT})(\*?)\}}.*?\\end\{{\1\2\}}|\\\[.*?\\\]|\$\$.*?\$\$", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%.*")
_HEADING = re.compile(rf"\\(?:part|chapter|(?:sub)*section)\*?{_OPTIONS}{_GROUP}")
_CAPTION = re.compile(rf"\\caption\*?{_OPTIONS}{_GROUP}")
_ITEM = re.compile(rf"\\item\b{_OPTIONS}")
_BETWEEN = re.compile(
    rf"\\(?:begin|end)\{{[a-zA-Z]+\*?\}}{_OPTIONS}|\\(?:maketitle|tableofcontents|centering|newpage|clearpage|appendix)\b"
    rf"|\\(?:label|bibliography|bibliographystyle|includegraphics|input|include|vspace|hspace){_OPTIONS}\{{[^{{}}]*\}}"
    rf"|\\printbibliography{_OPTIONS}"
)
# \cite, \citep*, \parencite, \textcite, \autocite, \footcite, \nocite ...: natbib and biblatex
_CITE = re.compile(rf"~?\\[a-zA-Z]*cite[a-zA-Z]*\*?{_OPTIONS}\s*\{{([^{{}}]*)\}}")
_CUT, _ON = "\f", "\v"  # ends a block without a line end; a line that held a comment only, which ends nothing
_MARK_HEADING, _MARK_CAPTION, _MARK_ITEM = map(chr, range(0xE010, 0xE013))  # private characters
_KINDS = {_MARK_HEADING: "heading", _MARK_CAPTION: "caption", _MARK_ITEM: "list-item"}
_GONE = {ord(mark): " " for mark in (*_KINDS, _ON)}
_BREAK = re.compile(r"\n[ \t]*(?=\n)|\f")


def read(text: str) -> list[Block]:
    """Split a LaTeX text into blocks, in order; what stands before ``\\begin{document}`` is no text."""
    lines = (_COMMENT.sub("", line) or (line and _ON) for line in text.splitlines())
    text = _HIDDEN.sub(lambda match: _CUT + "\n" * match[0].count("\n"), "\n".join(lines))
    before, begin, inside = text.partition("\\begin{document}")
    text = "\n" * before.count("\n") + inside if begin else text
    text = text.partition("\\end{document}")[0]
    text = _HEADING.sub(rf"{_CUT}{_MARK_HEADING}\1{_CUT}", text)
    text = _CAPTION.sub(rf"{_CUT}{_MARK_CAPTION}\1{_CUT}", text)
    text = _BETWEEN.sub(_CUT, _ITEM.sub(_CUT + _MARK_ITEM, text))
    blocks = []
    at = 0
    for stop in (*_BREAK.finditer(text), None):
        end = stop.start() if stop else len(text)
        piece = text[at:end]
        first = at + len(piece) - len(piece.lstrip())
        if words := _plain(piece):
            kind = next((kind for mark, kind in _KINDS.items() if mark in piece), "prose")
            blocks.append(Block(kind, words, text.count("\n", 0, first) + 1, citations(piece)))
        elif cites := citations(piece):  # \nocite by itself
            blocks.append(Block("chrome", " ".join(cites), text.count("\n", 0, first) + 1, cites))
        at = stop.end() if stop else end
    return blocks


def _plain(piece: str) -> str:
    return " ".join(tex.clean(_CITE.sub("", piece).translate(_GONE)).split())


def citations(text: str) -> tuple[str, ...]:
    """Keys cited in a text, each once; ``*`` for ``\\nocite{*}``."""
    keys = (key.strip() for match in _CITE.finditer(text) for key in match[1].split(","))
    return tuple(dict.fromkeys(filter(None, keys)))
