"""In what a CSV file departs from the canonical form: UTF-8, commas, LF, a record a line, sorted, lists with ``; ``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from evidencebase.finding import Finding
from evidencebase.readers.sheet import Sheet, natural
from evidencebase.schema import Table

RULE = "files/not-canonical"
_LISTS = "lists in "
_NOT_SEPARATED = re.compile(r";(?:(?! \S)|(?<=\s;))")


class Look:
    """Looks at a file part by part for everything that ``evidencebase fmt`` would change."""

    def __init__(self, table: Table, data: bytes, delimiter: str) -> None:
        self._table = table
        self._departures = list(_of_bytes(data, delimiter))
        self._lines = data.count(b"\n") + (not data.endswith((b"\n", b"\r")))
        self._records = 0
        self._last: tuple[str, ...] | None = None
        self._one_a_line = self._sorted = True
        self._broken = False
        self._lists: dict[str, None] = {}  # columns whose lists are separated otherwise

    def at(self, sheet: Sheet, distinct: Mapping[str, Collection[str]]) -> None:
        """Look at the next part, of which the different cells of each column are given."""
        self._broken = self._broken or _is_broken(sheet)
        if not len(sheet):
            return
        first = self._records + 2  # the first line names the columns
        self._records += len(sheet)
        self._one_a_line = self._one_a_line and (sheet.lines[0], sheet.lines[-1]) == (first, self._records + 1)
        keys = list(zip(*(sheet.column(name) for name in self._table.sorted_by), strict=True))
        if self._last is not None:
            keys.insert(0, self._last)
        self._last = keys[-1] if keys else None
        self._sorted = self._sorted and all(map(_in_order, keys, keys[1:]))
        for name, cells in distinct.items():
            if self._table.column(name).many and _NOT_SEPARATED.search("\0".join(cells)):
                self._lists[name] = None

    def finding(self, last: Sheet) -> Iterator[Finding]:
        """One finding that names it all, if there is something; with the last part, as it is in the end."""
        what = self._departures[:]
        if not self._one_a_line or self._lines > self._records + 1:  # the last one may take several
            what.append("empty lines, or records over several lines")
        if not self._sorted:
            what.append(f"records are not sorted by {', '.join(self._table.sorted_by)}")
        order = [column.name for column in self._table.columns]
        what += [f"{_LISTS}{name} are not separated by '; '" for name in sorted(self._lists, key=order.index)]
        if self._records and what and not (self._broken or _is_broken(last)):
            yield Finding("files/not-canonical", last.path, 1, last.path, "", {"what": ", ".join(what)})


def names_lists(finding: Finding) -> bool:
    """Whether a finding of ``Look`` is about lists, so that it takes all records to make it again."""
    return _LISTS in str(finding.values.get("what"))


def _is_broken(sheet: Sheet) -> bool:
    return any(finding.rule == "files/unreadable-file" for finding in sheet.findings)


def _of_bytes(data: bytes, delimiter: str) -> Iterator[str]:
    if data.startswith(b"\xef\xbb\xbf"):
        yield "a byte order mark"
    if b"\r" in data:
        yield "line ends other than LF"
    if not data.endswith((b"\n", b"\r")):
        yield "no end of line at the end"
    if delimiter != ",":
        yield f"cells are separated by {'tabs' if delimiter == chr(9) else delimiter}"


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one[0]) == len(other[0]) and one[0] < other[0]:
        return True  # the usual case, ids of one length, without taking them apart
    return list(map(natural, one)) <= list(map(natural, other))
