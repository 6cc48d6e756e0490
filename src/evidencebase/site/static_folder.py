"""The folder of an exported site: written beside, then put in the place of an earlier export, as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidencebase.finding import UsageError

MARK = ".evidencebase-site"  # a folder with it was written by us and may be replaced
_MARKED = "Written by evidencebase export site, which replaces this folder as a whole.\n"


class Folder:
    """Takes files and counts them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: set[Path] = set()
        self.files = self.bytes = 0

    def put(self, path: str, text: str) -> None:
        """Write a text."""
        content = text.encode("utf-8", "replace")
        self._place(path).write_bytes(content)
        self._count(len(content))

    def copy(self, path: str, source: Path) -> None:
        """Copy a file."""
        shutil.copyfile(source, self._place(path))
        self._count(source.stat().st_size)

    def _place(self, path: str) -> Path:
        target = self._path / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target

    def _count(self, size: int) -> None:
        self.files += 1
        self.bytes += size


@contextmanager
def replacing(path: Path) -> Iterator[Folder]:
    """A folder to write to, which takes the place of ``path`` when all is written.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    if path.exists() and any(path.iterdir()) and not (path / MARK).exists():
        raise UsageError(f"{path} holds something that is no exported site: name a new or empty folder")
    beside, former = path.with_name(f".{path.name}.exporting"), path.with_name(f".{path.name}.former")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        folder = Folder(beside)
        folder.put(MARK, _MARKED)
        yield folder
        if path.exists():
            shutil.rmtree(former, ignore_errors=True)
            path.rename(former)
            shutil.rmtree(former, ignore_errors=True)
        beside.rename(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
