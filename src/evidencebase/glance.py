"""``build`` and ``check`` where nothing changed, answered before click is imported.

Importing click takes longer than all that is done here. Whatever else is asked is left to the command line.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from evidencebase import files, inputs, stored
from evidencebase.finding import UsageError
from evidencebase.reports import text


def answer(arguments: list[str]) -> tuple[str, int] | None:
    """What to print, and the exit code; ``None`` when that cannot be told at a glance."""
    match arguments:
        case ["build" | "check" as command]:
            directory = Path()
        case ["build" | "check" as command, "-C" | "--directory", folder]:
            directory = Path(folder)
        case _:
            return None
    path = directory / files.DATABASE
    try:
        with closing(files.open_read_only(path)) as connection:
            query = "SELECT whole, open, claims, works, links, accepted FROM builds"
            whole, still, *counts = connection.execute(query).fetchone()
            if not whole or not inputs.unchanged(connection, directory, path.name):
                return None
            if command == "build":
                claims, works, links, accepted = counts
                return text.up_to_date(path, claims, works, links, still, accepted), 0
            force = stored.in_force(connection)
            checked = stored.checked(connection, directory, force.select, force.ignore, accepted=False)
            checked = checked._replace(fail_on=force.fail_on, strict=force.strict_checks)
            return text.render(checked, colour=text.colour()), int(checked.failed)
    except (sqlite3.Error, OSError, TypeError, UsageError):  # the command line says what is wrong
        return None
