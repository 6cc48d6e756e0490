"""What is doubtful in the values of an entry's fields, as far as one entry can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evidencebase.patterns import late
from evidencebase.readers.bibtex.shapes import Doubt, Shape

_DAY = r"(?:0[1-9]|[12]\d|3[01]|XX)"
_MONTH = r"(?:0[1-9]|1[0-2]|2[1-9]|3\d|4[01]|XX)"  # 21 to 41: seasons, quarters and the like
_TIME = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR = r"-?\d{4}|\d{3}X|\d\dXX|Y-?\d{5,}"
_ONE_DATE = rf"(?:{_YEAR})(?:-{_MONTH}(?:-{_DAY}{_TIME})?)?[~?%]?"
_DATE = late(rf"{_ONE_DATE}|(?:{_ONE_DATE}|\.\.)?/(?:{_ONE_DATE}|\.\.)?")
_EDITION = late(r"\bed(?:ition|n|\.|$)|\bedi(?:c|ç|z|t)i", re.I)
_DOI = late(r"(?:https?://(?:dx\.)?doi\.org/|doi:? ?)(10\.\d{4,9}/[^\s,;{}]+)", re.I)
_PMID = late(r"\bpmid:? ?(\d{4,8})\b", re.I)
_ARXIV = late(r"arxiv(?:\.org/(?:abs|pdf)/|:) ?(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.I)
_ORCID = late(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b")
_ENTITY = late(
    r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
    r"|</?(?:i|b|em|su[bp]|strong|scp|p|span|jats:\w+|mml:\w+)(?: [^<>]*)?/?>"
)
_VERBATIM = late(r"\$[^$]*\$|\\(?:url|href|path|verb)\s*\{[^{}]*\}|https?://\S+|\\.", re.S)
_UNESCAPED = late(r"[&%#_^$]")
_ACCENT = late(r"""\\(?:["'`^~=.]|[uvHcdbkr](?=[ {])|(?:ss|o|O|l|L|aa|AA|ae|AE|oe|OE)\b)""")
_CAPITALS = late(r"[A-Z](?<=[A-Za-z][A-Z])")
_TITLE_WORD = late(r"(?<![\w\\{])(?:[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}[\w-]*)")
_INNERMOST = late(r"\{[^{}]*\}")
_COMMAND = late(r"\\[A-Za-z]+|\$[^$]*\$")


def doubts(shape: Shape, fields: Mapping[str, str], together: str) -> list[Doubt]:
    """Everything doubtful about one entry: its type, the names and the values of its fields.

    ``together`` are all the values in one: what is in none of them need not be looked for in each.
    """
    get = fields.get
    found = [*shape.doubts]
    if shape.dates:
        found += _dates(shape, fields)
    month = get("month")
    if month and month.isdecimal() and not 1 <= int(month.lstrip("0")[:3] or 0) <= 12:
        found.append(Doubt("works/bad-date", "month", {"value": month[:60], "problem": "is no month"}))
    if "date" in shape.dates:
        found += _years(fields["date"], get("year") or "")
    edition = get("edition")
    if edition and _EDITION.search(edition):
        found.append(Doubt("works/bad-edition", "edition", {"edition": edition[:60]}))
    if shape.elsewhere and _may_be_misplaced(shape, fields):
        found += _misplaced(shape, fields)
    if shape.orcids:
        found += _orcids(shape, fields)
    if _is_odd(together) and _is_odd(" ".join(map(fields.__getitem__, shape.typeset))):
        for name in shape.typeset:
            if _is_odd(fields[name]):
                found += _characters(name, fields[name])
    title = get("title")
    if title and (rest := title[1:]) != rest.lower() and _CAPITALS.search(title):
        found += _capitals(title)
    return found


# The questions that every entry is asked, in the fastest way; most need no further look


def _may_be_misplaced(shape: Shape, fields: Mapping[str, str]) -> bool:
    """Whether there may be an identifier that has no field of its own."""
    doi = fields.get("doi")
    if doi and (fields.get("pmid") or fields.get("eprint")):
        return False
    lower = " ".join(map(fields.__getitem__, shape.elsewhere)).lower()
    return "pmid" in lower or not lower.isascii() or (not doi and ("10." in lower or "arxiv" in lower))


def _is_odd(text: str) -> bool:
    """Whether LaTeX or HTML make something of a character other than a letter with its accent."""
    return (
        "&" in text
        or "$" in text
        or "%" in text
        or "_" in text
        or "#" in text
        or "^" in text
        or "<" in text
        or ("\\" in text and not text.isascii())
    )


def _dates(shape: Shape, fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in shape.dates:
        value = fields[name]
        if value and value.isascii() and not _DATE.fullmatch(value):
            yield Doubt("works/bad-date", name, {"value": value[:60], "problem": "is not a date"})


def _years(date: str, year: str) -> Iterator[Doubt]:
    if date and year.isdigit() and _DATE.fullmatch(date) and year not in date:
        yield Doubt(
            "works/bad-date", "date", {"value": date, "problem": f"is not in the year {year}, which it also has"}
        )


def _misplaced(shape: Shape, fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in shape.elsewhere:
        for scheme, pattern, homes in (
            ("DOI", _DOI, ("doi",)),
            ("PubMed id", _PMID, ("pmid", "eprint")),
            ("arXiv id", _ARXIV, ("eprint", "arxiv", "arxivid", "doi")),
        ):
            if not any(map(fields.get, homes)) and (match := pattern.search(fields[name])):
                home = homes[0]
                values = {"scheme": scheme, "value": match[1].rstrip(".)"), "home": home}
                yield Doubt("works/identifier-in-wrong-field", name, values)
                return


def _orcids(shape: Shape, fields: Mapping[str, str]) -> Iterator[Doubt]:
    for name in shape.orcids:
        if value := fields[name]:
            found = _ORCID.findall(value)
            if not found:
                yield Doubt(
                    "works/bad-orcid", name, {"value": value[:60], "problem": "it is not four times four digits"}
                )
            for orcid in found:
                if not _is_orcid(orcid):
                    yield Doubt("works/bad-orcid", name, {"value": orcid, "problem": "its check digit is wrong"})


def _is_orcid(orcid: str) -> bool:
    """ISO/IEC 7064, MOD 11-2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == orcid[-1].upper()


def _characters(name: str, value: str) -> Iterator[Doubt]:
    if "<" in value or _UNESCAPED.search(value):
        if entity := _ENTITY.search(value):
            yield Doubt("works/html-entity", name, {"name": name, "entity": entity[0][:40]})
        plain = _VERBATIM.sub(" ", _ENTITY.sub(" ", value))
        if bare := _UNESCAPED.search(plain):
            around = plain[max(0, bare.start() - 12) : bare.end() + 12].strip()
            yield Doubt("works/unescaped-character", name, {"name": name, "character": bare[0], "around": around})
    if not value.isascii() and "\\" in value and (accent := _ACCENT.search(value)):
        letter = next(character for character in value if character > "\x7f")
        values = {"name": name, "command": value[accent.start() : accent.end() + 4], "letter": letter}
        if letter.isalpha():
            yield Doubt("works/latex-in-unicode", name, values)


def _capitals(title: str) -> Iterator[Doubt]:
    words = [match[0] for match in _TITLE_WORD.finditer(_outside_braces(_COMMAND.sub(" ", title)))]
    if words and sum(map(str.isupper, title)) * 2 <= sum(map(str.isalpha, title)):  # otherwise it is shouted as a whole
        yield Doubt("works/unprotected-capital", "title", {"words": ", ".join(dict.fromkeys(words[:4]))})


def _outside_braces(text: str) -> str:
    """The text without what stands in braces; a brace for each character of that where the braces are not balanced."""
    rest = text
    for _ in range(text.count("{") and 3):
        rest = _INNERMOST.sub(" ", rest)
    if "{" not in rest and "}" not in rest:
        return rest
    depth = 0
    kept = []
    for character in text:
        depth += (character == "{") - (character == "}")
        kept.append(character if depth <= 0 else "{")
    return "".join(kept)
