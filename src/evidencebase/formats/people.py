"""Names of people as CSL has them, and as tagged formats write them: ``Family, Given, Suffix``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from evidencebase.formats.plain import mapping, text

Name = dict[str, Any]

OTHERS = "others"  # the name under which further authors go, who are not named
_BEHIND = re.compile(r"([^,]+?) ((?:[^\W\d_]\.[ -]?){1,4})")  # Liu R.
_BEFORE = re.compile(r"((?:[^\W\d_]\.[ -]?){1,4}) ([^,.]+)")  # R. Liu

_PARTS = ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")


def read(written: str) -> Name:
    """``Family, Given, Suffix``, ``Family I.J.``, ``I.J. Family``; else a group. Empty when there is none."""
    plain = text(written)
    if plain.casefold().strip(". ") in ("others", "et al", "and others"):
        return {"literal": OTHERS}
    if initials := _BEHIND.fullmatch(plain):
        return {"family": initials[1], "given": initials[2]}
    if initials := _BEFORE.fullmatch(plain):
        return {"family": initials[2], "given": initials[1]}
    family, *rest = (part.strip() for part in plain.split(","))
    if not rest:
        return {"literal": family} if family else {}
    if not family:
        return {"literal": ", ".join(filter(None, rest))} if any(rest) else {}
    parts = {"family": family, "given": rest[0], "suffix": ", ".join(filter(None, rest[1:]))}
    return {part: value for part, value in parts.items() if value}


def all(written: Iterable[str]) -> list[Name]:
    """The names that are some."""
    return [name for one in written if (name := read(one))]


def clean(value: object) -> Name:
    """A name of another program's CSL: known parts with plain text only."""
    given = mapping(value)
    named = {part: plain for part in _PARTS if (plain := text(given.get(part)))}
    if "literal" in named and "family" in named:
        del named["literal"]
    return named if "family" in named or "literal" in named else {"literal": named["given"]} if "given" in named else {}


def family(name: Mapping[str, Any]) -> str:
    """Family name with its particles, or name of the group."""
    parts = (name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family"))
    return " ".join(part for part in parts if part) or str(name.get("literal", ""))


def write(name: Mapping[str, Any]) -> str:
    """``Family, Given, Suffix``; a family name alone keeps a comma, so that it is not taken for a group."""
    if "family" not in name:
        return family(name)
    rest = [name.get("given", ""), name.get("suffix", "")]
    return ", ".join([family(name), *(rest if rest[1] else rest[:1])]).rstrip(" ")
