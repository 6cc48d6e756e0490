"""The Retraction Watch database as CSV, exported and kept by the user: notices by the DOI or PubMed id of the work."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from evidencebase.comparison.record import Notice
from evidencebase.finding import UsageError
from evidencebase.verify.items import About

SOURCE = "retraction-watch"
_COLUMNS = ("RetractionDate", "RetractionDOI", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature")
_NATURES = {
    "retraction": "retraction",
    "expression of concern": "concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
_DATED = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


class Export(NamedTuple):
    """The notices about works that were asked for, by DOI or PubMed id, the date of the export, how many rows it has.

    ``doubtful`` counts rows that say something not understood: another nature, an impossible date.
    """

    notices: dict[str, list[About]]
    date: str
    rows: int
    doubtful: int


def is_one(text: str) -> bool:
    """Whether a text begins as an export does, also as one with columns taken out."""
    header = next(csv.reader(text.lstrip("\ufeff").splitlines()[:1]), [])
    return len({name.strip() for name in header} & set(_COLUMNS)) > 1


def read(path: Path, wanted: Collection[str]) -> Export:
    """Read an export and keep what is about the DOIs (lower case) and PubMed ids wanted.

    The date of the export is the one in the file's name, else that of the file.

    Raises:
        UsageError: the file cannot be read or is another one.
    """
    found: dict[str, list[About]] = {}
    rows = doubtful = 0
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file)
            header = [name for name in reader.fieldnames or () if name]
            if lacking := [name for name in _COLUMNS if name not in header]:
                raise UsageError(
                    f"{path} is no export of the Retraction Watch database: its first line has no "
                    f"{', '.join(lacking)}; nothing was changed"
                )
            for row in reader:
                if not any((value or "").strip() for value in row.values() if isinstance(value, str | None)):
                    continue
                rows += 1
                works = [_doi(row["OriginalPaperDOI"]), _number(row["OriginalPaperPubMedID"])]
                for work in filter(None, works):
                    if work not in wanted:
                        continue
                    nature = _NATURES.get((row["RetractionNature"] or "").strip().lower())
                    day = _day(row["RetractionDate"])
                    doubtful += not nature or not day
                    if nature:
                        notice = Notice(nature, day, _doi(row["RetractionDOI"]), SOURCE)
                        found.setdefault(work, []).append(About(work, notice))
            exported = _exported(path)
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}; nothing was changed") from None
    if not rows:
        raise UsageError(f"{path} holds no notice; nothing was changed")
    return Export(found, exported, rows, doubtful)


def _doi(cell: str | None) -> str:
    """A DOI in lower case, percent signs resolved; ``0`` and ``unavailable`` are none."""
    written = unquote((cell or "").strip()).lower()
    return written if written.startswith("10.") and "/" in written else ""


def _number(cell: str | None) -> str:
    written = (cell or "").strip()
    return written if written.isascii() and written.isdigit() and int(written[:20]) else ""


def _day(cell: str | None) -> str:
    """``8/16/2023 0:00`` (month first) or ISO -> ISO; empty when it is neither."""
    written = (cell or "").strip().partition(" ")[0]
    try:
        if "/" in written:
            month, day, year = (int(part) for part in written.split("/"))
            return date(year, month, day).isoformat()
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return ""


def _exported(path: Path) -> str:
    if match := _DATED.search(path.name):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            pass
    return date.fromtimestamp(path.stat().st_mtime).isoformat()
