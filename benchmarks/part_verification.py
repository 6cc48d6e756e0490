"""Judging cited works: planted errors of every kind, found and named; prints tables in Markdown.

python benchmarks/part_verification.py [--data DIR] [--each 60] [--seed 1] [--cases FILE]

DIR (or EVIDENCEBASE_METADATA) holds exports and recordings with real metadata; without it, works are made up.
``--cases`` writes the references and answers as JSON lines, for ``peers_verification.py``.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import verification_records
from evidencebase.comparison import Record, Verdict, decide, fields, verdict
from verification_cases import Case, cases

PLANTED = ("author", "journal", "year", "volume", "first page")


def main() -> None:
    """Plant, judge, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("EVIDENCEBASE_METADATA"))
    parser.add_argument("--each", type=int, default=60, help="references of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=Path, help="write the references and answers here")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    works = verification_records.real(Path(options.data)) if options.data else []
    works = works or verification_records.made_up(400, options.seed)
    planted = cases(works, options.each, options.seed)
    if options.cases:
        options.cases.write_text("".join(json.dumps(_plain(case)) + "\n" for case in planted), encoding="utf-8")
    started = process_time()
    judged = [decide(case.entry, case.answers) for case in planted]
    seconds = process_time() - started
    print(
        f"{len(planted)} references made from {len(works)} works ({'real' if options.data else 'made-up'} metadata).\n"
    )
    print(confusion(planted, judged))
    print(targets(planted, judged))
    records = sum(len(answer.records) for case in planted for answer in case.answers)
    print(f"{records} records compared in {seconds:.2f} s of CPU time: {1e6 * seconds / records:.0f} µs each.")
    if options.misses:
        for case, found in zip(planted, judged, strict=True):
            if not right(case, found):
                print(json.dumps([_plain(case), found.verdict, found.meant, [field[:4] for field in found.differing]]))


def right(case: Case, found: Verdict) -> bool:
    """Whether verdict, works and the field at fault are those planted."""
    named = not case.field or case.field in {field.name for field in found.differing}
    return found.verdict in case.verdicts and named and not wrong_work(case, found)


def wrong_work(case: Case, found: Verdict) -> bool:
    """Whether another work than the one meant was attached."""
    return found.meant is not None and (case.meant is None or found.meant.doi != case.meant.doi)


def confusion(planted: Sequence[Case], judged: Sequence[Verdict]) -> str:
    """A row a kind of error: how often each verdict was given, how often all was right."""
    seen = [name for name in verdict.VERDICTS if any(found.verdict == name for found in judged)]
    lines = [f"| planted | n | {' | '.join(seen)} | right | wrong work |", "|---" * (len(seen) + 4) + "|"]
    for kind in dict.fromkeys(case.kind for case in planted):
        of_kind = [(case, found) for case, found in zip(planted, judged, strict=True) if case.kind == kind]
        counts = Counter(found.verdict for _, found in of_kind)
        correct = sum(right(case, found) for case, found in of_kind)
        wrong = sum(wrong_work(case, found) for case, found in of_kind)
        cells = [str(counts[name] or "") for name in seen]
        share = f"{100 * correct / len(of_kind):.1f} %"
        lines.append(f"| {kind} | {len(of_kind)} | {' | '.join(cells)} | {share} | {wrong} |")
    return "\n".join(lines) + "\n"


def targets(planted: Sequence[Case], judged: Sequence[Verdict]) -> str:
    """What was promised, and what was measured."""
    both = list(zip(planted, judged, strict=True))
    wrong = sum(wrong_work(case, found) for case, found in both)
    valid = [found for case, found in both if case.kind == "valid"]
    lost = sum(found.verdict == verdict.NOT_FOUND for found in valid)
    fields = [(case, found) for case, found in both if case.kind in PLANTED]
    named = sum(case.field in {field.name for field in found.differing} for case, found in fields)
    mixed = [(case, found) for case, found in both if case.kind == "mixed record"]
    whole = sum(right(case, found) and _same_place(found.other, case.other) for case, found in mixed)
    return "\n".join(
        (
            "| | measured | goal |",
            "|---|---|---|",
            f"| wrong work attached | {wrong} of {len(both)} | 0 |",
            f"| right references not found | {100 * lost / len(valid):.1f} % of {len(valid)} | at most 2 % |",
            f"| wrong author, journal, year, volume or first page named | {100 * named / len(fields):.1f} % of "
            f"{len(fields)} | at least 98 % |",
            f"| mixed records, with both works | {100 * whole / len(mixed):.1f} % of {len(mixed)} | |",
            "",
        )
    )


def _same_place(one: Record | None, other: Record | None) -> bool:
    """Whether two records stand on one page; several letters can."""
    return one is not None and other is not None and fields.pages(one, other) in ("match", "minor")


def _plain(case: Case) -> dict[str, object]:
    return {
        "kind": case.kind,
        "entry": case.entry._asdict(),
        "answers": [
            {**answer._asdict(), "records": [record._asdict() for record in answer.records]} for answer in case.answers
        ],
        "meant": case.meant and case.meant.doi,
        "other": case.other and case.other.doi,
        "verdicts": sorted(case.verdicts),
        "field": case.field,
    }


if __name__ == "__main__":
    main()
