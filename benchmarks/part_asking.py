"""How long asking about many works takes beside what the registries permit; prints a table in Markdown.

python benchmarks/part_asking.py [--works 500] [--latency 0.05] [--wrong 0.1]

Registries on loopback answer in the forms of the real ones, each after the latency. Half of the works have a DOI; a
share of all is wrong in a page, so that it is searched for. Permitted is the time that the busiest kind of question
takes at its registry's rate; the goal is 1.2 times that.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from synthetic_words import SUBJECT_WORDS

sys.path.insert(0, str(Path(__file__).parent.parent))  # the registries on loopback are those of the tests

GOAL = 1.2


def main() -> int:
    """Ask, count, compare; 1 when it takes longer than the goal."""
    from tests.verify.registries import Registries, Work

    from evidencebase import verifying
    from evidencebase.verify.transport import REGISTRIES

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=500)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    parser.add_argument("--wrong", type=float, default=0.1, help="share of works with a wrong page")
    options = parser.parse_args()
    chance = random.Random(1)
    works, entries = [], []
    for number in range(options.works):
        title = " ".join(chance.sample(SUBJECT_WORDS, 8)) + f" {number}"
        pages = f"{100 + number}-{109 + number}"
        doi = f"10.1000/bench.{number}"
        works.append(
            Work(title, (f"Author{number}, Ada",), "Journal of Bench", 2020, "7", "1", pages, doi, str(900000 + number))
        )
        shown = pages if chance.random() >= options.wrong else "9999"
        known = f", doi = {{{doi}}}" if number % 2 else ""
        fields = f"author = {{Author{number}, Ada}}, title = {{{title}}}, journal = {{Journal of Bench}}, year = 2020"
        entries.append(f"@article{{w{number}, {fields}, volume = 7, number = 1, pages = {{{shown}}}{known}}}\n")
    with tempfile.TemporaryDirectory() as folder, Registries(works, options.latency) as registries:
        base = Path(folder)
        (base / "references").mkdir()
        (base / "references/works.bib").write_text("".join(entries), "utf-8")
        addresses = "".join(f'"{name}" = "{address}"\n' for name, address in registries.addresses.items())
        (base / "evidencebase.toml").write_text(f'contact = "bench@example.org"\n[registries]\n{addresses}', "utf-8")
        started = perf_counter()
        report = verifying.run(base)
        seconds = perf_counter() - started
        asked = Counter(_kind(path) for path in registries.requests)
    rates = {(one.name, kind): rate for one in REGISTRIES for kind, rate in one.rates.items()}
    print("| questions | number | rate a second | permitted, s |\n|---|---:|---:|---:|")
    for kind, number in sorted(asked.items()):
        print(f"| {' '.join(kind).strip()} | {number} | {rates[kind]:g} | {number / rates[kind]:.1f} |")
    permitted = max(number / rates[kind] for kind, number in asked.items())
    found = Counter(row["verdict"] for row in report.rows)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in found.most_common())
    print(f"\n{options.works} works ({verdicts}) in {seconds:.1f} s, ")
    print(f"{seconds / permitted:.2f} times what is permitted (goal {GOAL}).")
    return int(seconds > GOAL * permitted or bool(report.failures) or bool(registries.unknown))


def _kind(path: str) -> tuple[str, str]:
    registry = path.split("/")[1]
    return registry, ("" if registry != "crossref" else "work" if "/works/" in path else "list")


if __name__ == "__main__":
    sys.exit(main())
