"""One full build inside its own process, taken apart: prints seconds of CPU time by stage and by rule as JSON.

python benchmarks/part_stages.py DIR
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import Any


def main() -> None:
    """Build into a database beside the usual one, and note when each stage begins and how long each rule takes."""
    from evidencebase import apart, checker, project

    begun: list[tuple[str, float]] = []
    rules: dict[str, float] = {}
    ask = checker.ask

    def timed(connection: Any, rule: Any, *more: Any) -> Any:
        started = process_time()
        try:
            return ask(connection, rule, *more)
        finally:
            rules[rule.name] = process_time() - started

    checker.ask = timed  # type: ignore[assignment]  # the same call, with a clock around it
    apart.WORTH_IT = sys.maxsize  # all is done here, where the clock is
    directory = Path(sys.argv[1])
    started = process_time()
    project.build(
        directory,
        directory / "stages.db",
        force=True,
        progress=lambda stage, share: begun.append((stage, process_time())),
    )
    ended = process_time()
    stages: dict[str, float] = {}
    for (stage, at), (_, until) in zip(begun, [*begun[1:], ("", ended)], strict=True):
        stages[stage] = stages.get(stage, 0.0) + until - at
    print(json.dumps({"seconds": ended - started, "stages": stages, "rules": rules}))


if __name__ == "__main__":
    main()
