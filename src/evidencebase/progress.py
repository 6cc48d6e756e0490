"""How far a long task is: told by whoever does it, shown on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

Progress = Callable[[str, float], None]  # name of the stage that begins, share of the whole that is done


def silent(stage: str, share: float) -> None:
    """Show nothing."""


class Bar:
    """A progress bar on a terminal, once the work has taken more than a second."""

    def __init__(self) -> None:
        self._started = monotonic()
        self._shown = False

    def __enter__(self) -> Bar:
        return self

    def __call__(self, stage: str, share: float) -> None:
        """Show how far it is."""
        if sys.stderr.isatty() and (self._shown or monotonic() - self._started > 1):
            self._shown = True
            done = round(share * 30)
            self._write(f"\r\033[K[{'#' * done}{'.' * (30 - done)}] {stage}")

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201
