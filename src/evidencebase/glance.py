"""A plain ``build`` or ``check``, as most are, without click: importing that is a tenth of building a small base.

Where nothing changed, the database alone is looked at. Whatever else is asked is left to the command line, which says
the same.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from evidencebase import files, inputs, stored
from evidencebase.finding import Checked, UsageError
from evidencebase.progress import Bar
from evidencebase.reports import text

if TYPE_CHECKING:
    from evidencebase.project import Build


class Answer(NamedTuple):
    """What to print, where output and where errors go, and the exit code."""

    said: str
    code: int
    complained: str = ""


def answer(arguments: list[str]) -> Answer | None:
    """What the command line would print; ``None`` when it has to be asked.

    Raises:
        UsageError: as the command does.
    """
    match arguments:
        case ["build" | "check" as command]:
            directory = Path()
        case ["build" | "check" as command, "-C" | "--directory", folder] if Path(folder).is_dir():
            directory = Path(folder)
        case _:
            return None
    return _unchanged(command, directory) or _anew(command, directory)


def _unchanged(command: str, directory: Path) -> Answer | None:
    path = directory / files.DATABASE
    try:
        with closing(files.open_read_only(path)) as connection:
            query = "SELECT whole, open, claims, works, links, accepted FROM builds"
            whole, still, *counts = connection.execute(query).fetchone()
            if not whole or not inputs.unchanged(connection, directory, path.name):
                return None
            if command == "build":
                claims, works, links, accepted = counts
                return Answer(text.up_to_date(path, claims, works, links, still, accepted), 0)
            force = stored.in_force(connection)
            checked = stored.checked(connection, force.select, force.ignore, accepted=False)
            return _checked(checked._replace(fail_on=force.fail_on, strict=force.strict_checks))
    except (sqlite3.Error, OSError, TypeError, UsageError):  # who builds says what is wrong
        return None


def _anew(command: str, directory: Path) -> Answer:
    from evidencebase import project

    with Bar() as progress:
        if command == "check":
            return _checked(project.check(directory, accepted=False, progress=progress))
        made = project.build(directory, progress=progress)
    return told(made)


def told(made: Build) -> Answer:
    """What a build did."""
    counts = (made.claims, made.works, made.links, made.findings, made.accepted)
    said, complained = "", []
    if not made.changed:
        said = text.up_to_date(made.output, *counts)
    elif made.written:
        said = f"{made.output}: {text.built(*counts)}; {text.plural(made.files, 'file')} read in {made.seconds:.2f} s"
    else:
        complained.append(f"{made.output} was left as it is; what could be read: {text.built(*counts)}")
    if not made.whole:
        complained.append("Some files could not be read in full: `evidencebase check` names file and line.")
    return Answer(said, int(not made.whole), "\n".join(complained))


def _checked(checked: Checked) -> Answer:
    return Answer(text.render(checked, colour=text.colour()), int(checked.failed))
