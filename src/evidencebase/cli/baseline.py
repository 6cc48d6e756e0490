"""Accepting findings: ``evidencebase baseline``."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import directory_option, output_option
from evidencebase.cli.group import Commands
from evidencebase.finding import UsageError


@click.group(cls=Commands)
def baseline() -> None:
    """Accept findings that are true but not to be mended now, each with a reason, in baseline.csv.

    \b
    Examples:
      evidencebase baseline update --reason "true of the article; its authors are told"
      evidencebase baseline update --row TRT-0007 --reason "a question to the authors is open"
      evidencebase baseline show
      evidencebase baseline prune
    """


@baseline.command()
@directory_option
@output_option
@click.option("--reason", required=True, help="Why they are accepted")
@click.option(
    "--select", multiple=True, metavar="RULE", help="Accept only findings of this rule or group; may be repeated"
)
@click.option("--row", "rows", multiple=True, metavar="ROW", help="Accept only findings about this claim, work or file")
def update(directory: Path, output: Path | None, reason: str, select: tuple[str, ...], rows: tuple[str, ...]) -> None:
    """Accept every open finding, and drop entries that no longer occur."""
    from evidencebase import project

    if not reason.strip():
        raise UsageError("a reason must say something")
    added, kept, dropped = project.update_baseline(directory, output, reason.strip(), select, rows)
    click.echo(f"{directory / 'baseline.csv'}: {added} accepted, {kept} kept, {dropped} dropped")


@baseline.command()
@directory_option
@output_option
def prune(directory: Path, output: Path | None) -> None:
    """Drop entries that no longer occur."""
    from evidencebase import project

    _, kept, dropped = project.update_baseline(directory, output, None, ())
    click.echo(f"{directory / 'baseline.csv'}: {kept} kept, {dropped} dropped")


@baseline.command()
@directory_option
@output_option
def show(directory: Path, output: Path | None) -> None:
    """List accepted findings with their reasons, and how many of each rule."""
    from collections import Counter

    from evidencebase import project

    held = [finding for finding in project.check(directory, output).findings if finding.state != "open"]
    for finding in held:
        click.echo(
            f"{finding.file}:{finding.line}: {finding.rule} {finding.row}: {finding.message}\n    {finding.reason}"
        )
    for rule, count in Counter(finding.rule for finding in held).most_common():
        click.echo(f"{count:5} {rule}")
