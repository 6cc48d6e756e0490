"""``evidencebase explain``: one rule, or the columns of a file."""

from __future__ import annotations

import click

from evidencebase.cli.frame import examples


@click.command(
    epilog=examples(
        "evidencebase explain uncited",
        "evidencebase explain strength/overclaim",
        "evidencebase explain claims.csv",
        "evidencebase explain works.design",
    )
)
@click.argument("rule")
def explain(rule: str) -> None:
    """Tell why a RULE matters, what to do, how it is asked, with examples.

    Given a file or a column instead, tell what may stand there.
    """
    from evidencebase import columns, rulebook

    if "." in rule:  # no name of a rule has one
        click.echo(columns.as_text(rule))
        return
    click.echo("\n\n\n".join(rulebook.as_text(found) for found in rulebook.rules().find(rule)))
