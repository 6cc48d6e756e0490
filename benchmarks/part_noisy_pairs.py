"""References as papers cite them, beside what registries answered to a search for each; prints every verdict.

python benchmarks/part_noisy_pairs.py DIR

DIR has ``references.jsonl`` and the recorded answers ``crossref.jsonl.gz`` and ``openalex.jsonl.gz``, as RefChecker
keeps them. Nobody knows the truth here but the reader: each line says what was attached, and what it differs in.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evidencebase.comparison import Answer, Person, Record, decide, verdict


def main() -> None:
    """Judge each reference, print, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    directory = parser.parse_args().directory
    answers: dict[int, list[Answer]] = defaultdict(list)
    for registry, record in (("crossref", _crossref), ("openalex", _openalex)):
        for row in _rows(directory / f"{registry}.jsonl.gz"):
            given = row["response"] or []
            found = tuple(record(work) for work in (given if isinstance(given, list) else [given]))
            state = verdict.ANSWERED if found else verdict.EMPTY
            answers[row["ref_no"]].append(Answer(registry, row["kind"], state, found))
    counts: Counter[str] = Counter()
    for row in _rows(directory / "references.jsonl"):
        found = decide(_entry(row), answers[row["ref_no"]])
        counts[found.verdict] += 1
        work = found.meant or found.nearest
        print(f"{row['ref_no']} {found.verdict}: {row['title']} ({', '.join(row['authors'][:2])} {row['year']})")
        if work:
            print(f"    {work.titles[0]} ({', '.join(person.family for person in work.authors[:2])} {work.years})")
        for field in found.differing:
            print(f"    {field.name}: {field.ours} / {field.theirs}")
    print(dict(counts))


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, text.splitlines())


def _entry(row: Mapping[str, Any]) -> Record:
    return Record(
        "entry",
        str(row["ref_no"]),
        "article" if row["type"] == "arxiv" else "article-journal",
        (row["title"],),
        tuple(map(_person, row["authors"])),
        (row["year"],) if row["year"] else (),
        (row["venue"],) if row["venue"] else (),
        doi=(row["doi"] or "").lower(),
    )


def _crossref(work: Mapping[str, Any]) -> Record:
    from evidencebase.formats import crossref
    from evidencebase.verify import items

    return items.record("crossref", crossref.work(work))


def _openalex(work: Mapping[str, Any]) -> Record:
    journal = (work.get("primary_location") or {}).get("source") or {}
    place = work.get("biblio") or {}
    return Record(
        "openalex",
        work["id"],
        "",
        tuple(filter(None, (work.get("title"),))),
        tuple(
            _person(one.get("raw_author_name") or one["author"]["display_name"] or "") for one in work["authorships"]
        ),
        (work["publication_year"],),
        tuple(filter(None, (journal.get("display_name"),))),
        tuple(journal.get("issn") or ()),
        place.get("volume") or "",
        place.get("issue") or "",
        "-".join(filter(None, (place.get("first_page"), place.get("last_page")))),
        (work.get("doi") or "").removeprefix("https://doi.org/").lower(),
    )


def _person(name: str) -> Person:
    family, comma, given = name.partition(", ")
    if comma:
        return Person(family, given)
    given, _, family = name.strip().rpartition(" ")
    return Person(family, given)


if __name__ == "__main__":
    main()
