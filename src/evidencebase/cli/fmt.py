"""``evidencebase fmt``: CSV files in their one form."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import directory_option, examples
from evidencebase.finding import UsageError


@click.command(epilog=examples("evidencebase fmt", "evidencebase fmt --check"))
@directory_option
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 when a file would change")
def fmt(directory: Path, only_check: bool) -> None:
    """Write the CSV files in their one form: UTF-8, comma, LF, few quotes, lists with "; ", sorted by id.

    Differences between versions are then differences in content.
    """
    from evidencebase import canonical, inputs

    inputs.find(directory)
    changes = canonical.changes(directory)
    for path, text in changes.items():
        if not only_check:
            try:
                path.write_text(text, "utf-8", newline="")
            except OSError as error:
                raise UsageError(f"{path} cannot be written: {error.strerror}") from None
        click.echo(f"{'would change' if only_check else 'changed'} {path}")
    if only_check and changes:
        raise SystemExit(1)
