"""``check --fix`` and ``check --diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from evidencebase.finding import Checked


def show(directory: Path, checked: Checked) -> int:
    """Print what could be mended; returns the exit code: 1 when anything could."""
    from evidencebase.fixes import Fixes

    fixes = Fixes(directory, checked.open)
    safe, proposed = fixes.diff("safe"), fixes.diff("proposed")
    if safe:
        click.echo(f"# Safe: `evidencebase check --fix` makes these changes\n{safe}", nl=False)
    if proposed:
        click.echo(f"# Proposed: look at them; `evidencebase check --fix=proposed` makes them\n{proposed}", nl=False)
    if not safe and not proposed:
        click.echo("nothing can be mended by a machine")
    return int(bool(safe or proposed))


def fix(directory: Path, checked: Checked, level: str) -> bool:
    """Mend what can be mended; whether anything changed."""
    from evidencebase.fixes import Fixes

    changed = Fixes(directory, checked.open).write(level)
    click.echo(f"changed {', '.join(changed)}" if changed else "nothing to mend", err=True)
    return bool(changed)
