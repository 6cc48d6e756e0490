"""The pipeline: read -> load -> ask -> waive -> store findings. What the commands and the library call."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import gmtime, perf_counter, strftime
from typing import Any, NamedTuple, TypeVar

from evidencebase import checker, database, functions, inputs, loader, settings, waivers
from evidencebase.config import Config
from evidencebase.finding import Asked, Checked, Finding, Reported, UsageError
from evidencebase.policy import Policy
from evidencebase.rulebook import Pages, Rule, rules
from evidencebase.schema import TABLES
from evidencebase.waivers import Waivers

T = TypeVar("T")
ONLY_SINCE = "it compares with an earlier revision: `check --since` asks it"
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
    progress: Progress = silent,
) -> Checked:
    """Build if needed and return the findings of the selected rules, also accepted ones.

    ``select`` and ``ignore`` take names (``claims/uncited``), codes or groups (``claims``); ``None`` means what the
    settings say, as it does for the others. ``former`` is the database of an earlier revision
    (:func:`revision.database`): what was open there already is *known*, and rules that compare are asked.

    Raises:
        UsageError: as for :func:`build`, or a rule is unknown.
    """
    directory = Path(directory)
    chosen = settings.load(directory, profile)

    def collect(connection: sqlite3.Connection, made: Build) -> Checked:
        wanted = (chosen.select if select is None else select, chosen.ignore if ignore is None else ignore)
        other = Policy(chosen, rules()) if profile else None
        checked = _collect(connection, directory, made, *wanted, other)
        return checked if former is None else _compared(checked, connection, directory, former, chosen, wanted)

    checked = _with_database(directory, output or directory / chosen.output, False, progress, collect)
    return checked._replace(
        folder=_below_repository(directory),
        fail_on=fail_on or chosen.fail_on,
        strict=chosen.strict_checks if strict_checks is None else strict_checks,
    )


def database_path(directory: Path, output: str | Path | None = None) -> Path:
    """Where the database of an evidence base lies."""
    path = directory / settings.load(directory).output if output is None else Path(output)
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
    found = inputs.find(directory)
    target = database_path(directory, output)
    if not force and inputs.unchanged(target, found, directory):
        with closing(database.open_read_only(target)) as connection:
            return use(connection, _made(connection, target, started)._replace(changed=False))
    former_is_whole = _is_whole(target)
    with database.replacing(target) as draft:
        whole = _compile(draft.connection, directory, found, started, progress)
        draft.keep = whole or force or not former_is_whole
        return use(draft.connection, _made(draft.connection, target, started)._replace(written=draft.keep))


def _is_whole(target: Path) -> bool:
    if not target.is_file():
        return False
    try:
        with closing(database.open_read_only(target)) as connection:
            return bool(connection.execute("SELECT min(whole) FROM builds").fetchone()[0])
    except sqlite3.Error:
        return False


def _made(connection: sqlite3.Connection, target: Path, started: float) -> Build:
    def count(table: str, condition: str = "1") -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])

    return Build(
        output=target,
        changed=True,
        written=True,
        whole=bool(count("builds", "whole")),
        claims=count("claims"),
        works=count("works"),
        links=count("evidence"),
        files=count("inputs"),
        findings=count("findings", "state = 'open'"),
        accepted=count("findings", "state <> 'open'"),
        seconds=round(perf_counter() - started, 3),
    )


def _compile(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    started: float,
    progress: Progress,
) -> bool:
    """Fill an empty database; returns whether everything could be read."""
    gc.disable()  # millions of short-lived tuples and no cycles: looking for some doubles the time of the row stages
    try:
        return _fill(connection, directory, found, started, progress)
    finally:
        gc.enable()


def _fill(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    started: float,
    progress: Progress,
) -> bool:
    chosen = settings.load(directory)
    pages = rules()
    policy = Policy(chosen, pages)
    database.create(connection)
    read = loader.load(connection, directory, found, progress)
    whole = loader.whole(read)
    database.insert(connection, "waivers", waivers.of_settings(chosen, pages))
    database.create_views(connection)
    functions.register(connection)
    connection.execute("ANALYZE")

    progress("asking the rules", 0.75)
    files = [item.path for item in found]
    outcomes = [
        _ask(connection, rule, policy, files)
        for rule in pages.values()
        if rule.sql and rule.table != "waivers" and not rule.compares
    ]
    findings = [*read, *(finding for outcome in outcomes for finding in outcome.findings)]
    accepted = Waivers(connection)
    rows = _judged(findings, pages, policy, accepted)
    unasked = [rule.name for rule in pages.values() if rule.compares]
    accepted.mark_used(connection, [*unasked, *(outcome.rule for outcome in outcomes if outcome.cause)])
    late = [_ask(connection, rule, policy, files) for rule in pages.values() if rule.table == "waivers"]
    rows += _judged([finding for outcome in late for finding in outcome.findings], pages, policy, accepted)

    progress("storing findings", 0.95)
    database.insert(connection, "findings", ((number, *row) for number, row in enumerate(rows, 1)))
    database.index(connection, (table for table in TABLES if table.name == "findings"))
    asked = {outcome.rule: outcome for outcome in outcomes + late}
    causes = {rule: outcome.cause for rule, outcome in asked.items()} | dict.fromkeys(unasked, ONLY_SINCE)
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
    not_performed = sum(cause not in (None, ONLY_SINCE) for cause in causes.values())
    database.insert(
        connection,
        "builds",
        [
            (
                inputs.toolprint(),
                strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
                waivers.valid_until(connection),
                _commit(directory),
                int(whole),
                chosen.title,
                chosen.description,
                round(perf_counter() - started, 3),
                len(pages) - len(unasked) - not_performed,
                not_performed,
            )
        ],
    )
    return whole


def _ask(connection: sqlite3.Connection, rule: Rule, policy: Policy, files: Sequence[str]) -> checker.Outcome:
    """Ask a rule once under each set of options that some files have, and keep what is about those files."""
    variants = policy.variants(rule, files)
    outcomes = [checker.ask(connection, rule, options) for options in variants]
    if len(variants) == 1:
        return outcomes[0]
    findings = [
        finding
        for options, outcome in zip(variants, outcomes, strict=True)
        for finding in outcome.findings
        if policy.options(rule, finding.file) == options
    ]
    cause = next((outcome.cause for outcome in outcomes if outcome.cause), None)
    return checker.Outcome(rule.name, findings, cause, sum(outcome.seconds for outcome in outcomes))


def _wanted(select: Sequence[str], ignore: Sequence[str]) -> set[str] | None:
    """Names of the rules asked for; ``None``: all."""
    if not select and not ignore:
        return None
    pages = rules()
    return (_names(select, pages) if select else set(pages)) - _names(ignore, pages)


def _names(words: Iterable[str], pages: Pages) -> set[str]:
    """Names of all rules that the words mean."""
    return {rule.name for word in words for rule in pages.find(word)}


def _judged(findings: Iterable[Finding], pages: Pages, policy: Policy, accepted: Waivers) -> list[tuple[Any, ...]]:
    """Rows of the findings table, without their numbers and without those that are switched off."""
    rows = []
    for finding, fingerprint in checker.number_repeats(findings):
        rule = pages[finding.rule]
        severity = policy.severity(rule, finding.severity, finding.file)
        state, reason = accepted.state(finding, fingerprint)
        text, hint = checker.message(rule.message, finding), checker.message(rule.hint, finding)
        given = finding.severity or rule.severity
        about = (finding.row, finding.field, text, hint, finding.file, finding.line, fingerprint, reason)
        if severity != "off":
            rows.append((finding.rule, severity, given, state, *about))
    return rows


def _collect(
    connection: sqlite3.Connection,
    directory: Path,
    made: Build,
    select: Sequence[str],
    ignore: Sequence[str],
    policy: Policy | None,
) -> Checked:
    """Read the findings back, of the rules asked for, each with its column; sorted by file and line.

    A policy other than the one of the build says anew how severe they are.
    """
    wanted = _wanted(select, ignore)
    places = checker.Places(directory)
    findings = []
    rows = connection.execute(
        "SELECT rule, severity, given, state, file, line, row_key, field, message, hint, fingerprint, reason "
        "FROM findings ORDER BY file, line, rule, field"
    )
    for rule, stored, given, state, file, line, row, field, *texts in rows:
        if wanted is None or rule in wanted:
            severity = policy.severity(rules()[rule], given, file) if policy else stored
            where = places.place(file, line, field)
            findings.append(Reported(rule, severity, state, file, *where, row, field, *texts))
    asked = connection.execute("SELECT name, severity, seconds, cause FROM rules ORDER BY rowid")
    mine = [Asked(*row) for row in asked if (wanted is None or row[0] in wanted) and row[-1] != ONLY_SINCE]
    if policy:
        mine = [rule._replace(severity=policy.severity(rules()[rule.rule])) for rule in mine]
    return Checked(findings, mine, made.claims, made.works)


def _compared(
    checked: Checked,
    connection: sqlite3.Connection,
    directory: Path,
    former: Path,
    chosen: Config,
    asked_for: tuple[Sequence[str], Sequence[str]],
) -> Checked:
    """Mark what was open already at an earlier revision, and ask the rules that compare with it."""
    database.create_former(connection, former)
    functions.register(connection)
    known: set[str] = set()
    if former.is_file():
        with closing(database.open_read_only(former)) as earlier:
            known = {row[0] for row in earlier.execute("SELECT fingerprint FROM findings WHERE state = 'open'")}
    findings = [
        finding._replace(state="known") if finding.state == "open" and finding.fingerprint in known else finding
        for finding in checked.findings
    ]
    pages, places, wanted = rules(), checker.Places(directory), _wanted(*asked_for)
    policy = Policy(chosen, pages)
    asked = list(checked.asked)
    for rule in pages.values():
        if rule.compares and (wanted is None or rule.name in wanted):
            outcome = checker.ask(connection, rule, policy.options(rule))
            asked.append(Asked(rule.name, policy.severity(rule), outcome.seconds, outcome.cause))
            for row in _judged(outcome.findings, pages, policy, Waivers(connection)):
                name, severity, _, state, key, field, message, hint, file, line, fingerprint, reason = row
                place = (file, *places.place(file, line, field))
                findings.append(Reported(name, severity, state, *place, key, field, message, hint, fingerprint, reason))
    order = list(pages)
    return checked._replace(
        findings=sorted(findings, key=lambda finding: (finding.file, finding.line, finding.rule, finding.field)),
        asked=sorted(asked, key=lambda rule: order.index(rule.rule)),
    )


def _below_repository(directory: Path) -> str:
    """The path from the root of the git repository to the evidence base; empty outside of one."""
    absolute = directory.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / ".git").exists():
            path = absolute.relative_to(folder).as_posix()
            return "" if path == "." else path
    return ""


def _commit(directory: Path) -> str | None:
    """Commit of the evidence base, read from .git without calling git; None outside a repository."""
    for folder in (directory.absolute(), *directory.absolute().parents):
        head = folder / ".git" / "HEAD"
        if head.is_file():
            text = head.read_text("utf-8").strip()
            if not text.startswith("ref: "):
                return text
            name = text.removeprefix("ref: ")
            loose = folder / ".git" / name
            if loose.is_file():
                return loose.read_text("utf-8").strip()
            packed = folder / ".git" / "packed-refs"
            lines = packed.read_text("utf-8").splitlines() if packed.is_file() else []
            return next((line.partition(" ")[0] for line in lines if line.endswith(f" {name}")), None)
    return None


def update_baseline(
    directory: Path, output: str | Path | None, reason: str | None, select: Sequence[str]
) -> tuple[int, int, int]:
    """Accept open findings in ``baseline.csv`` (none without a reason) and drop entries that no longer occur.

    Returns how many entries were added, kept and dropped.
    """
    everything = check(directory, output, select=(), ignore=())
    pages = rules()
    wanted = _names(select, pages) if select else set(pages)
    return waivers.update_baseline(directory / waivers.FILE, everything, wanted, reason)


@contextmanager
def ask(
    directory: str | Path, output: str | Path | None, query: str
) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """Build if needed and run a query that reads: names of its columns, and its rows.

    Raises:
        UsageError: the query is wrong, or would change something.
    """
    with closing(database.open_read_only(build(directory, output).output)) as connection:
        functions.register(connection)
        try:
            cursor = connection.execute(query)
            if cursor.description is None:
                raise UsageError("the query returns no rows: write a SELECT")
            yield [column[0] for column in cursor.description], cursor
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise UsageError(f"the query cannot be run: {error}") from None
