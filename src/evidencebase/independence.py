"""How many of the works that support a claim are studies of their own."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple

_BETWEEN = re.compile(r"[;,\s]+")
_NONE: frozenset[str] = frozenset()


class Known(NamedTuple):
    """What is known of works: all keys; first record of the same work; trials that records share, by first record."""

    keys: frozenset[str]
    first: Mapping[str, str]
    trials: Mapping[str, frozenset[str]]

    def doubtful(self, work: str) -> bool:
        """Whether a work may count together with another one, or does not exist."""
        return work not in self.keys or self.first.get(work, work) in self.trials or work in self.first


def known(works: Iterable[tuple[str, str | None]], same: Mapping[str, str]) -> Known:
    """From keys with their trial registrations (several for a review), and first records of the same work."""
    keys = []
    trials: dict[str, set[str]] = defaultdict(set)
    records: dict[str, set[str]] = defaultdict(set)
    for key, registered in works:
        keys.append(key)
        if registered:
            first = same.get(key, key)
            for trial in filter(None, _BETWEEN.split(registered.casefold())):
                trials[first].add(trial)
                records[trial].add(first)
    shared = {first for of_one in records.values() if len(of_one) > 1 for first in of_one}
    first_of = {**same, **{first: first for first in same.values()}}
    return Known(frozenset(keys), first_of, {first: frozenset(trials[first]) for first in shared})


def count(connection: sqlite3.Connection, claims: Iterable[str] | None = None) -> None:
    """Correct the studies of links, and their number and common author by claim: of these claims, or of all.

    It depends on all links of a claim and on all works; the links are in the database and the works are.
    """
    works = connection.execute("SELECT key, trial, same_as FROM works ORDER BY rowid").fetchall()
    about = known((work[:2] for work in works), {key: same for key, _, same in works if same is not None})
    names = None if claims is None else [(claim,) for claim in claims]
    shared = _Authors(connection, bulk=names is None)
    studies: list[tuple[str | None, int]] = []
    corrected: list[tuple[int, int | None, str]] = []
    for (claim, *former), rows in groupby(_links(connection, names), itemgetter(0, 1, 2)):
        links = [row[3:] for row in rows if row[3] is not None]
        supporting = dict.fromkeys(work for _, work, _ in links)
        if any(map(about.doubtful, supporting)):
            right = _studies(supporting, about)
            number = len({study for study in right.values() if study})
        else:
            right, number = dict(zip(supporting, supporting, strict=True)), len(supporting)
        studies += [(right[work], link) for link, work, was in links if right[work] != was]
        if former != (now := [number, shared.name(supporting) if len(supporting) > 1 else None]):
            corrected.append((*now, claim))
    connection.executemany("UPDATE evidence SET study = ? WHERE id = ?", studies)
    connection.executemany("UPDATE claims SET independent = ?, same_author = ? WHERE id = ?", corrected)


_LINKS = """
SELECT c.id, c.independent, c.same_author, e.id, e.work, e.study
FROM claims c LEFT JOIN evidence e ON e.claim = c.id AND e.relation = 'supports' {} ORDER BY c.rowid, e.id
"""


def _links(connection: sqlite3.Connection, claims: Sequence[tuple[str]] | None) -> Iterator[tuple[Any, ...]]:
    """Claim, its number of studies and its common author as they stand; number, work and study of a link, if any."""
    if claims is None:
        return iter(connection.execute(_LINKS.format("")))
    query = _LINKS.format("WHERE c.id = ?")
    return chain.from_iterable(connection.execute(query, claim) for claim in claims)


class _Authors:
    """Who wrote the works: all of them read at once, or those of one work when it is asked for.

    A family name alone ("Lee and others") tells nobody; several words without a given name are a group.
    """

    _WROTE = """
    SELECT s.work, s.author FROM authorship s JOIN authors a ON a.id = s.author
    WHERE s.role = 'author' AND (a.given <> '' OR instr(a.family, ' '))
    """

    def __init__(self, connection: sqlite3.Connection, bulk: bool) -> None:
        self._connection = connection
        self._of_work: dict[str, set[int]] = defaultdict(set)
        self._bulk = bulk
        if bulk:
            for work, author in connection.execute(self._WROTE):
                self._of_work[work].add(author)

    def name(self, works: Iterable[str]) -> str | None:
        """Of those who wrote all of the works, the first by name."""
        common = set.intersection(*map(self._authors, works))
        if not common:
            return None
        marks = ", ".join("?" * len(common))
        query = f"SELECT name FROM authors WHERE id IN ({marks}) ORDER BY family, given LIMIT 1"
        name: str = self._connection.execute(query, tuple(common)).fetchone()[0]
        return name

    def _authors(self, work: str) -> set[int]:
        if not self._bulk and work not in self._of_work:
            rows = self._connection.execute(f"{self._WROTE} AND s.work = ?", (work,))
            self._of_work[work] = {author for _, author in rows}
        return self._of_work.get(work, set())


def _studies(works: Iterable[str], about: Known) -> dict[str, str | None]:
    """The study as which each work counts. Reviews come last: one that contains a trial adds nothing to it."""
    first = {work: about.first.get(work, work) for work in works}
    owners: dict[str, str] = {}
    studies: dict[str, str | None] = {}
    for work in sorted(first, key=lambda work: len(about.trials.get(first[work], _NONE)) > 1):
        trials = about.trials.get(first[work], _NONE)
        study = next((owners[trial] for trial in sorted(trials) if trial in owners), first[work])
        for trial in trials:
            owners.setdefault(trial, study)
        studies[work] = study if work in about.keys else None
    return studies
