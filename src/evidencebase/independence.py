"""How many of the works that support a claim are studies of their own."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

from evidencebase.apart import Second
from evidencebase.files import open_read_only
from evidencebase.schema import TAKEN_BACK

_BETWEEN_GIVEN = re.compile(r"[\s.\-‐‑–]+")
_MOST_INITIALS = 3
_BETWEEN = re.compile(r"[;,\s]+")
_NONE: frozenset[str] = frozenset()
_BETWEEN_WORKS = "\0"  # no cell holds it


class Known(NamedTuple):
    """What is known of works: all keys; first record of the same work; trials that records share, by first record.

    ``single`` are the works that cannot count together with another one, ``fallen`` those that were taken back.
    """

    keys: frozenset[str]
    first: Mapping[str, str]
    trials: Mapping[str, frozenset[str]]
    single: frozenset[str]
    fallen: frozenset[str] = frozenset()

    def of(self, work: str) -> tuple[bool, str, frozenset[str]]:
        """What it depends on as which study a work counts."""
        first = self.first.get(work, work)
        return work in self.keys and work not in self.fallen, first, self.trials.get(first, _NONE)

    def differing(self, other: Known) -> set[str]:
        """Works that may count as another study when this is known of them, not the other."""
        return {work for work in self.keys | other.keys if self.of(work) != other.of(work)}


def known(connection: sqlite3.Connection, works: Iterable[str] | None = None) -> Known:
    """What is known of the works of a database; or of some of them, as far as it matters to these together."""
    query = "SELECT key, trial, same_as, notice FROM works {} ORDER BY rowid"
    if works is None:
        rows = connection.execute(query.format("")).fetchall()
    else:
        first = "IN (SELECT coalesce(same_as, key) FROM works WHERE key IN (SELECT value FROM json_each(?1)))"
        numbers = f"SELECT rowid FROM works WHERE key {first} UNION SELECT rowid FROM works WHERE same_as {first}"
        of_them = f"WHERE rowid IN ({numbers})"
        rows = connection.execute(query.format(of_them), (json.dumps([*works]),)).fetchall()
    fallen = frozenset(key for key, _, _, notice in rows if notice in TAKEN_BACK)
    same_as = {key: same for key, _, same, _ in rows if same is not None}
    return _known((row[:2] for row in rows), same_as)._replace(fallen=fallen)


def _known(works: Iterable[tuple[str, str | None]], same: Mapping[str, str]) -> Known:
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
    single = frozenset(keys).difference(first_of, shared)
    return Known(frozenset(keys), first_of, {first: frozenset(trials[first]) for first in shared}, single)


def supported(connection: sqlite3.Connection, works: Iterable[str]) -> set[str]:
    """Claims that some works support."""
    query = "SELECT claim FROM evidence WHERE work = ? AND relation = 'supports'"
    return {claim for work in works for (claim,) in connection.execute(query, (work,))}


# study, claim and work of links; number of studies, common author and claim
_Corrections = tuple[list[tuple[str | None, str, str]], list[tuple[int, str | None, str]]]


def begin(second: Second, connection: sqlite3.Connection, works: Path | None) -> Callable[[], None]:
    """Begin to count the studies of all claims, of which every supporting work still counts as one.

    What it gives ends that, when works and indexes are there. ``works``: the database in which a second process has
    left the works.
    """

    def here() -> _Corrections:
        return _counted(connection, _supporting(connection, None), known(connection), True)

    counted = here
    if works:
        pairs = "SELECT json_group_array(json_array(claim, work)) FROM evidence WHERE relation = 'supports'"
        counted = second.begin(apart, str(works), connection.execute(pairs).fetchone()[0], here=here)
    return lambda: _correct(connection, *counted())


def apart(works: str, pairs: str) -> _Corrections:
    """Count the studies of claims from links, claim and work as JSON, and a database of works."""
    supporting: defaultdict[str, set[str]] = defaultdict(set)
    for claim, work in json.loads(pairs):
        supporting[claim].add(work)
    with closing(open_read_only(Path(works))) as connection:
        return _counted(connection, supporting.items(), known(connection), True)


def count(connection: sqlite3.Connection, claims: Iterable[str] | None = None, about: Known | None = None) -> None:
    """Correct the studies of links, and their number and common author by claim: of these claims, or of all.

    It depends on all links of a claim and on their works, which are in the database; ``about`` tells what is known of
    all works where that was worked out already.
    """
    supporting: Iterable[tuple[str, set[str]]] = _supporting(connection, claims)
    if claims is not None:
        supporting = list(supporting)
        about = about or known(connection, set().union(*(works for _, works in supporting)))
    _correct(connection, *_counted(connection, supporting, about or known(connection), False, claims is None))


def _counted(
    connection: sqlite3.Connection,
    claims: Iterable[tuple[str, set[str]]],
    about: Known,
    fresh: bool,
    many: bool = True,
) -> _Corrections:
    """What to correct: where works are ``fresh`` and count as studies of their own, most claims are right already."""
    authors = _Authors(connection, many)
    studies: list[tuple[str | None, str, str]] = []
    numbers: list[tuple[int, str | None, str]] = []
    for claim, linked in claims:
        supporting = linked - about.fallen
        doubtful = not about.single.issuperset(supporting)
        author = authors.common(supporting) if len(supporting) > 1 else None
        if fresh and not doubtful:
            if author:
                numbers.append((len(supporting), author, claim))
            continue
        right = _studies(sorted(supporting), about) if doubtful else {work: work for work in supporting}
        studies += [(study, claim, work) for work, study in right.items()]
        studies += [(None, claim, work) for work in linked & about.fallen]
        numbers.append((len({study for study in right.values() if study}), author, claim))
    return studies, numbers


def _correct(
    connection: sqlite3.Connection,
    studies: Iterable[tuple[str | None, str, str]],
    numbers: Iterable[tuple[int, str | None, str]],
) -> None:
    connection.executemany(
        "UPDATE evidence SET study = ?1 WHERE claim = ?2 AND work = ?3 AND relation = 'supports' AND study IS NOT ?1",
        studies,
    )
    connection.executemany(
        "UPDATE claims SET independent = ?1, same_author = ?2 "
        "WHERE id = ?3 AND (independent IS NOT ?1 OR same_author IS NOT ?2)",
        numbers,
    )


def _supporting(connection: sqlite3.Connection, claims: Iterable[str] | None) -> Iterator[tuple[str, set[str]]]:
    """The different works that support each claim, where there are some."""
    query = "SELECT claim, group_concat(work, char(0)) FROM evidence WHERE relation = 'supports' {} GROUP BY claim"
    if claims is None:
        rows: Iterable[tuple[str, str]] = connection.execute(query.format(""))
    else:
        of_one = query.format("AND claim = ?")
        rows = chain.from_iterable(connection.execute(of_one, (claim,)) for claim in claims)
    for claim, works in rows:  # a row a claim, as a row a link takes longer than to take the row apart
        yield claim, set(works.split(_BETWEEN_WORKS))


class _Authors(dict[str, frozenset[str]]):
    """Who wrote the works that are asked about: family names with an initial, more than which few have in common.

    A family name alone ("Lee and others") tells nobody; several words without a given name are a group.
    """

    _WROTE = "SELECT work, group_concat(author) FROM authorship WHERE role = 'author' {} GROUP BY work"
    _NAMES = "SELECT a.family, a.given FROM authorship s JOIN authors a ON a.id = s.author WHERE s.role = 'author'"

    def __init__(self, connection: sqlite3.Connection, many: bool) -> None:
        super().__init__()
        self._connection = connection
        self._all: dict[str, str] = {}
        self._signs: dict[str, str] = {}
        self._many = many
        if many:  # quicker than one by one
            self._all = dict(connection.execute(self._WROTE.format("")))
            people = connection.execute("SELECT CAST(id AS TEXT), family, given FROM authors")
            self._signs = {number: _sign(family, given) for number, family, given in people}

    def __missing__(self, work: str) -> frozenset[str]:
        signs: Iterable[str] = (_sign(*person) for person in (() if self._many else self._people(work)))
        if work in self._all:
            signs = map(self._signs.__getitem__, self._all[work].split(","))
        self[work] = found = frozenset(signs) - {""}
        return found

    def _people(self, work: str) -> list[tuple[str, str]]:
        return self._connection.execute(f"{self._NAMES} AND s.work = ? ORDER BY a.family, a.given", (work,)).fetchall()

    def common(self, works: Iterable[str]) -> str | None:
        """Of those who wrote all of the works, the first by name, as it is written most fully."""
        in_order = sorted(works)
        first, second, *others = [self[work] for work in in_order]
        if first.isdisjoint(second):  # as nearly always
            return None
        for sign in sorted(first.intersection(second, *others)):
            of_works = [[person for person in self._people(work) if _sign(*person) == sign] for work in in_order]
            if same := _one_person(of_works):
                family, given = max(same, key=_length_given)
                return f"{family}, {given}" if given else family
        return None


def _one_person(of_works: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The names, one of each work, that can all be those of one person; none if there are no such."""
    for person in of_works[0]:
        names = [next((one for one in people if _agree(person[1], one[1])), None) for people in of_works]
        found = [name for name in names if name]
        if len(found) == len(names) and all(_agree(one[1], other[1]) for one, other in combinations(found, 2)):
            return found
    return []


def _length_given(person: tuple[str, str]) -> int:
    return len(person[1])


def _sign(family: str, given: str) -> str:
    """By what a person is looked for; nothing for who cannot be told."""
    if given:
        return f"{family}, {given[0]}".casefold()
    return family.casefold() if " " in family else ""


@lru_cache(maxsize=4096)
def _agree(one: str, other: str) -> bool:
    """Whether given names can be those of one person: Peter J., P. J., PJ and P. can, John and James cannot."""
    if one == other:
        return True
    pairs = list(zip(_given(one), _given(other), strict=False))
    return bool(pairs) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _given(names: str) -> list[str]:
    """Given names in small letters; capitals alone are initials of several."""
    found: list[str] = []
    for part in filter(None, _BETWEEN_GIVEN.split(names)):
        found += [*part.casefold()] if part.isupper() and len(part) <= _MOST_INITIALS else [part.casefold()]
    return found


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
