"""What every reader of claim sets gives: claims, links and works, each with the place where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evidencebase.similarity import normal

AGAINST = {"supports": "disputes", "disputes": "supports"}


class Unread(NamedTuple):
    """Something that was left out or is doubtful, and why."""

    file: str
    line: int
    what: str


class Work(NamedTuple):
    """A work: what names it (``pmid:27283860``, ``doi:10.1/x``, ``key:doe2020``), type and fields of its entry.

    The fields are plain text; ``key`` is the citation key that it should have, if any. A work named by a key is one of
    the evidence base and has no fields.
    """

    identity: str
    type: str = ""
    fields: Mapping[str, str] = {}
    key: str = ""


class Link(NamedTuple):
    """How a work bears on a claim; ``cells`` are columns of ``evidence.csv``."""

    work: str  # identity
    relation: str
    cells: Mapping[str, str] = {}


class Claim:
    """A claim with the cells of ``claims.csv`` that its source gives, and its links; ``source`` names it there."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self.text = text
        self.file = file
        self.line = line
        self.cells: dict[str, str] = {}
        self.links: dict[tuple[str, str], dict[str, str]] = {}  # by work and relation

    def add(self, cells: Mapping[str, str]) -> None:
        """Add what a further row of the same claim gives."""
        _gather(self.cells, cells)

    def link(self, link: Link) -> None:
        """Link a work; what several rows tell about one link is told together."""
        _gather(self.links.setdefault((link.work, link.relation), {}), link.cells)


class ClaimSet(NamedTuple):
    """Claims in the order in which they were met, the works that they link by identity, and what was left out."""

    claims: list[Claim]
    works: dict[str, Work]
    unread: list[Unread]


class Collection:
    """Collects the claims of several files; those that say the same in the same words become one."""

    def __init__(self) -> None:
        self.file = ""
        self.unread: list[Unread] = []
        self._claims: dict[str, Claim] = {}
        self._works: dict[str, Work] = {}
        self._pieces: dict[str, list[Link]] = {}
        self._rests_on: dict[tuple[str, str], tuple[Claim, bool]] = {}

    def claim(self, text: str, line: int, cells: Mapping[str, str] | None = None) -> Claim:
        """The claim with this text, made or met again."""
        claim = self._claims.setdefault(normal(text), Claim(text, self.file, line))
        claim.add(cells or {})
        return claim

    def work(self, work: Work) -> str:
        """Note a work; returns its identity. What several files tell about it is put together, the first wins."""
        known = self._works.get(work.identity, work)
        fields = {name: value for name, value in {**work.fields, **known.fields}.items() if value}
        self._works[work.identity] = known._replace(type=known.type or work.type, fields=fields)
        return work.identity

    def leave_out(self, line: int, what: str) -> None:
        """Note something that was not read."""
        self.unread.append(Unread(self.file, line, what))

    def piece(self, number: str, links: Iterable[Link]) -> None:
        """Note a numbered piece of evidence that claims elsewhere may rest on."""
        self._pieces[number] = list(links)

    def rests_on(self, claim: Claim, number: str, agrees: bool) -> None:
        """Note that a claim rests on a numbered piece; ``agrees``: what supports that supports the claim."""
        self._rests_on[claim.text, number] = (claim, agrees)

    def finished(self) -> ClaimSet:
        """All that was collected, and pieces that are in none of the files."""
        for (_, number), (claim, agrees) in self._rests_on.items():
            if number not in self._pieces:
                what = f"rests on evidence item {number}, which is in none of the files; it has no work from there"
                self.unread.append(Unread(claim.file, claim.line, what))
            for link in self._pieces.get(number, ()):
                claim.link(link if agrees else link._replace(relation=AGAINST.get(link.relation, link.relation)))
        claims = list(self._claims.values())
        linked = {work for claim in claims for work, _ in claim.links}
        return ClaimSet(claims, {name: work for name, work in self._works.items() if name in linked}, self.unread)


def _gather(known: dict[str, str], cells: Mapping[str, str]) -> None:
    for name, cell in cells.items():
        former = known.get(name, "")
        for item in cell.split("; ") if name == "topics" else [cell]:
            if item and item not in former.split("; "):
                known[name] = former = f"{former}; {item}" if former else item
