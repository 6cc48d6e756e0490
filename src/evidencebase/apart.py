"""Work that a second process does meanwhile. A thread would not help: two of them do not run Python at once."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from subprocess import Popen

T = TypeVar("T")
_FEW, _AT_ONCE = 10, 10_000  # items of a list
_MUCH = 600_000_000  # bytes of memory, that of 100,000 works
WORTH_IT = 2_000_000  # bytes of an evidence base: reading them takes five times as long as starting a process


class Second:
    """A second process, which does one task after the other; or none, and then everything is done by this one.

    ``folder`` is where tasks can leave files for this process, gone at the end; ``None`` where there is no process.
    """

    def __init__(self, folder: Path | None = None, process: Popen[str] | None = None) -> None:
        self.folder = folder
        self._process = process
        self._begun = 0
        self._done = 0

    def begin(
        self, function: Callable[..., T], *arguments: object, here: Callable[[], T] | None = None
    ) -> Callable[[], T]:
        """Let it call a function of ours; what this gives waits for the result.

        Arguments and result pass as JSON, so tuples come as lists. Without a process, or if it has not begun the task
        when the result is asked for, or fails, the function is called by this process, or what does the same ``here``.
        """
        if self.folder is None:
            return here or (lambda: function(*arguments))
        self._begun += 1
        number = self._begun
        given, answer, begun = _files(self.folder, number)
        _write(given, [function.__module__, function.__qualname__, arguments])
        with suppress(OSError):  # it has failed already
            self._tell(number)

        def result() -> T:
            if is_first(begun) or not self._has_done(number):
                if here:
                    return here()
                return function(*json.loads(given.read_text(encoding="utf-8"))[2])
            found: T = json.loads(answer.read_text(encoding="utf-8"))
            return found

        return result

    def _tell(self, number: int) -> None:
        if self._process and self._process.stdin:
            print(number, file=self._process.stdin, flush=True)  # not to people

    def _has_done(self, number: int) -> bool:
        """Wait for a task; whether it was done."""
        while self._done < number and self._process and self._process.stdout and self._process.stdout.readline():
            self._done += 1
        return self._done >= number


@contextmanager
def second(folder: Path, size: int) -> Iterator[Second]:
    """A second process while the block runs, if so many bytes are worth one and there is a processor for it."""
    process = _begin(folder) if size >= WORTH_IT and _processors() > 1 else None
    if process is None:
        yield Second()
        return
    from shutil import rmtree

    try:
        folder.mkdir()
        yield Second(folder, process)
    finally:
        process.kill()
        process.wait()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):  # it no longer reads
                pipe.close()
        rmtree(folder, ignore_errors=True)


def _begin(folder: Path) -> Popen[str] | None:
    import subprocess  # takes a while, and small evidence bases never come here

    command = [sys.executable, *_program(folder, _MUCH)]
    pipe = subprocess.PIPE
    with suppress(OSError):
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
        )
    return None


def _program(folder: Path, most: int) -> list[str]:
    # -P: a json.py in the working folder is not ours to run
    return ["-P", "-m", "evidencebase.apart", str(folder), str(most)]


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_first(note: Path) -> bool:
    """Whether this process is the first that leaves a note that it begins something."""
    try:
        note.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _files(folder: Path, number: int) -> tuple[Path, Path, Path]:
    """Where a task and its answer stand, and the note that it was begun."""
    return folder / f"{number}.given", folder / f"{number}.answer", folder / f"{number}.begun"


def _write(path: Path, value: object) -> None:
    """Write JSON; ``json.dump`` takes ten times as long, and one text of all would fill the memory."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_encoded(value))


def _encoded(value: object) -> Iterator[str]:
    if not isinstance(value, list | tuple):
        yield json.dumps(value)
        return
    yield "["
    if len(value) < _FEW:  # among which there may be long lists
        for at, item in enumerate(value):
            yield "," * bool(at)
            yield from _encoded(item)
    else:
        for at in range(0, len(value), _AT_ONCE):
            yield "," * bool(at) + json.dumps(value[at : at + _AT_ONCE])[1:-1]
    yield "]"


def _answer(folder: Path, most: int) -> None:
    """What the second process does: a line tells it the number of a task, a line tells that this is done.

    When it has needed more memory than ``most``, it begins anew.
    """
    gc.disable()  # it ends before garbage matters
    while task := _line():
        given, answer, begun = _files(folder, int(task))
        if is_first(begun):
            module, name, arguments = json.loads(given.read_text(encoding="utf-8"))
            function: Any = getattr(import_module(module), name)
            _write(answer, function(*arguments))
        print(flush=True)  # noqa: T201  # not to people
        if _needed() > most:  # what Python frees stays with the process
            os.execv(sys.executable, [sys.executable, *_program(folder, most)])


def _line() -> str:
    """A line of the input, of which nothing behind that is read."""
    read = bytearray()
    while not read.endswith(b"\n") and (byte := os.read(0, 1)):
        read += byte
    return read.decode()


def _needed() -> int:
    """How many bytes of memory this process has needed since it began (anew), as far as Linux tells."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):  # getrusage still knows what was before it began anew
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    _answer(Path(sys.argv[1]), int(sys.argv[2]))
