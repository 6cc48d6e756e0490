"""Markdown, as CommonMark with tables (markdown-it-py), and pandoc's citations: ``[@key, p. 3; -@other]``, ``@{key}``.

Quarto and R Markdown are Markdown too. Code, comments and the metadata at the head are no text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from evidencebase.readers.documents.block import REFERENCES, Block

_HEAD = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Pandoc manual, "Citation syntax": a letter, digit or _, then also single internal punctuation; or anything in braces.
_KEY = re.compile(r"(?<![\w\\])-?@(?:\{([^{}\s]+)\}|(\w(?:\w|[:.#$%&+?<>~/-](?=\w))*))")
_CROSS = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|exm|def|nte|tip)[:-]")  # Quarto, pandoc-crossref
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")


def read(text: str) -> list[Block]:
    """Split a Markdown text into blocks, in order."""
    if head := _HEAD.match(text):
        text = "\n" * head[0].count("\n") + text[head.end() :]
    blocks: list[Block] = []
    inside: list[str] = []  # lists, quotes and tables around the token
    row: list[str] = []
    start, references = 0, False
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join").parse(text):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting:
            if token.nesting > 0:
                inside.append(name)
                start = token.map[0] + 1 if token.map else start
                row = [] if name == "tr" else row
            else:
                inside.pop()
                if name == "tr":
                    kind = "table-header" if "thead" in inside else "table-row"
                    blocks.append(_block(kind, " | ".join(row), start))
        elif token.type == "inline":
            content = _words(token)
            if {"td", "th"} & set(inside):
                row.append(content)
                continue
            kind = _kind(inside)
            if kind == "heading":
                content = _ATTRIBUTES.sub("", content)
                references = content.casefold() in REFERENCES
            elif references:
                kind = "reference"
            if content:
                blocks.append(_block(kind, content, token.map[0] + 1 if token.map else start))
    return blocks


def _kind(inside: list[str]) -> str:
    if "heading" in inside:
        return "heading"
    if "list_item" in inside:
        return "list-item"
    return "quote" if "blockquote" in inside else "prose"


def _words(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            # what looks like a citation in code is none
            parts.append(child.content if child.type == "text" else child.content.replace("@", " "))
        elif child.type == "text_special":  # escaped: \@ cites nothing
            parts.append("\\@" if child.content == "@" else child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()


def _block(kind: str, text: str, line: int) -> Block:
    return Block(kind, text, line, citations(text))


def citations(text: str) -> tuple[str, ...]:
    """Keys cited in a text as pandoc writes it, each once; references to figures, tables and sections are none."""
    keys = (match[1] or match[2] for match in _KEY.finditer(text))
    return tuple(dict.fromkeys(key for key in keys if not _CROSS.match(key)))
