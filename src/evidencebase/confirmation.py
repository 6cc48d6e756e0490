"""Whether what supports a claim is confirmed by registries, worked out from links and verifications."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from evidencebase.schema import TAKEN_BACK

_SUPPORT = f"""UPDATE claims SET support = (
  SELECT CASE
    WHEN count(*) = 0 THEN NULL
    WHEN max(v.confirmed = 1 AND coalesce(v.notice, '') NOT IN {TAKEN_BACK}) THEN 'confirmed'
    WHEN min(coalesce(v.notice, '') IN {TAKEN_BACK}) THEN 'retracted'
    ELSE 'unconfirmed' END
  FROM evidence e LEFT JOIN verifications v ON v.work = e.work
  WHERE e.claim = claims.id AND e.relation = 'supports')"""


def support(connection: sqlite3.Connection, claims: Iterable[str] | None = None) -> None:
    """Say of these claims, or of all, whether the works that support them are confirmed, unconfirmed or retracted."""
    if claims is None:
        connection.execute(_SUPPORT)
    else:
        connection.executemany(f"{_SUPPORT} WHERE id = ?", ((claim,) for claim in claims))


def valid_until(connection: sqlite3.Connection, identity_days: int, notice_days: int) -> str | None:
    """Last day before an answer of a registry becomes too old that is not so yet."""
    query = (
        "SELECT min(due) FROM (SELECT date(asked, printf('+%d days', ?)) AS due FROM verifications "
        "UNION ALL SELECT date(noticed, printf('+%d days', ?)) FROM verifications) WHERE due >= date('now')"
    )
    due: str | None = connection.execute(query, (identity_days, notice_days)).fetchone()[0]
    return due
