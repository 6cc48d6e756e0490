"""Do three opinions agree: the planted truth, the naive script, and the database that we built?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

_LIST_CELLS = ("dangling-key", "doubled-link", "unknown-anchor")  # their truth is claim/item


class Opinion(NamedTuple):
    """Numbers of claims, works and links, and the keys of the rows at fault by rule."""

    counts: dict[str, int]
    findings: dict[str, set[str]]


def planted(directory: Path) -> Opinion:
    """What the generator says."""
    truth = json.loads((directory / "truth.json").read_text(encoding="utf-8"))
    findings = {rule: set(keys) for rule, keys in truth["planted"].items()}
    findings["contradiction"] = {key.partition("/")[0] for key in findings["contradiction"]}  # the earlier of both
    return Opinion({name: truth["counts"][name] for name in ("claims", "works", "links")}, findings)


def naive(printed: str) -> Opinion:
    """What ``naive.py --json`` printed."""
    said = json.loads(printed)
    return Opinion(said["counts"], {rule: set(keys) for rule, keys in said["findings"].items()})


def ours(database: Path) -> Opinion:
    """What a database built by evidencebase holds."""
    tables = {"claims": "claims", "works": "works", "links": "evidence"}
    findings: dict[str, set[str]] = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        counts = {name: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for name, t in tables.items()}
        for (name,) in connection.execute("SELECT name FROM rules WHERE performed"):
            findings[name.rpartition("/")[2]] = set()
        for name, row, field in connection.execute("SELECT rule, row_key, field FROM findings"):
            rule = name.rpartition("/")[2]
            item = (field or "").partition("/")[2]
            findings.setdefault(rule, set()).add(f"{row}/{item}" if rule in _LIST_CELLS else row)
    return Opinion(counts, findings)


def differences(one: Opinion, other: Opinion, names: tuple[str, str]) -> list[str]:
    """A sentence for every count and every rule on which both have an opinion, and not the same."""
    said = [
        f"{what}: {names[0]} {count}, {names[1]} {other.counts[what]}"
        for what, count in one.counts.items()
        if other.counts[what] != count
    ]
    for rule in sorted(one.findings.keys() & other.findings.keys()):
        said += _compare(rule, one.findings, other.findings, names)
    return said


def _compare(
    rule: str, one: Mapping[str, set[str]], other: Mapping[str, set[str]], names: tuple[str, str]
) -> list[str]:
    said = []
    for name, keys in ((names[0], one[rule] - other[rule]), (names[1], other[rule] - one[rule])):
        if keys:
            said.append(f"{rule}: {len(keys)} only by {name}, like {', '.join(sorted(keys)[:3])}")
    return said
