"""One full build inside its own process, taken apart: prints seconds by stage and by rule as JSON.

python benchmarks/part_stages.py DIR
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any


def main() -> None:
    """Build into a database beside the usual one, and note when each stage begins and how long each rule takes."""
    from evidencebase import checker, project

    begun: list[tuple[str, float]] = []
    rules: dict[str, float] = {}
    ask = checker.ask

    def timed(connection: Any, rule: Any, *more: Any) -> Any:
        started = perf_counter()
        try:
            return ask(connection, rule, *more)
        finally:
            rules[rule.name] = perf_counter() - started

    checker.ask = timed  # type: ignore[assignment]  # the same call, with a clock around it
    directory = Path(sys.argv[1])
    started = perf_counter()
    project.build(
        directory,
        directory / "stages.db",
        force=True,
        progress=lambda stage, share: begun.append((stage, perf_counter())),
    )
    ended = perf_counter()
    stages: dict[str, float] = {}
    for (stage, at), (_, until) in zip(begun, [*begun[1:], ("", ended)], strict=True):
        stages[stage] = stages.get(stage, 0.0) + until - at
    print(json.dumps({"seconds": ended - started, "stages": stages, "rules": rules}))


if __name__ == "__main__":
    main()
