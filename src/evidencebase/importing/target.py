"""Appending entries to a ``.bib`` file, whatever is in it, without touching a byte of it."""

from __future__ import annotations

from pathlib import Path

from evidencebase import inputs
from evidencebase.finding import UsageError
from evidencebase.formats import bibtex
from evidencebase.importing.plan import Plan
from evidencebase.readers.bibtex import read


def path(directory: Path, into: Path | None) -> Path:
    """The file that is appended to: a bare name stands beside the other ``.bib`` files, by default ``imported.bib``.

    Raises:
        UsageError: there is no evidence base, or ``into`` is no ``.bib`` file that would be read.
    """
    there = [directory / file.path for file in inputs.find(directory) if file.path.endswith(".bib")]
    folder = there[0].parent if there else directory / "references"
    given = into or Path("imported.bib")
    target = folder / given if len(given.parts) == 1 else directory / given
    if target.suffix != ".bib" or target.parent.resolve() != folder.resolve():
        raise UsageError(f"--into: {target} is no .bib file in {folder}, and only those are read; name one there")
    return target


def write(made: Plan, directory: Path, into: Path | None = None) -> Path:
    """Append what the plan adds; the file and its folder are made where there are none.

    Raises:
        UsageError: the file cannot be written, its encoding cannot hold the works, or it is broken.
    """
    target = path(directory, into)
    try:
        before = target.read_bytes() if target.exists() else b""
        after = before + _appended(target, before, bibtex.write([one.item for one in made.added]))
        _prove(target, before, after, [one.key for one in made.added])
        target.parent.mkdir(exist_ok=True)
        with target.open("ab") as file:
            file.write(after[len(before) :])
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
    return target


def _appended(target: Path, before: bytes, text: str) -> bytes:
    """The entries as bytes, set off by an empty line, with the line ends and in the encoding of the file."""
    encoding = "utf-8"
    if before[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if before[:2] == b"\xff\xfe" else "utf-16-be"
    elif not _is_utf8(before):
        encoding = "ascii"  # what all other encodings have in common
    gap = "" if not before else "\n" if before.endswith((b"\n", b"\n\0")) else "\n\n"
    if b"\r\n" in before or b"\r\0\n" in before:
        text, gap = text.replace("\n", "\r\n"), gap.replace("\n", "\r\n")
    try:
        return (gap + text).encode(encoding)
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        raise UsageError(
            f"{target} is not UTF-8, and '{sign}' cannot be added to it: save it as UTF-8, or name another"
        ) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _prove(target: Path, before: bytes, after: bytes, keys: list[str]) -> None:
    """Read what would be written: all entries of before must still be there, and all new ones."""
    file = target.name
    former, found = read([(file, before)]), read([(file, after)])
    wanted = [(entry.key, entry.fields) for entry in former.entries]
    lost = wanted != [(entry.key, entry.fields) for entry in found.entries[: len(wanted)]]
    if lost or [entry.key for entry in found.entries[len(wanted) :]] != keys:
        raise UsageError(
            f"{target} is broken (see `evidencebase check`), and what is added would not be read back from it, "
            "so nothing was added: mend it, or name another file with --into"
        )
