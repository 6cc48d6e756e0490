"""Reviews: what a person signed, as fingerprints, and what of it is another today.

A fingerprint is SHA-256 over canonical JSON of declared fields (:data:`CLAIM_FIELDS`, :data:`WORK_FIELDS`,
:data:`LINK_FIELDS`), never of a raw line: spacing, order and notes may change without making a review suspect.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from evidencebase.finding import digest

CLAIM_FIELDS = {
    "text": ("claim", "kind"),
    "question": ("population", "intervention", "comparator", "outcome", "direction"),
}
WORK_FIELDS = (
    *("type", "authors", "title", "container", "year", "volume", "issue", "pages"),
    *("doi", "pmid", "design", "n", "trial", "record"),
)
LINK_FIELDS = (
    *("finding", "population", "outcome", "design", "n", "measure", "estimate", "ci_low", "ci_high", "unit"),
)
# What registries say counts when it speaks against a work: being asked, or not, makes no review suspect.
_AGAINST = ("metadata-differs", "mixed-record", "wrong-identifier", "dead-identifier", "slot-taken", "not-found")
_HAPPENED = ("corrected", "concern", "retracted", "withdrawn", "reinstated")
_WANTED = "(SELECT value FROM json_each(?))"
_SHORT = 8  # hex digits of the fingerprint of a part
_NAMES = ("text", "question", "links", "grade")


class Signature(NamedTuple):
    """The fingerprints of a claim and of its evidence; ``parts`` says of each part what it was."""

    claim: str
    evidence: str
    parts: Mapping[str, str]  # "text", "question", "links", "grade"; "work KEY"


def signatures(connection: sqlite3.Connection, claims: Iterable[str]) -> dict[str, Signature]:
    """What would be signed today, for each of the claims that exist."""
    wanted = (json.dumps(sorted(set(claims))),)
    evidence = _evidence(connection, wanted)
    factors: dict[str, list[object]] = defaultdict(list)
    query = f"SELECT claim, way, factor, steps FROM factors WHERE claim IN {_WANTED} ORDER BY 1, 2, 3"
    for claim, *factor in connection.execute(query, wanted):
        factors[claim].append(factor)
    names = [name for fields in CLAIM_FIELDS.values() for name in fields]
    query = f"SELECT id, evidence_strength, {', '.join(names)} FROM claims WHERE id IN {_WANTED}"
    found = {}
    for id_, grade, *values in connection.execute(query, wanted):
        of = dict(zip(names, values, strict=True))
        links, works = evidence.get(id_, ([], {}))
        parts = {part: _print([of[name] for name in fields]) for part, fields in CLAIM_FIELDS.items()}
        parts |= {"links": _print(sorted(links)), "grade": _print([grade, factors.get(id_, [])])}
        found[id_] = Signature(_print(list(parts.values())), _print(sorted(works.items())), _short(parts, works))
    return found


def _evidence(
    connection: sqlite3.Connection, wanted: tuple[str]
) -> dict[str, tuple[list[tuple[str, ...]], dict[str, str]]]:
    """Of each claim its links, and a fingerprint of what is known of each linked work."""
    works = {}
    linked = f"SELECT work FROM evidence WHERE claim IN {_WANTED}"
    query = f"SELECT key, verdict, notice, {', '.join(WORK_FIELDS)} FROM works WHERE key IN ({linked})"
    for key, verdict, notice, *fields in connection.execute(query, wanted):
        said = [word for word in (verdict, notice) if word in _AGAINST + _HAPPENED]
        works[key] = _print([*fields, said] if said else fields)
    found: dict[str, tuple[list[tuple[str, ...]], dict[str, str]]] = {}
    query = f"SELECT claim, work, relation, locator, {', '.join(LINK_FIELDS)} FROM evidence WHERE claim IN {_WANTED}"
    for claim, work, relation, locator, *details in connection.execute(f"{query} ORDER BY claim, work, id", wanted):
        links, known = found.setdefault(claim, ([], {}))
        links.append((relation, work, locator or ""))
        known[work] = _print([known.get(work), works.get(work), details])
    return found


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_digest = lru_cache(maxsize=10_000)(digest)  # questions and grades are few


def _print(values: object) -> str:
    return _digest(_encode(values))


def _short(parts: Mapping[str, str], works: Mapping[str, str]) -> dict[str, str]:
    every = {**parts, **{f"work {key}": works[key] for key in sorted(works)}}
    return {name: value[:_SHORT] for name, value in every.items()}


def compare(connection: sqlite3.Connection) -> None:
    """Note in the table of reviews which is the last of each claim, and what changed since it."""
    rows = connection.execute(
        "SELECT claim, line, claim_fingerprint, evidence_fingerprint, parts FROM reviews"
    ).fetchall()
    if not rows:
        return
    later = (
        "SELECT 1 FROM reviews r WHERE r.claim = reviews.claim "
        "AND (coalesce(r.date, ''), r.line) > (coalesce(reviews.date, ''), reviews.line)"
    )
    connection.execute(
        f"UPDATE reviews SET claim_changed = NULL, evidence_changed = NULL, latest = NOT EXISTS ({later})"
    )
    now = signatures(connection, (row[0] for row in rows))
    changes = [
        (*changed(now[claim], of_claim, of_evidence, _parts(parts)), claim, line)
        for claim, line, of_claim, of_evidence, parts in rows
        if claim in now
    ]
    connection.executemany(
        "UPDATE reviews SET claim_changed = ?, evidence_changed = ? WHERE claim = ? AND line = ?", changes
    )


def _parts(cell: str | None) -> dict[str, str]:
    """``text=1a2b3c4d`` items by name."""
    items = (item.rpartition("=") for item in json.loads(cell or "[]"))
    return {name: value for name, _, value in items}


def changed(now: Signature, claim: str, evidence: str, then: Mapping[str, str]) -> tuple[str | None, str | None]:
    """What of the claim, and what of its evidence, is another than was signed; ``None``: nothing.

    A work that was linked or unlinked since is a change of the claim's links, not of what is known of the work.
    """
    of_claim = of_evidence = None
    if claim != now.claim:
        of_claim = " and ".join(_different(then, now.parts, _NAMES)) or "unknown part"
    if evidence != now.evidence:
        works = [name for name in now.parts if name.startswith("work ") and name in then]
        differing = [name.removeprefix("work ") for name in _different(then, now.parts, works)]
        of_evidence = ", ".join(differing) or (None if of_claim else "unknown work")
    return of_claim, of_evidence


def _different(then: Mapping[str, str], now: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name in then and then[name] != now[name])


def written(parts: Mapping[str, str]) -> str:
    """The cell that holds the parts."""
    return "; ".join(f"{name}={value}" for name, value in parts.items())


def valid_until(connection: sqlite3.Connection, days: int) -> str | None:
    """Last day before a review becomes overdue that is not so yet."""
    query = (
        "SELECT min(due) FROM (SELECT date(date, printf('+%d days', ?)) AS due FROM reviews WHERE latest) "
        "WHERE due >= date('now')"
    )
    due: str | None = connection.execute(query, (days,)).fetchone()[0]
    return due
