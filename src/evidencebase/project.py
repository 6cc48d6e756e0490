"""What the commands and the library call: a database that is up to date, and what stands in it.

When nothing changed, nothing is needed but the database: what only a build needs is imported when one begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from evidencebase import files, inputs, stored
from evidencebase.finding import Checked, UsageError
from evidencebase.progress import Progress, silent

if TYPE_CHECKING:
    from evidencebase.config import Config

T = TypeVar("T")


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
        checked = stored.checked(connection, *wanted, judge, accepted)
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
    from evidencebase.compilation import Compilation

    found = inputs.find(directory)
    target = database_path(directory, output)
    earlier = history.read(target)
    if not force and _can_be_patched(target, found):
        with database.replacing(target, copy=target) as draft:
            draft.keep = Compilation(draft.connection, directory, found, earlier, started, progress).patch()
            if draft.keep:
                return use(draft.connection, _made(draft.connection, target, started))
    former_is_whole = _is_whole(target)
    with database.replacing(target) as draft:
        whole = Compilation(draft.connection, directory, found, earlier, started, progress).fill()
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
