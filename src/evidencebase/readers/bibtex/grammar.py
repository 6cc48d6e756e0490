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
PAIRS = ("{}", "()")


def _text(depth: int, stop: str = "") -> str:
    """Text without the characters of ``stop`` and with balanced braces, at most ``depth`` deep."""
    plain = rf"[^{{}}{stop}]*+"
    if not depth:
        return plain
    return rf"{plain}(?:\{{{_text(depth - 1)}\}}{plain})*+"


_NAME = r"[A-Za-z][\w:+.-]*+"
_BARE = rf"[0-9]++|{_NAME}"
_PART = rf'(?:\{{{_text(3)}\}}|"{_text(2, chr(34))}"|{_BARE})'
_PARTS = rf'(?:\{{({_text(3)})\}}|"({_text(2, chr(34))})"|({_BARE}))'  # in braces, in quotes, number or macro
_SUM = rf"{_PART}(?:\s*+#\s*+{_PART})*+"

# Type, opening and key of an entry
HEAD = re.compile(r"""@([A-Za-z]++)\s*+([{(])\s*+([^\s,{}()"'=@#%~\\]++)\s*+(?=[,})])""")
# Found one behind the other from there: the fields (name, the three forms of a value, or several with # between), then
# the end of the entry; or, where the entry is not regular, all the rest without any group.
FIELD_OR_END = re.compile(
    rf",\s*+({_NAME})\s*+=\s*+(?:{_PARTS}\s*+(?=[,)}}])|({_SUM})\s*+(?=[,)}}]))|,?+\s*+([)}}])\s*+\Z|(?s:.++)"
)
PART = re.compile(_PARTS)
STRING = re.compile(rf"@string\s*+([{{(])\s*+({_NAME})\s*+=\s*+({_SUM})\s*+([}})])", re.I)

# What begins a block, wherever it stands outside of one (but not in me@example.org): type and opening
START = re.compile(r"""(?<!\w)@[ \t]*+([^\s{}(),"@%=#']++)\s*+([{(])""")
# What must be the beginning of a block even inside another one that is not closed: on a line of its own, or behind }
_BLOCK = r"@[ \t]*+[A-Za-z]\w*+\s*+[{(]"
_NAMED_BLOCK = rf"{_BLOCK}\s*+[^\s,{{}}()=\"]++\s*+,"
BLOCK = re.compile(_BLOCK)
NAMED_BLOCK = re.compile(_NAMED_BLOCK)
HEADER = rf"\n[ \t]*+{_BLOCK}|(?<=[}})])[ \t]*+{_NAMED_BLOCK}"
# A field that begins on a line of its own
FIELD_LINE = r",?[ \t]*+\n[ \t]*+(?=[A-Za-z][\w:+.-]*+[ \t]*+=[ \t]*+[{\"\w])"
