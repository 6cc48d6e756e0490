"""One run of ``evidencebase verify``: which works are asked about, several at once, kept as they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from evidencebase.comparison.record import Record
from evidencebase.comparison.verdict import FAILED
from evidencebase.finding import UsageError
from evidencebase.progress import Progress
from evidencebase.verify import lock, questions
from evidencebase.verify.lock import Line
from evidencebase.verify.pacing import StoppedError
from evidencebase.verify.transport import Client, UnansweredError

_TOGETHER = 20  # works whose questions to PubMed and doi.org are put together
_AT_ONCE = 6  # such groups
_SAVE_EVERY = 5.0  # seconds


class Outcome(NamedTuple):
    """What a run did: works asked about, works not reached because the user ended it, and failures by registry."""

    asked: int
    left: int
    failures: Mapping[str, str]


def contact_of(setting: str, environment: Mapping[str, str]) -> str:
    """The contact address. Raises ``UsageError``, which teaches, when there is none that looks like one."""
    contact = (environment.get("EVIDENCEBASE_CONTACT") or setting).strip()
    name, at, host = contact.partition("@")
    if not (name and at and "." in host) or any(sign.isspace() for sign in contact):
        what = f"'{contact}' is no e-mail address" if contact else "no contact address"
        raise UsageError(
            f"{what}: registries want to know whom to write to when a program asks too much. Add "
            '`contact = "you@example.org"` to the settings, or set EVIDENCEBASE_CONTACT; it is sent with every request'
        )
    return contact


def identities(directory: Path, entries: Sequence[Record], client: Client, today: str, progress: Progress) -> Outcome:
    """Ask about entries and write the lock as the answers come; what was known of other works stays.

    What a registry does not answer this time stays as it answered before, if that was about the same.

    Raises:
        UsageError: no registry answered anything, the clock is wrong, or the lock cannot be written.
    """
    groups = [entries[at : at + _TOGETHER] for at in range(0, len(entries), _TOGETHER)]

    def group(number: int) -> list[Line]:
        return questions.ask(client, groups[number], today)

    return _Run(directory, client, progress).go(group, [len(one) for one in groups], _merged)


def happenings(
    directory: Path, works: Mapping[str, Sequence[str]], client: Client, today: str, progress: Progress
) -> Outcome:
    """Ask what happened since to works (citation key -> DOIs and PubMed ids) whose identity is known."""
    known = lock.load(directory).lines
    keys = [key for key in works if key in known]

    def one(number: int) -> list[Line]:
        key = keys[number]
        return [questions.notices(client, known[key], works[key], today)]

    return _Run(directory, client, progress).go(one, [1] * len(keys), lambda _, new: new)


class _Run:
    def __init__(self, directory: Path, client: Client, progress: Progress) -> None:
        self._directory = directory
        self._client = client
        self._progress = progress
        self._lines = lock.load(directory).lines
        self._failures: dict[str, str] = {}
        self._saved = monotonic()

    def go(
        self, ask: Callable[[int], list[Line]], sizes: Sequence[int], merge: Callable[[Line | None, Line], Line]
    ) -> Outcome:
        asked, whole = 0, sum(sizes)
        self._progress(f"asking about {whole} works", 0.0)
        pool = ThreadPoolExecutor(_AT_ONCE)
        tasks: dict[Future[list[Line]], int] = {pool.submit(ask, number): size for number, size in enumerate(sizes)}
        taken = set()
        try:
            for task in as_completed(tasks):
                taken.add(task)
                asked += self._take(task, tasks[task], merge)
                self._progress(f"{asked} of {whole} works", asked / max(whole, 1))
        except KeyboardInterrupt:
            self._client.stop.set()
            pool.shutdown(cancel_futures=True)
            for task, size in tasks.items():
                if task not in taken and not task.cancelled():
                    asked += self._take(task, size, merge)
        finally:
            self._client.stop.set()
            pool.shutdown(cancel_futures=True)
            if asked:
                self._save()
        if whole and not self._client.answered and self._failures:
            causes = "; ".join(f"{name}: {cause}" for name, cause in self._failures.items())
            raise UsageError(f"no registry answered ({causes}); what was known is kept")
        return Outcome(asked, whole - asked, self._failures)

    def _take(self, task: Future[list[Line]], size: int, merge: Callable[[Line | None, Line], Line]) -> int:
        try:
            lines = task.result()
        except StoppedError:
            return 0
        except UnansweredError as cause:
            self._failures.setdefault("notices", str(cause))
            return 0
        for line in lines:
            self._lines[line.key] = merge(self._lines.get(line.key), line)
            for answer in line.answers:
                if answer.state == FAILED:
                    self._failures.setdefault(answer.registry, answer.cause)
        if monotonic() - self._saved > _SAVE_EVERY:
            self._save()
        return size

    def _save(self) -> None:
        """Not before a registry answered anything: that nobody did is no knowledge of these works."""
        if self._client.answered:
            lock.write(self._directory, self._lines.values())
        self._saved = monotonic()


def _merged(old: Line | None, new: Line) -> Line:
    """The new line, with the old answers where a registry did not answer now, if they are about the same."""
    if old is None or old.asked != new.asked:
        return new
    former = {(answer.registry, answer.how): answer for answer in old.answers if answer.state != FAILED}
    failed = any(answer.state == FAILED and (answer.registry, answer.how) in former for answer in new.answers)
    answers = tuple(
        former.get((answer.registry, answer.how), answer) if answer.state == FAILED else answer
        for answer in new.answers
    )
    kept = [about for about in old.notices if about.work not in new.noticed]
    return new._replace(
        answers=answers,
        date=old.date if failed else new.date,
        noticed={**old.noticed, **new.noticed},
        notices=tuple(sorted({*kept, *new.notices})),
        types={**old.types, **new.types},
    )
