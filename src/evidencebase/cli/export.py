"""``evidencebase export``: what the evidence base holds, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Word, directory_option, examples
from evidencebase.cli.group import Commands
from evidencebase.finding import UsageError

FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "csv")


@click.group(
    cls=Commands,
    epilog=examples("evidencebase export works --format ris --output works.ris"),
)
def export() -> None:
    """Write what the evidence base holds in formats of other programs."""


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
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from None
