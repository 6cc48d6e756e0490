"""The grammar of regular BibTeX as regular expressions that never backtrack (every repetition is possessive).

What they do not match (deeper braces, odd names and keys, mistakes) is read by ``tolerant``.
"""

from __future__ import annotations

import re

MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
NOT_ENTRIES = frozenset(("string", "preamble", "comment"))


def _text(depth: int, stop: str = "") -> str:
    """Text without the characters of ``stop`` and with balanced braces, at most ``depth`` deep."""
    plain = rf"[^{{}}{stop}]*+"
    if not depth:
        return plain
    return rf"{plain}(?:\{{{_text(depth - 1)}\}}{plain})*+"


_NAME = r"[A-Za-z][\w:+.-]*+"
_BARE = rf"[0-9]++|{_NAME}"
_PART = rf'(?:\{{{_text(3)}\}}|"{_text(2, chr(34))}"|{_BARE})'
_MORE = rf"(?:\s*+#\s*+{_PART})*+"
_FIELDS = rf"(?:,\s*+{_NAME}\s*+=\s*+{_PART}{_MORE}\s*+)*+"

# type, opening, key, closing; FIELD then finds the fields between the ends of key and entry
ENTRY = re.compile(rf"""@([A-Za-z]++)\s*+([{{(])\s*+([^\s,{{}}()"'=@#%~\\]++)\s*+{_FIELDS},?+\s*+([}})])""")
# name, text in braces, text in quotes, number or macro, what is concatenated to it
FIELD = re.compile(rf'({_NAME})\s*+=\s*+(?:\{{({_text(3)})\}}|"({_text(2, chr(34))})"|({_BARE}))({_MORE})')
PART = re.compile(rf'\{{({_text(3)})\}}|"({_text(2, chr(34))})"|({_BARE})')
STRING = re.compile(rf"@string\s*+([{{(])\s*+({_NAME})\s*+=\s*+({_PART}{_MORE})\s*+([}})])", re.I)

# What begins a block, wherever it stands outside of one: type and opening
START = re.compile(r"""@[ \t]*+([^\s{}(),"@%=#']++)\s*+([{(])""")
# What must be the beginning of a block even inside another one that is not closed: on a line of its own, or behind }
_TYPE = r"@[ \t]*+[A-Za-z]\w*+\s*+[{(]"
HEADER_LINE = rf"\n[ \t]*+{_TYPE}"
HEADER = rf"{HEADER_LINE}|(?<=[}})])[ \t]*+{_TYPE}\s*+[^\s,{{}}()=\"]++\s*+,"
# A field that begins on a line of its own
FIELD_LINE = r",?[ \t]*+\n[ \t]*+(?=[A-Za-z][\w:+.-]*+[ \t]*+=[ \t]*+[{\"\w])"
