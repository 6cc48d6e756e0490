"""``evidencebase anchor``: name the passages of a document."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import directory_option, examples


@click.command(
    epilog=examples(
        "evidencebase anchor guideline guideline.txt", "evidencebase anchor guideline guideline.txt --check"
    )
)
@click.argument("document")
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@directory_option
@click.option("--check", "only_check", is_flag=True, help="Compare only; exit code 1 when the text is another")
def anchor(document: str, text: Path, directory: Path, only_check: bool) -> None:
    """Name the passages of a DOCUMENT by reading its TEXT, which stays where it is.

    Writes documents/passages.csv: an anchor and a fingerprint for every paragraph, list item and table row, no
    sentence. What you corrected there (kind) or wrote (no_claim) is kept when you run it again.
    """
    from evidencebase import anchors

    passages, changes = anchors.update(directory, document, text, write=not only_check)
    for change in changes:
        click.echo(f"{change.what:<6} {' -> '.join(filter(None, (change.before, change.after)))}")
    counted = sum(".p" in passage.anchor for passage in passages)
    click.echo(f"{document}: {len(passages)} blocks, {counted} of them counted as paragraphs, {len(changes)} changes")
    if only_check and changes:
        raise SystemExit(1)
