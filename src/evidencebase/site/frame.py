"""What surrounds every page: navigation, search, and the build that the page speaks of."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from importlib import resources
from typing import Any

from evidencebase.site.base import Base, Row

NAVIGATION = (
    ("claims", "Claims"),
    ("map", "Evidence map"),
    ("summary", "Summary of findings"),
    ("documents", "Documents"),
    ("works", "Works"),
    ("health", "Health"),
    ("data", "Data"),
)
STATIC = resources.files("evidencebase.site") / "static"
STYLE = (STATIC / "site.css").read_bytes()
STYLE_ADDRESS = f"/-/evidencebase/{sha256(STYLE).hexdigest()[:12]}.css"


async def build(base: Base) -> Row:
    """The build record, its date in words."""
    record = next(iter(await base.ask_once("build")), {})
    try:
        when = datetime.fromisoformat(record.get("built") or "")
    except ValueError:
        return record
    return {**record, "built_words": f"{when.day} {when:%B %Y}, {when:%H:%M} UTC"}


async def frame(base: Base, table: str | None, request: Any) -> dict[str, Any]:
    """Variables of the base template."""
    to = base.to
    addresses = {
        "claims": to.table("claims"),
        "map": to.page("map"),
        "summary": to.page("summary"),
        "documents": to.page("documents"),
        "works": to.table("works"),
        "health": to.page("health"),
        "data": to.data(),
    }
    here = table if table in addresses else _here(request.path if request else "")
    links = [{"label": label, "address": addresses[name], "here": name == here} for name, label in NAVIGATION]
    return {
        "to": to,
        "navigation": links,
        "build": await build(base),
        "style": str(base.datasette.urls.path(STYLE_ADDRESS)),
        "search_words": request.args.get("_search") or request.args.get("q") or "" if request else "",
    }


def _here(path: str) -> str:
    """Which entry of the navigation an address belongs to."""
    parts = path.split("/")
    for name in ("claims", "works", "documents", "map", "summary", "health", "reach", "graph"):
        if name in parts or f"{name}.json" in parts:
            return {"reach": "works", "graph": "claims"}.get(name, name)
    return "data" if len(parts) == 2 and parts[1] else ""
