"""``check --since REV``: the evidence base as it stood at a revision of the git repository, to compare with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from evidencebase import inputs, project, repository
from evidencebase.files import LOCK_FILE, settings_file
from evidencebase.finding import UsageError
from evidencebase.nearest import suggestion
from evidencebase.schema import CSV_TABLES


@contextmanager
def database(directory: Path, revision: str) -> Iterator[Path]:
    """The database of the evidence base at a revision, under the settings of today; gone when the block ends.

    Where there was no evidence base at that revision, the path leads nowhere.

    Raises:
        UsageError: this is no git repository, git is not installed, or it does not know the revision.
    """
    commit = _commit(directory, revision)
    with TemporaryDirectory(prefix="evidencebase-") as folder:
        base = Path(folder) / "base"
        _extract(directory, commit, base)
        output = Path(folder) / "evidence.db"
        if inputs.is_there(base):
            settings = settings_file(directory)
            if settings is not None:
                shutil.copyfile(settings, base / settings.name)
            project.build(base, output)
        yield output


def _commit(directory: Path, revision: str) -> str:
    if _git(directory, "rev-parse", "--git-dir").returncode:
        raise UsageError(f"{directory.absolute()} is not in a git repository: --since has nothing to compare with")
    found = _git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    if found.returncode or not revision:
        names = _git(directory, "for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").split()
        shallow = _git(directory, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        hint = suggestion(revision, names) or ("; this shallow clone lacks older ones: fetch it first" * shallow)
        raise UsageError(f"git knows no revision '{revision}'{hint}")
    return found.stdout.decode().strip()


def _extract(directory: Path, commit: str, base: Path) -> None:
    """Write the files of the evidence base as they stood, byte for byte."""
    listed = _git(directory, "ls-tree", "-r", "-z", commit, "--", ".").stdout
    entries = (entry.partition(b"\t") for entry in listed.split(b"\0"))
    blobs = {os.fsdecode(name): what.split()[2].decode() for what, _, name in entries if what.startswith(b"100")}
    for path in filter(_is_input, blobs):
        _write(directory, blobs[path], base / path)
    for path in inputs.named_texts(base):
        if path in blobs:
            _write(directory, blobs[path], base / path)


def _write(directory: Path, blob: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_git(directory, "cat-file", "blob", blob).stdout)


def _is_input(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if name.endswith(".bib"):
        return folder in ("references", "")
    return path in {LOCK_FILE, *(table.file for table in CSV_TABLES)}


def _git(directory: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return repository.git(directory, *arguments)
    except FileNotFoundError:
        raise UsageError("git is not installed: --since asks it for the revision") from None
