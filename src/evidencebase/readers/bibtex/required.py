"""Which fields an entry of each type cannot do without, in BibTeX and in biblatex."""

from __future__ import annotations

from collections.abc import Mapping

# "a|b": one of the two is enough.
# "BibTeXing" (btxdoc, Oren Patashnik 1988), section 3.1 "Entry Types".
BIBTEX = {
    "article": "author title journal year",
    "book": "author|editor title publisher year",
    "booklet": "title",
    "conference": "author title booktitle year",
    "inbook": "author|editor title chapter|pages publisher year",
    "incollection": "author title booktitle publisher year",
    "inproceedings": "author title booktitle year",
    "manual": "title",
    "mastersthesis": "author title school year",
    "misc": "",
    "phdthesis": "author title school year",
    "proceedings": "title year",
    "techreport": "author title institution year",
    "unpublished": "author title note",
}
# Pages of organisations name no person and carry the day of the visit only, as the manual's own examples do.
_PAGE = "author|editor|organization|label title date|urldate doi|eprint|url"
# "The biblatex Package" 3.20, section 2.1.1 "Regular Types" and 2.1.2 "Type Aliases".
BIBLATEX = {
    "article": "author title journaltitle date",
    "book": "author title date",
    "mvbook": "author title date",
    "inbook": "author title booktitle date",
    "bookinbook": "author title booktitle date",
    "suppbook": "author title booktitle date",
    "booklet": "author|editor title date",
    "collection": "editor title date",
    "mvcollection": "editor title date",
    "incollection": "author title booktitle date",
    "suppcollection": "author title booktitle date",
    "dataset": "author|editor title date",
    "manual": "author|editor title date",
    "misc": "author|editor title date",
    "online": _PAGE,
    "electronic": _PAGE,
    "www": _PAGE,
    "patent": "author title number date",
    "periodical": "title date",  # the manual also wants an editor, which its own example does not have
    "suppperiodical": "author title journaltitle date",
    "proceedings": "title date",
    "mvproceedings": "title date",
    "inproceedings": "author title booktitle date",
    "conference": "author title booktitle date",
    "reference": "editor title date",
    "mvreference": "editor title date",
    "inreference": "author title booktitle date",
    "report": "author title type institution date",
    "techreport": "author title institution date",
    "software": "author|editor title date",
    "thesis": "author title type institution date",
    "mastersthesis": "author title institution date",
    "phdthesis": "author title institution date",
    "unpublished": "author title date",
}
# biblatex reads the old names as the new ones (section 2.2.5 "Field Aliases"), and so do people who use both.
_ALIASES = {
    "journal": "journal|journaltitle",
    "journaltitle": "journaltitle|journal",
    "year": "year|date",
    "date": "date|year",
    "school": "school|institution",
    "institution": "institution|school",
}

_Alternatives = tuple[tuple[str, ...], ...]


def _alternatives(fields: str) -> _Alternatives:
    return tuple(tuple("|".join(_ALIASES.get(f, f) for f in field.split("|")).split("|")) for field in fields.split())


REQUIRED: dict[str, tuple[_Alternatives, ...]] = {
    type_: tuple(_alternatives(table[type_]) for table in (BIBTEX, BIBLATEX) if type_ in table)
    for type_ in {**BIBTEX, **BIBLATEX}
}


def _said(names: tuple[str, ...]) -> str:
    """The alternatives as people say them, each by one of its names."""
    different = [name for at, name in enumerate(names) if _ALIASES.get(name, "|").rpartition("|")[2] not in names[:at]]
    return ", ".join(different[:-1]) + (" or " if different[1:] else "") + different[-1]


def missing(type_: str, fields: Mapping[str, str]) -> str | None:
    """The fields that an entry lacks, joined by ``; ``. It lacks none when BibTeX or biblatex is content with it."""
    nearest: list[str] | None = None
    for standard in REQUIRED.get(type_, ()):
        lacking = [_said(names) for names in standard if not any(map(fields.get, names))]
        if not lacking:
            return None
        if nearest is None or len(lacking) < len(nearest):
            nearest = lacking
    return "; ".join(nearest) if nearest else None
