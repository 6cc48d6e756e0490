"""Plain text -> BibTeX values, so that LaTeX prints it and the reader of ``.bib`` files reads it back."""

from __future__ import annotations

import re

_SIGNS = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
}
_SIGN = re.compile(r"[&%$#_~^\\{}]|(?<=-)-|(?<=')'|(?<=`)`|(?<=[?!])`")  # two signs, one dash or quote
_UNSAFE = re.compile(r"[\s{}\\%]")


def encode(text: str) -> str:
    """The text with LaTeX's own signs and ligatures escaped; Unicode stays. Braces that do not match become round."""
    if not balanced(text):
        text = text.replace("{", "(").replace("}", ")")
    return _SIGN.sub(lambda match: _SIGNS.get(match[0], f"{{}}{match[0]}"), text)


def balanced(value: str) -> bool:
    """Whether a value can stand in braces: BibTeX counts escaped ones too."""
    depth = 0
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def verbatim(address: str) -> str:
    """A DOI or address, which is printed as it stands; what would break the entry is percent-encoded."""
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", address) if not balanced(address) else address
