"""The evidence bases that are measured: made once, changed by a letter, put back."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from processes import answer

HERE = Path(__file__).resolve().parent

SIZES = {
    "tiny": (100, 50),
    "1k": (1_000, 500),
    "10k": (10_000, 5_000),
    "100k": (100_000, 50_000),
    "1M": (1_000_000, 200_000),
    "works": (100, 10_000),  # for the .bib part alone
}


def describe(size: str) -> str:
    """Claims and works of a size, for people."""
    return {"1k": "1k + 500", "10k": "10k + 5k", "100k": "100k + 50k", "1M": "1M + 200k"}.get(size, size)


class Base:
    """A made-up evidence base in a folder of its own, kept under ``data`` for the next time."""

    def __init__(self, data: Path, size: str, profile: str = "realistic", files: int | None = None) -> None:
        claims, works = SIZES[size]
        self.directory = data / f"{profile}-{size}-{files or 'usual'}-{_version()}"
        self.database = self.directory / "evidence.db"
        if not (self.directory / "truth.json").is_file():
            shutil.rmtree(self.directory, ignore_errors=True)
            options: list[object] = [
                "--claims",
                claims,
                "--works",
                works,
                "--profile",
                profile,
                *(["--files", files] if files else []),
            ]
            # in a process of its own, so that this one stays small: see processes.run
            answer([sys.executable, str(HERE / "generate.py"), str(self.directory), *map(str, options)])

    def fresh(self) -> None:
        """Take away everything that a former build left."""
        for leftover in self.directory.glob("*.db*"):
            leftover.unlink()
        shutil.rmtree(self.directory / ".evidencebase", ignore_errors=True)

    def bib_files(self) -> list[Path]:
        """The .bib files, in order."""
        return sorted(self.directory.glob("references/*.bib"))


class Letter:
    """One letter in the middle of a file that can be changed and put back; the file's length stays."""

    def __init__(self, path: Path, behind: bytes) -> None:
        self._path = path
        with path.open("rb") as file:
            file.seek(path.stat().st_size // 2)
            file.readline()
            while True:
                start = file.tell()
                line = file.readline()
                at = line.lower().find(behind)
                letter = next((n for n in range(at + len(behind) + 2, len(line)) if line[n : n + 1].isalpha()), 0)
                if at >= 0 and letter:
                    break
                if not line:
                    raise ValueError(f"{path.name}: nothing to change behind {behind!r}")
        self._at = start + letter
        self._letters = (line[letter : letter + 1], b"q" if line[letter : letter + 1] != b"q" else b"z")
        self._changed = False

    def change(self) -> None:
        """Write the other letter."""
        self._changed = not self._changed
        with self._path.open("r+b") as file:
            file.seek(self._at)
            file.write(self._letters[self._changed])

    def put_back(self) -> None:
        """Leave the file as it was."""
        if self._changed:
            self.change()


def _version() -> str:
    """Changes whenever the generator does, so that no old base is taken for a new one."""
    sources = [HERE / "generate.py", *sorted(HERE.glob("synthetic_*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
