"""Anchors of the blocks of a document, and the blocks of former anchors."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidencebase.readers.documents.block import Block, fingerprint, words
from evidencebase.schema import COUNTED_PASSAGES


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
    for passage in (p for p in former if p.anchor.partition("#")[0] == document):
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
        if not match:
            changes.append(Change("new", "", name))
        elif match and match.anchor != name:
            changes.append(Change("moved", match.anchor, name))
    changes += [Change("gone", passage.anchor, "") for waiting in known.values() for passage in waiting]
    return passages, changes
