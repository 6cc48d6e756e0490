"""Sphinx-Needs: ``needs.json``, the present version of it. A need's title is the claim, its content a remark."""

from __future__ import annotations

from evidencebase.claimsets.claimset import Collection
from evidencebase.formats.json import Value
from evidencebase.formats.plain import listed, mapping, text


def is_one(value: object) -> bool:
    """Whether a JSON value is such a file."""
    return any("needs" in mapping(version) for version in mapping(mapping(value).get("versions")).values())


def read(values: list[Value], into: Collection) -> None:
    """Read the needs of the present version, or of the last one where none is called so."""
    for value, line in values:
        versions = mapping(mapping(value).get("versions"))
        if not versions:
            into.leave_out(line, "holds no versions of needs")
            continue
        name = text(mapping(value).get("current_version"))
        if name not in versions:
            last = list(versions)[-1]
            into.leave_out(line, f"has no version '{name}', which it calls the present one; version {last} was read")
            name = last
        for number, need in mapping(mapping(versions[name]).get("needs")).items():
            _need(number, mapping(need), line, into)


def _need(number: str, need: dict[str, object], line: int, into: Collection) -> None:
    title = text(need.get("title")) or text(need.get("description"))
    if not title:
        into.leave_out(line, f"the need {number} has neither title nor content; it is left out")
        return
    content = text(need.get("description")) or text(need.get("content"))
    cells = {
        "note": content if content != title else "",
        "topics": "; ".join(map(text, listed(need.get("tags")))),
        "x_source": f"{into.file}:{number}",
        "x_type": text(need.get("type")),
        "x_status": text(need.get("status")),
        "x_links": "; ".join(map(text, listed(need.get("links")))),
    }
    into.claim(title, line, cells)
