"""The evidence map as one SVG drawing, with its colours in it, for a slide or a paper."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from evidencebase.site import evidence_map, words
from evidencebase.site.base import Base

LEFT, TOP, CELL, ROW = 230, 190, 46, 28
FILL = {"high": "#9ad8b1", "moderate": "#cfe29b", "low": "#fbd98b", "very-low": "#f4b3a3", None: "#e4e1d9"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # one of them, and nothing is drawn
_HEAD = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
    'font-family="sans-serif" font-size="12"><title>{title}</title>'
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#0000003a" stroke-width="3"/></pattern></defs>'
    '<rect width="{w}" height="{h}" fill="#ffffff"/>{body}</svg>'
)


async def drawing(base: Base, arguments: Any) -> Markup:
    """The map that the arguments ask for."""
    wanted = evidence_map.asked(arguments)
    made = await evidence_map.table(base, wanted)
    body: list[Markup] = []
    for number, column in enumerate(made["interventions"]):
        x = LEFT + number * CELL + CELL / 2
        body.append(
            Markup('<text transform="translate({:.0f} {}) rotate(-60)">{}</text>').format(
                x, TOP - 8, _short(column["label"], 34)
            )
        )
    for number, row in enumerate(made["rows"]):
        y = TOP + number * ROW
        body.append(
            Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(LEFT - 8, y + 18, _short(row["label"], 36))
        )
        for at, cell in enumerate(row["cells"]):
            body.append(_cell(cell, LEFT + at * CELL, y))
    bottom = TOP + len(made["rows"]) * ROW
    body += _key(bottom + 24)
    width = LEFT + len(made["interventions"]) * CELL + 150
    title = f"Evidence map: {evidence_map.LAYERS[wanted.layer]}"
    return _HEAD.format(w=max(width, 760), h=bottom + 60, title=title, body=Markup("").join(body))


def _cell(cell: dict[str, Any] | None, x: float, y: float) -> Markup:
    box = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}"{}/>')
    size = CELL - 2, ROW - 2
    if cell is None:
        return box.format(x, y, *size, "#f3f1eb", "")
    frame = Markup(' stroke="#9a2a1a" stroke-width="2"') if cell["contested"] else ""
    parts = [box.format(x, y, *size, FILL[cell["best"]], frame)]
    if not cell["supported"]:
        parts.append(box.format(x, y, *size, "url(#hatch)", ""))
    arrows = "".join(words.ARROW.get(name, "") for name in cell["directions"])
    parts.append(
        Markup('<text x="{:.0f}" y="{}" text-anchor="middle">{} {}</text>').format(
            x + size[0] / 2, y + 17, cell["claims"], arrows
        )
    )
    return Markup("").join(parts)


def _key(y: float) -> list[Markup]:
    made, x = [], 20
    entries = [(FILL[level], words.STRENGTH[level]) for level in ("high", "moderate", "low", "very-low")]
    for fill, label in [*entries, (FILL[None], "None graded"), ("url(#hatch)", "Claimed, unsupported")]:
        made.append(
            Markup('<rect x="{}" y="{}" width="14" height="14" fill="{}"/><text x="{}" y="{}">{}</text>').format(
                x, y, fill, x + 20, y + 12, label
            )
        )
        x += 34 + 7 * len(label)
    made.append(
        Markup(
            '<rect x="{}" y="{}" width="14" height="14" fill="none" stroke="#9a2a1a" stroke-width="2"/>'
            '<text x="{}" y="{}">Contested</text>'
        ).format(x, y, x + 20, y + 12)
    )
    return made


def _short(text: str, most: int) -> str:
    shown = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
