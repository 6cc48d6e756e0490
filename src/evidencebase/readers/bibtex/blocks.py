"""Where blocks begin and end in a text that may be broken: in linear time, whatever the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.patterns import late
from evidencebase.readers.bibtex.grammar import BLOCK, HEADER, NAMED_BLOCK, START

_IN_BRACES = late(rf"[{{}}]|{HEADER}")
_IN_PARENTHESES = late(rf'[{{}}")]|{HEADER}')
_BRACES = late(r"[{}]")
_PARENTHESES = late(r"[()]")
QUOTED_HEADERS = 3  # so many blocks may be quoted inside a value before it counts as not closed


class End(NamedTuple):
    """End of a block: behind its closing brace, or where the next block begins if it is not closed before that.

    ``inside`` tells where, in a block that is closed, lines begin that look like other blocks.
    """

    position: int
    closed: bool
    inside: tuple[int, ...] = ()


def next_header(text: str, position: int) -> int:
    """Where the next block begins at the latest: on a line of its own, or behind an end in the same line."""
    at = text.find("@", position + 1)
    while at > 0:
        if text[at - 1] == "\n" or (BLOCK.match(text, at) and _begins(text, at)):
            return at
        at = text.find("@", at + 1)
    return len(text)


def _begins(text: str, position: int) -> bool:
    """Whether a line or the end of a block stands before, blanks aside."""
    behind = position - 1
    while behind > 0 and text[behind] == " ":
        behind -= 1
    return text[behind] == "\n" or (text[behind] in "})" and NAMED_BLOCK.match(text, position) is not None)


def next_start(text: str, position: int) -> re.Match[str] | None:
    """The next ``@type{`` outside of blocks. What follows a ``%`` in the same line is a comment."""
    while match := START.search(text, position):
        line = max(text.rfind("\n", position, match.start()) + 1, position)
        if text.find("%", line, match.start()) < 0:
            return match
        position = text.find("\n", match.start())
        if position < 0:
            return None
    return None


def end(text: str, opening: int) -> End:
    """Where the block whose brace or parenthesis opens at ``opening`` ends.

    A line inside that begins a block as well means that this one is not closed, unless the line stands in a
    value that is closed later on: an abstract may quote BibTeX.
    """
    parentheses = text[opening] == "("
    top = depth = 0 if parentheses else 1
    quoted = False
    headers: list[int] = []
    for match in (_IN_PARENTHESES if parentheses else _IN_BRACES).finditer(text, opening + 1):
        token = match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            depth = max(depth - 1, 0)
            if not depth and not parentheses:
                return End(match.end(), True, tuple(headers))
        elif token == '"':
            quoted = quoted != (not depth)
        elif token == ")":
            if not depth and not quoted:
                return End(match.end(), True, tuple(headers))
        else:
            headers.append(match.start() + token.index("@"))
            if depth + quoted <= top or len(headers) > QUOTED_HEADERS:
                break
            depth += "{" in token
    return End(headers[0] if headers else len(text), False)


class Comments:
    """Ends of ``@comment{...}``, which may hold whole entries; one that is not closed ends with its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.one_was_open = False

    def end(self, opening: int) -> int:
        """Position behind the comment that opens at ``opening``. Only the first open one costs a look at the rest."""
        found = end(self.text, opening)
        if not found.closed and not self.one_was_open:
            found = self._end_of_all(opening)
            self.one_was_open = not found.closed
        if found.closed:
            return found.position
        line_end = self.text.find("\n", opening)
        return line_end if line_end >= 0 else len(self.text)

    def _end_of_all(self, opening: int) -> End:
        opener = self.text[opening]
        depth = 0
        for match in (_BRACES if opener == "{" else _PARENTHESES).finditer(self.text, opening):
            depth += 1 if match[0] == opener else -1
            if not depth:
                return End(match.end(), True)
        return End(len(self.text), False)
