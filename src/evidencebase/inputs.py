"""The files of an evidence base, and whether a database still agrees with them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from evidencebase.files import LOCK_FILE, settings_file
from evidencebase.finding import UsageError
from evidencebase.version import VERSION

CLAIMS_FILE = "claims.csv"
DOCUMENTS_FILE = "documents/documents.csv"
OF_WORKS = ("baseline.csv", "references/overrides.csv")  # of a bibliography alone, too


class Input(NamedTuple):
    """A file of the evidence base: path below it with ``/``, size and time of last change in nanoseconds."""

    path: str
    size: int
    modified: int

    def read(self, directory: Path) -> bytes:
        """Its bytes. Raises ``OSError``."""
        return (directory / self.path).read_bytes()


def find(directory: Path, tables: Sequence[str] | None = None) -> list[Input]:
    """All files that a build reads, in a fixed order. ``tables``: paths of the CSV files, if they are known already.

    Raises:
        UsageError: there is neither ``claims.csv`` nor a ``.bib`` file alone, or ``claims.csv`` is not a file.
    """
    bibliographies = _bibliographies(directory)
    if not (directory / CLAIMS_FILE).exists() and not bibliographies:
        where = "" if directory == Path() else f" in {directory}"
        hint = "run `evidencebase init` to begin one, or name another folder with --directory"
        raise UsageError(f"no {CLAIMS_FILE} and no .bib file{where}: this is not an evidence base; {hint}")
    if (directory / CLAIMS_FILE).is_dir():
        raise UsageError(f"{directory / CLAIMS_FILE} is a folder, not a file: move it away and put the claims there")
    paths = [path for path in tables or csv_files() if (directory / path).exists()]
    if CLAIMS_FILE not in paths and (rest := [path for path in paths if path not in OF_WORKS]):
        raise UsageError(f"no {CLAIMS_FILE}, though there is {rest[0]}: put it back, or begin with one claim a row")
    paths += bibliographies
    if (directory / LOCK_FILE).is_file():
        paths.append(LOCK_FILE)
    settings = settings_file(directory)
    if settings:
        paths.append(settings.name)
    paths += [path for path in _kept_texts(directory) if path not in paths]
    return [_input(directory, path) for path in paths]


def refuse(path: Path, directory: Path) -> None:
    """Raises ``UsageError`` when a file to be written is one that the evidence base is made of."""
    if any(path.resolve() == (directory / item.path).resolve() for item in find(directory)):
        raise UsageError(f"{path} is part of the evidence base and is left as it is: name another file")


def named_texts(directory: Path) -> list[str]:
    """Files that hold the text of a document and may, as ``documents.csv`` says."""
    path = directory / DOCUMENTS_FILE
    if not path.is_file() or b"full" not in (data := path.read_bytes()).lower():
        return []
    from evidencebase.readers import csv_table  # not needed where no text is kept
    from evidencebase.schema import DOCUMENTS

    sheet = csv_table.read(DOCUMENTS.file, data, DOCUMENTS)
    found = zip(sheet.column("path"), sheet.column("text"), strict=True)
    return list(dict.fromkeys(file for file, text in found if file and text == "full"))


def _kept_texts(directory: Path) -> list[str]:
    """Those of them that are there, below the evidence base."""
    root = directory.resolve()
    files = ((file, directory / file) for file in named_texts(directory))
    return [file for file, path in files if path.is_file() and path.resolve().is_relative_to(root)]


def csv_files() -> list[str]:
    """Paths of the CSV files that there can be."""
    from evidencebase.schema import CSV_TABLES

    return [table.file for table in CSV_TABLES]


def is_there(directory: Path) -> bool:
    """Whether a folder holds an evidence base: claims, or a bibliography alone."""
    return (directory / CLAIMS_FILE).exists() or bool(_bibliographies(directory))


def _bibliographies(directory: Path) -> list[str]:
    """``references/*.bib``; without those, or without claims, the ``.bib`` files of the folder itself."""
    found: list[str] = []
    for folder in ("references", ""):
        if (directory / folder).is_dir() and not (found and (directory / CLAIMS_FILE).exists()):
            entries = os.scandir(directory / folder)
            found += sorted(f"{folder}/{entry.name}".lstrip("/") for entry in entries if entry.name.endswith(".bib"))
    return found


def _input(directory: Path, path: str) -> Input:
    status = (directory / path).stat()
    return Input(path, status.st_size, status.st_mtime_ns)


def unchanged(connection: sqlite3.Connection, directory: Path, name: str | None) -> bool:
    """Whether a database was built from exactly these files by this version of the tool.

    Size and time of last change decide; where only the time differs, the contents do. With a ``name``, the settings
    must give that to the database.
    """
    try:
        rows = connection.execute("SELECT path, bytes, modified, sha256 FROM inputs").fetchall()
        query = "SELECT tool, valid_until, tables, settings ->> '$.output' FROM builds"
        ((tool, valid_until, tables, output),) = connection.execute(query).fetchall()
    except (sqlite3.Error, ValueError):
        return False
    if tool != toolprint() or valid_until < today() or name not in (None, output):
        return False
    inputs = find(directory, tables.split())
    former = {path: (size, modified, digest) for path, size, modified, digest in rows}
    return former.keys() == {item.path for item in inputs} and all(
        former[item.path][:2] == (item.size, item.modified)
        or (former[item.path][0] == item.size and former[item.path][2] == _sha256(directory, item))
        for item in inputs
    )


def _sha256(directory: Path, item: Input) -> str:
    import hashlib

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
    entries = "".join(sorted(_files(str(Path(__file__).parent))))
    return f"{VERSION}+{crc32(entries.encode()):08x}"


def _files(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif entry.name.endswith((".py", ".md", ".sql")):
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}\n"
