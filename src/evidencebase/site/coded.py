"""Rows of a table as columns of numbers: which ones are asked for, and how many of them have each value.

Counting a million claims by SQL takes seconds; by arrays that the build made (``codes``), milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from evidencebase.codes import NUMBERS
from evidencebase.site.base import Base


class Column(NamedTuple):
    """The values of a column; pairs of a combination and a value in it, as two arrays; how many combinations."""

    shared: str
    values: list[str]
    combination: Any
    value: Any
    combinations: int


class Counted(NamedTuple):
    """What was counted of the rows of a mask: where they stand; rows by combination; by column, rows by value."""

    mask: Any
    at: Any
    combinations: dict[str, Any]
    values: dict[str, dict[str, int]]


class Coded:
    """Rows in the order of their keys; a *mask* is an array that is true for the rows that are meant.

    Columns of which there are few combinations share an array of codes, a code for each combination.
    """

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        import numpy

        self._np = numpy
        self._codes: dict[str, Any] = {}  # by the names of the columns that share them
        self._columns: dict[str, Column] = {}
        arrays = {row["columns"]: row for row in rows}
        self._numbers = numpy.frombuffer(arrays.pop(NUMBERS)["codes"], "<i8")
        for columns, row in arrays.items():
            width = len(row["codes"]) // max(1, len(self._numbers))
            self._codes[columns] = numpy.frombuffer(row["codes"], f"<u{width or 1}")
            items = json.loads(row["items"])
            for at, name in enumerate(columns.split()):
                self._columns[name] = self._column(columns, [_values(item[at]) for item in items])
        ascending = bool((self._numbers[1:] > self._numbers[:-1]).all())
        self._order = None if ascending else numpy.argsort(self._numbers, kind="stable")
        self._all = numpy.ones(len(self._numbers), bool)
        self._all.flags.writeable = False
        self._every = Counted(self._all, numpy.arange(len(self._all)), {}, {})
        self._last = self._every

    def _column(self, shared: str, cells: list[list[str]]) -> Column:
        numbers: dict[str, int] = {}
        pairs = [(at, numbers.setdefault(value, len(numbers))) for at, cell in enumerate(cells) for value in cell]
        combination, value = self._np.array(pairs, "i8").reshape(-1, 2).T
        return Column(shared, list(numbers), combination, value, len(cells))

    def __contains__(self, column: str) -> bool:
        return column in self._columns

    @property
    def all(self) -> Any:
        """Mask of all rows."""
        return self._all

    def having(self, column: str, values: Iterable[str | None]) -> Any:
        """Mask of the rows that have one of the values; None stands for no value."""
        np, known, wanted = self._np, self._columns[column], set(values)
        meant = np.zeros(known.combinations, bool)
        if None in wanted:
            meant[:] = True
            meant[known.combination] = False
        at = [number for number, value in enumerate(known.values) if value in wanted]
        meant[known.combination[np.isin(known.value, at)]] = True
        return meant.take(self._codes[known.shared])

    def numbered(self, numbers: Iterable[int]) -> Any:
        """Mask of the rows with these numbers."""
        mask = ~self._all
        mask[self._positions(self._np.fromiter(numbers, "i8"))] = True
        return mask

    def numbers(self, mask: Any) -> list[int]:
        """Numbers of the rows."""
        return list(self._numbers.take(self._np.flatnonzero(mask)).tolist())

    def first(self, mask: Any, most: int, after: int | None = None) -> list[int]:
        """Numbers of the first rows that are meant, of those behind the row with a number."""
        start = 0
        if after is not None:
            start = 1 + int(self._positions(self._np.array([after])).max(initial=-1))
        return list(self._numbers[start:].take(self._np.flatnonzero(mask[start:])[:most]).tolist())

    def counts(self, column: str, mask: Any) -> dict[str, int]:
        """How many of the rows have each value."""
        counted = self._of(mask)
        if column not in counted.values:
            known = self._columns[column]
            if known.shared not in counted.combinations:
                codes = self._codes[known.shared]
                codes = codes if mask is self._all else codes.take(counted.at)
                counted.combinations[known.shared] = self._np.bincount(codes, minlength=known.combinations)
            rows = counted.combinations[known.shared].take(known.combination)
            by_value = self._np.bincount(known.value, weights=rows, minlength=len(known.values)).astype("i8")
            counted.values[column] = {
                value: rows for value, rows in zip(known.values, by_value.tolist(), strict=True) if rows
            }
        return counted.values[column]

    def groups(
        self, columns: Sequence[str], mask: Any, sums: Sequence[Any] = (), instead: Mapping[str, str] = {}
    ) -> list[tuple[Any, ...]]:
        """By combination of values: the values, the number of rows, the number of them in each of the other masks.

        ``instead`` names what some values count as.
        """
        np, at = self._np, self._of(mask).at
        key, parts, product = np.zeros(len(at), "i8"), [], 1
        for shared in dict.fromkeys(self._columns[column].shared for column in columns):
            own = [column for column in columns if self._columns[column].shared == shared]
            single = ([instead.get(value or "", value) for value in self._single(column)] for column in own)
            combined = list(zip(*single, strict=True))
            place = {values: number for number, values in enumerate(dict.fromkeys(combined))}
            lookup = np.array([place[values] for values in combined], "i8")
            key = key * len(place) + lookup.take(self._codes[shared].take(at))
            parts.append((own, list(place)))
            product *= len(place)
        keys = np.arange(product) if product <= max(1 << 20, 4 * len(at)) else None
        if keys is None:  # too many that there could be: those that there are
            keys, key = np.unique(key, return_inverse=True)
        counted = [np.bincount(key, minlength=len(keys))]
        counted += [np.bincount(key[other.take(at)], minlength=len(keys)) for other in sums]
        found = np.flatnonzero(counted[0])
        keys, numbers = keys.take(found), [number.take(found).tolist() for number in counted]
        by_column: dict[str, list[str | None]] = {}
        for own, distinct in reversed(parts):
            keys, codes = np.divmod(keys, len(distinct))
            for number, column in enumerate(own):
                by_column[column] = [distinct[code][number] for code in codes.tolist()]
        return list(zip(*(by_column[column] for column in columns), *numbers, strict=True))

    def _single(self, column: str) -> list[str | None]:
        """The value of a column in each combination: of several the first."""
        known = self._columns[column]
        found: list[str | None] = [None] * known.combinations
        for at, value in reversed(list(zip(known.combination.tolist(), known.value.tolist(), strict=True))):
            found[at] = known.values[value]
        return found

    def _positions(self, numbers: Any) -> Any:
        """Where the rows with these numbers stand; numbers that there are not are left out."""
        if not len(self._numbers):
            return self._np.zeros(0, "i8")
        at = self._np.searchsorted(self._numbers, numbers, sorter=self._order)
        at = self._np.minimum(at, len(self._numbers) - 1)
        at = at if self._order is None else self._order[at]
        return at[self._numbers[at] == numbers]

    def _of(self, mask: Any) -> Counted:
        """What was counted of the rows; kept for all rows, and for the mask that was counted last."""
        if mask is self._all:
            return self._every
        if mask is not self._last.mask:
            self._last = Counted(mask, self._np.flatnonzero(mask), {}, {})
        return self._last


def _values(cell: Any) -> list[str]:
    if isinstance(cell, list):
        return cell
    return [] if cell in (None, "") else [str(cell)]


async def coded(base: Base, table: str = "claims") -> Coded:
    """The coded rows of a table, kept while the database is the same."""

    async def made() -> list[dict[str, Any]]:
        return [{"coded": Coded(await base.ask("codes", of_table=table))}]

    (kept,) = await base.keep(f"codes of {table}", made)
    known: Coded = kept["coded"]
    return known
