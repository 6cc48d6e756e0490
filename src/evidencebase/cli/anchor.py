"""``evidencebase anchor``: name the passages of a document."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from evidencebase.cli.frame import directory_option, examples
from evidencebase.finding import UsageError

_CHECK = "Write nothing; exit code 1 when passages.csv would change or a claim copies the text"


@click.command(
    epilog=examples(
        "evidencebase anchor guideline guideline.txt",
        "evidencebase anchor guideline guideline.txt --check",
        "evidencebase anchor manuscript",
    )
)
@click.argument("document")
@click.argument("text", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@directory_option
@click.option("--check", "only_check", is_flag=True, help=_CHECK)
@click.option("--move", is_flag=True, help="Also mend in claims.csv the anchors of passages that only moved")
def anchor(document: str, text: Path | None, directory: Path, only_check: bool, move: bool) -> None:
    """Name the passages of a DOCUMENT by reading its TEXT, which stays where it is.

    Markdown, Quarto, reStructuredText, LaTeX, HTML, Word or plain text, by the end of its name. TEXT may be left out
    when documents.csv gives its path.

    Writes documents/passages.csv: an anchor and a fingerprint for every paragraph, list item and table row, no
    sentence. What you corrected there (kind) or wrote (no_claim) is kept when you run it again. Claims that are stated
    where something moved or is gone are named, and claims in the very words of the text. documents.csv is yours: where
    it has no row for the document yet, the row to add is shown.
    """
    from evidencebase import anchors
    from evidencebase.reports.text import plural

    if only_check and move:
        raise UsageError("--check only compares and --move changes claims.csv: choose one")
    reading = anchors.update(directory, document, text, write=not only_check, move=move)
    counts = Counter(change.what for change in reading.changes)
    for change in reading.changes if counts["new"] < len(reading.passages) else ():  # all new: there is nothing to tell
        claims = reading.displaced.get(change.before, [])
        stated = f"  ({', '.join(claims)})" if claims else ""
        click.echo(f"{change.what:<6} {' -> '.join(filter(None, (change.before, change.after)))}{stated}")
    for statement, words in reading.copied:
        click.echo(f"copied {statement.anchor}  ({statement.claim}): {words} ...")
    counted = sum(".p" in passage.anchor for passage in reading.passages)
    changed = ", ".join(f"{number} {what}" for what, number in counts.items()) or "nothing changed"
    click.echo(
        f"{document}: {plural(len(reading.passages), 'block')}, {counted} of them counted as paragraphs: {changed}"
    )
    if reading.undeclared:
        click.echo(reading.undeclared, err=True)
    if reading.displaced and not move:
        click.echo("Mend the anchors of the claims named behind the changes (--move mends those that moved).", err=True)
    if only_check and reading.changes:
        click.echo("Nothing was written: run it without --check to bring passages.csv up to date.", err=True)
    if only_check and reading.copied:
        click.echo("Say in your own words what the claims named behind 'copied' say.", err=True)
    if only_check and (reading.changes or reading.copied):
        raise SystemExit(1)
