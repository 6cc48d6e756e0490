"""The cells of a table that list people -> names, whatever order and separator the table has.

Tables write ``Smith, J.A.; Jones, B.``, ``Smith J.A., Jones B.``, ``Smith, J.A., Jones, B.``, ``John Smith, Bo Jones``.
Most cells show which; the others are read as most of their table is, and where none shows it, that is doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from evidencebase.comparison.people import GROUP_WORDS
from evidencebase.formats import people
from evidencebase.readers.bibtex.names import read as read_name

COMMA = "Family, Given"
BEHIND = "Family G."
BEFORE = "Given Family"
_DOUBT = "may be one person or several: separate people by semicolons, as in 'Family, Given; Family, Given'"

_REST = re.compile(r"[,;]?\s+(?:et al\.?|and others)$", re.I)
_AND = re.compile(r",? (?:and|&) ")
_LISTED = re.compile(r"\[(?:'[^']*'|\"[^\"]*\")(?:, (?:'[^']*'|\"[^\"]*\"))*\]")  # as Python prints a list
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_ALWAYS_SUFFIX = ("jr", "sr", "2nd", "3rd", "4th")
_NONE = ("Jr", "Sr", "St", "Dr", "Co")  # short words that look like initials
_SUFFIX = (*_ALWAYS_SUFFIX, "ii", "iii", "iv")
_JOINING = frozenset(("of", "for", "the", "and", "&", "in", "on", "at"))


def usual(cells: Iterable[str]) -> str:
    """How a table writes its people: COMMA, BEHIND, BEFORE or, when no cell shows it, nothing."""
    found = Counter(style for cell in cells if (style := _style(cell)))
    return found.most_common(1)[0][0] if found else ""


def read(cell: str, order: str = "") -> tuple[list[people.Name], str]:
    """The people of a cell, and what is doubtful about them; ``order`` is what ``usual`` says of the table."""
    whole = _REST.sub("", _plain(cell))
    rest = [{"literal": people.OTHERS}] if whole != _plain(cell) else []
    shown = _style(whole)
    parts = _parts(whole)
    doubt = f"'{whole[:60]}' {_DOUBT}" if not shown and not order and _is_open(whole, parts) else ""
    style = shown or order
    if ";" not in whole and len(parts) > 1:
        if style == COMMA and _are_pairs(parts):
            parts = [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
        elif style == COMMA and len(parts) == 2:
            parts = [", ".join(parts)]
    return [name for part in parts if (name := _name(part, style))] + rest, doubt


def behind(name: str) -> people.Name:
    """A name with initials behind the family name: ``Smith J.A.``, ``Smith JA Jr``; empty when it is none."""
    words = name.split()
    suffix = ""
    if len(words) > 2 and _is_suffix(words[-1], _SUFFIX) and _is_initials(words[-2]):
        suffix = words.pop()
    begins = len(words)
    while begins > 1 and _is_initials(words[begins - 1]):
        begins -= 1
    figures = any(map(str.isdigit, "".join(words[:begins])))
    if begins == len(words) or figures or "," in name or _is_group(words[:begins]):
        return {}
    family, within = _without_suffix(words[:begins])
    made = {"family": family, "given": " ".join(words[begins:]), "suffix": suffix or within}
    return {part: value for part, value in made.items() if value}


def _plain(cell: str) -> str:
    """The cell on one line; what Python prints of a list of names becomes one with semicolons."""
    written = " ".join(cell.split())
    if _LISTED.fullmatch(written):
        return "; ".join(one or other for one, other in _QUOTED.findall(written))
    sides = [[part.strip() for part in side.split(",")] for side in _AND.split(written)]
    if len(sides) == 1 or ";" in written:
        return written
    if all(len(side) == 2 for side in sides):  # Smith, John and Jones, Bo
        return "; ".join(map(", ".join, sides))
    if all(map(_are_pairs, sides)) or all(_is_person(part) for side in sides for part in side):
        return ", ".join(map(", ".join, sides))
    return written  # the name of a group may hold "and"


def _parts(cell: str) -> list[str]:
    """What stands between semicolons or else commas; there, a suffix is no part of its own."""
    if ";" in cell:
        return [part for one in cell.split(";") if (part := one.strip())]
    parts: list[str] = []
    for one in cell.split(","):
        part = one.strip()
        whole = bool(parts) and (bool(behind(parts[-1])) or (len(parts) % 2 == 0 and _is_initials(parts[-1])))
        if parts and _is_suffix(part, _SUFFIX if whole else _ALWAYS_SUFFIX):
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return parts


def _style(cell: str) -> str:
    """How a cell writes its people, if it shows."""
    cell = _REST.sub("", _plain(cell))
    parts = _parts(cell)
    apart = ";" in cell
    if any("," in part for part in parts) if apart else _are_pairs(parts):
        return COMMA
    if any(map(behind, parts)):
        return BEHIND
    # the second of two may be given names: Roe, Ada B. Maria
    if any(map(_begins_given, parts if apart or len(parts) != 2 else parts[:1])):
        return BEFORE
    return "" if apart else _by_words([part.split() for part in parts])


def _by_words(parts: Sequence[Sequence[str]]) -> str:
    """The style of a cell with commas and without initials, by the words between the commas."""
    if len(parts) > 2:
        return BEFORE if max(map(len, parts)) > 1 else ""
    one_person = len(parts) == 2 and (len(parts[0]) == 1 or len(parts[1]) == 1 or parts[0][0].islower())
    return COMMA if one_person else ""


def _is_open(cell: str, parts: Sequence[str]) -> bool:
    """Whether a cell can be read in two ways: ``María García, José Luis`` may be two people."""
    return ";" not in cell and len(parts) == 2 and all(len(part.split()) > 1 for part in parts)


def _are_pairs(parts: Sequence[str]) -> bool:
    """Whether family names and initials take turns."""
    return (
        len(parts) > 1
        and len(parts) % 2 == 0
        and all(_is_initials(part.removesuffix(suffix).strip()) for part in parts[1::2] for suffix in [_tail(part)])
        and not any(map(behind, parts[::2]))
    )


def _tail(part: str) -> str:
    word = part.rpartition(" ")[2]
    return word if word != part and _is_suffix(word, _SUFFIX) else ""


def _name(part: str, style: str) -> people.Name:
    if "," in part:
        family, _, given = part.partition(",")
        suffix = _tail(given.strip())
        family, within = _without_suffix(family.split())
        named = people.read(", ".join([family, given.removesuffix(suffix).strip()]))
        return named | {"suffix": suffix or within} if (suffix or within) and "family" in named else named
    if found := behind(part):
        return found
    words = part.split()
    one_person = _begins_given(part) or (style in ("", BEFORE) and 1 < len(words) < 6)
    if not one_person or _is_group(words) or not any(word[:1].isupper() for word in words):
        return people.read(part)
    written, suffix = _without_suffix(words)
    family, given = read_name(written)
    named = people.read(f"{family}, {given}" if given else family)
    return named | {"suffix": suffix} if suffix and "family" in named else named


def _is_person(name: str) -> bool:
    words = name.split()
    return bool(behind(name)) or (len(words) > 1 and not _is_group(words))


def _begins_given(name: str) -> bool:
    """Whether initials stand before the family name: ``J.A. Smith``, ``John A. Smith``."""
    words = _without_suffix(name.split())[0].split()
    dotted = any(_is_initials(word) and ("." in word or at) for at, word in enumerate(words[:-1]))
    return dotted and not _is_initials(words[-1]) and not _is_group(words)


def _is_initials(text: str) -> bool:
    """``J``, ``JA``, ``J.A.``, ``J.-P.``, ``J. A.``, also with two letters for one sound: ``Yu.A.``"""
    letters = [part for part in re.split(r"[.\s\-‐‑–]+", text) if part]
    if not letters or not all(part.isalpha() and part[0].isupper() for part in letters) or letters[0] in _NONE:
        return False
    if "." in text:
        return all(len(part) == 1 or (len(part) == 2 and part[1].islower()) or _capitals(part) for part in letters)
    return all(map(_capitals, letters))


def _capitals(part: str) -> bool:
    return len(part) < 5 and part.isupper()


def is_suffix(word: str) -> bool:
    """Whether a word may stand behind given names: a suffix, a degree."""
    return _is_suffix(word.strip().replace(".", ""), (*_SUFFIX, "", "junior", "senior", "md", "phd", "esq"))


def _is_suffix(word: str, known: Sequence[str]) -> bool:
    return word.rstrip(".").casefold() in known


def _without_suffix(words: Sequence[str]) -> tuple[str, str]:
    """A name without the suffix at its end, and that."""
    if len(words) > 1 and _is_suffix(words[-1], _SUFFIX):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def _is_group(words: Sequence[str]) -> bool:
    lower = {word.casefold().strip(".,()") for word in words}
    return not lower.isdisjoint(GROUP_WORDS) or bool({"of", "for", "and", "&"} & lower) or len(words) > 6
