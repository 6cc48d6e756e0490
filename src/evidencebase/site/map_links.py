"""Where the cells of an evidence map lead: to the claims in the browser, or further down in the one file."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from markupsafe import Markup

from evidencebase.site import frame
from evidencebase.site.addresses import Addresses
from evidencebase.site.selection import SHOWN_STATUSES


def helpers(to: Addresses, data: dict[str, Any]) -> dict[str, Any]:
    """What the templates of the map call; nothing for other pages."""
    asked = data.get("asked")
    if not asked or "layer" not in asked:
        return {}

    def cell_address(column: dict[str, Any], row: dict[str, Any]) -> str:
        term = "_{}" if asked["broad"] else "{}"
        kinds = {"effects": {"_kinds": "effects"}, "all": {}}.get(asked["kinds"], {"kind": asked["kinds"]})
        return to.table(
            "claims",
            **{term.format("intervention"): column["id"], term.format("outcome"): row["id"]},
            **kinds,
            status__in=",".join(SHOWN_STATUSES),
            _layer=asked["layer"],
            _population=asked["population"],
            _document=asked["document"],
        )

    return {
        "cell_address": cell_address,
        "cell_anchor": cell_anchor,
        "style_text": Markup(frame.STYLE.decode()),  # our own file, nothing that a user wrote
    }


def cell_anchor(column: dict[str, Any], row: dict[str, Any]) -> str:
    """Address of a cell's claims within the file."""
    cell = f"{column['id']}|{row['id']}"
    return f"#c{sha256(cell.encode()).hexdigest()[:12]}"
