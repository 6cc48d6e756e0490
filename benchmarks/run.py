"""Measure evidencebase against the floor, a naive script, `python -c pass` and itself; in one run, in turn.

python benchmarks/run.py --quick                          1k and 10k claims, in about two minutes
python benchmarks/run.py --write docs/performance.md      also 100k claims
python benchmarks/run.py --large                          also a million
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bases import Base
from bench import PYTHON, Bench
from measures import as_data, as_markdown, write_between_marks
from synthetic_bib import PROFILES


def measure(bench: Bench, large: bool, bibs: Sequence[Path]) -> None:
    """Everything, the short things first."""
    bench.start_up()
    bench.shipped()
    bench.agreement("1k")
    for size in ("1k", "10k") if bench.quick else ("1k", "10k", "100k"):
        bench.whole_build(size)
        bench.accepted(size)
    bench.bibtex(Base(bench.data, "works", files=1).bib_files(), ".bib part, 10k entries")
    if not bench.quick:
        bench.bibtex(Base(bench.data, "100k").bib_files(), ".bib part, 50k entries in 16 files", goals=False)
    for bib in bibs:
        bench.real(bib)
    small, more = ("1k", "10k") if bench.quick else ("10k", "100k")
    for profile in PROFILES:
        bench.growth(small, more, profile)
    if not bench.quick:
        bench.agreement("10k")
        bench.public_tools("10k")
    if large:
        bench.whole_build("1M")
        bench.growth("100k", "1M", "realistic")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 when --gate is given and a ratio is beyond its bar, 2 when it cannot run."""
    parser = argparse.ArgumentParser(description="Measure evidencebase against a floor, a naive script and itself.")
    parser.add_argument("--quick", action="store_true", help="only 1k and 10k claims, in about two minutes")
    parser.add_argument("--large", action="store_true", help="also a million claims and 200,000 works")
    parser.add_argument("--rounds", type=int, help="how often each process runs (default: 5, quick: 3)")
    parser.add_argument("--cpu", action="store_true", help="judge by CPU time, which other work disturbs less")
    parser.add_argument("--command", default=f"{shlex.quote(PYTHON)} -m evidencebase", help="how to call evidencebase")
    parser.add_argument("--data", type=Path, help="folder that keeps the made-up evidence bases for the next time")
    parser.add_argument("--bib", type=Path, action="append", default=[], help="also measure this real .bib file")
    parser.add_argument("--write", type=Path, help="Markdown page to write the tables into, between its marks")
    parser.add_argument("--json", type=Path, help="file for all the numbers")
    parser.add_argument("--gate", action="store_true", help="exit code 1 when a ratio is beyond 1.5 times its goal")
    options = parser.parse_args(arguments)
    rounds = options.rounds or (3 if options.quick else 5)
    with tempfile.TemporaryDirectory(prefix="evidencebase-") as temporary:
        data = options.data or Path(temporary)
        data.mkdir(parents=True, exist_ok=True)
        clock = "cpu" if options.cpu else "wall"
        bench = Bench(data, shlex.split(options.command), rounds, options.quick, clock)
        measure(bench, options.large, options.bib)
    text = as_markdown(bench.measures, bench.series)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(as_data(bench.measures, bench.series), indent=1) + "\n", encoding="utf-8")
    if options.write:
        try:
            write_between_marks(options.write, text)
        except (OSError, ValueError) as error:
            bench.say(f"run.py: {error}")
            return 2
    beyond = [one for one in bench.measures if not one.passes()]
    for one in beyond:
        bench.say(f"BEYOND ITS BAR: {one.name}: {one.value if one.value is not None else one.note} (goal {one.goal})")
    return 1 if options.gate and beyond else 0


if __name__ == "__main__":
    sys.exit(main())
