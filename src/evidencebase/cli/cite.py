"""``evidencebase cite``: citations as people read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evidencebase.cli.frame import Word, directory_option, examples


@click.command(
    epilog=examples(
        "evidencebase cite tracz2006 snyder2017",
        "evidencebase cite tracz2006 --style vancouver --as markdown",
        "evidencebase cite --cited --style journal.csl --as html > references.html",
    )
)
@click.argument("keys", nargs=-1)
@directory_option
@click.option("--style", default="apa", help="apa, vancouver, another CSL style, or a .csl file [default: apa]")
@click.option("--as", "form", type=Word(["text", "html", "markdown"]), default="text", help="Output [default: text]")
@click.option("--cited", is_flag=True, help="All works that a claim is linked to, by first author")
def cite(keys: tuple[str, ...], directory: Path, style: str, form: str, cited: bool) -> None:
    """Print works as citations in a CSL style, one a line.

    Needs the extra `cite`: pip install 'evidencebase[cite]'.
    """
    from evidencebase.exports import works
    from evidencebase.formats import styles

    if bool(keys) == cited:
        raise click.UsageError("name the KEYs of works, or give --cited for all that a claim is linked to")
    items = works.chosen(directory, keys) if keys else sorted(works.items(directory, cited=True), key=_place)
    for line in styles.render(items, style, form):
        click.echo(f"<p>{line}</p>" if form == "html" else f"{line}\n" if form == "markdown" else line)


def _place(item: dict[str, Any]) -> str:
    from evidencebase.formats import people

    first = next(iter(item.get("author") or []), {"literal": item.get("title", "")})
    return people.family(first).casefold()
