"""Which file holds the settings of an evidence base, and how its database is opened to be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SETTINGS_FILES = ("evidencebase.toml", "pyproject.toml")
LOCK_FILE = "references/verification.lock.jsonl"  # what registries said; verify/lock.py tells its form
DATABASE = "evidence.db"  # where the settings name no other


def settings_file(directory: Path) -> Path | None:
    """The settings file of an evidence base, if it has one."""
    for name in SETTINGS_FILES:
        path = directory / name
        if path.is_file() and (name != "pyproject.toml" or b"[tool.evidencebase" in path.read_bytes()):
            return path
    return None


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can only read."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
