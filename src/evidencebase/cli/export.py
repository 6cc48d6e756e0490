"""``evidencebase export``: what the evidence base holds, for other programs, and as a site of files."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Word, directory_option, examples, output_option, write
from evidencebase.cli.group import Commands
from evidencebase.progress import Bar

FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "csv")


@click.group(
    cls=Commands,
    epilog=examples("evidencebase export works --format ris --output works.ris", "evidencebase export site public"),
)
def export() -> None:
    """Write what the evidence base holds in formats of other programs, or as a site of files."""


@export.command(
    epilog=examples(
        "evidencebase export works > all.bib",
        "evidencebase export works --cited --format ris --output cited.ris",
        "evidencebase export works --format csl-json | pandoc --citeproc ...",
    )
)
@directory_option
@click.option("--format", "format_", type=Word(FORMATS), default="bibtex", help="Format [default: bibtex]")
@click.option("--cited/--all", default=False, help="Only works that a claim is linked to, or all [default: all]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File [default: standard output]")
def works(directory: Path, format_: str, cited: bool, output: Path | None) -> None:
    """Write the works as bibtex, biblatex, ris, csl-json or csv.

    BibTeX entries have all their fields as they were read; the other formats have those that they know.
    """
    from evidencebase.exports import works as exported

    text = exported.FORMATS[format_](exported.items(directory, cited=cited))
    if output is None:
        click.echo(text, nl=False)
        return
    write(output, text, directory)


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
    help="Number of claims up to which it is written: each makes about four files and 70 kB",
)
def site(folder: Path, directory: Path, output: Path | None, at_most: int) -> None:
    """Write the site to DIR as files that open without a server and load nothing from elsewhere.

    No draft is in it. DIR must be new, empty, or an earlier export, which is replaced.
    """
    import asyncio
    import tempfile

    from evidencebase import publishing
    from evidencebase.reports.text import plural
    from evidencebase.site import static_site

    with Bar() as progress, tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "evidence.db"
        gone = publishing.publish(directory, output, database, progress)
        made = asyncio.run(static_site.export(database, folder, at_most, progress))
    left_out = f"; {plural(gone['claims'], 'draft')} left out" if gone["claims"] else ""
    click.echo(f"{folder / 'index.html'}: {plural(made.files, 'file')}, {made.bytes / 1e6:.1f} MB{left_out}")
