"""Make up an evidence base of any size, with known defects: the same for the same seed.

    python benchmarks/generate.py DIR --claims 1000 --works 500

Writes claims.csv, evidence.csv, terms.csv, documents/, references/*.bib and truth.json: how many of everything, and
which defects were planted where, by rule. Memory does not grow with the number of claims.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import synthetic_bib
import synthetic_claims
import synthetic_documents
import synthetic_terms
from synthetic_bib import PROFILES
from synthetic_words import Prose
from synthetic_works import Works

LEAST_CLAIMS, LEAST_WORKS = 100, 50


def generate(
    directory: Path, claims: int, works: int, files: int | None = None, profile: str = "realistic", seed: int = 1
) -> dict[str, Any]:
    """Write an evidence base into the directory; returns what ``truth.json`` says.

    Every part has random numbers of its own, so that more claims do not change the works.
    """
    directory.mkdir(parents=True, exist_ok=True)
    prose = Prose(Random(f"{seed} prose"))
    vocabulary = synthetic_terms.terms(Random(f"{seed} terms"))
    with (directory / "terms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(synthetic_terms.COLUMNS)
        writer.writerows(vocabulary)
    the_works = Works(works, seed)
    names = synthetic_bib.file_names(files or synthetic_bib.default_files(works))
    cited = synthetic_bib.write(directory, the_works, names, profile, Random(f"{seed} bib"), prose)
    stated = synthetic_claims.write(directory, claims, the_works, vocabulary, profile, Random(f"{seed} claims"), prose)
    documents = synthetic_documents.count(claims)
    passages = synthetic_documents.write(directory / "documents", documents, names, Random(f"{seed} documents"), prose)
    lists = [synthetic_documents.own_list(document) for document in range(documents)]
    shares = synthetic_bib.shares(works, len(names))
    listed = {number for at in lists if at < len(shares) for number in shares[at]}
    unused = [the_works.key(number) for number in stated.unlinked if number not in listed]
    planted = {**cited.planted, **stated.planted, "unused-work": unused}
    truth = {
        "profile": profile,
        "seed": seed,
        "counts": {
            "claims": claims,
            "claim_rows": stated.rows,
            "works": works,
            "entries": cited.entries,
            "intact_entries": cited.intact,
            "links": stated.links,
            "evidence_rows": stated.evidence_rows,
            "terms": len(vocabulary),
            "documents": documents,
            "passages": passages,
            "bib_files": len(names),
        },
        "planted": {rule: sorted(keys) for rule, keys in sorted(planted.items())},
    }
    (directory / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    return truth


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make up an evidence base of any size, with known defects.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--claims", type=int, default=1_000, help="number of claims (default: 1000)")
    parser.add_argument("--works", type=int, default=500, help="number of works (default: 500)")
    parser.add_argument("--files", type=int, help="number of .bib files (default: one per thousand works, at most 16)")
    parser.add_argument("--profile", choices=PROFILES, default="realistic")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if options.claims < LEAST_CLAIMS or options.works < LEAST_WORKS:
        parser.error(f"at least {LEAST_CLAIMS} claims and {LEAST_WORKS} works, so that every defect has room")
    truth = generate(options.directory, options.claims, options.works, options.files, options.profile, options.seed)
    print(json.dumps(truth["counts"]))


if __name__ == "__main__":
    main()
