"""Near-duplicate claims: recall on planted ones, and time, on a made-up evidence base; prints JSON.

python benchmarks/part_similar.py DIR [--planted 1000]

One word of a claim is dropped, or replaced by a word that changes nothing about direction, number or negation; the
changed claim stands at the end. All pairs cannot be compared at this size, so recall is that of the planted pairs
whose rapidfuzz ratio reaches the threshold.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from pathlib import Path
from time import process_time

from rapidfuzz import fuzz

from evidencebase import similarity

HARMLESS = ("also", "overall", "largely", "here", "mostly")


def main() -> None:
    """Plant, search, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--planted", type=int, default=1000)
    options = parser.parse_args()
    with (options.directory / "claims.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["claim"] for row in csv.DictReader(file)]
    rng = random.Random(1)
    sources = rng.sample(range(len(texts)), min(options.planted, len(texts)))
    planted = [_changed(texts[at], rng) for at in sources]
    started = process_time()
    found = {(pair.other, pair.one) for pair in similarity.similar([*texts, *planted])}
    seconds = process_time() - started
    wanted = [
        (source, len(texts) + at)
        for at, source in enumerate(sources)
        if fuzz.ratio(similarity.normal(texts[source]), similarity.normal(planted[at])) >= similarity.LIKENESS
    ]
    recall = sum(pair in found for pair in wanted) / max(1, len(wanted))
    print(json.dumps({"claims": len(texts), "planted": len(wanted), "recall": round(recall, 4), "seconds": seconds}))


def _changed(text: str, rng: random.Random) -> str:
    words = text.split()
    if rng.random() < 0.5:
        words.insert(rng.randrange(len(words)), rng.choice(HARMLESS))
    else:
        replaceable = [at for at, word in enumerate(words) if word.isalpha() and similarity.harmless(word)]
        words[rng.choice(replaceable)] = rng.choice(HARMLESS)
    return " ".join(words)


if __name__ == "__main__":
    main()
