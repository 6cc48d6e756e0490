"""The git repository around an evidence base. What every build asks is read without calling git."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def folder_below(directory: Path) -> str:
    """The path from the root of the git repository to the evidence base; empty outside of one."""
    absolute = directory.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / ".git").exists():
            path = absolute.relative_to(folder).as_posix()
            return "" if path == "." else path
    return ""


def commit(directory: Path) -> str | None:
    """Commit of the evidence base, read from .git without calling git; None outside a repository."""
    for folder in (directory.absolute(), *directory.absolute().parents):
        git = _folder(folder / ".git")
        head = git / "HEAD"
        if head.is_file():
            text = head.read_text("utf-8").strip()
            if not text.startswith("ref: "):
                return text
            name = text.removeprefix("ref: ")
            shared = git / "commondir"
            common = git / shared.read_text("utf-8").strip() if shared.is_file() else git
            loose = common / name
            if loose.is_file():
                return loose.read_text("utf-8").strip()
            packed = common / "packed-refs"
            lines = packed.read_text("utf-8").splitlines() if packed.is_file() else []
            return next((line.partition(" ")[0] for line in lines if line.endswith(f" {name}")), None)
    return None


def git(directory: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What git says there. Raises ``FileNotFoundError`` where it is not installed."""
    import subprocess

    return subprocess.run(["git", "-C", str(directory), *arguments], capture_output=True, check=False)


def user(directory: Path) -> str:
    """Who commits there, as git is told; empty when it is not."""
    try:
        return git(directory, "config", "user.name").stdout.decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return ""


def _folder(git: Path) -> Path:
    """Where the repository is: of a worktree or submodule, ``.git`` is a file that names another folder."""
    if git.is_file():
        return git.parent / git.read_text("utf-8").strip().removeprefix("gitdir: ")
    return git
