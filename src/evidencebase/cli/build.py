"""``evidencebase build``: compile, and tell what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidencebase.cli.frame import Progress, directory_option, examples, output_option

if TYPE_CHECKING:
    from evidencebase.project import Build


@click.command(
    epilog=examples(
        "evidencebase build", "evidencebase build -C my-base --output site/evidence.db", "evidencebase build --json"
    )
)
@directory_option
@output_option
@click.option(
    "--force", is_flag=True, help="Build even if nothing changed, and replace a whole database by a broken one"
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON")
def build(directory: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Compile claims and works into a SQLite database.

    Does nothing when nothing changed. The database is written beside and moved into place when it is complete. One
    built from files that could not be read in full never replaces a whole one, unless --force is given: exit code 1.
    """
    from evidencebase import project

    with Progress() as progress:
        made = project.build(directory, output, force=force, progress=progress)
    if as_json:
        import json

        click.echo(json.dumps({**made._asdict(), "output": str(made.output)}, indent=2))
    else:
        tell(made)
    if not made.whole:
        click.echo("Some files could not be read in full: `evidencebase check` names file and line.", err=True)
        raise SystemExit(1)


def tell(made: Build) -> None:
    """Say what a build did."""
    from evidencebase.reports.text import built, plural, up_to_date

    counts = (made.claims, made.works, made.links, made.findings, made.accepted)
    if not made.changed:
        click.echo(up_to_date(made.output, *counts))
    elif made.written:
        click.echo(f"{made.output}: {built(*counts)}; {plural(made.files, 'file')} read in {made.seconds:.2f} s")
    else:
        click.echo(f"{made.output} was left as it is; what could be read: {built(*counts)}", err=True)
