"""``evidencebase rules``: all of them."""

from __future__ import annotations

import click

from evidencebase.cli.frame import examples


@click.command(epilog=examples("evidencebase rules", "evidencebase rules --json"))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON")
def rules(as_json: bool) -> None:
    """List all rules: code, severity, name and the sentence of a finding."""
    from evidencebase import rulebook

    pages = rulebook.rules()
    if as_json:
        import json

        keep = ("name", "code", "severity", "message", "hint", "since")
        click.echo(json.dumps([{name: getattr(rule, name) for name in keep} for rule in pages.values()], indent=2))
        return
    for rule in pages.values():
        click.echo(f"{rule.code}  {rule.severity:<11}  {rule.name:<34} {rule.message}")
