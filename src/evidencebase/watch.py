"""``check --watch``: look at the files again and again, and say when something was saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from evidencebase import inputs
from evidencebase.finding import UsageError

PAUSE = 0.1  # seconds between two looks


def saves(directory: Path, pause: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Yield at once, and then after every save, as soon as the files keep still for one look."""
    seen: object = None
    while True:
        now = _look(directory)
        if now != seen:
            pause(PAUSE / 2)
            if _look(directory) == now:  # not in the middle of saving
                seen = now
                yield
            continue
        pause(PAUSE)


def _look(directory: Path) -> object:
    """Sizes and times of all files; while there is no evidence base, why."""
    try:
        return inputs.find(directory)
    except (UsageError, OSError) as error:  # a file may go away between listing and looking
        return str(error)
