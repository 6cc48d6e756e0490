"""Work that a second process does meanwhile. A thread would not help: two of them do not run Python at once."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from subprocess import Popen

T = TypeVar("T")


@contextmanager
def meanwhile(worth_it: bool, function: Callable[..., T], *arguments: object) -> Iterator[Callable[[], T]]:
    """Let another process call a function of ours while the block runs; what this gives waits for the result.

    Arguments and result pass as JSON, so tuples come as lists. If it is not worth a process (0.1 s), there is no second
    processor, or the process fails, the function is called here when its result is asked for.
    """
    if not worth_it or _processors() < 2:
        yield lambda: function(*arguments)
        return
    from tempfile import TemporaryFile

    with TemporaryFile("w+", encoding="utf-8") as given, TemporaryFile("w+", encoding="utf-8") as answer:
        # dump takes ten times as long
        given.write(json.dumps([function.__module__, function.__qualname__, arguments]))
        arguments = ()  # they may be large, and stand in the file
        given.seek(0)
        process = _begin(given, answer)

        def result() -> T:
            if process is None or process.wait():
                given.seek(0)
                return function(*json.load(given)[2])
            answer.seek(0)
            found: T = json.load(answer)
            return found

        try:
            yield result
        finally:
            if process is not None:
                process.kill()
                process.wait()


def _begin(given: IO[str], answer: IO[str]) -> Popen[bytes] | None:
    import subprocess  # takes a while, and small evidence bases never come here

    # -P: a json.py in the working folder is not ours to run
    command = [sys.executable, "-P", "-m", __name__]
    with suppress(OSError):
        return subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL)
    return None


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(given: IO[str], answer: IO[str]) -> None:
    """What the second process does."""
    gc.disable()  # it ends before garbage matters
    module, name, arguments = json.load(given)
    function: Any = getattr(import_module(module), name)
    answer.write(json.dumps(function(*arguments)))


if __name__ == "__main__":
    _answer(sys.stdin, sys.stdout)
