"""The files of an evidence base, and whether a database still agrees with them."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from evidencebase import config
from evidencebase.database import open_read_only
from evidencebase.finding import UsageError
from evidencebase.schema import CSV_TABLES, LOCK_FILE
from evidencebase.version import VERSION

CLAIMS_FILE = "claims.csv"


class Input(NamedTuple):
    """A file of the evidence base: path below it with ``/``, size and time of last change in nanoseconds."""

    path: str
    size: int
    modified: int

    def read(self, directory: Path) -> bytes:
        """Its bytes. Raises ``OSError``."""
        return (directory / self.path).read_bytes()


def find(directory: Path) -> list[Input]:
    """All files that a build reads, in a fixed order.

    Raises:
        UsageError: there is no ``claims.csv``, or it is not a file.
    """
    if not (directory / CLAIMS_FILE).exists():
        where = "" if directory == Path() else f" in {directory}"
        hint = "run `evidencebase init` to begin one, or name another folder with --directory"
        raise UsageError(f"no {CLAIMS_FILE}{where}: this is not an evidence base; {hint}")
    if not (directory / CLAIMS_FILE).is_file():
        raise UsageError(f"{directory / CLAIMS_FILE} is a folder, not a file: move it away and put the claims there")
    paths = [table.file for table in CSV_TABLES if (directory / table.file).exists()]
    folder = directory / "references"
    if folder.is_dir():
        paths += sorted(f"references/{entry.name}" for entry in os.scandir(folder) if entry.name.endswith(".bib"))
    if (directory / LOCK_FILE).is_file():
        paths.append(LOCK_FILE)
    settings = config.file_of(directory)
    if settings:
        paths.append(settings.name)
    return [_input(directory, path) for path in paths]


def _input(directory: Path, path: str) -> Input:
    status = (directory / path).stat()
    return Input(path, status.st_size, status.st_mtime_ns)


def unchanged(database: Path, inputs: list[Input], directory: Path) -> bool:
    """Whether the database was built from exactly these files by this version of the tool.

    Size and time of last change decide; where only the time differs, the contents do.
    """
    if not database.is_file():
        return False
    try:
        with closing(open_read_only(database)) as connection:
            rows = connection.execute("SELECT path, bytes, modified, sha256 FROM inputs").fetchall()
            builds = connection.execute("SELECT tool, valid_until FROM builds").fetchall()
    except sqlite3.Error:
        return False
    if len(builds) != 1 or builds[0][0] != toolprint() or builds[0][1] < today():
        return False
    former = {path: (size, modified, digest) for path, size, modified, digest in rows}
    return former.keys() == {item.path for item in inputs} and all(
        former[item.path][:2] == (item.size, item.modified)
        or (former[item.path][0] == item.size and former[item.path][2] == _sha256(directory, item))
        for item in inputs
    )


def _sha256(directory: Path, item: Input) -> str:
    try:
        return hashlib.sha256(item.read(directory)).hexdigest()
    except OSError:
        return ""


def today() -> str:
    """Today's date as YYYY-MM-DD."""
    import time

    return time.strftime("%Y-%m-%d")


def toolprint() -> str:
    """Version of the tool and, since it may be under development, size and age of its files."""
    digest = hashlib.sha256()
    for entry in sorted(_files(Path(__file__).parent)):
        digest.update(repr(entry).encode())
    return f"{VERSION}+{digest.hexdigest()[:12]}"


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(Path(entry.path))
        elif entry.name.endswith((".py", ".md", ".sql")):
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns
