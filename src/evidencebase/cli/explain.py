"""``evidencebase explain``: one rule."""

from __future__ import annotations

import click

from evidencebase.cli.frame import examples


@click.command(epilog=examples("evidencebase explain uncited", "evidencebase explain strength/overclaim"))
@click.argument("rule")
def explain(rule: str) -> None:
    """Tell why a RULE matters, what to do, how it is asked, with examples."""
    from evidencebase import rulebook

    click.echo("\n\n\n".join(rulebook.as_text(found) for found in rulebook.rules().find(rule)))
