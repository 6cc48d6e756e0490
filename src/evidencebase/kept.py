"""Documents whose text may be kept: their passages with the text, and what each cites.

A passage of ``passages.csv`` is known again in the text by its fingerprint, in order. Where none are written down yet,
the anchors are counted in the text itself.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evidencebase.finding import Finding
from evidencebase.readers import documents
from evidencebase.readers.documents import Block
from evidencebase.readers.documents.anchoring import anchor
from evidencebase.schema import DOCUMENTS, PASSAGES

Row = tuple[object, ...]
SHOWN = 60  # characters of a text in a message
_DOCUMENT = {column.name: at for at, column in enumerate(DOCUMENTS.columns)}
_PASSAGE = {column.name: at for at, column in enumerate(PASSAGES.columns)}


class Kept(NamedTuple):
    """Rows of documents, passages and citations, and what was wrong with the files."""

    documents: list[Row]
    passages: list[Row]
    citations: list[Row]
    findings: list[Finding]


def read(rows: Sequence[Row], passages: Sequence[Row], contents: Mapping[str, bytes]) -> Kept:
    """Read the texts that may be kept and are there."""
    kept = Kept([], list(passages), [], [])
    for row in rows:
        document, path = str(row[_DOCUMENT["id"]]), row[_DOCUMENT["path"]]
        unanchored = first = None
        if row[_DOCUMENT["text"]] == "full" and isinstance(path, str) and path in contents:
            try:
                blocks = documents.read(path, contents[path])
                unanchored, first = _match(document, path, blocks, kept)
            except documents.UnreadableDocumentError as error:
                kept.findings.append(Finding("files/unreadable-file", path, 0, path, "", {"reason": str(error)}))
        kept.documents.append(_with(row, _DOCUMENT, unanchored=unanchored, unanchored_line=first))
    return kept


def _with(row: Row, places: Mapping[str, int], **values: object) -> Row:
    changed = list(row)
    for name, value in values.items():
        changed[places[name]] = value
    return tuple(changed)


def _match(document: str, path: str, blocks: Sequence[Block], kept: Kept) -> tuple[int, int | None]:
    """Give the passages of a document their text; how many blocks have no passage, and the line of the first."""
    own = [at for at, row in enumerate(kept.passages) if str(row[0]).partition("#")[0] == document]
    if not own:
        found = anchor(document, blocks)[0]
        for passage, block in zip(found, blocks, strict=True):
            row: list[object] = [None] * len(PASSAGES.columns)
            row[: len(passage)] = [cell or None for cell in passage]
            row[_PASSAGE["words"]] = int(passage.words)
            kept.passages.append(_text(tuple(row), block, file=path, line=block.line))
            _cite(document, passage.anchor, path, block, kept)
        return len(blocks), blocks[0].line if blocks else None
    waiting: dict[object, deque[int]] = defaultdict(deque)
    for at in own:
        waiting[kept.passages[at][_PASSAGE["fingerprint"]]].append(at)
    places: dict[int, int] = {}  # position of a passage -> position of its block
    new = []
    for position, block in enumerate(blocks):
        same = waiting[documents.fingerprint(block.text)]
        name = None
        if same:
            at = same.popleft()
            places[at] = position
            kept.passages[at] = _text(kept.passages[at], block)
            name = str(kept.passages[at][0])
        else:
            new.append(position)
        _cite(document, name, path, block, kept)
    for at, likely in _in_their_place(own, places, new, blocks, kept.passages):
        kept.passages[at] = _with(kept.passages[at], _PASSAGE, found=0, likely=likely and _shown(path, likely))
    return len(new), blocks[new[0]].line if new else None


def _text(row: Row, block: Block, **more: object) -> Row:
    return _with(row, _PASSAGE, text=block.text, text_line=block.line, found=1, **more)


def _shown(path: str, block: Block) -> str:
    return f"{path}:{block.line} '{block.text[:SHOWN]}'"


def _cite(document: str, passage: str | None, path: str, block: Block, kept: Kept) -> None:
    if block.kind != "reference":
        kept.citations.extend((None, document, passage, key, path, block.line) for key in block.cites)


def _in_their_place(
    own: Sequence[int], places: Mapping[int, int], new: Sequence[int], blocks: Sequence[Block], passages: Sequence[Row]
) -> Iterator[tuple[int, Block | None]]:
    """Passages that are gone from the text, and the new block between the same neighbours nearest in length."""
    for index, at in enumerate(own):
        if at not in places:
            before = max((places[one] for one in own[:index] if one in places), default=-1)
            behind = min((places[one] for one in own[index:] if one in places), default=len(blocks))
            length = int(str(passages[at][_PASSAGE["words"]] or 0))
            between = [blocks[position] for position in new if before < position < behind]
            yield at, min(between, key=lambda block: abs(len(documents.words(block.text)) - length), default=None)
