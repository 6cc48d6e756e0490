"""``evidencebase build``: compile, and tell what was done."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase import glance
from evidencebase.cli.frame import directory_option, examples, output_option
from evidencebase.progress import Bar


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

    with Bar() as progress:
        made = project.build(directory, output, force=force, progress=progress)
    told = glance.told(made)
    if as_json:
        import json

        told = told._replace(said=json.dumps({**made._asdict(), "output": str(made.output)}, indent=2))
    say(told)
    if told.code:
        raise SystemExit(told.code)


def say(told: glance.Answer) -> None:
    """Print what was said, and what was complained of."""
    if told.said:
        click.echo(told.said)
    if told.complained:
        click.echo(told.complained, err=True)
