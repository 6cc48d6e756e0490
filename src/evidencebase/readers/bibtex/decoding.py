"""Bytes -> text: UTF-8, UTF-16, an encoding that the file declares, or else Windows-1252 with a warning."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from evidencebase.patterns import late

# JabRef: "% Encoding: Cp1252"; BibDesk and editors: "%!BIB encoding = latin1", "-*- coding: latin-1 -*-".
_DECLARED = late(rb"(?im)^[ \t]*[%@][^\n]{0,200}?coding[ \t]*[:=][ \t]*([\w.-]+)")
_SUFFIX = late(r"-(?:unix|dos|mac)$")  # Emacs: how lines end
_SAVE = "save it as UTF-8"
_HEAD = 4096  # bytes in which a declaration is looked for
_NAMES = {"isolatin": "latin-1", "isolatin9": "iso8859-15", "ansi": "cp1252", "applemacroman": "mac-roman"}
_TEXT = late(r"(?:iso8859|latin|cp\d|mac|utf-?(?:8|16|32)|koi8|gb|big5|euc|shift_jis|ascii|tis-620)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """The text, its blanks made plain; ``problem`` says what is wrong with the bytes, at which line, or is empty."""

    text: str
    problem: str = ""
    line: int = 0


def decode(data: bytes) -> Decoded:
    """The text of a ``.bib`` file. Never raises: what cannot be decoded is replaced, and said."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark), encoding)
    if encoding := _unmarked(data):
        text = _plain(data.decode(encoding, "replace"))
        return Decoded(
            text, f"{encoding.upper()} without a byte order mark, which other programs cannot read; {_SAVE}", 1
        )
    try:
        return Decoded(_plain(data.decode()))
    except UnicodeDecodeError as error:
        line = _plain(data[: error.start].decode()).count("\n") + 1
    declared = _declared(data)
    if declared and not declared.startswith("utf-8"):
        try:
            return Decoded(_plain(data.decode(declared)))
        except UnicodeError:
            reason = f"declared as {declared}, which it is not"
    else:
        reason = "not UTF-8, and no other encoding is declared"
    text = _plain("\n".join(map(_line, data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))))
    return Decoded(text, f"{reason}; read as Windows-1252: {_SAVE}", line)


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(_plain(data.decode(encoding)))
    except UnicodeError:
        text = _plain(data.decode(encoding, "replace"))
        line = text.partition("\ufffd")[0].count("\n") + 1
        return Decoded(text, f"begins as {encoding.upper()}, but is broken; {_SAVE}", line)


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of Latin letters is zero, and none of any other encoding is."""
    head = data[:_HEAD]
    high, low = head[::2].count(0), head[1::2].count(0)
    if not head or max(high, low) * 4 < len(head):
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _declared(data: bytes) -> str:
    """Python's name of the encoding that the first lines declare, or nothing when it is unknown or not text."""
    match = _DECLARED.search(data, 0, _HEAD)
    if match is None:
        return ""
    name = _SUFFIX.sub("", match[1].decode("ascii", "replace").lower())
    for known in (_NAMES.get(name, name), name.replace("-", "")):
        try:
            codec = codecs.lookup(known).name
        except (LookupError, ValueError):
            continue
        return codec if _TEXT.match(codec) else ""
    return ""


def _line(line: bytes) -> str:
    """One line of a file without known encoding: files pasted together from several sources are mixed."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _plain(text: str) -> str:
    """The text with ``\\n`` at the end of lines, and other blanks as the space that they mean."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for blank in "\t\f\v\xa0":
        if blank in text:
            text = text.replace(blank, " ")
    return text
