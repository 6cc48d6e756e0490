"""Findings that a machine can mend: safe ones, and proposals that a person has to look at.

A rewritten file keeps every byte that did not have to change. Nothing that is a judgement (a relation, a grade, an
anchor, a bibliographic value) is ever changed but by a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

from evidencebase.finding import Reported, UsageError
from evidencebase.fixes.edits import Edit, apply
from evidencebase.fixes.menders import MENDERS

LEVELS = ("safe", "proposed")


class Fixes:
    """What can be mended of some findings, file by file, as the files stand now."""

    def __init__(self, directory: Path, findings: Iterable[Reported]) -> None:
        self._directory = directory
        self._texts: dict[str, str] = {}
        self._edits: dict[str, list[Edit]] = {}
        for finding in findings:
            mender = MENDERS.get(finding.rule)
            if mender is not None and finding.line and (text := self._text(finding.file)) is not None:
                self._edits.setdefault(finding.file, []).extend(mender(finding, text))

    def _text(self, file: str) -> str | None:
        """The text of a file; bytes that are not UTF-8 come back unchanged when it is written."""
        if file not in self._texts:
            try:
                self._texts[file] = (self._directory / file).read_bytes().decode("utf-8", "surrogateescape")
            except OSError:
                return None
        return self._texts[file]

    def count(self, level: str) -> int:
        """How many edits are of that level."""
        return sum(edit.level == level for edits in self._edits.values() for edit in edits)

    def mended(self, level: str) -> dict[str, bytes]:
        """New contents of the files that change, with all edits of that level and the safe ones."""
        wanted = LEVELS[: LEVELS.index(level) + 1]
        texts = {
            file: apply(self._texts[file], [edit for edit in edits if edit.level in wanted])
            for file, edits in self._edits.items()
        }
        return {
            file: text.encode("utf-8", "surrogateescape") for file, text in texts.items() if text != self._texts[file]
        }

    def write(self, level: str) -> list[str]:
        """Write the files that change, each in one step; returns their names."""
        changed = self.mended(level)
        for file, content in changed.items():
            replace(self._directory / file, content)
        return sorted(changed)

    def diff(self, level: str) -> str:
        """What edits of that level would change, beyond the safer ones."""
        after = self.mended(level)
        before = self.mended("safe") if level == "proposed" else {}
        parts = []
        for file, content in sorted(after.items()):
            old = before.get(file, self._texts[file].encode("utf-8", "surrogateescape"))
            parts.append(difference(file, old, content))
        return "".join(parts)


def difference(file: str, old: bytes, new: bytes) -> str:
    """A change of a file as `diff -u` shows it."""
    parts = unified_diff(_lines(old), _lines(new), f"a/{file}", f"b/{file}")
    return "".join(part if part.endswith("\n") else f"{part}\n\\ No newline at end of file\n" for part in parts)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines(keepends=True)


def replace(path: Path, content: bytes) -> None:
    """Write a file in one step. Raises ``UsageError``; the former one is then untouched."""
    beside = path.with_name(f".{path.name}.fixing")
    try:
        beside.write_bytes(content)
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
