"""Which studies support a claim, worked out anew: it depends on the claim's links and on all works."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from evidencebase import independence

_LINKS = "SELECT id, claim, work, study FROM evidence WHERE relation = 'supports'"


def patch(connection: sqlite3.Connection, claims: Iterable[str] | None) -> None:
    """Correct the studies of links and their number by claim: of these claims, or of all of them."""
    works = connection.execute("SELECT key, trial, same_as FROM works ORDER BY rowid").fetchall()
    known = independence.known((work[:2] for work in works), {key: same for key, _, same in works if same is not None})
    if claims is None:
        links = connection.execute(f"{_LINKS} ORDER BY id").fetchall()
        former = connection.execute("SELECT id, independent FROM claims").fetchall()
    else:
        names = [(claim,) for claim in claims]
        one = "SELECT id, independent FROM claims WHERE id = ?"
        links = [row for name in names for row in connection.execute(f"{_LINKS} AND claim = ? ORDER BY id", name)]
        former = [row for name in names for row in connection.execute(one, name)]
    pairs = [(claim, work) for _, claim, work, _ in links]
    counted = independence.count(pairs, known)
    studies = [
        (study, number)
        for number, claim, work, was in links
        if (study := counted.studies.get((claim, work), work)) != was
    ]
    connection.executemany("UPDATE evidence SET study = ? WHERE id = ?", studies)
    guessed = Counter(claim for claim, _ in set(pairs))
    corrected = [
        (number, claim) for claim, was in former if (number := counted.independent.get(claim, guessed[claim])) != was
    ]
    connection.executemany("UPDATE claims SET independent = ? WHERE id = ?", corrected)
