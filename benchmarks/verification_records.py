"""Records of works to plant errors into: real ones out of a folder of exports and recordings, or made-up ones."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, process

from evidencebase.comparison import Person, Record, normal, titles
from synthetic_words import FUNCTION_WORDS, SUBJECT_WORDS, coined, listed

ALIKE = 88  # ratio of two titles from which the records may be of one work
_GIVEN = listed("Ada Bruno Carla David Elena Felix Greta Hans Irene Jonas Karin Louis Maria Nils Olga Pavel Rosa Simon")
_JOURNALS = listed("""
Journal_of_Bone_and_Mineral_Research Osteoporosis_International Bone The_Lancet New_England_Journal_of_Medicine
The_Journal_of_Clinical_Endocrinology_&_Metabolism European_Journal_of_Endocrinology Annals_of_Internal_Medicine
Calcified_Tissue_International Clinical_Endocrinology JAMA_Internal_Medicine British_Medical_Journal Andrology
Journal_of_the_American_Geriatrics_Society Nature_Reviews_Endocrinology Clinical_Interventions_in_Aging Maturitas
Journal_of_Clinical_Investigation International_Journal_of_Endocrinology Mayo_Clinic_Proceedings Endocrine_Reviews
Proceedings_of_the_National_Academy_of_Sciences Archives_of_Osteoporosis Journal_of_Clinical_Medicine BMJ_Open
""")


def real(folder: Path) -> list[Record]:
    """The records with title, author, year, journal, volume and page in all files of a folder, each work once."""
    from evidencebase.formats import recognition
    from evidencebase.verify import items

    found: list[Record] = []
    for path in sorted(folder.rglob("*")):
        for data in _bodies(path) if path.is_file() else ():
            form = recognition.recognise(data, path.name)
            if not isinstance(form, str) and form.kind == "works" and form.name != "csv":
                read = importlib.import_module(form.module).read(data)
                found += (record for item in read.items if _whole(record := items.record("crossref", item)))
    return _numbered(_unlike(found))


def made_up(count: int, seed: int) -> list[Record]:
    """Records with titles of known words, coined authors, real journals."""
    rng = Random(f"{seed} records")
    families = [word.title() for word in coined(rng, 600, set())]
    found = []
    for _ in range(count):
        words = [rng.choice(SUBJECT_WORDS) for _ in range(rng.randrange(6, 14))]
        for at in range(1, len(words), 3):
            words.insert(at, rng.choice(FUNCTION_WORDS))
        first = rng.randrange(1, 2000)
        found.append(
            Record(
                "crossref",
                "",
                "article-journal",
                (" ".join(words).capitalize(),),
                tuple(Person(rng.choice(families), rng.choice(_GIVEN)) for _ in range(rng.randrange(1, 9))),
                (rng.randrange(1985, 2025),),
                (rng.choice(_JOURNALS).replace("_", " "),),
                volume=str(rng.randrange(1, 300)),
                issue=str(rng.randrange(1, 13)),
                pages=f"{first}-{first + rng.randrange(2, 15)}",
            )
        )
    return _numbered(_unlike(found))


def _bodies(path: Path) -> Iterator[bytes]:
    """The content of a file, or of each answer in a recording."""
    if path.suffix not in (".yaml", ".yml"):
        yield path.read_bytes()
        return
    import yaml

    try:
        recorded = yaml.safe_load(path.read_bytes())
    except yaml.YAMLError:
        return
    for exchange in recorded.get("interactions", ()) if isinstance(recorded, dict) else ():
        body = exchange["response"]["body"].get("string") or b""
        yield body.encode() if isinstance(body, str) else body


def _whole(record: Record) -> bool:
    known = record.titles and record.authors and record.years and record.containers
    return bool(
        known
        and record.authors[0].family
        and titles.length(record.titles) >= 4
        and normal.volume(record.volume).number
        and normal.pages(record.pages).first
    )


def _unlike(records: list[Record]) -> list[Record]:
    """The records whose titles and places are unlike: of two that are like, nobody knows whether they are one work."""
    kept: list[Record] = []
    known: list[str] = []
    places = set()
    for record in records:
        title = normal.title(record.titles[0])
        place = normal.volume(record.volume).number, normal.pages(record.pages).first
        if place not in places and not process.extractOne(title, known, scorer=fuzz.ratio, score_cutoff=ALIKE):
            kept.append(record)
            known.append(title)
            places.add(place)
    return kept


def _numbered(records: list[Record]) -> list[Record]:
    """Each with a DOI of its own, by which it is known again."""
    return [
        record._replace(identifier=number, doi=number, pmid=str(10_000_000 + at), pmcid="")
        for at, record in enumerate(records)
        for number in (f"10.5555/{at}",)
    ]
