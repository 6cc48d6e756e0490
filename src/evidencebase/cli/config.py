"""``evidencebase config``: what is in force, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import directory_option, examples


@click.command(epilog=examples("evidencebase config", "evidencebase config --profile strict"))
@directory_option
@click.option("--profile", default=None, help="As if this profile were chosen: draft, default or strict")
def config(directory: Path, profile: str | None) -> None:
    """Print every setting in force, of every rule, and where it came from.

    The output is TOML and could stand in evidencebase.toml.
    """
    from evidencebase import settings
    from evidencebase.policy import Policy
    from evidencebase.reports.settings import render
    from evidencebase.rulebook import rules

    chosen = settings.load(directory, profile)
    policy = Policy(chosen, rules())
    severities = {rule.name: policy.severity(rule) for rule in rules().values()}
    click.echo(render(chosen, rules(), severities, profile_option=bool(profile)))
