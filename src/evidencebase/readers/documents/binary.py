"""What a file is that holds no text, told by how its bytes begin and not by its name."""

from __future__ import annotations

_ZIP = b"PK\x03\x04"
_BEGINNINGS = (
    (b"%PDF-", "a PDF, which is not read: convert it, or copy its text into a .txt file"),
    (b"{\\rtf", "Rich Text: save it as .docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc) or the like: save it as .docx"),
    (_ZIP, "a zip file: unpack it; if Word made it, let its name end in .docx"),
    (b"\x1f\x8b", "a gzip file: unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file: unpack it"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"\xff\xfe", "text in UTF-16: save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16: save it as UTF-8"),
)


def kind(data: bytes, *, zipped: bool = False) -> str | None:
    """What the bytes are and what to do, when they are no text; ``zipped``: a zip file is right, as Word's are."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return None if zipped and beginning == _ZIP else name
    if b"\0" in data and not zipped:
        return "no text: it holds a NUL byte"
    return None
