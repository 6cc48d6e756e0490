"""What ``evidencebase verify`` does: which works are due, asking about them, what is known then."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase import files, inputs, project, settings, stored, verifications
from evidencebase.comparison.record import Record
from evidencebase.finding import UsageError
from evidencebase.policy import Policy
from evidencebase.progress import Progress, silent
from evidencebase.rulebook import rules
from evidencebase.verify import lock
from evidencebase.verify.lock import Line

AGES = "verifications/unverified"  # the rule whose options say how long answers hold
HOWS = ("stale", "all", "notices-only", "offline")


class Report(NamedTuple):
    """What is known of the works asked for, and what the run did.

    ``rows`` are rows of the table ``verifications`` with the fields that differ and the notices; ``left`` counts works
    that were not reached, ``failures`` are registries that did not answer everything, with the cause; ``export`` says
    what an export of Retraction Watch gave.
    """

    rows: list[dict[str, Any]]
    asked: int
    left: int
    failures: Mapping[str, str]
    export: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether anything is not as it should be: a record that is not verified, a notice, a registry silent."""
        return bool(self.left or self.failures) or any(
            row["verdict"] not in ("verified", "verified-minor") or row["notice"] not in ("none-found", "corrected")
            for row in self.rows
        )


def run(
    directory: Path,
    output: Path | None = None,
    keys: Sequence[str] = (),
    how: str = "stale",
    retraction_watch: Path | None = None,
    progress: Progress = silent,
) -> Report:
    """Ask the registries about the works that are due, or all those named, and compare.

    ``how`` is one of ``HOWS``. Nothing is asked when it is ``offline``.

    Raises:
        UsageError: a key is unknown, there is no contact address, no registry answers, or the lock is damaged.
    """
    known = lock.load(directory)
    made = project.build(directory, output, progress=progress)
    with closing(files.open_read_only(made.output)) as connection:
        entries = {entry.identifier: entry for entry in verifications.entries(connection)}
        keys = [stored.work(connection, key) for key in keys]
    wanted = [entries[key] for key in keys] if keys else list(entries.values())
    export = _exported(directory, known.lines, wanted, retraction_watch) if retraction_watch else ""
    asked, left = 0, 0
    failures: Mapping[str, str] = {}
    if how != "offline":
        asked, left, failures = _ask(
            directory, known.lines, wanted, how if not keys or how != "stale" else "all", progress
        )
    made = project.build(directory, output, progress=progress)
    with closing(files.open_read_only(made.output)) as connection:
        rows = _rows(connection, {entry.identifier for entry in wanted})
    return Report(rows, asked, left, failures, export)


def _ask(
    directory: Path, known: Mapping[str, Line], wanted: Sequence[Record], how: str, progress: Progress
) -> tuple[int, int, Mapping[str, str]]:
    from evidencebase.verify import run as asking
    from evidencebase.verify.transport import Client

    chosen = settings.load(directory)
    today = inputs.today()
    page = rules()[AGES]
    ages = Policy(chosen, rules()).options(page)
    due = [entry for entry in wanted if how == "all" or stale(known.get(entry.identifier), entry, ages, today)]
    works = {} if how == "all" else _to_notice(known, wanted, due, ages, today, everything=how == "notices-only")
    if how == "notices-only":
        due = []
    if not due and not works:
        return 0, 0, {}
    client = Client(asking.contact_of(chosen.contact, os.environ), chosen.registries)
    try:
        done = asking.Outcome(0, 0, {})
        if due:
            done = asking.identities(directory, due, client, today, progress)
        if works and not done.left:
            more = asking.happenings(directory, works, client, today, progress)
            done = asking.Outcome(done.asked + more.asked, more.left, {**done.failures, **more.failures})
        return done
    finally:
        client.close()


def stale(line: Line | None, entry: Record, ages: Mapping[str, int], today: str) -> bool:
    """Whether the identity of a work is to be asked: never asked, half answered, another entry, too old or too new."""
    return (
        line is None
        or not line.date
        or line.failed
        or bool(lock.changed(line, entry))
        or not _before(today, ages["identity_days"]) <= line.date <= today
    )


def _to_notice(
    known: Mapping[str, Line],
    wanted: Sequence[Record],
    due: Sequence[Record],
    ages: Mapping[str, int],
    today: str,
    everything: bool,
) -> dict[str, list[str]]:
    """DOIs and PubMed ids of the works whose notices are to be asked, identity being known."""
    skipped = set() if everything else {entry.identifier for entry in due}
    works = {}
    for entry in wanted:
        line = known.get(entry.identifier)
        if line and line.answers and entry.identifier not in skipped:
            judged = verifications.judge(entry, line)
            numbers = verifications.numbers(entry, line, judged.verdict)
            asked = min((line.noticed.get(number, "") for number in numbers), default="")
            if numbers and (everything or not _before(today, ages["notice_days"]) <= asked <= today):
                works[entry.identifier] = numbers
    return works


def _before(today: str, days: int) -> str:
    return (date.fromisoformat(today) - timedelta(days=days)).isoformat()


def _exported(directory: Path, known: Mapping[str, Line], wanted: Sequence[Record], path: Path) -> str:
    """Take over what an export of Retraction Watch says of the works; returns what there was, for people."""
    from evidencebase.verify import retraction_watch

    numbers: dict[str, list[str]] = {}
    for entry in wanted:
        line = known.get(entry.identifier)
        found = verifications.judge(entry, line).verdict if line else None
        own = [number for number in (entry.doi.lower(), entry.pmid) if number]
        numbers[entry.identifier] = [*own, *(verifications.numbers(entry, line, found) if line else [])]
    export = retraction_watch.read(path, {number for mine in numbers.values() for number in mine})
    lines, source = dict(known), retraction_watch.SOURCE
    noticed = 0
    for entry in wanted:
        mine = sorted(set(numbers[entry.identifier]))
        if not mine:
            continue
        line = lines.get(entry.identifier) or Line(entry.identifier, lock.asked(entry), "", ())
        if line.noticed.get(source, "") > export.date:
            raise UsageError(
                f"{path} is of {export.date}, and what is known of '{entry.identifier}' is of "
                f"{line.noticed[source]}: take a newer export; nothing was changed"
            )
        said = [about for number in mine for about in export.notices.get(number, ())]
        noticed += bool(said)
        kept = [about for about in line.notices if about.notice.source != source]
        lines[line.key] = line._replace(
            noticed={**line.noticed, source: export.date}, notices=tuple(sorted({*kept, *said}))
        )
    lock.write(directory, lines.values())
    doubtful = f"; {export.doubtful} of them not understood in full" if export.doubtful else ""
    return (
        f"{path.name}: export of {export.date}, {export.rows:,} notices, {noticed} of these works among them{doubtful}"
    )


def _rows(connection: sqlite3.Connection, keys: Collection[str]) -> list[dict[str, Any]]:
    """What the database says of the works: verdict, fields that differ, notices."""
    connection.row_factory = sqlite3.Row
    differing: dict[str, list[dict[str, str]]] = {}
    for row in connection.execute(
        "SELECT work, field, agreement, ours, theirs, source FROM verification_fields "
        "WHERE agreement IN ('differ', 'minor', 'missing')"
    ):
        differing.setdefault(row["work"], []).append({name: row[name] for name in row.keys()[1:]})
    notices: dict[str, list[dict[str, str]]] = {}
    for row in connection.execute("SELECT * FROM notices"):
        notices.setdefault(row["work"], []).append({name: row[name] for name in row.keys()[1:]})
    query = (
        "SELECT w.key AS work, w.file, w.line, w.verdict, w.record, v.registries, v.notice, v.asked, v.noticed, "
        "v.changed, v.searched, v.unanswered, v.meant, v.meant_id, v.other, v.nearest, v.wrong_ids, v.same_record, "
        "v.reason, v.person "
        "FROM works w LEFT JOIN verifications v ON v.work = w.key ORDER BY w.rowid"
    )
    return [
        {**dict(row), "fields": differing.get(row["work"], []), "notices": notices.get(row["work"], [])}
        for row in connection.execute(query)
        if row["work"] in keys
    ]


def correct(directory: Path, output: Path | None, key: str, write: bool) -> tuple[str, str]:
    """The file of an entry and the difference that the registries' values make in it; made only if asked for.

    Raises:
        UsageError: there is no such work, it is not known what it means, or its file cannot be rewritten.
    """
    from evidencebase import fixes
    from evidencebase.fixes import corrections

    known = lock.load(directory).lines
    made = project.build(directory, output)
    with closing(files.open_read_only(made.output)) as connection:
        key = stored.work(connection, key)
        entry = next(verifications.entries(connection, {key}))
        place = connection.execute("SELECT file, line FROM works WHERE key = ?", (key,)).fetchone()
    if key not in known:
        raise UsageError(f"nothing is known of '{key}': run `evidencebase verify {key}` first")
    found = verifications.judge(entry, known[key]).verdict
    if found is None or found.meant is None:
        raise UsageError(f"it is not known which work '{key}' means: there is nothing to correct it by")
    file, line = place
    content = (directory / file).read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8: convert it first, or correct the entry by hand") from None
    wanted = corrections.values(found.meant, found.fields)
    source = f"{found.meant.source} {known[key].date}"
    new = corrections.corrected(text, line, wanted, source).encode() if wanted else content
    if write and new != content:
        fixes.replace(directory / file, new)
    return file, fixes.difference(file, content, new) if new != content else ""
