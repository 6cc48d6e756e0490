"""The pipeline: read -> load -> ask -> waive -> store findings. What the commands and the library call.

When nothing changed, nothing is needed but the database: what only a build needs is imported when one begins.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from time import gmtime, perf_counter, strftime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from evidencebase import files, inputs, stored
from evidencebase.finding import Checked, Finding, UsageError

if TYPE_CHECKING:
    from evidencebase import codes
    from evidencebase.apart import Second
    from evidencebase.config import Config
    from evidencebase.history import History
    from evidencebase.policy import Policy
    from evidencebase.touched import Touched

T = TypeVar("T")
Progress = Callable[[str, float], None]  # name of the stage that begins, share of the whole that is done


def silent(stage: str, share: float) -> None:
    """Report no progress."""


class Build(NamedTuple):
    """What a build did.

    ``changed`` is false when the database was up to date. ``whole`` is false when something in the files could not be
    read; such a database is only ``written`` where no whole one stands. ``findings`` counts the open ones.
    """

    output: Path
    changed: bool
    written: bool
    whole: bool
    claims: int
    works: int
    links: int
    files: int
    findings: int
    accepted: int
    seconds: float


def build(
    directory: str | Path = ".",
    output: str | Path | None = None,
    *,
    force: bool = False,
    progress: Progress = silent,
) -> Build:
    """Compile an evidence base into its SQLite database, unless that is up to date.

    The database is written beside and moved into place when it is complete. A whole one is only replaced by another
    whole one, unless ``force`` is given.

    Raises:
        UsageError: there is no evidence base, its settings are wrong, or the database cannot be written.
    """
    return _with_database(Path(directory), output, force, progress, lambda connection, made: made)


def check(
    directory: str | Path = ".",
    output: str | Path | None = None,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    profile: str | None = None,
    fail_on: str | None = None,
    strict_checks: bool | None = None,
    former: Path | None = None,
    accepted: bool = True,
    progress: Progress = silent,
) -> Checked:
    """Build if needed and return the findings of the selected rules, also accepted ones.

    ``select`` and ``ignore`` take names (``claims/uncited``), codes or groups (``claims``); ``None`` means what the
    settings say, as it does for the others. ``former`` is the database of an earlier revision
    (:func:`revision.database`): what was open there already is *known*, and rules that compare are asked. Without
    ``accepted``, accepted findings are counted only.

    Raises:
        UsageError: as for :func:`build`, or a rule is unknown.
    """
    from evidencebase import repository

    directory = Path(directory)

    def collect(connection: sqlite3.Connection, _: Build) -> Checked:
        chosen = _settings(directory, profile) if profile or former else None
        force = chosen or stored.in_force(connection)
        wanted = (force.select if select is None else select, force.ignore if ignore is None else ignore)
        judge = _judge(chosen) if profile and chosen else None
        checked = stored.checked(connection, directory, *wanted, judge, accepted)
        if former is not None and chosen:
            from evidencebase import answers

            checked = answers.compared(checked, connection, directory, former, chosen, wanted)
        return checked._replace(
            folder=repository.folder_below(directory),
            fail_on=fail_on or force.fail_on,
            strict=force.strict_checks if strict_checks is None else strict_checks,
        )

    return _with_database(directory, output, False, progress, collect)


def _settings(directory: Path, profile: str | None = None) -> Config:
    from evidencebase import settings

    return settings.load(directory, profile)


def _judge(chosen: Config) -> stored.Judge:
    from evidencebase.policy import Policy
    from evidencebase.rulebook import rules

    pages = rules()
    policy = Policy(chosen, pages)
    return lambda rule, given, file: policy.severity(pages[rule], given, file)


def database_path(directory: Path, output: str | Path | None = None) -> Path:
    """Where the database of an evidence base lies."""
    path = directory / _settings(directory).output if output is None else Path(output)
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file with --output")
    return path


def _with_database(
    directory: Path,
    output: str | Path | None,
    force: bool,
    progress: Progress,
    use: Callable[[sqlite3.Connection, Build], T],
) -> T:
    """Bring the database up to date and hand it to ``use``, also one that is thrown away afterwards."""
    started = perf_counter()
    for target in () if force else _targets(directory, output):
        if target.is_file():
            with closing(files.open_read_only(target)) as connection:
                if inputs.unchanged(connection, directory, target.name if output is None else None):
                    return use(connection, _made(connection, target, started)._replace(changed=False))
    from evidencebase import database, history

    found = inputs.find(directory)
    target = database_path(directory, output)
    earlier = history.read(target)
    if not force and _can_be_patched(target, found):
        with database.replacing(target, copy=target) as draft:
            draft.keep = _patched(draft.connection, directory, found, earlier, started, progress)
            if draft.keep:
                return use(draft.connection, _made(draft.connection, target, started))
    former_is_whole = _is_whole(target)
    with database.replacing(target) as draft:
        whole = _compile(draft.connection, directory, found, earlier, started, progress)
        draft.keep = whole or force or not former_is_whole
        return use(draft.connection, _made(draft.connection, target, started)._replace(written=draft.keep))


def _can_be_patched(target: Path, found: Sequence[inputs.Input]) -> bool:
    if not target.is_file():
        return False
    from evidencebase import patch

    return patch.possible(target, found)


def _targets(directory: Path, output: str | Path | None) -> Iterator[Path]:
    """Where an up-to-date database may lie: the settings are read only if it is not in the usual place."""
    if output is not None:
        yield Path(output)
    else:
        yield directory / files.DATABASE
        yield database_path(directory)


def _is_whole(target: Path) -> bool:
    if not target.is_file():
        return False
    try:
        with closing(files.open_read_only(target)) as connection:
            return bool(connection.execute("SELECT min(whole) FROM builds").fetchone()[0])
    except sqlite3.Error:
        return False


def _made(connection: sqlite3.Connection, target: Path, started: float) -> Build:
    query = "SELECT whole, claims, works, links, files, open, accepted FROM builds"
    whole, claims, works, links, read, still, accepted = map(int, connection.execute(query).fetchone())
    counts = (claims, works, links, read, still, accepted)
    return Build(target, True, True, bool(whole), *counts, round(perf_counter() - started, 3))


def _compile(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    earlier: History,
    started: float,
    progress: Progress,
) -> bool:
    """Fill an empty database; returns whether everything could be read."""
    from evidencebase import database, loader, readings

    chosen = _settings(directory)
    with _no_collector(), _second(connection, found) as second:
        database.create(connection)
        read = loader.load(connection, directory, found, second, progress)
        database.create_views(connection)
        counted = _ask(connection, directory, found, chosen, earlier, read, started, second, progress)
        _count(connection, counted, earlier)
    return readings.whole(read)


def _patched(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    earlier: History,
    started: float,
    progress: Progress,
) -> bool:
    """Bring a copy of the former database up to date; returns whether that could be done."""
    from evidencebase import checker, patch
    from evidencebase.touched import Touched

    chosen = _settings(directory)
    progress("reading what changed", 0.0)
    try:
        with _no_collector(), _second(connection, found) as second:
            touched = Touched(connection)
            read = patch.apply(connection, directory, found)
            if read is None:
                return False
            counted = _ask(connection, directory, found, chosen, earlier, read, started, second, progress, touched)
            _count(connection, counted, earlier)
        failed = connection.execute("SELECT count(*) FROM rules WHERE cause LIKE ?", (f"{checker.FAILED}%",))
        return not failed.fetchone()[0]
    except sqlite3.Error:  # the former database is damaged, or the disk is full: a full build mends it, or says so
        return False


def _second(connection: sqlite3.Connection, found: Sequence[inputs.Input]) -> AbstractContextManager[Second]:
    """A second process that works for the draft of a large evidence base."""
    from evidencebase import apart, database

    draft = database.file_of(connection)
    return apart.second(draft.with_name(f"{draft.name}-apart"), sum(item.size for item in found))


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of short-lived tuples and no cycles: looking for some doubles the time of the row stages."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _ask(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    chosen: Config,
    earlier: History,
    read: Sequence[Finding],
    started: float,
    second: Second,
    progress: Progress,
    touched: Touched | None = None,
) -> list[codes.Row]:
    """Ask the rules; store their findings and what was read, and the record of the build.

    ``touched`` tells which rules keep what they found, since nothing changed that they read. Returns what the site
    counts with, as far as it is known meanwhile.
    """
    import json

    from evidencebase import (
        answers,
        asking,
        checker,
        codes,
        database,
        functions,
        loader,
        readings,
        repository,
        reviews,
        waivers,
    )
    from evidencebase.policy import Policy
    from evidencebase.rulebook import rules
    from evidencebase.schema import BUILDS, FINDINGS, RULES
    from evidencebase.waivers import Waivers

    pages = rules()
    policy = Policy(chosen, pages)
    connection.execute("DELETE FROM waivers WHERE file NOT LIKE '%.csv' AND file NOT LIKE '%.bib'")
    database.insert(connection, "waivers", waivers.of_settings(chosen, pages))
    reviews.compare(connection)
    functions.register(connection)
    kept = touched.kept(pages) if touched else {}
    database.recreate(connection, (FINDINGS, RULES, BUILDS))
    if not touched or database.drifted(connection):
        connection.execute("ANALYZE")

    progress("asking the rules", 0.75)
    paths = [item.path for item in found]
    unasked = {rule.name: stored.ONLY_SINCE for rule in pages.values() if rule.compares}
    if inputs.CLAIMS_FILE not in paths:
        unasked |= {rule.name: stored.NO_CLAIMS for rule in pages.values() if rule.of_claims}
    accepted = Waivers(connection)
    judge = answers.Judge(pages, policy, accepted)
    questions = {
        rule.name: rule
        for rule in pages.values()
        if rule.sql and rule.table != "waivers" and rule.name not in unasked and rule.name not in kept
    }
    outcomes = [checker.Outcome(rule, [], former.cause, former.seconds) for rule, former in kept.items()]
    judged = {rule: list(judge.again(former.rows)) for rule, former in kept.items()}
    with database.shared(connection):
        numbered = codes.begin(second, connection)
        for outcome in asking.outcomes(connection, questions, policy, directory, paths, second):
            outcomes.append(outcome)
            judged[outcome.rule] = list(judge.rows(outcome.findings))
        of_claims_and_works = numbered()
    rows = [*judge.rows(read), *(row for rule in pages for row in judged.get(rule, ()))]
    accepted.mark_used(connection, [*unasked, *(outcome.rule for outcome in outcomes if outcome.cause)])
    late = [answers.ask(connection, rule, policy, paths) for rule in pages.values() if rule.table == "waivers"]
    rows += [row for outcome in late for row in judge.rows(outcome.findings)]

    progress("storing findings", 0.95)
    dated = earlier.dated(rows)
    database.insert(connection, "findings", ((number, *row) for number, row in enumerate(dated, 1)))
    asked = {outcome.rule: outcome for outcome in outcomes + late}
    causes = {rule: outcome.cause for rule, outcome in asked.items()} | unasked
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[0]] = counts.get(row[0], 0) + 1
    database.insert(
        connection,
        "rules",
        [
            (
                rule.name,
                rule.code,
                policy.severity(rule),
                rule.message,
                rule.explanation,
                int(causes.get(rule.name) is None),
                causes.get(rule.name),
                counts.get(rule.name, 0),
                round(asked[rule.name].seconds, 6) if rule.name in asked else 0.0,
            )
            for rule in pages.values()
        ],
    )
    database.index(connection, loader.LATE)

    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    not_performed = sum(cause is not None and cause not in stored.NOT_ASKED for cause in causes.values())
    database.insert(
        connection,
        "builds",
        [
            (
                inputs.toolprint(),
                strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
                _valid_until(connection, policy),
                repository.commit(directory),
                int(readings.whole(read)),
                chosen.title,
                chosen.description,
                int(touched is not None),
                round(perf_counter() - started, 3),
                len(pages) - len(unasked) - not_performed,
                not_performed,
                json.dumps({name: getattr(chosen, name) for name in ("output", *stored.InForce._fields)}),
                " ".join(inputs.csv_files()),
                *map(count, ("claims", "works", "evidence", "inputs")),
                *(len([row for row in rows if (row[3] == "open") is still]) for still in (True, False)),
            )
        ],
    )
    return of_claims_and_works


def _count(connection: sqlite3.Connection, of_claims_and_works: list[codes.Row], earlier: History) -> None:
    """Store what the site counts with, and the findings as they are now."""
    from evidencebase import codes, history

    codes.store(connection, of_claims_and_works)
    history.store(connection, earlier)


def _valid_until(connection: sqlite3.Connection, policy: Policy) -> str:
    """Last day on which the checks of this database hold."""
    from evidencebase import confirmation, reviews, waivers
    from evidencebase.rulebook import rules
    from evidencebase.schema import REVIEWS

    days = policy.options(rules()["reviews/overdue-review"], REVIEWS.file)["days"]
    ages = policy.options(rules()["verifications/unverified"])
    asked = confirmation.valid_until(connection, ages["identity_days"], ages["notice_days"])
    return min(end for end in (waivers.valid_until(connection), reviews.valid_until(connection, days), asked) if end)


def publish(directory: Path, output: str | Path | None, target: Path, progress: Progress = silent) -> dict[str, int]:
    """Build if needed and write a copy to ``target`` without drafts and without what only they use.

    The rules are asked again, of what is left. Returns how many rows went, by table.

    Raises:
        UsageError: there is no evidence base, not all of it can be read, or the copy cannot be written.
    """
    from evidencebase import database, drafts, history, readings
    from evidencebase.apart import Second

    started = perf_counter()
    made = build(directory, output, progress=progress)
    if not made.whole:
        raise UsageError("some files could not be read in full: `evidencebase check` names file and line")
    if target.exists() and target.samefile(made.output):
        raise UsageError(f"{target} is the database that is built here: publish into another folder")
    with database.replacing(target, copy=made.output) as draft:
        connection, earlier = draft.connection, history.read(made.output)
        places = drafts.places(connection)
        gone = drafts.remove(connection)
        if gone["claims"]:
            progress("asking the rules without drafts", 0.6)
            former = {row[0] for row in connection.execute("SELECT fingerprint FROM findings")}
            places -= drafts.places(connection)
            read = [
                finding
                for block in readings.findings(connection).values()
                for finding in block
                if not drafts.is_about(finding, gone, places)
            ]
            found, chosen = inputs.find(directory), _settings(directory)
            counted = _ask(connection, directory, found, chosen, earlier, read, started, Second(), silent)
            drafts.withheld_findings(connection, former)
            _count(connection, counted, earlier._replace(builds=[]))
        connection.execute("DELETE FROM readings")  # so that no build takes it for its own
        connection.execute("UPDATE builds SET tool = tool || ', for the public'")
        drafts.squeeze(connection)
    return {table: len(keys) for table, keys in gone.items()}


def update_baseline(
    directory: Path, output: str | Path | None, reason: str | None, select: Sequence[str], rows: Sequence[str] = ()
) -> tuple[int, int, int]:
    """Accept open findings in ``baseline.csv`` (none without a reason) and drop entries that no longer occur.

    Of the rules and about the rows that are named, or all. Returns how many entries were added, kept and dropped.

    Raises:
        UsageError: a rule is unknown, no open finding is about a row, or ``baseline.csv`` cannot be read.
    """
    from evidencebase import waivers
    from evidencebase.nearest import suggestion
    from evidencebase.rulebook import rules

    everything = check(directory, output, select=(), ignore=())
    about = {finding.row for finding in everything.open}
    for row in rows:
        if row not in about:
            raise UsageError(f"no open finding is about '{row}'{suggestion(row, about)}")
    pages = rules()
    wanted = {rule.name for word in select for rule in pages.find(word)} if select else set(pages)
    return waivers.update_baseline(directory / waivers.FILE, everything, wanted, rows or about, reason)


@contextmanager
def ask(
    directory: str | Path, output: str | Path | None, query: str
) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """Build if needed and run a query that reads: names of its columns, and its rows.

    Raises:
        UsageError: the query is wrong, or would change something.
    """
    from evidencebase import functions

    with closing(files.open_read_only(build(directory, output).output)) as connection:
        functions.register(connection)
        try:
            cursor = connection.execute(query)
            if cursor.description is None:
                raise UsageError("the query returns no rows: write a SELECT")
            yield [column[0] for column in cursor.description], cursor
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise UsageError(f"the query cannot be run: {error}") from None
