"""``evidencebase export``: an evidence base in another form."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Progress, directory_option, examples, output_option
from evidencebase.cli.group import Commands


@click.group(cls=Commands, epilog=examples("evidencebase export site public"))
def export() -> None:
    """Write an evidence base in another form: as a site of files."""


@export.command(
    epilog=examples("evidencebase export site public", "evidencebase export site -C my-base --at-most 50000 out")
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@directory_option
@output_option
@click.option(
    "--at-most",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="Number of claims up to which it is written: each makes about six files",
)
def site(folder: Path, directory: Path, output: Path | None, at_most: int) -> None:
    """Write the site to DIR as files that open without a server and load nothing from elsewhere.

    No draft is in it. DIR must be new, empty, or an earlier export, which is replaced.
    """
    import asyncio
    import tempfile

    from evidencebase import project
    from evidencebase.reports.text import plural
    from evidencebase.site import static_site

    with Progress() as progress, tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "evidence.db"
        gone = project.publish(directory, output, database, progress)
        made = asyncio.run(static_site.export(database, folder, at_most, progress))
    left_out = f"; {plural(gone['claims'], 'draft')} left out" if gone["claims"] else ""
    click.echo(f"{folder / 'index.html'}: {plural(made.files, 'file')}, {made.bytes / 1e6:.1f} MB{left_out}")
