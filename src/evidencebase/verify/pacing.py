"""How often a registry may be asked: so many requests a second, so many at once, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Condition, Event, Lock
from time import monotonic

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h)?")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


class StoppedError(Exception):
    """The user has ended the run while a request was waiting for its turn."""


class Turns:
    """Requests of one registry that may run at once; more than it allows wait."""

    def __init__(self, most: int, stop: Event) -> None:
        self.most = most
        self._running = 0
        self._free = Condition()
        self._stop = stop

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn and hold it while the block runs. Raises ``StoppedError``."""
        with self._free:
            while self._running >= self.most:
                if self._stop.is_set():
                    raise StoppedError
                self._free.wait(0.2)
            self._running += 1
        try:
            yield
        finally:
            with self._free:
                self._running -= 1
                self._free.notify()


class Pace:
    """Requests of one kind, spread evenly in time; ``gap`` is the time from one to the next in seconds."""

    def __init__(self, rate: float, stop: Event, clock: Callable[[], float] = monotonic) -> None:
        self.gap = 1 / rate
        self._next = 0.0
        self._lock = Lock()
        self._stop = stop
        self._clock = clock

    def wait(self) -> None:
        """Wait until the next request may begin. Raises ``StoppedError``."""
        with self._lock:
            now = self._clock()
            begin = max(now, self._next)
            self._next = begin + self.gap
        if self._stop.wait(max(0.0, begin - now)):
            raise StoppedError

    def hold(self, seconds: float) -> None:
        """Let nothing begin for that long."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)

    def learn(self, headers: Mapping[str, str], turns: Turns) -> None:
        """Take over what the registry says it allows (``x-rate-limit-limit``, ``-interval``, ``x-concurrency-limit``).

        Values that make no sense are left aside.
        """
        limit = _NUMBER.fullmatch(headers.get("x-rate-limit-limit", "").strip())
        interval = _NUMBER.fullmatch(headers.get("x-rate-limit-interval", "").strip())
        if limit and interval and float(limit[1]) > 0 and (seconds := float(interval[1]) * _SECONDS[interval[2]]) > 0:
            self.gap = seconds / float(limit[1])
        at_once = headers.get("x-concurrency-limit", "").strip()
        if at_once.isascii() and at_once.isdigit() and 0 < int(at_once[:6]) < 100:
            turns.most = int(at_once)
