"""Anchors: naming the passages of a document without keeping its text.

``documents/passages.csv`` holds, for every block of a document, its anchor, what it is and the fingerprint of its
words. Whoever has the text can verify each anchor; nobody else needs it.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from evidencebase.finding import UsageError
from evidencebase.readers import csv_table
from evidencebase.readers.plain_text import Block, fingerprint, read, words
from evidencebase.schema import COUNTED_PASSAGES, PASSAGES


class Passage(NamedTuple):
    """One row of ``documents/passages.csv``."""

    anchor: str
    kind: str
    heading: str
    words: str
    fingerprint: str
    no_claim: str = ""


class Change(NamedTuple):
    """What a new reading of the text changed: ``new``, ``gone`` or ``moved`` from ``before`` to ``after``."""

    what: str
    before: str
    after: str


NO_CLAIM = {"heading": "heading", "reference": "reference list", "chrome": "not part of the text"}


def number(document: str, kinds: Iterable[str]) -> list[str]:
    """Anchors for blocks of the given kinds: ``d#s2`` a heading, ``d#s2.p3`` a counted block, ``d#s2.x1`` another."""
    section = paragraph = other = 0
    anchors = []
    for kind in kinds:
        if kind == "heading":
            section, paragraph, other = section + 1, 0, 0
            anchors.append(f"{document}#s{section}")
        elif kind in COUNTED_PASSAGES:
            paragraph += 1
            anchors.append(f"{document}#s{section}.p{paragraph}")
        else:
            other += 1
            anchors.append(f"{document}#s{section}.x{other}")
    return anchors


def anchor(
    document: str, blocks: Sequence[Block], former: Iterable[Passage] = ()
) -> tuple[list[Passage], list[Change]]:
    """Passages for the blocks of a document, keeping what people wrote in the former passages.

    A block is recognised by its fingerprint; its kind and its reason for making no claim are kept, its anchor is
    counted anew. Returns the passages in reading order, and what changed.
    """
    known: dict[str, deque[Passage]] = defaultdict(deque)
    before = [p for p in former if p.anchor.partition("#")[0] == document]
    for passage in before:
        known[passage.fingerprint].append(passage)
    matches = []
    for block in blocks:
        waiting = known[fingerprint(block.text)]
        matches.append(waiting.popleft() if waiting else None)
    kinds = [match.kind if match else block.kind for block, match in zip(blocks, matches, strict=True)]
    passages = []
    changes = []
    for block, match, kind, name in zip(blocks, matches, kinds, number(document, kinds), strict=True):
        reason = match.no_claim if match else ""
        if not reason or reason in NO_CLAIM.values():
            reason = NO_CLAIM.get(kind, "")
        passages.append(
            Passage(
                name,
                kind,
                block.text.strip() if kind == "heading" else "",
                str(len(words(block.text))),
                fingerprint(block.text),
                reason,
            )
        )
        if before and not match:
            changes.append(Change("new", "", name))
        elif match and match.anchor != name:
            changes.append(Change("moved", match.anchor, name))
    changes += [Change("gone", passage.anchor, "") for waiting in known.values() for passage in waiting]
    return passages, changes


def update(directory: Path, document: str, text: Path, *, write: bool = True) -> tuple[list[Passage], list[Change]]:
    """Read the text of a document and bring its rows of ``documents/passages.csv`` up to date.

    Rows of other documents stay. With ``write=False`` nothing is written, only compared.

    Raises:
        UsageError: the name is no anchor, or a file cannot be read or written.
    """
    if not document or not set(document) <= _NAME:
        raise UsageError(f"'{document}' cannot be a document: use letters, digits, dots, dashes and underscores")
    path = directory / PASSAGES.file
    try:
        blocks = read(text.read_text("utf-8"))
        former = _former(path)
        passages, changes = anchor(document, blocks, former)
        if write:
            others = [passage for passage in former if passage.anchor.partition("#")[0] != document]
            path.parent.mkdir(exist_ok=True)
            together = sorted(others + passages, key=lambda passage: passage.anchor.partition("#")[0])
            path.write_text(_as_csv(together), "utf-8", newline="")
    except UnicodeDecodeError:
        raise UsageError(f"{text} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    return passages, changes


_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def _former(path: Path) -> list[Passage]:
    if not path.exists():
        return []
    sheet = csv_table.read(PASSAGES.file, path.read_bytes(), PASSAGES)
    if problems := [finding for finding in sheet.findings if finding.rule != "files/not-canonical"]:
        first = problems[0]
        raise UsageError(f"{path}:{first.line}: mend it first (`evidencebase check` tells what is wrong): {first.rule}")
    return [Passage(*cells) for cells in zip(*map(sheet.column, Passage._fields), strict=True)]


def _as_csv(passages: Iterable[Passage]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Passage._fields)
    writer.writerows(passages)
    return text.getvalue()
