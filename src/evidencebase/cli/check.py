"""``evidencebase check``: options in, one call, reports out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidencebase.cli import mending
from evidencebase.cli.frame import Word, directory_option, examples, output_option, unknown, write
from evidencebase.cli.group import fail
from evidencebase.finding import SEVERITIES, UsageError
from evidencebase.progress import Bar
from evidencebase.reports import FORMATS, WITH_ACCEPTED

if TYPE_CHECKING:
    from evidencebase.finding import Checked

SLOWEST = 5  # rules that --timings prints


@click.command(
    epilog=examples(
        "evidencebase check",
        "evidencebase check folder-of-bib-files",
        "evidencebase check --select claims --select works/bad-doi",
        "evidencebase check --ignore unused-work --fail-on warning",
        "evidencebase check --since origin/main",
        "evidencebase check --format json > findings.json",
        "evidencebase check --format github --report sarif=findings.sarif --report junit=findings.xml",
    )
)
@click.argument("folder", required=False, type=click.Path(file_okay=False, exists=True, path_type=Path))
@directory_option
@output_option
@click.option(
    "--format",
    "format_",
    type=Word(FORMATS),
    default="text",
    metavar="FORMAT",
    help=f"{', '.join(FORMATS)} [default: text]",
)
@click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="Also write a report; may be repeated")
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule or group; may be repeated")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule or group; may be repeated")
@click.option(
    "--fail-on",
    type=Word([*SEVERITIES, "never"]),
    default=None,
    help="Lowest severity that gives exit code 1 [default: error]",
)
@click.option("--profile", default=None, help="draft, default or strict [default: as the settings say]")
@click.option(
    "--since", metavar="REV", default=None, help="Only what is new against this revision of the git repository"
)
@click.option("--strict-checks", is_flag=True, help="Exit code 1 also when a check could not be performed")
@click.option("--timings", is_flag=True, help="Also print the five rules that took longest in the last build")
@click.option(
    "--fix",
    is_flag=False,
    flag_value="safe",
    default=None,
    type=Word(["safe", "proposed"]),
    help="Mend what can be mended safely, with --fix=proposed also what is only proposed, then check",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and what is proposed; change nothing")
@click.option("--watch", is_flag=True, help="Check again after every save, until interrupted")
@click.option("--accepted", is_flag=True, help="Also print findings accepted in baseline.csv or waived")
def check(
    folder: Path | None,
    directory: Path,
    output: Path | None,
    format_: str,
    reports: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    profile: str | None,
    since: str | None,
    strict_checks: bool,
    timings: bool,
    fix: str | None,
    diff: bool,
    watch: bool,
    accepted: bool,
) -> None:
    """Check the evidence base: every mistake with file, line and what to do.

    FOLDER is another way to say --directory. Where it holds .bib files and no claims, these are checked alone.

    Builds first when something changed. Exit code 0: nothing at or above --fail-on; 1: findings; 2: could not run.
    A check that could not be performed is named with its cause and never counts as passed.
    """
    from evidencebase import project

    if folder and directory != Path():
        raise UsageError(f"name the folder once: {folder}, or --directory {directory}")
    directory = folder or directory
    if fix and diff:
        raise UsageError("--fix changes files and --diff only shows what it would change: choose one")
    if watch and (fix or diff):
        raise UsageError(f"--watch only looks: leave out {'--fix' if fix else '--diff'}")
    files = _targets(reports)

    def run(former: Path | None) -> Checked:
        with Bar() as progress:
            return project.check(
                directory,
                output,
                select=select or None,
                ignore=ignore or None,
                profile=profile,
                fail_on=fail_on,
                strict_checks=strict_checks or None,
                former=former,
                accepted=accepted or not {format_, *dict(files)}.isdisjoint(WITH_ACCEPTED),
                progress=progress,
            )

    def report(checked: Checked) -> None:
        from evidencebase.reports import render

        for name, path in files:
            write(path, render(name, checked).rstrip("\n") + "\n", directory)
        _print(format_, checked, accepted)
        if timings:
            for rule in sorted(checked.asked, key=lambda rule: -rule.seconds)[:SLOWEST]:
                click.echo(f"{rule.seconds * 1000:10.1f} ms  {rule.rule}", err=format_ != "text")

    with _former(directory, since) as former:
        if watch:
            _watch(directory, lambda: report(run(former)))
        checked = run(former)
        if diff:
            raise SystemExit(mending.show(directory, checked))
        if fix and mending.fix(directory, checked, fix):
            checked = run(former)
    report(checked)
    if checked.failed:
        raise SystemExit(1)


def _watch(directory: Path, answer: Callable[[], None]) -> None:
    """Answer after every save; what cannot be read for the moment is said and watched on."""
    from evidencebase.watch import saves

    try:
        for _ in saves(directory):
            click.clear()
            try:
                answer()
            except UsageError as error:
                fail(str(error))
            click.echo("watching; Ctrl-C ends it", err=True)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def _former(directory: Path, since: str | None) -> AbstractContextManager[Path | None]:
    if since is None:
        return nullcontext()
    from evidencebase import revision

    return revision.database(directory, since)


def _targets(reports: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Format and file of every ``--report``."""
    targets: list[tuple[str, Path]] = []
    for report in reports:
        name, equals, path = report.partition("=")
        if name not in FORMATS:
            raise UsageError(unknown("the format of --report", name, FORMATS))
        if not equals or not path:
            raise UsageError(f"--report needs a format and a file, like {name}=findings.{name}")
        if any(Path(path) == other for _, other in targets):
            raise UsageError(f"two reports cannot both be written to {path}")
        targets.append((name, Path(path)))
    return targets


def _print(format_: str, checked: Checked, accepted: bool) -> None:
    if format_ == "text":
        from evidencebase.reports import text

        click.echo(text.render(checked, colour=text.colour(), accepted=accepted))
        return
    from evidencebase.reports import render

    click.echo(render(format_, checked))
    if format_ == "github":
        _summarise(checked)


def _summarise(checked: Checked) -> None:
    """Append the whole table to the summary of the run, if GitHub names a file for it."""
    import os

    from evidencebase.reports import render

    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(render("markdown", checked) + "\n")
        except OSError as error:
            raise UsageError(f"the summary {path} cannot be written: {error.strerror}") from None
