"""What was read of ``claims.csv`` -> the tables of claims and of their links."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from evidencebase import database
from evidencebase.inputs import CLAIMS_FILE
from evidencebase.readers.claims import Claims
from evidencebase.readers.evidence import BARE, DETAILED
from evidencebase.schema import CLAIM_RELATIONS, CLAIMS, EVIDENCE, GRADE_FACTORS, STATEMENTS, TOPICS

LISTS = (STATEMENTS, GRADE_FACTORS, TOPICS, CLAIM_RELATIONS)
OF_A_CLAIM = {CLAIMS: "id"} | dict.fromkeys((EVIDENCE, *LISTS), "claim")  # written anew when it changed; its column


def insert(connection: sqlite3.Connection, found: Claims, numbers: Sequence[int]) -> None:
    """Insert claims as rows of these numbers, with all that belongs to them but waivers."""
    claims = list(zip(numbers, *found.claims.values(), strict=True))
    database.insert(connection, "claims", claims, ("rowid", *found.claims), {"file": CLAIMS_FILE})
    for table in LISTS:
        database.insert(connection, table.name, getattr(found, table.name))
    for relation, links in found.evidence.bare.items():
        given = {"relation": relation, "field": relation, "file": CLAIMS_FILE}
        database.insert(connection, "evidence", links, BARE, given)
    database.insert(connection, "evidence", found.evidence.detailed, DETAILED)
