"""Anchors: naming the passages of a document without keeping its text.

``documents/passages.csv`` holds, for every block of a document, its anchor, what it is and the fingerprint of its
words. Whoever has the text can verify each anchor; nobody else needs it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from evidencebase.assertions import copied_words
from evidencebase.finding import UsageError
from evidencebase.nearest import nearest
from evidencebase.readers import csv_table, stated
from evidencebase.readers.documents import UnreadableDocumentError, read
from evidencebase.readers.documents.anchoring import Change, Passage, anchor
from evidencebase.readers.sheet import delimiter, physical_lines
from evidencebase.readers.stated import Stated
from evidencebase.schema import CLAIMS, DOCUMENTS, PASSAGES

COPIED = 12  # words in a row that are no accident, as in the rule claims/copied-passage
_HEADER = "id,title"  # the columns that documents.csv must have
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class Reading(NamedTuple):
    """What reading a text anew showed: its passages, what changed, claims in its very words, claims to look at.

    ``undeclared`` says what ``documents.csv`` lacks when it has no row for the document yet.
    """

    passages: list[Passage]
    changes: list[Change]
    copied: list[tuple[Stated, str]]  # a claim, and the words that it has from the passage where it is stated
    displaced: dict[str, list[str]]  # anchor that moved or is gone -> claims that claims.csv says are stated there
    undeclared: str


def update(
    directory: Path, document: str, text: Path | None = None, *, write: bool = True, move: bool = False
) -> Reading:
    """Read the text of a document and bring its rows of ``documents/passages.csv`` up to date.

    ``text`` may be left out where ``documents.csv`` names the file that holds it. Rows of other documents stay. With
    ``write=False`` nothing is written, only compared. With ``move`` the anchors of passages that only moved are mended
    in ``claims.csv`` too; no other byte of it changes.

    Raises:
        UsageError: the name is no anchor, or a file cannot be read or written.
    """
    if not document or not set(document) <= _NAME:
        raise UsageError(f"'{document}' cannot be a document: use letters, digits, dots, dashes and underscores")
    text = text or _kept(directory, document)
    path, claims = directory / PASSAGES.file, directory / CLAIMS.file
    try:
        blocks = read(text.name, text.read_bytes())
        sheet = csv_table.sound(path, PASSAGES)
        former = [Passage(*cells) for cells in zip(*map(sheet.column, Passage._fields), strict=True)]
        passages, changes = anchor(document, blocks, former)
        data = claims.read_bytes() if claims.exists() else b""
        statements = stated.read(data) if data else []
        undeclared = _undeclared(directory, document, passages)
        if write:
            others = [passage for passage in former if passage.anchor.partition("#")[0] != document]
            path.parent.mkdir(exist_ok=True)
            together = sorted(others + passages, key=lambda passage: passage.anchor.partition("#")[0])
            path.write_text(_as_csv(together), "utf-8", newline="")
            moves = {change.before: change.after for change in changes if change.what == "moved"}
            if move and any(statement.anchor in moves for statement in statements):
                claims.write_bytes(stated.moved(data, moves))
    except (UnreadableDocumentError, UnicodeDecodeError) as error:
        raise UsageError(f"{text} cannot be read: {error}") from None
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    before = {change.after: change.before for change in changes}  # claims name the passages as they were
    names = (before.get(passage.anchor) or passage.anchor for passage in passages)
    words = dict(zip(names, (block.text for block in blocks), strict=True))
    copied = [
        (statement, found)
        for statement in statements
        if statement.anchor in words and (found := copied_words(statement.text, words[statement.anchor], COPIED))
    ]
    return Reading(passages, changes, copied, _displaced(changes, statements), undeclared)


def _displaced(changes: Iterable[Change], statements: Iterable[Stated]) -> dict[str, list[str]]:
    gone = {change.before for change in changes if change.before}
    found: dict[str, list[str]] = {}
    for statement in statements:
        if statement.anchor in gone:
            found.setdefault(statement.anchor, []).append(statement.claim)
    return found


def _kept(directory: Path, document: str) -> Path:
    """The file that holds the text of a document, as ``documents.csv`` says."""
    path = directory / DOCUMENTS.file
    if path.exists():
        sheet = csv_table.read(DOCUMENTS.file, path.read_bytes(), DOCUMENTS)
        for name, file in zip(sheet.column("id"), sheet.column("path"), strict=True):
            if name == document and file:
                return directory / file
    raise UsageError(f"name the file that holds the text of '{document}': {DOCUMENTS.file} gives no path for it")


def _undeclared(directory: Path, document: str, passages: Sequence[Passage]) -> str:
    """What is to be written into ``documents.csv`` when it has no row for the document; nothing when it has one."""
    path = directory / DOCUMENTS.file
    data = path.read_bytes() if path.exists() else b""
    sheet = csv_table.read(DOCUMENTS.file, data, DOCUMENTS)
    if document in sheet.column("id"):
        return ""
    title = next((passage.heading for passage in passages if passage.heading), document)
    header = _HEADER if not sheet.columns else physical_lines(data.decode("utf-8-sig", "replace"))[0].strip()
    separator = delimiter(header)
    known = {"id": document, "title": title}
    cells = [known.get(name.strip(' "').casefold(), "") for name in header.split(separator)]
    row = io.StringIO(newline="")
    csv.writer(row, delimiter=separator, lineterminator="").writerow(cells)
    said = f"{path} has no row for '{document}'" if path.exists() else f"{path} is not there yet"
    begun = "" if sheet.columns else f"{header}\n"
    near = nearest(document, sheet.column("id"))
    meant = f" (did you mean '{near}'?)" if near else ""
    return f"{said}{meant}; write into it:\n{begun}{row.getvalue()}"


def _as_csv(passages: Iterable[Passage]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Passage._fields)
    writer.writerows(passages)
    return text.getvalue()
