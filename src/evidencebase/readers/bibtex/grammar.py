"""The grammar of regular BibTeX as regular expressions that never backtrack (every repetition is possessive).

What they do not match (deeper braces, odd names and keys, mistakes) is read by ``tolerant``.
"""

from __future__ import annotations

import re

from evidencebase.patterns import late

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


_GAP = r"[ \n]*+"
_NAME = r"[A-Za-z][0-9A-Za-z_:+.-]*+"
_BARE = rf"[0-9]++|{_NAME}"
_BRACED, _QUOTED = _text(3), _text(2, chr(34))
_PART = rf'(?:\{{{_BRACED}\}}|"{_QUOTED}"|{_BARE})'
_SUM = rf"{_PART}(?:{_GAP}#{_GAP}{_PART})*+"


def _field_or_end(line: str) -> re.Pattern[str]:
    after = rf"{_GAP}(?=[,)}}])"
    value = rf'{line}|\{{({_BRACED})\}}{after}|"({_QUOTED})"{after}|({_SUM}){after}'
    return late(rf",(\n)?+{_GAP}({_NAME}){_GAP}={_GAP}(?:{value})|,?+{_GAP}([)}}]){_GAP}\Z|(?s:.++)")


# Type, opening and key of an entry
HEAD = late(r"""@([A-Za-z]++)\s*+([{(])\s*+([^\s,{}()"'=@#%~\\]++)\s*+(?=[,})])""")
# Found one behind the other from there: the fields (newline before, name, value by line, in braces, in quotes, any
# other), then the end of the entry; or, where the entry is not regular, all the rest without any group.
FIELD_OR_END = _field_or_end("(?!)()")
# The same in half the time, as most fields are a line: the value by line is all between the braces at its ends, which
# is right if it is ``IN_BRACES``.
LINE_OR_END = _field_or_end(rf"(?(1)\{{([^\n]*)\}}(?:(?=,\n)|\n{_GAP}(?=[,)}}]))|(?!))")
IN_BRACES = late(_BRACED)
IN_QUOTES = late(_QUOTED)
# What is before the first value that has braces or quotes: the newline, equals sign and what opens the value
FIRST_VALUE = late(rf""",(\n)?+{_GAP}{_NAME}{_GAP}(={_GAP}([{{"]))""")
# The name of a field behind fields that are numbers or macros
WRITTEN_NAME = late(rf"((?:{_GAP}{_NAME}{_GAP}={_GAP}(?:{_BARE}){_GAP},)*+){_GAP}({_NAME}){_GAP}")
PART = late(rf'(?:\{{({_BRACED})\}}|"({_QUOTED})"|({_BARE}))')  # in braces, in quotes, number or macro
STRING = late(rf"@string\s*+([{{(])\s*+({_NAME})\s*+=\s*+({_SUM})\s*+([}})])", re.I)

# What begins a block, wherever it stands outside of one (but not in me@example.org): type and opening
START = late(r"""(?<!\w)@[ \t]*+([^\s{}(),"@%=#']++)\s*+([{(])""")
# What must be the beginning of a block even inside another one that is not closed: on a line of its own, or behind }
_BLOCK = r"@[ \t]*+[A-Za-z]\w*+\s*+[{(]"
_NAMED_BLOCK = rf"{_BLOCK}\s*+[^\s,{{}}()=\"]++\s*+,"
BLOCK = late(_BLOCK)
NAMED_BLOCK = late(_NAMED_BLOCK)
HEADER = rf"\n[ \t]*+{_BLOCK}|(?<=[}})])[ \t]*+{_NAMED_BLOCK}"
# A field that begins on a line of its own
FIELD_LINE = r",?[ \t]*+\n[ \t]*+(?=[A-Za-z][\w:+.-]*+[ \t]*+=[ \t]*+[{\"\w])"
