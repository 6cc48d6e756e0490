"""References as people cite them, with one kind of error planted in each, and what registries would answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from rapidfuzz import fuzz, process

from evidencebase.comparison import Answer, Person, Record, containers, decision, normal, people, verdict
from synthetic_words import SUBJECT_WORDS, coined

ROWS = 8  # candidates that a search gives
FOUND = frozenset({verdict.VERIFIED, verdict.VERIFIED_MINOR})
DIFFERS = frozenset({verdict.METADATA_DIFFERS})
LOST = frozenset({verdict.NOT_FOUND, verdict.SLOT_TAKEN})


class Case(NamedTuple):
    """A reference, what was planted, the answers, the work that is meant and the other one, and what is right."""

    kind: str
    entry: Record
    answers: tuple[Answer, ...]
    meant: Record | None
    other: Record | None
    verdicts: frozenset[str]
    field: str  # the one that must be named, or nothing


class Registries:
    """A pool of works and of near neighbours, which answers as Crossref and PubMed would."""

    def __init__(self, works: Sequence[Record], rng: Random) -> None:
        self.records = [*works, *(neighbour for work in works for neighbour in _neighbours(work, rng))]
        self._titles = [normal.title(record.titles[0]) for record in self.records]
        self._by_doi = {record.doi: record for record in self.records}

    def answers(self, entry: Record, absent: Record | None = None) -> tuple[Answer, ...]:
        """What is said of an entry by DOI, by place and by words; ``absent`` is a work that no registry knows."""
        found = []
        if entry.doi:
            known = self._by_doi.get(entry.doi)
            known = None if known is absent else known
            found.append(Answer("doi.org", "doi", verdict.ANSWERED if known else verdict.EMPTY))
            found.append(_answer("crossref", "doi", [known] if known else []))
        place = normal.volume(entry.volume).number, normal.pages(entry.pages).first
        at_place = [
            _in_pubmed(record)
            for record in self.records
            if record is not absent
            and (normal.volume(record.volume).number, normal.pages(record.pages).first) == place
            and containers.compare(entry.containers, record.containers) in ("match", "minor")
        ]
        found.append(_answer("pubmed", "citmatch", at_place[:3]))
        best = process.extract(
            normal.title(entry.titles[0]), self._titles, scorer=fuzz.token_sort_ratio, limit=ROWS + 1
        )
        likest = [self.records[at] for _, _, at in best if self.records[at] is not absent]
        found.append(_answer("crossref", "search", likest[:ROWS]))
        return tuple(found)


def cases(works: Sequence[Record], count: int, seed: int) -> list[Case]:
    """So many references of every kind, made of some works."""
    rng = Random(f"{seed} cases")
    registries = Registries(works, rng)
    return [
        plant(_Planting(kind, rng, works, registries), work)
        for kind, plant in KINDS.items()
        for work in _drawn(works, count * (3 if kind == "valid" else 1), rng)
    ]


class _Planting(NamedTuple):
    kind: str
    rng: Random
    works: Sequence[Record]
    registries: Registries

    def other(self, work: Record) -> Record:
        """Another work of another first author."""
        while people.same_family((other := self.rng.choice(self.works)).authors[0], work.authors[0]) != "differ":
            pass
        return other

    def case(self, entry: Record, work: Record | None, verdicts: frozenset[str], field: str = "") -> Case:
        return Case(
            self.kind, entry, self.registries.answers(entry), work, None, verdicts | _also(entry, verdicts), field
        )


def _valid(planting: _Planting, work: Record) -> Case:
    return planting.case(_cited(work, planting.rng), work, FOUND)


def _author(planting: _Planting, work: Record) -> Case:
    others = [other.authors[0] for other in planting.works if people.first(other.authors, work.authors) == "differ"]
    if not others:  # the only author in his script
        return _author(planting, planting.other(work))
    entry = _cited(work, planting.rng)
    return planting.case(
        entry._replace(authors=(planting.rng.choice(others), *entry.authors[1:])), work, DIFFERS, "author"
    )


def _given(planting: _Planting, work: Record) -> Case:
    first = Person(work.authors[0].family, "Wilhelmina")
    full = work._replace(authors=(Person(first.family, "Wendeline"), *work.authors[1:]))
    answers = tuple(
        answer._replace(records=tuple(full if record.doi == work.doi else record for record in answer.records))
        for answer in planting.registries.answers(work)
    )
    entry = _cited(work, planting.rng)._replace(authors=(Person(first.family, "Winthrop"), *work.authors[1:]))
    return Case(planting.kind, entry, answers, work, None, DIFFERS, "given")


def _journal(planting: _Planting, work: Record) -> Case:
    others = [other for other in planting.works if containers.compare(other.containers, work.containers) == "differ"]
    if not others:  # the only journal in its script
        return _journal(planting, planting.other(work))
    entry = _cited(work, planting.rng)._replace(containers=planting.rng.choice(others).containers[:1])
    return planting.case(entry, work, DIFFERS, "container")


def _year(planting: _Planting, work: Record) -> Case:
    entry = _cited(work, planting.rng)
    wrong = max(work.years) + planting.rng.choice((2, 3, 5, 10))
    return planting.case(entry._replace(years=(wrong,)), work, DIFFERS, "year")


def _volume(planting: _Planting, work: Record) -> Case:
    wrong = normal.volume(work.volume).number + planting.rng.choice((1, 2, 7, 30))
    return planting.case(_cited(work, planting.rng)._replace(volume=str(wrong)), work, DIFFERS, "volume")


def _first_page(planting: _Planting, work: Record) -> Case:
    first = normal.pages(work.pages).first + planting.rng.choice((1, 9, 90, 1000))
    return planting.case(_cited(work, planting.rng)._replace(pages=f"{first}--{first + 8}"), work, DIFFERS, "pages")


def _spelling(planting: _Planting, work: Record) -> Case:
    words = work.titles[0].split()
    long = [at for at, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    at = planting.rng.choice(long or [0])
    words[at] = words[at][:3] + words[at][4:]
    return planting.case(_cited(work, planting.rng)._replace(titles=(" ".join(words),)), work, FOUND)


def _word(planting: _Planting, work: Record) -> Case:
    words = work.titles[0].split()
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    words[planting.rng.choice(long or [0])] = planting.rng.choice(SUBJECT_WORDS) + "ism"
    entry = _cited(work, planting.rng)._replace(titles=(" ".join(words),))
    return planting.case(entry, work, DIFFERS, "title")


def _subtitle(planting: _Planting, work: Record) -> Case:
    entry = _cited(work, planting.rng)
    return planting.case(entry._replace(titles=(f"{work.titles[0]}: results from a large survey",)), work, FOUND)


def _mixed(planting: _Planting, work: Record) -> Case:
    """Title (and in half of the cases authors) of one work, everything else of another."""
    entry, other = _cited(work, planting.rng), planting.other(work)
    while _number(other) == _number(work):
        other = planting.other(work)
    place = _cited(other, planting.rng)
    authors = planting.rng.choice((entry.authors, place.authors))
    entry = place._replace(titles=entry.titles, authors=authors, doi="", pmid="")
    found = planting.case(entry, work, frozenset({verdict.MIXED_RECORD}))
    return found._replace(other=other)


def _swapped(planting: _Planting, work: Record) -> Case:
    other = planting.other(work)
    entry = _cited(work, planting.rng)._replace(doi=other.doi)
    return planting.case(entry, work, frozenset({verdict.WRONG_IDENTIFIER}), "doi")._replace(other=other)


def _neighbours_doi(planting: _Planting, work: Record) -> Case:
    """The DOI of a reply, a correction or a companion of the work."""
    near = [record for record in planting.registries.records if record.doi.startswith(f"{work.doi}.")]
    entry = _cited(work, planting.rng)._replace(doi=(other := planting.rng.choice(near)).doi)
    return planting.case(entry, work, frozenset({verdict.WRONG_IDENTIFIER}), "doi")._replace(other=other)


def _dead(planting: _Planting, work: Record) -> Case:
    entry = _cited(work, planting.rng)._replace(doi="10.5555/nowhere.1")
    return planting.case(entry, work, frozenset({verdict.DEAD_IDENTIFIER}), "doi")


def _title_only(planting: _Planting, work: Record) -> Case:
    """A real title under another author, journal, year, volume and page, where no work stands."""
    entry = _cited(planting.other(work), planting.rng)
    entry = entry._replace(titles=work.titles[:1], volume="998", pages="9001-9", years=(max(work.years) + 4,), doi="")
    if len(normal.title(work.titles[0]).split()) < 6:
        return planting.case(entry, None, frozenset({verdict.NOT_FOUND, verdict.AMBIGUOUS}))
    return planting.case(entry, work, DIFFERS | {verdict.AMBIGUOUS}, "author")


def _invented(planting: _Planting, work: Record) -> Case:
    """A title put together from several, under real names, in a place that no work has."""
    entry = _cited(work, planting.rng)
    title = _new_title(planting)
    entry = entry._replace(titles=(title,), volume=str(500 + planting.rng.randrange(400)), pages="7001-12", doi="")
    return planting.case(entry, None, frozenset({verdict.NOT_FOUND}))


def _slot(planting: _Planting, work: Record) -> Case:
    """A title put together from several, in the place of a work by others."""
    entry = _cited(work, planting.rng)
    entry = entry._replace(titles=(_new_title(planting),), authors=planting.other(work).authors[:3], doi="")
    return planting.case(entry, None, frozenset({verdict.SLOT_TAKEN}))._replace(other=work)


def _absent(planting: _Planting, work: Record) -> Case:
    """A right reference to a work that no registry knows, while they know its neighbours."""
    entry = _cited(work, planting.rng)._replace(doi="")
    answers = planting.registries.answers(entry, absent=work)
    return Case(planting.kind, entry, answers, None, None, LOST | _also(entry, LOST), "")


def _down(planting: _Planting, work: Record) -> Case:
    """An invented reference, and one of the registries failed."""
    found = _invented(planting, work)
    answers = list(found.answers)
    answers[planting.rng.randrange(len(answers))] = Answer("pubmed", "citmatch", verdict.FAILED, cause="timed out")
    return found._replace(answers=tuple(answers), verdicts=frozenset({verdict.INCOMPLETE}))


KINDS: dict[str, Callable[[_Planting, Record], Case]] = {
    "valid": _valid,
    "author": _author,
    "given name": _given,
    "journal": _journal,
    "year": _year,
    "volume": _volume,
    "first page": _first_page,
    "title, spelling": _spelling,
    "title, another word": _word,
    "title, a subtitle": _subtitle,
    "mixed record": _mixed,
    "DOI of another work": _swapped,
    "DOI of a neighbour": _neighbours_doi,
    "dead DOI": _dead,
    "title alone is real": _title_only,
    "invented": _invented,
    "invented, place taken": _slot,
    "unknown to registries": _absent,
    "invented, registry down": _down,
}


def _cited(work: Record, rng: Random) -> Record:
    """A work as people cite it: initials, et al., short pages, abbreviated journal, issue or DOI left out."""
    authors = list(work.authors)
    if rng.random() < 0.5:
        authors = [Person(one.family, " ".join(f"{part[0]}." for part in one.given.split())) for one in authors]
    if len(authors) > 3 and rng.random() < 0.4:
        authors = [*authors[: rng.choice((1, 3))], Person("et al.")]
    pages = work.pages.replace("-", "--") if rng.random() < 0.5 else work.pages.partition("-")[0]
    title = work.titles[0]
    title = rng.choice((title, title.rstrip(".") + ".", title.lower(), title.upper()))
    return work._replace(
        source="entry",
        identifier="key",
        titles=(title,),
        authors=tuple(authors),
        years=work.years[:1],
        containers=(_abbreviated(work.containers[0]) if rng.random() < 0.3 else rng.choice(work.containers),),
        issns=(),
        pages=pages,
        issue=work.issue if rng.random() < 0.7 else "",
        doi=work.doi if rng.random() < 0.5 else "",
        pmid="",
    )


def _abbreviated(journal: str) -> str:
    words = journal.partition(" (")[0].partition(" :")[0].split()
    short = [word if len(word) < 6 or not word.isalpha() else word[: 4 + len(word) % 3] + "." for word in words]
    return " ".join(word for word in short if word.lower() not in ("of", "the", "and", "&", "in", "for"))


def _neighbours(work: Record, rng: Random) -> list[Record]:
    """Two records that are easily taken for the work."""
    title, volume = work.titles[0].rstrip("."), normal.volume(work.volume).number
    first = normal.pages(work.pages).first
    words = title.split()
    at = max(range(len(words)), key=lambda place: len(words[place]))
    changed = " ".join([*words[:at], rng.choice(SUBJECT_WORDS) + "osis", *words[at + 1 :]])
    stranger = Person(coined(rng, 1, set())[0].title(), "Quentin")
    kinds = (
        {"titles": (f"Reply to: {title}",), "authors": work.authors[::-1], "pages": str(first + 400)},
        {"titles": (f"{title}. Part {'II' if 'part' not in title.lower() else 'XVII'}",), "volume": str(volume + 1)},
        {"titles": (f"Correction to: {title}",), "volume": str(volume + 1), "pages": str(first + 17)},
        {"titles": (changed,), "pages": f"{first + 40}-{first + 49}"},
        {"titles": (changed,), "volume": str(volume + 2), "pages": str(first + 3)},
        {"titles": (f"Letter on {rng.choice(SUBJECT_WORDS)} and {rng.choice(SUBJECT_WORDS)}",), "authors": (stranger,)},
    )
    return [
        work._replace(identifier=number, doi=number, pmid=f"{work.pmid}{at}", **change)
        for at, change in enumerate(rng.sample(kinds, 2))
        for number in (f"{work.doi}.{at}",)
    ]


def _also(entry: Record, verdicts: frozenset[str]) -> frozenset[str]:
    """What registries need not know is unverifiable when it is not found."""
    unlisted = verdict.NOT_FOUND in verdicts and entry.kind in decision.UNLISTED
    return frozenset({verdict.UNVERIFIABLE} if unlisted else ())


def _in_pubmed(record: Record) -> Record:
    """The same work as PubMed has it: initials, no issue."""
    authors = tuple(Person(one.family, "".join(part[0] for part in one.given.split())) for one in record.authors)
    return record._replace(source="pubmed", identifier=record.pmid, authors=authors, issue="")


def _answer(registry: str, how: str, records: Sequence[Record]) -> Answer:
    return Answer(registry, how, verdict.ANSWERED if records else verdict.EMPTY, tuple(records))


def _new_title(planting: _Planting) -> str:
    parts = [planting.rng.choice(planting.works).titles[0].split() for _ in range(3)]
    return " ".join(word for words in parts for word in words[: 2 + len(words) // 3])


def _number(work: Record) -> tuple[int, int]:
    return normal.volume(work.volume).number, normal.pages(work.pages).first


def _drawn(works: Sequence[Record], count: int, rng: Random) -> list[Record]:
    return rng.sample(works, count) if count <= len(works) else rng.choices(works, k=count)
