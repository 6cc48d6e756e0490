"""The claims that changed, in a copy of the former database."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from itertools import compress
from typing import NamedTuple

from evidencebase import bibliography, claim_tables, database, readings
from evidencebase.difference import Difference, difference, numbers
from evidencebase.finding import Finding
from evidencebase.inputs import CLAIMS_FILE
from evidencebase.patch import reread, similar
from evidencebase.patch.evidence import Evidence
from evidencebase.patch.similar import Texts
from evidencebase.readers import claims as claim_reader
from evidencebase.readers import csv_table, form, raw
from evidencebase.readers.claims import Claims
from evidencebase.readers.evidence import DETAILED, Row
from evidencebase.readers.sheet import Sheet
from evidencebase.schema import CLAIMS, EVIDENCE


class Patched(NamedTuple):
    """What was found in ``claims.csv`` and in ``evidence.csv``, how many records the first holds.

    Digests and keys are what the next build needs; ``affected`` are the claims that were rewritten.
    """

    findings: list[Finding]
    of_evidence: Sequence[Finding]
    records: int
    digests: dict[str, bytes]
    affected: list[str]
    stay: dict[int, int]  # lines of records that did not change, before and now


class _Read(NamedTuple):
    """What became of the claims; id and line of each that is there; the records that changed."""

    change: Difference
    ids: list[str]
    lines: list[int]
    changed: Sheet
    keep: list[bool]  # which of these became claims
    records: int  # of the file
    digests: bytes
    findings: list[Finding]  # about ids, and about the file as a whole


def patch(connection: sqlite3.Connection, data: bytes, evidence: Evidence, former: Sequence[Finding]) -> Patched | None:
    """Read the records that changed, rewrite their claims and the places of the others; ``None`` if that cannot be.

    What was found in a record that stays is taken over from the ``former`` findings in the file.
    """
    stored = readings.stored_digests(connection)
    rows = connection.execute("SELECT rowid, id, line FROM claims ORDER BY rowid").fetchall()
    read = _read(stored.get(CLAIMS_FILE, b""), data, [row[1] for row in rows])
    if read is None or any(map(form.names_lists, former)):
        return None
    change, ids, lines, sheet, *_ = read
    new = numbers(change, [row[0] for row in rows])
    removed = [rows[at][1] for at in change.removed]
    inserted = {ids[at] for at in change.inserted}
    concerned = inserted.union(removed)
    told = evidence.told(concerned)
    part = claim_reader.rows(sheet.kept(read.keep), told)
    findings = read.findings + sheet.findings + part.findings
    of_others = (finding for finding in former if finding.rule not in claim_reader.OF_IDS)
    stay = {rows[was][2]: lines[at] for was, at in change.kept}
    findings += reread.moved(of_others, stay)
    findings.sort(key=lambda finding: finding.line)  # of two alike, the first in the file has the first fingerprint
    if new is None or not readings.whole(findings):
        return None
    of_removed, _ = told.left(CLAIMS_FILE, ())
    affected = sorted(concerned)
    waivers = _waivers(connection, dict(zip(ids, lines, strict=True)), affected) + list(part.waivers)
    _remove(connection, [rows[at][0] for at in change.removed], affected)
    _move(connection, [(lines[at], rows[was][0]) for was, at in change.kept if lines[at] != rows[was][2]])
    _insert(connection, part, of_removed, new, affected)
    database.insert(connection, "waivers", waivers)
    texts = Texts(connection, change.merged([row[0] for row in rows], new))
    keys = similar.patch(connection, change, ids, removed, texts, stored.get(readings.SIMILAR, b""))
    return Patched(
        findings,
        evidence.findings({*ids}, inserted == {*removed}),
        read.records,
        {CLAIMS_FILE: read.digests, readings.SIMILAR: keys},
        affected,
        stay,
    )


def _read(former: bytes, data: bytes, claims: Sequence[str]) -> _Read | None:
    """Read the records that are not among the former ones, which the digests of the file tell and that were claims."""
    header, *records = [*raw.records(data)] or [raw.Record(0, b"")]
    old_header, *old = readings.pieces(former, raw.SIZE) or [b""]
    old = [digest for digest in old if digest != raw.LEFT_OUT]
    if not records or old_header != header.digest or len(old) != len(claims):
        return None
    new = raw.digests(records)
    change = difference(old, new)
    changed = reread.some(CLAIMS, header, [records[at] for at in change.inserted])
    if changed is None or not change.is_small():
        return None
    lines = [record.line for record in records]
    ids = change.merged(claims, changed.column("id"))
    sheet = Sheet(CLAIMS_FILE, {"id": ids}, lines, [])
    keep, findings = claim_reader.Ids().kept(sheet)
    if not all(keep[at] for _, at in change.kept):
        return None
    findings += csv_table.departures(data, header.data, sheet, changed, CLAIMS)
    left_out = [digest if kept else raw.LEFT_OUT for digest, kept in zip(new, keep, strict=True)]
    return _Read(
        change.without({at for at, kept in enumerate(keep) if not kept}),
        [*compress(ids, keep)],
        [*compress(lines, keep)],
        changed,
        [keep[at] for at in change.inserted],
        len(records),
        b"".join([header.digest, *left_out]),
        findings,
    )


def _waivers(
    connection: sqlite3.Connection, lines: dict[str, int], affected: Collection[str]
) -> list[tuple[object, ...]]:
    """Take the ``waive`` cells out of the database; those of the claims that stay, with their lines."""
    rows = connection.execute(
        "SELECT fingerprint, rule, row, reason, date, until, path, used, file FROM waivers WHERE file = ?",
        (CLAIMS_FILE,),
    ).fetchall()
    connection.execute("DELETE FROM waivers WHERE file = ?", (CLAIMS_FILE,))
    return [(*row, lines[row[2]]) for row in rows if row[2] not in affected]


def _remove(connection: sqlite3.Connection, claims: Sequence[int], affected: Sequence[str]) -> None:
    names = [(name,) for name in affected]
    links = [n for name in names for (n,) in connection.execute("SELECT id FROM evidence WHERE claim = ?", name)]
    database.delete(connection, CLAIMS, claims)
    database.delete(connection, EVIDENCE, links)
    for table in claim_tables.LISTS:
        connection.executemany(f"DELETE FROM {table.name} WHERE claim = ?", names)


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
    database.add_to_search(connection, CLAIMS, new)
    database.add_to_search(connection, EVIDENCE, links)
