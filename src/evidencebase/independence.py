"""How many of the works that support a claim are studies of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_BETWEEN = re.compile(r"[;,\s]+")
_NONE: frozenset[str] = frozenset()


class Counted(NamedTuple):
    """Where the first guess (every supporting work is a study) is wrong: studies by link, numbers by claim."""

    studies: dict[tuple[str, str], str | None]  # by claim and work
    independent: dict[str, int]


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


def count(links: Sequence[tuple[str, str]], about: Known) -> Counted:
    """Look again at the supporting links (claim, work) of claims with a doubtful work."""
    claims = {claim for claim, work in links if about.doubtful(work)}
    of_claim: dict[str, list[str]] = defaultdict(list)
    for claim, work in links:
        if claim in claims:
            of_claim[claim].append(work)
    counted = Counted({}, {})
    for claim, supporting in of_claim.items():
        studies = _studies(supporting, about)
        counted.studies.update(((claim, work), study) for work, study in studies.items())
        counted.independent[claim] = len({study for study in studies.values() if study})
    return counted


def same_authors(
    links: Iterable[tuple[str, str]], authors: Mapping[str, set[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Name and claim, where somebody is an author of all works of a claim and there are several.

    A family name alone ("Lee and others") tells nobody; several words without a given name are a group.
    """
    shared: dict[str, set[tuple[str, str]]] = {}
    works: dict[str, str] = {}
    several: set[str] = set()
    for claim, work in links:
        theirs = {name for name in authors.get(work, ()) if name[1] or " " in name[0]}
        if claim not in works:
            works[claim] = work
            shared[claim] = theirs
        elif work != works[claim]:
            several.add(claim)
            shared[claim] = shared[claim] & theirs
    return [(", ".join(filter(None, min(shared[claim]))), claim) for claim in sorted(several) if shared[claim]]


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
