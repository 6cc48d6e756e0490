"""Whether what supports a claim is confirmed by registries, worked out from links and verifications."""

from __future__ import annotations

import sqlite3


def support(connection: sqlite3.Connection) -> None:
    """Say of every claim whether the works that support it are confirmed, unconfirmed or retracted."""
    connection.execute(
        """UPDATE claims SET support = s.support FROM (
          SELECT e.claim, CASE
            WHEN max(v.confirmed = 1 AND v.notice IS NOT 'retracted' AND v.notice IS NOT 'withdrawn') THEN 'confirmed'
            WHEN min(coalesce(v.notice, '') IN ('retracted', 'withdrawn')) THEN 'retracted'
            ELSE 'unconfirmed' END AS support
          FROM evidence e LEFT JOIN verifications v ON v.work = e.work
          WHERE e.relation = 'supports' GROUP BY e.claim) s
        WHERE s.claim = claims.id AND claims.support IS NOT s.support"""
    )
    connection.execute(
        # NOT IN is one look through the evidence; NOT EXISTS would be one a claim, as there is no index yet
        "UPDATE claims SET support = NULL WHERE support IS NOT NULL AND id NOT IN "
        "(SELECT e.claim FROM evidence e WHERE e.relation = 'supports')"
    )


def valid_until(connection: sqlite3.Connection, identity_days: int, notice_days: int) -> str | None:
    """Last day before an answer of a registry becomes too old that is not so yet."""
    query = (
        "SELECT min(due) FROM (SELECT date(asked, printf('+%d days', ?)) AS due FROM verifications "
        "UNION ALL SELECT date(noticed, printf('+%d days', ?)) FROM verifications) WHERE due >= date('now')"
    )
    due: str | None = connection.execute(query, (identity_days, notice_days)).fetchone()[0]
    return due
