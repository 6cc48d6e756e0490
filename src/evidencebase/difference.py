"""What became of records between two readings, and numbers for the new rows between those that stay."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple, TypeVar

T = TypeVar("T")
SPACING = 16  # a full build leaves so much room between rows, so that others fit in without renumbering


class Difference(NamedTuple):
    """Positions in the old and in the new sequence: what is gone, what stays (old, new), what is new."""

    removed: list[int]
    kept: list[tuple[int, int]]
    inserted: list[int]

    def is_small(self) -> bool:
        """Whether little enough changed to be worth a patch."""
        return len(self.inserted) + len(self.removed) <= max(100, len(self.kept) // 4)

    def without(self, left_out: Collection[int]) -> Difference:
        """The same where some of what is new is not there."""
        there = [at for at in range(len(self.kept) + len(self.inserted)) if at not in left_out]
        places = {at: place for place, at in enumerate(there)}
        kept = [(was, places[at]) for was, at in self.kept]
        return Difference(self.removed, kept, [places[at] for at in self.inserted if at in places])

    def merged(self, old: Sequence[T], new: Sequence[T]) -> list[T]:
        """The new sequence, from all items of the old one and those that were inserted."""
        found = {at: old[was] for was, at in self.kept} | dict(zip(self.inserted, new, strict=True))
        return [found[at] for at in range(len(found))]


def difference(old: Sequence[Hashable], new: Sequence[Hashable]) -> Difference:
    """Compare two sequences without repetitions.

    What stays stands in the same order in both: where something moved, all between the first and the last change
    counts as gone and new.
    """
    places = {item: at for at, item in enumerate(old)}
    kept = [(places[item], at) for at, item in enumerate(new) if item in places]
    if any(one[0] > other[0] for one, other in pairwise(kept)):
        start = sum(1 for _ in takewhile(_alike, zip(old, new, strict=False)))
        most = min(len(old), len(new)) - start
        end = sum(1 for _ in takewhile(_alike, zip(old[::-1][:most], new[::-1][:most], strict=True)))
        kept = [(at, at) for at in range(start)]
        kept += [(len(old) - back, len(new) - back) for back in range(end, 0, -1)]
    stays, stayed = {at for at, _ in kept}, {at for _, at in kept}
    return Difference(
        [at for at in range(len(old)) if at not in stays],
        kept,
        [at for at in range(len(new)) if at not in stayed],
    )


def _alike(pair: tuple[Hashable, Hashable]) -> bool:
    return pair[0] == pair[1]


def numbers(change: Difference, former: Sequence[int]) -> list[int] | None:
    """Row numbers for what is new, in order and between those of its neighbours; ``None`` where there is no room."""
    fixed = {new: former[old] for old, new in change.kept}
    found: list[int] = []
    runs: list[list[int]] = []
    for at in change.inserted:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        lower = fixed.get(run[0] - 1, 0)
        upper = fixed.get(run[-1] + 1, lower + SPACING * (len(run) + 1))
        if upper - lower <= len(run):
            return None
        found += [lower + (upper - lower) * n // (len(run) + 1) for n in range(1, len(run) + 1)]
    return found
