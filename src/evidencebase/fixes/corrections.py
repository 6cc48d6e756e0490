"""An entry as the registries say it should be: the fields that differ get their values, the old ones stay in a note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evidencebase.comparison.agreement import DIFFER, MISSING
from evidencebase.comparison.fields import Field
from evidencebase.comparison.record import Record
from evidencebase.finding import UsageError
from evidencebase.fixes.edits import Edit, apply
from evidencebase.readers import bibtex

NOTE = "x-former"  # field that keeps the old values
# fields of a comparison -> fields of a work as `bibtex.place` knows them, and the name that a new field gets
_NAMES = {
    "title": ("title", "title"),
    "author": ("authors", "author"),
    "given": ("authors", "author"),
    "authors": ("authors", "author"),
    "year": ("year", "year"),
    "container": ("container", "journal"),
    "volume": ("volume", "volume"),
    "issue": ("issue", "number"),
    "pages": ("pages", "pages"),
    "doi": ("doi", "doi"),
    "pmid": ("pmid", "pmid"),
    "pmcid": ("pmcid", "pmcid"),
}
_FILLED = ("year", "container", "volume", "issue", "pages", "doi", "pmid", "pmcid")  # also where ours is missing
_PLAIN = ("doi", "pmid", "pmcid")
_SPECIAL = re.compile(r"([&%#_$])")
_BARE = re.compile(r"[^\s,{}\"]+")
_INDENT = re.compile(r"\n([ \t]*)\S")


def values(meant: Record, fields: Sequence[Field]) -> dict[str, tuple[str, str]]:
    """What the work has it as, by the field of :data:`_NAMES`: the name of a new field, and its value in BibTeX."""
    found = {}
    for field in fields:
        if field.agreement == DIFFER or (field.agreement == MISSING and field.name in _FILLED):
            column, name = _NAMES[field.name]
            if value := _people(meant) if column == "authors" else _value(meant, field):
                found[column] = (name, value)
    return found


def _people(meant: Record) -> str:
    names = (", ".join(filter(None, person)) if person.given else f"{{{person.family}}}" for person in meant.authors)
    return " and ".join(_escaped(name, braces="{}") for name in names)


def _value(meant: Record, field: Field) -> str:
    if field.name == "year":
        return str(meant.years[0]) if meant.years else ""
    if field.name == "title":
        return _escaped(meant.titles[0]) if meant.titles else ""
    if field.name == "container":
        return _escaped(meant.containers[0]) if meant.containers else ""
    own = str(getattr(meant, field.name)) or field.theirs
    return re.sub(r"[{}\s\\]", "", own) if field.name in _PLAIN else _escaped(own).replace("–", "--")


def _escaped(value: str, braces: str = "") -> str:
    """Text as BibTeX takes it; braces of the text are left out, since a single one would break the entry."""
    kept = "".join(sign for sign in value if sign not in "{}\\" or sign in braces)
    return _SPECIAL.sub(r"\\\1", " ".join(kept.split()))


def corrected(text: str, line: int, wanted: Mapping[str, tuple[str, str]], source: str) -> str:
    """The text of a file with an entry corrected; nothing else in it changes.

    Raises:
        UsageError: the entry cannot be found at its line.
    """
    edits, former, new = [], [], []
    for column, (name, value) in wanted.items():
        start, end = bibtex.span(text, line, column)
        if start == end and (bare := _bare(text, line, column)):
            start, end = bare
        if start == end:
            new.append((name, value))
            continue
        former.append(f"{name}: {' '.join(text[start:end].split())}")
        closed = text[start - 1] in '{"'
        edits.append(Edit(start, end, value if closed else f"{{{value}}}", "proposed"))
    if former:
        kept = f"before {source}: " + "; ".join(former)
        start, end = bibtex.span(text, line, NOTE)
        if start == end:
            new.append((NOTE, kept))
        else:
            edits.append(Edit(end, end, f" | {kept}", "proposed"))
    if new:
        at = _behind_key(text, line)
        indent = _INDENT.match(text, at)
        before = f"\n{indent[1]}" if indent else " "
        edits.append(Edit(at, at, "".join(f"{before}{name} = {{{value}}}," for name, value in new), "proposed"))
    return apply(text, edits)


def _bare(text: str, line: int, column: str) -> tuple[int, int] | None:
    """Where a value without braces or quotes stands, if the field is there."""
    at = _offset(text, *bibtex.place(text, line, column))
    match = _BARE.match(text, at)
    before = text[:at].rstrip()
    return match.span() if match and before.endswith("=") else None


def _behind_key(text: str, line: int) -> int:
    at = text.find(",", _offset(text, *bibtex.place(text, line, "key")))
    if at < 0:
        raise UsageError(f"no entry begins on line {line}: run `evidencebase check` and try again")
    return at + 1


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1
