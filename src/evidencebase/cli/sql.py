"""``evidencebase sql``: a quick question."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Word, directory_option, examples, output_option


@click.command(
    epilog=examples(
        'evidencebase sql "select evidence_strength, count(*) from claims group by 1"',
        'evidencebase sql --format csv "select * from uncited_claims" > uncited.csv',
    )
)
@click.argument("query")
@directory_option
@output_option
@click.option(
    "--format",
    "format_",
    type=Word(["table", "csv", "json"]),
    default="table",
    help="Output format [default: table]",
)
def sql(query: str, directory: Path, output: Path | None, format_: str) -> None:
    """Ask the database a QUERY; it can read, not write."""
    from evidencebase import project
    from evidencebase.reports import rows

    with project.ask(directory, output, query) as (names, found):
        for line in rows.render(names, found, format_):
            click.echo(line)
