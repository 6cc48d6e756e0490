"""The pipeline: read -> load -> ask -> waive -> store findings. What the commands and the library call."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import gmtime, perf_counter, strftime
from typing import Any, NamedTuple, TypeVar

from evidencebase import checker, config, database, functions, inputs, loader, patch, readings, waivers
from evidencebase.config import Config
from evidencebase.finding import Checked, Finding, Reported, UsageError
from evidencebase.nearest import suggestion
from evidencebase.rulebook import Pages, rules
from evidencebase.waivers import Waivers

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
    progress: Progress = silent,
) -> Checked:
    """Build if needed and return the findings of the selected rules, also accepted ones.

    ``select`` and ``ignore`` take names (``claims/uncited``), codes or groups (``claims``); ``None`` means what the
    settings say.

    Raises:
        UsageError: as for :func:`build`, or a rule is unknown.
    """
    directory = Path(directory)
    settings = config.load(directory)
    return _with_database(
        directory,
        output,
        False,
        progress,
        lambda connection, made: _collect(
            connection,
            directory,
            made,
            settings.select if select is None else select,
            settings.ignore if ignore is None else ignore,
        ),
    )


def database_path(directory: Path, output: str | Path | None = None) -> Path:
    """Where the database of an evidence base lies."""
    path = directory / config.load(directory).output if output is None else Path(output)
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
    if not force and patch.possible(target, found):
        with database.replacing(target, copy=True) as draft:
            draft.keep = _patched(draft.connection, directory, found, started, progress)
            if draft.keep:
                return use(draft.connection, _made(draft.connection, target, started))
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
    settings = config.load(directory)
    with _no_collector():
        database.create(connection)
        read = loader.load(connection, directory, found, progress)
        database.create_views(connection)
        _ask(connection, directory, settings, read, started, progress)
    return readings.whole(read)


def _patched(
    connection: sqlite3.Connection,
    directory: Path,
    found: Sequence[inputs.Input],
    started: float,
    progress: Progress,
) -> bool:
    """Bring a copy of the former database up to date; returns whether that could be done."""
    settings = config.load(directory)
    progress("reading what changed", 0.0)
    try:
        with _no_collector():
            read = patch.apply(connection, directory, found)
            if read is None:
                return False
            _ask(connection, directory, settings, read, started, progress, patched=True)
        failed = connection.execute("SELECT count(*) FROM rules WHERE cause LIKE ?", (f"{checker.FAILED}%",))
        return not failed.fetchone()[0]
    except sqlite3.Error:  # the former database is damaged, or the disk is full: a full build mends it, or says so
        return False


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
    settings: Config,
    read: Sequence[Finding],
    started: float,
    progress: Progress,
    patched: bool = False,
) -> None:
    """Ask the rules; store their findings and what was read, and the record of the build."""
    pages = rules()
    options = _options(settings, pages)
    functions.register(connection)
    connection.execute("ANALYZE")

    progress("asking the rules", 0.75)
    outcomes = [
        checker.ask(connection, rule, options.get(rule.name, {}))
        for rule in pages.values()
        if rule.sql and rule.table != "waivers"
    ]
    findings = [*read, *(finding for outcome in outcomes for finding in outcome.findings)]
    accepted = Waivers(connection)
    rows = _judged(findings, pages, options, accepted)
    accepted.mark_used(connection)
    late = [
        checker.ask(connection, rule, options.get(rule.name, {})) for rule in pages.values() if rule.table == "waivers"
    ]
    rows += _judged([finding for outcome in late for finding in outcome.findings], pages, options, accepted)

    progress("storing findings", 0.95)
    database.insert(connection, "findings", ((number, *row) for number, row in enumerate(rows, 1)))
    causes = {outcome.rule: outcome.cause for outcome in outcomes + late}
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
                options.get(rule.name, {}).get("severity", rule.severity),
                rule.message,
                rule.explanation,
                int(causes.get(rule.name) is None),
                causes.get(rule.name),
                counts.get(rule.name, 0),
            )
            for rule in pages.values()
        ],
    )
    database.index(connection, loader.LATE)
    not_performed = sum(cause is not None for cause in causes.values())
    database.insert(
        connection,
        "builds",
        [
            (
                inputs.toolprint(),
                strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
                waivers.valid_until(connection),
                _commit(directory),
                int(readings.whole(read)),
                settings.title,
                settings.description,
                int(patched),
                round(perf_counter() - started, 3),
                len(pages) - not_performed,
                not_performed,
            )
        ],
    )


def _options(settings: Config, pages: Pages) -> dict[str, Mapping[str, Any]]:
    """Severity and options by rule; raises UsageError for a rule or an option that does not exist."""
    options = {}
    for name, given in settings.rules.items():
        rule = pages.find(name)[0].name
        for option, value in given.items():
            if option != "severity" and option not in pages[rule].options:
                known = ("severity", *pages[rule].options)
                raise UsageError(
                    f"{rule} has no option '{option}'{suggestion(option, known)} Known: {', '.join(known)}"
                )
            if option != "severity" and type(value) is not type(pages[rule].options[option]):
                raise UsageError(
                    f"option {option} of {rule} must be like {pages[rule].options[option]!r}, not {value!r}"
                )
        options[rule] = given
    return options


def _names(words: Iterable[str], pages: Pages) -> set[str]:
    """Names of all rules that the words mean."""
    return {rule.name for word in words for rule in pages.find(word)}


def _judged(
    findings: Iterable[Finding], pages: Pages, options: Mapping[str, Mapping[str, Any]], accepted: Waivers
) -> list[tuple[Any, ...]]:
    """Rows of the findings table, without their numbers."""
    rows = []
    for finding, fingerprint in checker.number_repeats(findings):
        rule = pages[finding.rule]
        severity = options.get(rule.name, {}).get("severity") or finding.severity or rule.severity
        state, reason = accepted.state(finding.rule, finding.row, fingerprint)
        text, hint = checker.message(rule.message, finding), checker.message(rule.hint, finding)
        place = (finding.file, finding.line)
        rows.append(
            (finding.rule, severity, state, finding.row, finding.field, text, hint, *place, fingerprint, reason)
        )
    return rows


def _collect(
    connection: sqlite3.Connection, directory: Path, made: Build, select: Sequence[str], ignore: Sequence[str]
) -> Checked:
    """Read the findings back, of the rules asked for, each with its column; sorted by file and line."""
    wanted: set[str] | None = None
    if select or ignore:
        pages = rules()
        wanted = _names(select, pages) if select else set(pages)
        wanted -= _names(ignore, pages)
    places = checker.Places(directory)
    findings = []
    rows = connection.execute(
        "SELECT rule, severity, state, file, line, row_key, field, message, hint, fingerprint, reason "
        "FROM findings ORDER BY file, line, rule, field"
    )
    for rule, severity, state, file, line, row, field, *texts in rows:
        if wanted is None or rule in wanted:
            where = places.place(file, line, field)
            findings.append(Reported(rule, severity, state, file, *where, row, field, *texts))
    asked = connection.execute("SELECT name, performed, cause FROM rules").fetchall()
    mine = [row for row in asked if wanted is None or row[0] in wanted]
    missed = [(name, cause) for name, performed, cause in mine if not performed]
    return Checked(findings, len(mine) - len(missed), missed, made.claims, made.works)


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
