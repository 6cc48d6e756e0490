"""Whole processes and those that they start, timed one after the other in turn: wall and CPU time, peak memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from threading import Event, Thread, Timer
from time import perf_counter
from typing import NamedTuple

SOURCES = Path(__file__).resolve().parent.parent / "src"
_BYTES = 1 if sys.platform == "darwin" else 1024  # unit of ru_maxrss


class ProcessError(Exception):
    """A process ended with an exit code that means it could not do its work."""


class Run(NamedTuple):
    """One process: seconds of wall and CPU time, bytes of memory at the peak."""

    wall: float
    cpu: float
    peak: int


class Command(NamedTuple):
    """A process to time; ``before`` is called untimed, ``rounds`` limits how often it runs (0: always)."""

    arguments: Sequence[str]
    before: Callable[[], object] = lambda: None
    rounds: int = 0
    codes: tuple[int, ...] = (0,)


class Series:
    """The runs of one command."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = list(runs)
        self.wall = median(run.wall for run in runs)
        self.cpu = median(run.cpu for run in runs)
        self.peak = max(run.peak for run in runs)

    def spread(self) -> float:
        """Half of the range of wall times, as a share of the median."""
        walls = [run.wall for run in self.runs]
        return (max(walls) - min(walls)) / 2 / self.wall


def environment() -> dict[str, str]:
    """The environment of every process: this checkout's package, no colour, bytecode kept as after an installation."""
    path = os.pathsep.join(filter(None, (str(SOURCES), os.environ.get("PYTHONPATH"))))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": path, "NO_COLOR": "1"}


def run(arguments: Sequence[str], codes: Sequence[int] = (0,), limit: float = 3_600) -> Run:
    """Run a process to its end, or for as many seconds as the limit allows.

    Linux counts the memory of the process that starts another towards its peak, so this one must stay small.

    Raises:
        ProcessError: its exit code is not one of ``codes``, it crashed, or it was too slow.
    """
    with tempfile.TemporaryFile() as errors:
        started = perf_counter()
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=errors, env=environment())
        watch = Timer(limit, os.kill, (process.pid, signal.SIGKILL))
        watch.daemon = True
        watch.start()
        family = _Family(process.pid)
        family.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        family.ended.set()
        wall = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if wall > limit:
            raise ProcessError(f"took more than {limit:.0f} s")
        errors.seek(0)
        _check(process.returncode, errors.read().decode("utf-8", "replace"), codes)
    return Run(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * _BYTES, family.peak))


class _Family(Thread):
    """Looks ten times a second how much memory a process and its children have together, where /proc tells."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.ended = Event()
        self.peak = 0
        self._process = process

    def run(self) -> None:
        """Look until it has ended."""
        children = Path(f"/proc/{self._process}/task/{self._process}/children")
        while not self.ended.wait(0.1):
            try:
                numbers = children.read_text().split()
            except OSError:
                continue
            self.peak = max(self.peak, sum(map(_resident, (str(self._process), *numbers))))


def _resident(process: str) -> int:
    """Bytes in memory."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def answer(arguments: Sequence[str], codes: Sequence[int] = (0,)) -> str:
    """What a process prints.

    Raises:
        ProcessError: its exit code is not one of ``codes``, or it crashed.
    """
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)
    _check(done.returncode, done.stderr, codes)
    return done.stdout


def _check(code: int, errors: str, codes: Sequence[int]) -> None:
    """A crash of Python has exit code 1, as findings have: only what it says tells them apart."""
    if code not in codes or "Traceback (most recent call last)" in errors:
        said = errors.strip().splitlines()
        raise ProcessError(f"exit code {code}: {said[-1] if said else 'said nothing'}")


def alternate(
    commands: Mapping[str, Command], rounds: int, patience: float, limit: float
) -> tuple[dict[str, Series], dict[str, str]]:
    """Run all commands in turn, as many rounds; returns their runs, and the causes why some could not be measured.

    In turn, so that a slow minute of the machine strikes all of them. A command that fails or takes longer than the
    limit is not tried again, and one that took longer than our patience is not repeated.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    causes: dict[str, str] = {}
    for number in range(rounds):
        for name, command in commands.items():
            if name in causes or (command.rounds and number >= command.rounds):
                continue
            if number and runs[name][0].wall > patience:
                continue
            try:
                command.before()
                runs[name].append(run(command.arguments, command.codes, limit))
            except (ProcessError, OSError) as error:
                causes[name] = str(error)
    return {name: Series(found) for name, found in runs.items() if found and name not in causes}, causes
