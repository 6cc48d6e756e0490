"""The claims as columns of numbers: which ones are asked for, and how many of them have each value.

Counting a million claims by SQL takes seconds; by arrays that the build made (``claim_codes``), milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from evidencebase.site.base import Base

_kept: WeakKeyDictionary[Any, Coded] = WeakKeyDictionary()


class Coded:
    """Columns of codes, aligned; a *mask* is an array that is true for the claims that are meant."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        import numpy

        self._np = numpy
        self._codes: dict[str, Any] = {}
        self._items: dict[str, list[list[str]]] = {}
        for row in rows:
            if row["name"] == "rowid":
                self._numbers = numpy.frombuffer(row["codes"], "<i8")
            else:
                self._codes[row["name"]] = numpy.frombuffer(row["codes"], "<u4")
                self._items[row["name"]] = json.loads(row["items"])

    def __contains__(self, column: str) -> bool:
        return column in self._codes

    @property
    def all(self) -> Any:
        """Mask of all claims."""
        return self._np.ones(len(self._numbers), bool)

    def having(self, column: str, values: Iterable[str]) -> Any:
        """Mask of the claims that have one of the values."""
        wanted = set(values)
        meant = self._np.array([not wanted.isdisjoint(items) for items in self._items[column]], bool)
        return meant[self._codes[column]] if len(meant) else self.all

    def numbered(self, numbers: Iterable[int]) -> Any:
        """Mask of the claims with these row numbers."""
        mask = ~self.all
        at = self._np.searchsorted(self._numbers, self._np.fromiter(numbers, "i8"))
        mask[at[at < len(mask)]] = True
        return mask

    def numbers(self, mask: Any) -> list[int]:
        """Row numbers of the claims."""
        return list(self._numbers[mask].tolist())

    def counts(self, column: str, mask: Any) -> dict[str, int]:
        """How many of the claims have each value."""
        codes = self._codes[column]
        by_code = self._np.bincount(codes if mask.all() else codes[mask], minlength=len(self._items[column]))
        found: dict[str, int] = {}
        for code in self._np.flatnonzero(by_code).tolist():
            for item in self._items[column][code]:
                found[item] = found.get(item, 0) + int(by_code[code])
        return found

    def groups(self, columns: Iterable[str], mask: Any, sums: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Lists of values by column, number of claims, number of them in each of the other masks; by combination."""
        np, names = self._np, list(columns)
        at = np.flatnonzero(mask)
        key = np.zeros(len(at), "i8")
        for name in names:
            key = key * len(self._items[name]) + self._codes[name][at]
        keys, inverse = np.unique(key, return_inverse=True)
        numbers = [np.bincount(inverse, minlength=len(keys))]
        numbers += [np.bincount(inverse, weights=other[at], minlength=len(keys)).astype(int) for other in sums]
        parts = []
        for name in reversed(names):
            keys, codes = np.divmod(keys, len(self._items[name]))
            parts.append([self._items[name][code] for code in codes.tolist()])
        return list(zip(*reversed(parts), *(n.tolist() for n in numbers), strict=True))


async def coded(base: Base) -> Coded:
    """The coded claims of a database, kept while it cannot change."""
    database = base.datasette.get_database(base.name)
    if (known := _kept.get(database)) is not None:
        return known
    made = Coded(await base.ask("claim_codes"))
    if not database.is_mutable:
        _kept[database] = made
    return made
