"""The claims that changed, in a copy of the former database."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from evidencebase import bibliography, claim_tables, database, readings, similarity
from evidencebase.difference import Difference, difference, numbers
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE
from evidencebase.readers import claims as claim_reader
from evidencebase.readers import csv_table
from evidencebase.readers.claims import Claims
from evidencebase.readers.evidence import DETAILED, Details, Row
from evidencebase.readers.sheet import empty
from evidencebase.schema import CLAIMS, EVIDENCE

_OF_A_CLAIM = ("statements", "factors", "topics", "claim_relations")


class Patched(NamedTuple):
    """What was found in ``claims.csv`` and ``evidence.csv``, how many records they hold, what the next build needs."""

    findings: list[Finding]
    records: dict[str, int]
    digests: dict[str, bytes]
    affected: list[str]


def patch(connection: sqlite3.Connection, claims: bytes, details: bytes | None) -> Patched | None:
    """Read both files, rewrite the claims that changed and the places of the others; ``None`` if that cannot be."""
    sheet = csv_table.read(CLAIMS_FILE, claims, CLAIMS)
    evidence = empty(EVIDENCE.file) if details is None else csv_table.read(EVIDENCE.file, details, EVIDENCE)
    keep, problems = claim_reader.Ids().kept(sheet)
    positions = [at for at, kept in enumerate(keep) if kept]
    if not positions or not readings.whole(sheet.findings + evidence.findings):
        return None
    ids = [sheet.column("id")[at] for at in positions]
    lines = [sheet.lines[at] for at in positions]
    header, digests = readings.header(sheet), readings.digests(sheet, keep)
    stored = readings.stored_digests(connection)
    former = readings.taken_apart(stored.get(CLAIMS_FILE, b""))
    rows = connection.execute("SELECT rowid, id, line FROM claims ORDER BY rowid").fetchall()
    if former[:1] != [header] or len(former) != len(rows) + 1:
        return None
    old = list(zip((row[1] for row in rows), former[1:], strict=True))
    change = difference(old, list(zip(ids, digests, strict=True)))
    new = numbers(change, [row[0] for row in rows])
    if new is None or not change.is_small():
        return None
    affected = {rows[at][1] for at in change.removed} | {ids[at] for at in change.inserted}
    told = Details(evidence.part(at for at, claim in enumerate(evidence.column("claim")) if claim in affected))
    part = claim_reader.rows(sheet.part(positions[at] for at in change.inserted), told, claim_reader.Ids())
    of_removed, _ = told.left(CLAIMS_FILE, ())
    texts = connection.execute("SELECT id, claim FROM claims ORDER BY rowid").fetchall()
    waivers = _waivers(connection, dict(zip(ids, lines, strict=True)), affected) + list(part.waivers)
    _remove(connection, [rows[at][0] for at in change.removed], sorted(affected))
    _move(connection, [(lines[at], rows[was][0]) for was, at in change.kept if lines[at] != rows[was][2]])
    _insert(connection, part, of_removed, new, sorted(affected))
    database.insert(connection, "waivers", waivers)
    keys = _similar(connection, texts, change, stored.get(readings.SIMILAR, b""))
    said = readings.in_cells(part.findings)
    _, unknown = Details(evidence).left(CLAIMS_FILE, set(sheet.column("id")))
    return Patched(
        [*sheet.findings, *evidence.findings, *problems, *said, *unknown],
        {CLAIMS_FILE: len(sheet), EVIDENCE.file: len(evidence)},
        {CLAIMS_FILE: header + readings.marked(digests, ids, readings.doubtful(said)), readings.SIMILAR: keys},
        sorted(affected),
    )


def _waivers(connection: sqlite3.Connection, lines: dict[str, int], affected: set[str]) -> list[tuple[object, ...]]:
    """Take the ``waive`` cells out of the database; those of the claims that stay, with their lines."""
    rows = connection.execute(
        "SELECT fingerprint, rule, row, reason, date, until, path, used, file FROM waivers WHERE file = ?",
        (CLAIMS_FILE,),
    ).fetchall()
    connection.execute("DELETE FROM waivers WHERE file = ?", (CLAIMS_FILE,))
    return [(*row, lines[row[2]]) for row in rows if row[2] not in affected]


def _similar(connection: sqlite3.Connection, former: list[tuple[str, str]], change: Difference, keys: bytes) -> bytes:
    """Look for similar claims again if a text changed: which ones are compared depends on all of them.

    Takes the keys of the texts as they were and returns them as they are.
    """
    texts = connection.execute("SELECT id, claim FROM claims ORDER BY rowid").fetchall()
    if texts == former:
        return keys
    width = similarity.WIDTH * 8  # bytes
    new = similarity.keys(texts[at][1] for at in change.inserted).tobytes()
    places = ((at, new[n * width : (n + 1) * width]) for n, at in enumerate(change.inserted))
    stays = ((at, keys[was * width : (was + 1) * width]) for was, at in change.kept)
    whole = array("Q", b"".join(of_one for _, of_one in sorted((*places, *stays))))
    connection.execute("DELETE FROM similar_claims")
    database.insert(connection, "similar_claims", readings.similar(texts, whole))
    return whole.tobytes()


def _remove(connection: sqlite3.Connection, claims: Sequence[int], affected: Sequence[str]) -> None:
    names = [(name,) for name in affected]
    links = [n for name in names for (n,) in connection.execute("SELECT id FROM evidence WHERE claim = ?", name)]
    database.delete(connection, CLAIMS, claims)
    database.delete(connection, EVIDENCE, links)
    for table in _OF_A_CLAIM:
        connection.executemany(f"DELETE FROM {table} WHERE claim = ?", names)


def _move(connection: sqlite3.Connection, moved: Sequence[tuple[int, int]]) -> None:
    """Lines of claims that stay, and of their links."""
    if not moved:
        return
    connection.executemany("UPDATE claims SET line = ? WHERE rowid = ?", moved)
    connection.execute(
        "UPDATE evidence SET line = (SELECT c.line FROM claims c WHERE c.id = evidence.claim) WHERE file = ?",
        (CLAIMS_FILE,),
    )


def _insert(
    connection: sqlite3.Connection,
    part: Claims,
    of_removed: Sequence[Row],
    new: Sequence[int],
    affected: Sequence[str],
) -> None:
    last = connection.execute("SELECT coalesce(max(id), 0) FROM evidence").fetchone()[0]
    claim_tables.insert(connection, part, new)
    database.insert(connection, "evidence", of_removed, DETAILED)
    connection.executemany(f"{bibliography.OF_EVIDENCE} WHERE claim = ?", ((claim,) for claim in affected))
    links = [n for (n,) in connection.execute("SELECT id FROM evidence WHERE id > ?", (last,))]
    database.make_searchable(connection, CLAIMS, new)
    database.make_searchable(connection, EVIDENCE, links)
