"""The health page: findings by rule and document, the bibliography, and what was not checked and why."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from evidencebase.schema import TAKEN_BACK
from evidencebase.site.base import Base, Row
from evidencebase.site.coded import coded
from evidencebase.stored import NOT_ASKED

TREND = ("claims", "uncited", "overclaimed", "contested", "works", "doubtful", "errors", "warnings", "open")
SHOWN, FILES = 20, 200  # builds, files of the bibliography
CONFIRMING = ("verified", "verified-minor")
SILENT = ("unverified", "incomplete", "unverifiable")
BIBLIOGRAPHY = {  # what is told of a file: the works that have one of the values in the column
    "confirmed": ("record", ("confirmed",)),
    "differs": ("record", ("differs",)),
    "not_found": ("record", ("not-found",)),
    "unchecked": ("record", (None,)),
    "verified": ("verdict", CONFIRMING),
    "unverified": ("verdict", SILENT),
    "retracted": ("notice", TAKEN_BACK),
}


async def page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """What the checks of this build found."""
    rules = await base.ask_once("health_rules")
    return {
        "found": [rule for rule in rules if rule["open"] or rule["accepted"]],
        "passed": [rule for rule in rules if rule["performed"] and not rule["open"] and not rule["accepted"]],
        "not_performed": [rule for rule in rules if not rule["performed"] and rule["cause"] not in NOT_ASKED],
        "not_asked": [rule for rule in rules if rule["cause"] in NOT_ASKED],
        "documents": await base.keep("health", lambda: _documents(base, rules)),
        "bibliography": await base.keep("bibliography", lambda: _bibliography(base)),
        "inputs": await base.ask_once("health_inputs"),
        "numbers": (await base.ask_once("home_numbers"))[0],
        "builds": _changes(await base.ask_once("health_history")),
    }


async def _documents(base: Base, rules: list[Row]) -> list[Row]:
    """Claims with a finding, by document and rule."""
    claims = await coded(base)
    found = [rule["name"] for rule in rules if rule["open"] or rule["accepted"]]
    counts = {rule: claims.counts("documents", claims.having("findings", [rule])) for rule in sorted(found)}
    return [
        {**document, "rules": {rule: by[document["id"]] for rule, by in counts.items() if document["id"] in by}}
        for document in await base.ask("map_documents")
    ]


async def _bibliography(base: Base) -> list[Row]:
    """The view ``bibliography_health``, counted from the codes of works and findings as far as these tell."""
    works, findings = await coded(base, "works"), await coded(base, "findings")
    masks = {name: works.having(column, values) for name, (column, values) in BIBLIOGRAPHY.items()}
    masks["registries_differ"] = ~works.having("verdict", (*CONFIRMING, *SILENT, None))
    rest = {(row["file"], row["listed_by"]): row for row in await base.ask("health_works")}
    found = findings.counts("file", findings.all)
    rows = [
        {
            **dict(zip(("file", "listed_by", "works", *masks), counted, strict=True)),
            **{name: rest[counted[:2]][name] for name in ("without_identifier", "unused", "duplicates")},
            "findings": found.get(str(counted[0]), 0),
        }
        for counted in works.groups(("file", "listed_by"), works.all, tuple(masks.values()))
    ]
    return sorted(rows, key=lambda row: (row["listed_by"] is None, row["file"]))[:FILES]


def _changes(builds: list[Row]) -> list[Row]:
    """Builds, newest first, each number beside its difference to the build before."""
    return [
        {
            "built": build["built"],
            "commit_id": build["commit_id"],
            "numbers": {
                name: {"now": build[name], "change": build[name] - before[name] if before else None} for name in TREND
            },
        }
        for build, before in zip_longest(builds, builds[1:])
    ][:SHOWN]
