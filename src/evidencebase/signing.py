"""``evidencebase review``: sign that a claim and its evidence were looked at; list what must be looked at again."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from evidencebase import files, project, reviews
from evidencebase.finding import UsageError
from evidencebase.inputs import today
from evidencebase.nearest import suggestion
from evidencebase.readers import csv_table
from evidencebase.readers.sheet import natural
from evidencebase.schema import REVIEWS

HEADER = [column.name for column in REVIEWS.columns if column.written]
_LINKS = """
SELECT e.relation, e.work, e.locator, w.authors, w.year, w.title
FROM evidence e LEFT JOIN works w ON w.key = e.work WHERE e.claim = ? ORDER BY e.id
"""


class Link(NamedTuple):
    """A work linked to a claim that is signed."""

    relation: str
    work: str
    locator: str | None
    authors: str | None
    year: int | None
    title: str | None


class Signed(NamedTuple):
    """What somebody signs: a claim, its grade, its works, and what is found wrong with it and open."""

    claim: str
    text: str
    evidence_strength: str
    links: list[Link]
    findings: list[str]


class Suspect(NamedTuple):
    """A claim whose last review does not hold any more: what of the claim or of its evidence changed since."""

    claim: str
    by: str
    date: str
    claim_changed: str | None
    evidence_changed: str | None


def sign(directory: Path, output: Path | None, claims: Sequence[str], by: str, note: str = "") -> list[Signed]:
    """Add a review of each claim to ``reviews.csv``, as claim and evidence are today.

    Another one by the same person on the same day is replaced.

    Raises:
        UsageError: there is no such claim, or a file cannot be read in full or written.
    """
    sheet = csv_table.sound(directory / REVIEWS.file, REVIEWS)
    former = [dict(zip(HEADER, cells, strict=True)) for cells in zip(*map(sheet.column, HEADER), strict=True)]
    made = project.build(directory, output)
    if not made.whole:
        raise UsageError("some files could not be read in full: mend what `evidencebase check` names, then review")
    with closing(files.open_read_only(made.output)) as connection:
        _must_be_claims(connection, claims)
        now = reviews.signatures(connection, claims)
        shown = [_shown(connection, claim) for claim in claims]
    new = [
        {
            "claim": claim,
            "by": by,
            "date": today(),
            "claim_fingerprint": now[claim].claim,
            "evidence_fingerprint": now[claim].evidence,
            "parts": reviews.written(now[claim].parts),
            "note": note,
        }
        for claim in dict.fromkeys(claims)
    ]
    replaced = {(row["claim"], row["by"], row["date"]) for row in new}
    kept = [row for row in former if (row["claim"], row["by"], row["date"]) not in replaced]
    _write(directory / REVIEWS.file, kept + new)
    return shown


def _must_be_claims(connection: sqlite3.Connection, claims: Iterable[str]) -> None:
    known = {row[0] for row in connection.execute("SELECT id FROM claims")}
    for claim in claims:
        if claim not in known:
            raise UsageError(f"no claim '{claim}'{suggestion(claim, known)}")


def _shown(connection: sqlite3.Connection, claim: str) -> Signed:
    text, grade = connection.execute("SELECT claim, evidence_strength FROM claims WHERE id = ?", (claim,)).fetchone()
    links = [Link(*row) for row in connection.execute(_LINKS, (claim,))]
    query = "SELECT rule, message FROM findings WHERE row_key = ? AND state = 'open' AND rule NOT GLOB 'reviews/*'"
    found = [f"{rule}: {message}" for rule, message in connection.execute(query, (claim,))]
    return Signed(claim, text, grade, links, found)


def suspects(directory: Path, output: Path | None) -> list[Suspect]:
    """Claims that must be looked at again, in the order of their ids. Raises ``UsageError`` as a build does."""
    query = (
        "SELECT claim, by, coalesce(date, 'a day that is not known'), claim_changed, evidence_changed FROM reviews "
        "WHERE latest AND coalesce(claim_changed, evidence_changed) IS NOT NULL"
    )
    with closing(files.open_read_only(project.build(directory, output).output)) as connection:
        return sorted((Suspect(*row) for row in connection.execute(query)), key=lambda row: natural(row.claim))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: (natural(row["claim"]), row["date"])))
    try:
        path.write_text(text.getvalue(), "utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
