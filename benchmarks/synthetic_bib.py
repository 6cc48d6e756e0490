"""Made-up .bib files, in the styles that people and programs write, with planted defects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from synthetic_words import Prose, draws, listed
from synthetic_works import DEFECTS, DESIGNS, PROCEEDINGS, ROUND, WORDS, Works, is_proceedings

PROFILES = ("realistic", "broken", "parens", "one-line", "templated", "long-abstracts")
BROKEN = 0.1  # share of the entries, in profile "broken"

_ACCENTED = (
    r"M{\"u}ller",
    r"Garc{\'i}a",
    r"Sj{\"o}gren",
    r"{\O}stergaard",
    r"Dvo{\v{r}}{\'a}k",
    "Gómez",
    "Škoda",
    "Łukasz",
)
_PARTICLES = ("van der", "de", "von", "de la")
_GROUPS = ("{World Health Organization}", "{Endocrine Society}", "{Bone Study Group}", "{Trial Collaborators}")
_INITIALS = listed("A B C D E F G H J K L M N O P R S T V W Y")
_GIVEN = listed("""
Anna Ben Carla David Elena Farid Grace Hiro Ines Jan Karin Luca Maria Nils Olga Paul Quentin Rosa Sven Tomas
Ulla Victor Wei Xin Yuki Zoe
""")
_SPECIALS = (
    "{DXA}",
    "{HR-pQCT}",
    r"$\beta$-blockers",
    r"17$\beta$-estradiol",
    r"\textit{in vitro}",
    r"95\%",
    r"safety \& efficacy",
    r"Klinefelter{\textquoteright}s",
    r"na{\"\i}ve",
    "T--score",
    r"Ca$^{2+}$",
    "{T}rial",
)
_JOURNALS = """Journal of Bone and Mineral Research|Bone|Osteoporosis International|Calcified Tissue International|
Endocrine Reviews|European Journal of Endocrinology|The Journal of Urology|Andrology|Clinical Endocrinology|
Archives of Osteoporosis|Annals of Internal Medicine|Cochrane Database of Systematic Reviews|{PLOS} One|
Current Opinion in Endocrinology, Diabetes \\& Obesity|Journal of the Endocrine Society|The Aging Male""".replace(
    "\n", ""
).split("|")
_MACROS = {
    "jbmr": "Journal of Bone and Mineral Research",
    "jcem": r"The Journal of Clinical Endocrinology \& Metabolism",
}
_MONTHS = listed("jan feb mar apr may jun jul aug sep oct nov dec")
_BAD_DOIS = ("10.1016/", "j.bone.2004.01.002", "see publisher", "10.1O16", "10.1016")
_BAD_YEARS = ("in press", "19997", "204", "2O04", "n.d.", "20I3")

Field = tuple[str, str]  # name, value; a value with a leading NUL is written as it is (a macro, a number)


class Made(NamedTuple):
    """What was written: planted defects by rule, and how many entries."""

    planted: dict[str, list[str]]
    entries: int
    intact: int


def default_files(works: int) -> int:
    """How many .bib files so many works are spread over."""
    return max(1, min(16, works // 1_000))


def file_names(files: int) -> list[str]:
    """Paths of the .bib files below the evidence base."""
    return [f"references/works-{number + 1:02d}.bib" for number in range(files)]


def shares(works: int, files: int) -> list[range]:
    """The numbers of the works that each file holds."""
    bounds = [works * at // files for at in range(files + 1)]
    return [range(first, behind) for first, behind in pairwise(bounds)]


def write(folder: Path, works: Works, names: list[str], profile: str, rng: Random, prose: Prose) -> Made:
    """Write the .bib files, one after the other, entry by entry."""
    (folder / "references").mkdir(parents=True, exist_ok=True)
    writer = _Writer(works, profile, rng, prose)
    for index, (name, numbers) in enumerate(zip(names, shares(works.count, len(names)), strict=True)):
        text = writer.entries(index, numbers)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            if profile == "one-line":
                file.writelines(re.sub(r"\s*\n\s*", " ", entry) for entry in text)
            else:
                file.writelines(text)
    return Made(writer.planted, writer.written, writer.intact)


class _Writer:
    def __init__(self, works: Works, profile: str, rng: Random, prose: Prose) -> None:
        self.works, self.profile, self.rng, self.prose = works, profile, rng, prose
        self.planted: dict[str, list[str]] = {rule: [] for rule in DEFECTS if rule != "unused-work"}
        self.written = self.intact = 0
        self.capitals = False
        if profile == "broken":
            self.planted["broken-entry"] = []
            self.planted["undefined-macro"] = []
        self.people = draws(rng, [self._person() for _ in range(min(50_000, max(300, works.count)))])
        self.how_many = draws(rng, range(1, 9), [14, 16, 18, 16, 14, 10, 7, 5])
        self.shares = draws(rng, range(100))
        self.originals: list[list[Field]] = []

    def entries(self, file: int, numbers: range) -> Iterator[str]:
        """The text of one file, in pieces."""
        rng = self.rng
        self.capitals = file % 8 == 3  # as some programs export
        wrap: Callable[[str], str] = '"%s"'.__mod__ if file % 8 == 5 or self.profile == "parens" else "{%s}".__mod__
        if file == 0:  # macros for all the files: a bibliography is read as one set
            for name, meaning in _MACROS.items():
                yield f"@string{{{name} = {{{meaning}}}}}\n"
            yield "\n"
        elif self.profile != "one-line":  # a comment reaches to the end of its line
            yield "% Made up by benchmarks/generate.py; no such works exist.\n\n"
        repeated: list[str] = []
        for number in numbers:
            rule = self.works.plan.get(number, "")
            kind, fields = self._fields(number, rule, numbers)
            key = self.works.key(number)
            if rule == "duplicate-key":
                repeated.append(key)
            if self.profile == "broken" and not rule and not is_proceedings(number) and rng.random() < BROKEN:
                yield self._broken(kind, key, fields)
            else:
                self.intact += 1
                yield self._entry(kind, key, fields, wrap)
            self.written += 1
        for key in repeated:
            self.planted["duplicate-key"].append(key)
            self.written += 1
            yield self._entry(
                "article", key, self._article(self.works.count + self.written, "Repeated, Ann", 2001), wrap
            )

    def _fields(self, number: int, rule: str, numbers: range) -> tuple[str, list[Field]]:
        """Type and fields of a work."""
        family, year, _ = self.works.parts(number)
        if is_proceedings(number):
            title = f"Proceedings of the {year} {self.prose.title()}"
            return "proceedings", [
                ("title", title),
                ("booktitle", title),
                ("year", str(year)),
                ("publisher", "Example Press"),
            ]
        share = next(self.shares)
        first = f"{family}, {next(self.people).rpartition(', ')[2]}"
        authors = " and ".join([first, *(next(self.people) for _ in range(next(self.how_many) - 1))])
        if share in (98, 99):
            authors += " and others"
        design = DESIGNS[number % ROUND]
        about = [("x-design", design)]
        if design == "rct":
            about += [("x-n", str(40 + self.rng.randrange(4_000))), ("x-trial", f"NCT{number:08d}")]
        if share % 3 == 0:
            about.append(("x-record", "confirmed"))
        if rule or share < 78:
            fields = self._article(number, authors, year)
            if rule:
                fields = self._spoil(self.works.key(number), rule, fields)
            elif len(self.originals) < 50 and self.profile != "broken":
                self.originals.append(fields)
            return "article", fields + about
        kind, fields = self._other(number, share, authors, year, numbers)
        return kind, fields + about

    def _article(self, number: int, authors: str, year: int) -> list[Field]:
        share = next(self.shares)
        journal = f"\0{('jbmr', 'jcem')[share % 2]}" if share < 4 else _JOURNALS[(number * 7 + share) % len(_JOURNALS)]
        page = 1 + (number * 31) % 2_000
        biblatex = share >= 95
        fields = [
            ("author", authors),
            ("title", self._title(share)),
            ("journaltitle" if biblatex else "journal", journal),
            ("date", f"{year}-0{1 + share % 9}") if biblatex else ("year", str(year)),
            ("volume", str(1 + year - 1965)),
            ("number", str(1 + share % 12)),
            ("pages", f"{page}--{page + 3 + share % 9}"),
        ]
        if share % 2 and not biblatex:
            fields.append(("month", f"\0{_MONTHS[share % 12]}"))
        if share < 85:
            fields.append(("doi", f"10.{1000 + number % 8_000}/{WORDS[share % len(WORDS)]}.{year}.{number:07d}"))
        if share % 5 > 1:
            fields.append(("pmid", str(10_000_000 + number)))
        if share % 7 == 0:
            fields.append(("keywords", f"{WORDS[share % len(WORDS)]}, {WORDS[number % len(WORDS)]}"))
        if self.profile == "long-abstracts":
            fields.append(("abstract", self.prose.paragraph(250 + 4 * share)))
        elif share % 3 == 0:
            fields.append(("abstract", self.prose.paragraph(90 + share)))
        return fields

    def _other(self, number: int, share: int, authors: str, year: int, numbers: range) -> tuple[str, list[Field]]:
        fields = [("author", authors), ("title", self._title(share)), ("year", str(year))]
        address = f"https://example.org/{number}"
        parent = number // PROCEEDINGS * PROCEEDINGS + PROCEEDINGS - 1
        if share in (85, 86) and parent in numbers:  # the parent stands behind its children, in the same file
            return "inproceedings", [*fields, ("crossref", self.works.key(parent))]
        for below, kind, own in (
            (82, "book", [("publisher", "Example Press"), ("edition", str(1 + share % 4))]),
            (85, "incollection", [("booktitle", "Bone and Hormones"), ("publisher", "Example Press")]),
            (91, "inproceedings", [("booktitle", f"Proceedings of {address}")]),
            (93, "phdthesis", [("school", f"University of {self.works.families[share]}")]),
            (95, "techreport", [("institution", "Example Institute")]),
            (98, "misc", [("howpublished", rf"\url{{{address}}}")]),
        ):
            if share < below:
                return kind, fields + own
        return "online", [*fields, ("url", address), ("urldate", "2026-05-04")]

    def _title(self, share: int) -> str:
        text = self.prose.title()
        if share % 8 == 0:
            text = f"{text}: {_SPECIALS[(share // 8) % len(_SPECIALS)]} {self.prose.words(2)}"
        return text

    def _person(self) -> str:
        rng = self.rng
        share = rng.randrange(100)
        family = rng.choice(self.works.families)
        given = f"{rng.choice(_GIVEN)} {rng.choice(_INITIALS)}." if share % 2 else f"{rng.choice(_INITIALS)}."
        if share < 6:
            return f"{rng.choice(_ACCENTED)}, {given}"
        if share < 9:
            return f"{rng.choice(_PARTICLES)} {family}, {given}"
        if share < 10:
            return rng.choice(_GROUPS)
        return f"{given} {family}" if share < 22 else f"{family}, {given}"

    def _spoil(self, key: str, rule: str, fields: list[Field]) -> list[Field]:
        """The fields with a defect planted, and the defect on the record."""
        if rule in ("unused-work", "duplicate-key"):
            return fields
        named = dict(fields)
        if rule == "bad-doi":
            named["doi"] = self.rng.choice(_BAD_DOIS)
        elif rule == "bad-year":
            named.pop("date", None)
            named["year"] = self.rng.choice(_BAD_YEARS)
        elif rule == "missing-field":
            del named[
                self.rng.choice(
                    [n for n in ("author", "title", "journal", "journaltitle", "year", "date") if n in named]
                )
            ]
        elif rule == "duplicate-work":
            if not self.originals:
                return fields
            copy = dict(self.originals.pop())
            if self.rng.random() < 0.5:  # found by title, year and author alone
                copy.pop("doi", None)
                copy.pop("pmid", None)
            named = copy
        self.planted[rule].append(key)
        return list(named.items())

    def _entry(self, kind: str, key: str, fields: list[Field], wrap: Callable[[str], str]) -> str:
        left, right = "()" if self.profile == "parens" else "{}"
        if self.capitals:
            kind, fields = kind.upper(), [(name.upper(), value) for name, value in fields]
        lines = ",\n".join([f"  {name} = {value[1:] if value[0] == chr(0) else wrap(value)}" for name, value in fields])
        return f"@{kind}{left}{key},\n{lines}\n{right}\n\n"

    def _broken(self, kind: str, key: str, fields: list[Field]) -> str:
        """An entry with one of the mistakes that people make by hand."""
        text = self._entry(kind, key, fields, "{%s}".__mod__)
        spoilt = (
            text.replace("  title = ", "  series = nosuchmacro,\n  title = "),
            text.removesuffix("}\n\n") + "\n",  # never closed
            text.replace("},\n  title", ",\n  title", 1),  # a value never closed
            text.replace("title = {", 'title = "{', 1),  # a quote for a brace
            text.replace("},\n", "}\n", 1),  # no comma behind a value
            text.replace("title = ", "title ", 1),  # no equals sign
            text[: len(text) // 2] + "\n\n",  # cut off
            text.replace(f"{{{key},", "{,", 1),  # no key
        )
        mistake = (self.written - self.intact) % len(spoilt)
        self.planted["broken-entry" if mistake else "undefined-macro"].append(key)
        return spoilt[mistake]
