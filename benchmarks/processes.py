"""Whole processes, timed one after the other in turn: wall time, CPU time of all their threads, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
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
    """The environment of every process: this checkout's package, no colour, no bytecode surprises."""
    path = os.pathsep.join(filter(None, (str(SOURCES), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"}


def run(arguments: Sequence[str], codes: Sequence[int] = (0,)) -> Run:
    """Run a process to its end.

    The peak cannot be told below the memory of this process itself, so this module imports nothing big.

    Raises:
        ProcessError: its exit code is not one of ``codes``.
    """
    with tempfile.TemporaryFile() as errors:
        started = perf_counter()
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=errors, env=environment())
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip().splitlines()
            raise ProcessError(f"exit code {process.returncode}: {said[-1] if said else 'said nothing'}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _BYTES)


def answer(arguments: Sequence[str], codes: Sequence[int] = (0,)) -> str:
    """What a process prints.

    Raises:
        ProcessError: its exit code is not one of ``codes``.
    """
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)
    if done.returncode not in codes:
        said = done.stderr.strip().splitlines()
        raise ProcessError(f"exit code {done.returncode}: {said[-1] if said else 'said nothing'}")
    return done.stdout


def alternate(commands: Mapping[str, Command], rounds: int) -> tuple[dict[str, Series], dict[str, str]]:
    """Run all commands in turn, as many rounds; returns their runs, and the causes why some could not be measured.

    In turn, so that a slow minute of the machine strikes all of them. A command that fails once is not tried again.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    causes: dict[str, str] = {}
    for number in range(rounds):
        for name, command in commands.items():
            if name in causes or (command.rounds and number >= command.rounds):
                continue
            try:
                command.before()
                runs[name].append(run(command.arguments, command.codes))
            except (ProcessError, OSError) as error:
                causes[name] = str(error)
    return {name: Series(found) for name, found in runs.items() if found and name not in causes}, causes
