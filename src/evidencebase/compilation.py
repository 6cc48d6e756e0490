"""An empty database, or a copy of the former one -> the new one: load or patch, ask, waive, store findings."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import gmtime, perf_counter, strftime

from evidencebase import (
    answers,
    apart,
    asking,
    checker,
    codes,
    confirmation,
    database,
    functions,
    history,
    inputs,
    loader,
    readings,
    repository,
    reviews,
    settings,
    stored,
    waivers,
)
from evidencebase.answers import Answer
from evidencebase.apart import Second
from evidencebase.finding import SEVERITIES, Finding
from evidencebase.history import History
from evidencebase.policy import Policy
from evidencebase.progress import Progress
from evidencebase.rulebook import rules
from evidencebase.schema import BUILDS, FINDINGS, REVIEWS, RULES
from evidencebase.touched import Kept, Touched


class Compilation:
    """The database that is made, the evidence base that it is made of, what is known of the time before."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        directory: Path,
        found: Sequence[inputs.Input],
        earlier: History,
        started: float,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._directory = directory
        self._found = found
        self._earlier = earlier
        self._started = started
        self._progress = progress
        self._chosen = settings.load(directory)
        self._pages = rules()
        self._policy = Policy(self._chosen, self._pages)
        self._paths = [item.path for item in found]

    def fill(self) -> bool:
        """Fill an empty database; returns whether everything could be read."""
        with _no_collector(), self._second() as second:
            database.create(self._connection)
            read = loader.load(self._connection, self._directory, self._found, second, self._progress)
            database.create_views(self._connection)
            self.count(self.answer(read, second), self._earlier)
        return readings.whole(read)

    def patch(self) -> bool:
        """Bring a copy of the former database up to date; returns whether that could be done."""
        from evidencebase import patch

        self._progress("reading what changed", 0.0)
        try:
            with _no_collector(), self._second() as second:
                touched = Touched(self._connection, second)
                applied = patch.apply(self._connection, self._directory, self._found)
                if applied is None:
                    return False
                self.count(self.answer(applied.findings, second, touched, applied.stay), self._earlier)
            database.look_into_searches(self._connection)
            failed = self._connection.execute("SELECT count(*) FROM rules WHERE cause LIKE ?", (f"{checker.FAILED}%",))
            return not failed.fetchone()[0]
        except sqlite3.Error:  # the former database is damaged, or the disk is full: a full build mends it, or says so
            return False

    def _second(self) -> AbstractContextManager[Second]:
        """A second process, if the evidence base is large."""
        draft = database.file_of(self._connection)
        return apart.second(draft.with_name(f"{draft.name}-apart"), sum(item.size for item in self._found))

    def answer(
        self,
        read: Sequence[Finding],
        second: Second,
        touched: Touched | None = None,
        stay: Mapping[str, Mapping[int, int]] | None = None,
    ) -> list[codes.Row]:
        """Ask the rules; store their findings and what was ``read``, and the record of the build.

        ``touched`` tells which rules keep what they found, since nothing changed that they read, ``stay`` which records
        of files that changed did not. Returns what the site counts claims and works with.
        """
        connection = self._connection
        connection.execute("DELETE FROM waivers WHERE file NOT LIKE '%.csv' AND file NOT LIKE '%.bib'")
        database.insert(connection, "waivers", waivers.of_settings(self._chosen, self._pages))
        reviews.compare(connection)
        functions.register(connection)
        kept = touched.kept() if touched else {}
        known = touched.places(stay or {}) if touched else {}
        database.recreate(connection, (FINDINGS, RULES, BUILDS))
        self._store_rules()
        if not touched or database.drifted(connection):
            connection.execute("ANALYZE")

        self._progress("asking the rules", 0.75)
        accepted = waivers.Waivers(connection)
        judge = answers.Judge(self._pages, self._policy, accepted)
        unasked = self._unasked()
        with database.shared(connection):
            numbered = codes.begin(second, connection, touched.arrays() if touched else codes.ALL)
            found = self._ask(judge, kept, unasked, second)
            of_claims_and_works = numbered()
        rows = list(judge.rows(read))
        accepted.mark_used(connection, [*unasked, *(rule for rule, answer in found.items() if answer.cause)])
        found |= {
            rule.name: judge.answer(connection, rule, self._paths)
            for rule in self._pages.values()
            if rule.table == "waivers"
        }
        rows += (row for rule in self._pages if rule in found for row in found[rule].rows)

        self._progress("storing findings", 0.95)
        files = {item.path: (item.size, item.modified) for item in self._found}
        dated = self._earlier.dated(answers.placed(rows, self._directory, files, known))
        weights = {severity: weight for weight, severity in enumerate(SEVERITIES, 1)}
        numbered_rows = ((number, *row, weights[row[1]]) for number, row in enumerate(dated, 1))
        database.insert(connection, "findings", numbered_rows)
        causes = {rule: answer.cause for rule, answer in found.items()} | unasked
        self._store_answers(found, causes, Counter(row[0] for row in rows))
        database.index(connection, loader.LATE)
        self._record(readings.whole(read), touched is not None, causes, Counter(row[3] == "open" for row in rows))
        return of_claims_and_works

    def _unasked(self) -> dict[str, str]:
        """Rules that this build has no reason to ask, with the cause."""
        unasked = {rule.name: stored.ONLY_SINCE for rule in self._pages.values() if rule.compares}
        if inputs.CLAIMS_FILE not in self._paths:
            unasked |= {rule.name: stored.NO_CLAIMS for rule in self._pages.values() if rule.of_claims}
        return unasked

    def _ask(
        self, judge: answers.Judge, kept: Mapping[str, Kept], unasked: Collection[str], second: Second
    ) -> dict[str, Answer]:
        """What the rules find, and what they found and keep."""
        questions = {
            rule.name: rule
            for rule in self._pages.values()
            if rule.sql and rule.table != "waivers" and rule.name not in unasked and rule.name not in kept
        }
        former = asking.completed(self._connection, kept, self._pages, judge, self._paths)
        return former | asking.answered(self._connection, questions, judge, self._directory, self._paths, second)

    def _store_rules(self) -> None:
        """Which rules there are, before any is asked: some look whether a rule exists."""
        rows = [
            (rule.name, rule.code, self._policy.severity(rule), rule.message, rule.explanation, 0, None, 0, 0.0)
            for rule in self._pages.values()
        ]
        database.insert(self._connection, "rules", rows)

    def _store_answers(
        self, found: Mapping[str, Answer], causes: Mapping[str, str | None], counts: Mapping[str, int]
    ) -> None:
        """How it went, by rule."""
        self._connection.executemany(
            "UPDATE rules SET performed = ?, cause = ?, findings = ?, seconds = ? WHERE name = ?",
            [
                (
                    int(causes.get(rule) is None),
                    causes.get(rule),
                    counts.get(rule, 0),
                    round(found[rule].seconds, 6) if rule in found else 0.0,
                    rule,
                )
                for rule in self._pages
            ],
        )

    def _record(
        self, whole: bool, patched: bool, causes: Mapping[str, str | None], is_open: Mapping[bool, int]
    ) -> None:
        """Store the record of the build."""

        def count(table: str) -> int:
            return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

        not_asked = sum(cause in stored.NOT_ASKED for cause in causes.values())
        not_performed = sum(cause is not None for cause in causes.values()) - not_asked
        row = (
            inputs.toolprint(),
            strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
            self._valid_until(),
            repository.commit(self._directory),
            int(whole),
            self._chosen.title,
            self._chosen.description,
            int(patched),
            round(perf_counter() - self._started, 3),
            len(self._pages) - not_asked - not_performed,
            not_performed,
            json.dumps({name: getattr(self._chosen, name) for name in ("output", *stored.InForce._fields)}),
            " ".join(inputs.csv_files()),
            *map(count, ("claims", "works", "evidence", "inputs")),
            *(is_open.get(still, 0) for still in (True, False)),
        )
        database.insert(self._connection, "builds", [row])

    def _valid_until(self) -> str:
        """Last day on which the checks of this database hold."""
        days = self._policy.options(self._pages["reviews/overdue-review"], REVIEWS.file)["days"]
        ages = self._policy.options(self._pages["verifications/unverified"])
        connection = self._connection
        asked = confirmation.valid_until(connection, ages["identity_days"], ages["notice_days"])
        ends = (waivers.valid_until(connection), reviews.valid_until(connection, days), asked)
        return min(end for end in ends if end)

    def count(self, of_claims_and_works: Sequence[codes.Row], earlier: History) -> None:
        """Store what the site counts with, of findings as they are now, and the trend."""
        codes.store(self._connection, of_claims_and_works)
        history.store(self._connection, earlier)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of short-lived tuples and no cycles: looking for some doubles the time of the row stages."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
