"""``evidencebase init``: a first evidence base."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import examples


@click.command(epilog=examples("evidencebase init", "evidencebase init my-base"))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Write a small, valid evidence base to DIRECTORY, with every column explained in COLUMNS.md."""
    from evidencebase import starter

    for path in starter.write(directory):
        click.echo(f"wrote {path}")
    where = "" if directory == Path() else f" -C {directory}"
    click.echo(f"Next: evidencebase check{where}, then evidencebase serve{where} --open")
