"""Which studies support a claim, worked out anew: it depends on the claim's links and on all works."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from evidencebase import independence

_CLAIMS = "SELECT id, independent, same_author FROM claims"
_LINKS = "SELECT id, claim, work, study FROM evidence WHERE relation = 'supports'"


def patch(connection: sqlite3.Connection, claims: Iterable[str] | None) -> None:
    """Correct the studies of links, their number and authors by claim: of these claims, or of all of them."""
    works = connection.execute("SELECT key, trial, same_as FROM works ORDER BY rowid").fetchall()
    known = independence.known((work[:2] for work in works), {key: same for key, _, same in works if same is not None})
    if claims is None:
        links = connection.execute(f"{_LINKS} ORDER BY id").fetchall()
        former = connection.execute(_CLAIMS).fetchall()
    else:
        names = [(claim,) for claim in claims]
        links = [row for name in names for row in connection.execute(f"{_LINKS} AND claim = ? ORDER BY id", name)]
        former = [row for name in names for row in connection.execute(f"{_CLAIMS} WHERE id = ?", name)]
    pairs = [(claim, work) for _, claim, work, _ in links]
    counted = independence.count(pairs, known)
    studies = [
        (study, number)
        for number, claim, work, was in links
        if (study := counted.studies.get((claim, work), work)) != was
    ]
    connection.executemany("UPDATE evidence SET study = ? WHERE id = ?", studies)
    guessed = Counter(claim for claim, _ in set(pairs))
    authors = {claim: name for name, claim in independence.same_authors(pairs, _authors(connection, pairs))}
    corrected = [
        (*found, claim)
        for claim, *was in former
        if (found := [counted.independent.get(claim, guessed[claim]), authors.get(claim)]) != was
    ]
    connection.executemany("UPDATE claims SET independent = ?, same_author = ? WHERE id = ?", corrected)


def _authors(connection: sqlite3.Connection, links: Iterable[tuple[str, str]]) -> dict[str, set[tuple[str, str]]]:
    """The authors of the works that are linked."""
    query = "SELECT a.family, a.given FROM authorship s JOIN authors a ON a.id = s.author WHERE s.work = ?"
    query += " AND s.role = 'author'"
    return {work: set(connection.execute(query, (work,)).fetchall()) for work in {work for _, work in links}}
