"""The graph of a claim: where it is stated, on which works and trials it rests, its neighbours; as SVG with links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from evidencebase.site import claim as claim_page
from evidencebase.site.base import Base

STEP, BOX, TALL, EDGE, GAP, MOST = 46, 250, 36, 10, 65, 24
MIDDLE, RIGHT, FAR = EDGE + BOX + GAP, EDGE + 2 * (BOX + GAP), EDGE + 3 * (BOX + GAP)


class Node(NamedTuple):
    """A box: its text, its address, its class, whether the line to it is dashed."""

    text: str
    address: str
    name: str
    dashed: bool = False


async def page(base: Base, given: Any, arguments: Any) -> dict[str, Any] | None:
    """The neighbours of one claim."""
    data = await claim_page.page(base, given, arguments)
    return None if data is None else around(data)


def around(data: dict[str, Any]) -> dict[str, Any]:
    """What the graph draws, of the data of a claim's page."""
    works = [work for works in data["evidence"].values() for work in works]
    return {
        "claim": data["claim"],
        "stated": [{"passage": s["passage"], "document": s["document"]} for s in data["statements"]],
        "works": [
            {name: work[name] for name in ("key", "short", "relation", "listed", "record", "same_as", "trial")}
            for work in works
        ],
        "claims": data["contradictions"],
        "near": data["neighbours"],
    }


def svg(to: Any, claim: Any, stated: Any, works: Any, claims: Any, near: Any, heading: str) -> Markup:
    """Passages at the left, works and their trials at the right, neighbouring claims below; drawn with links."""
    left = [Node(s["passage"], to.passage(s["passage"]), "passage") for s in stated[:MOST]]
    right = [Node(w["short"], to.work(w["key"]), f"e-{w['relation']}", not w["listed"]) for w in works[:MOST]]
    below = [Node(c["id"], to.claim(c["id"]), "odds") for c in claims[:MOST]]
    known = {c["id"] for c in claims}
    below += [Node(c["id"], to.claim(c["id"]), "near", True) for c in near if c["id"] not in known]
    rows = max(len(left), len(right), 2 + len(below))
    height = rows * STEP + 2 * EDGE
    y_claim = height / 2 - TALL / 2 - len(below) * STEP / 2
    centre = Node(claim["id"], to.claim(claim["id"]), f"centre s-{claim['evidence_strength']}")
    lines, boxes = [], [_box(centre, MIDDLE, y_claim)]
    for nodes, x, x_line, x_centre in (
        (left, EDGE, EDGE + BOX, MIDDLE),
        (right, RIGHT, RIGHT, MIDDLE + BOX),
    ):
        for node, y in zip(nodes, _heights(len(nodes), height), strict=True):
            lines.append(_line(node, x_line, y + TALL / 2, x_centre, y_claim + TALL / 2))
            boxes.append(_box(node, x, y))
    for number, node in enumerate(below):
        y = y_claim + (number + 1.3) * STEP
        lines.append(_line(node, MIDDLE + BOX / 2, y, MIDDLE + BOX / 2, y_claim + TALL))
        boxes.append(_box(node, MIDDLE, y))
    trials = list(dict.fromkeys(work["trial"] for work in works[:MOST] if work["trial"]))
    places = _heights(len(right), height)
    for trial, y in zip(trials, _heights(len(trials), height), strict=True):
        node = Node(f"trial {trial}", to.table("works", trial=trial), "trial")
        boxes.append(_box(node, FAR, y))
        lines += [
            _line(node, RIGHT + BOX, place + TALL / 2, FAR, y + TALL / 2)
            for work, place in zip(works[:MOST], places, strict=True)
            if work["trial"] == trial
        ]
    return Markup('<svg class="graph{}" viewBox="0 0 {} {:.0f}" role="group" aria-labelledby="{}">{}{}</svg>').format(
        " wide" if trials else "",
        (FAR if trials else RIGHT) + BOX + EDGE,
        height,
        heading,
        Markup("").join(lines),
        Markup("").join(boxes),
    )


def _heights(count: int, height: float) -> Sequence[float]:
    """Where so many boxes stand in a column, in its middle."""
    return [height / 2 + (number - count / 2) * STEP + (STEP - TALL) / 2 for number in range(count)]


def _line(node: Node, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<path class="{}{}" d="M{:.0f} {:.0f} C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}"/>').format(
        node.name, " dashed" if node.dashed else "", x1, y1, (x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2
    )


def _box(node: Node, x: float, y: float) -> Markup:
    text = node.text if len(node.text) <= 32 else f"{node.text[:31]}…"
    return Markup(
        '<a href="{}"><rect class="{}" x="{:.0f}" y="{:.0f}" width="{}" height="{}" rx="6"/>'
        '<text x="{:.0f}" y="{:.0f}" text-anchor="middle">{}</text></a>'
    ).format(node.address, node.name, x, y, BOX, TALL, x + BOX / 2, y + 23, text)
