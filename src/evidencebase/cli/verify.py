"""``evidencebase verify``: options in, one call, a table out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evidencebase.cli.frame import Word, directory_option, examples, output_option
from evidencebase.finding import UsageError
from evidencebase.progress import Bar
from evidencebase.schema import VERDICTS

if TYPE_CHECKING:
    from evidencebase.verifying import Report

_DECISION = ("verdict", "reason", "address", "person")


@click.command(
    epilog=examples(
        "evidencebase verify",
        "evidencebase verify smith2019 jones2020",
        "evidencebase verify --offline",
        "evidencebase verify --notices-only --retraction-watch retraction_watch_2026-08-01.csv",
        "evidencebase verify --apply smith2019",
        'evidencebase verify --override smith2019 --verdict verified --reason "seen in print" \\',
        "    --address https://library.example.org/7 --by 'A. Doe'",
    )
)
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@directory_option
@output_option
@click.option(
    "--stale", "how", flag_value="stale", default="stale", help="Ask about new, changed and old ones [default]"
)
@click.option("--all", "how", flag_value="all", help="Ask about all of them again")
@click.option("--notices-only", "how", flag_value="notices-only", help="Ask for retractions and corrections only")
@click.option("--offline", "how", flag_value="offline", help="Ask nothing: compare again with what is known")
@click.option(
    "--retraction-watch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Also take over notices about these works from an export (CSV) of the Retraction Watch database",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is known as JSON")
@click.option(
    "--apply", "apply_to", default=None, metavar="KEY", help="Show the entry as the registries have it, as a diff"
)
@click.option("--write", is_flag=True, help="With --apply: also write it to the .bib file")
@click.option("--override", default=None, metavar="KEY", help="Record what you found out about a record yourself")
@click.option("--verdict", type=Word(VERDICTS), default=None, help="With --override: what holds")
@click.option("--reason", default=None, help="With --override: why")
@click.option("--address", default=None, help="With --override: where you saw it")
@click.option("--by", "person", default=None, help="With --override: who you are [default: user.name of git]")
def verify(
    keys: tuple[str, ...],
    directory: Path,
    output: Path | None,
    how: str,
    retraction_watch: Path | None,
    as_json: bool,
    apply_to: str | None,
    write: bool,
    override: str | None,
    **decision: str | None,
) -> None:
    """Ask registries whether the works exist and their records are right.

    All works, or those with these KEYs, at Crossref, PubMed, doi.org and DataCite. Their answers are kept in
    references/verification.lock.jsonl, so that `check` compares without network. Exit code 0: all verified; 1:
    something is not, or a registry did not answer; 2: could not run. Ctrl-C keeps what is there.
    """
    if override:
        _override(directory, output, override, decision)
        return
    if given := [name for name in _DECISION if decision[name]]:
        raise UsageError(f"--{given[0] if given[0] != 'person' else 'by'} belongs to --override KEY")
    if apply_to:
        _apply(directory, output, apply_to, write)
        return
    if write:
        raise UsageError("--write belongs to --apply KEY")
    from evidencebase import verifying

    with Bar() as progress:
        report = verifying.run(directory, output, keys, how, retraction_watch, progress)
    if as_json:
        import json

        click.echo(json.dumps(report._asdict(), indent=2, ensure_ascii=False))
    else:
        _tell(report)
    if report.doubtful:
        raise SystemExit(1)


def _tell(report: Report) -> None:
    """The table, what is incomplete, how many of each verdict."""
    from collections import Counter

    for row in report.rows:
        click.echo(f"{row['work']}  {verdict_of(row)}")
        for line in details(row):
            click.echo(f"    {line}")
    if report.export:
        click.echo(report.export)
    counts = Counter(row["verdict"] for row in report.rows)
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()) or "no works")
    for registry, cause in report.failures.items():
        click.echo(f"{registry} did not answer everything: {cause}. `evidencebase verify` asks again.", err=True)
    if report.left:
        click.echo(f"ended before {report.left} works were asked about; the others are kept", err=True)


def verdict_of(row: dict[str, Any]) -> str:
    """Verdict and notice of a work, with the day on which that was so."""
    notice = f", {row['notice']}" if row["notice"] not in (None, "none-found") else ""
    when = f" ({row['asked']})" if row["asked"] else ""
    person = f", decided by {row['person']}; registries: {row['registries']}" if row["person"] else ""
    return f"{row['verdict']}{notice}{when}{person}"


def details(row: dict[str, Any]) -> list[str]:
    """What differs, ours and theirs; other works; notices; who did not answer."""
    lines = [
        f"{field['field']}: {field['ours'] or 'nothing'} here, {field['theirs']} in {field['source']}"
        for field in row["fields"]
        if field["agreement"] == "differ" or (field["agreement"] == "minor" and row["verdict"] == "verified-minor")
    ]
    if row["changed"]:
        lines.append(f"the entry has changed since it was asked about: {row['changed']}")
    names = ("meant", "other", "nearest")
    plain = row["verdict"] in ("verified", "verified-minor", "metadata-differs")
    lines += [f"{name}: {row[name]}" for name in names if row[name] and not (plain and name == "meant")]
    for notice in row["notices"]:
        date = f" of {notice['date']}" if notice["date"] else ""
        lines.append(f"{notice['nature']}{date}, says {notice['source']}: {notice['notice'] or 'without a notice'}")
    if row["unanswered"]:
        lines.append(f"did not answer: {row['unanswered']}")
    if row["same_record"]:
        lines.append(f"the same work as {row['same_record']}")
    return lines


def _apply(directory: Path, output: Path | None, key: str, write: bool) -> None:
    from evidencebase import verifying

    path, diff = verifying.correct(directory, output, key, write)
    if not diff:
        click.echo(f"{key}: nothing differs")
        return
    click.echo(diff, nl=False)
    click.echo(
        f"changed {path}" if write else f"# `evidencebase verify --apply {key} --write` makes this change", err=True
    )


def _override(directory: Path, output: Path | None, key: str, decision: dict[str, str | None]) -> None:
    from evidencebase import overrides, repository

    texts = {name: (decision[name] or "").strip() for name in _DECISION}
    texts["person"] = texts["person"] or repository.user(directory)
    for name, given in texts.items():
        if not given:
            option = "by" if name == "person" else name
            raise UsageError(f"--override needs --{option}: others must be able to follow it")
    path = overrides.record(directory, output, key, **texts)
    click.echo(f"{path}: {key} is {texts['verdict']}, as long as its entry stays as it is")
