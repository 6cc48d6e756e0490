"""The commit of an evidence base is read as git would tell it: loose, packed, detached, in a worktree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from evidencebase import repository


def git(folder: Path, *arguments: str) -> str:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(
        ["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    (folder / "deep").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    return folder


def test_the_commit_of_a_repository(base: Path, tmp_path: Path) -> None:
    head = git(base, "rev-parse", "HEAD")
    assert repository.commit(base) == repository.commit(base / "deep") == head
    git(base, "pack-refs", "--all")
    assert repository.commit(base) == head
    git(base, "checkout", "-q", "--detach")
    assert repository.commit(base) == head
    assert repository.commit(tmp_path) is None


def test_the_commit_of_a_worktree(base: Path, tmp_path: Path) -> None:
    git(base, "worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    git(tmp_path / "other", "commit", "-q", "--allow-empty", "-m", "two")
    head = git(tmp_path / "other", "rev-parse", "HEAD")
    assert repository.commit(tmp_path / "other") == head != repository.commit(base)
    git(base, "pack-refs", "--all")
    assert repository.commit(tmp_path / "other") == head
