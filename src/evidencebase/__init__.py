"""evidencebase: claims, graded and cited, checked and browsable.

The library in four calls::

    import evidencebase

    made = evidencebase.build("path/to/base")        # compiles evidence.db when something changed
    found = evidencebase.check("path/to/base")       # the findings, each with file, line and column
    db = evidencebase.open("path/to/base")           # a sqlite_utils.Database to query
    frame = evidencebase.frame("path/to/base", "claim_overview")   # a pandas DataFrame

Everything heavy is imported when it is called for, so that ``import evidencebase`` stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidencebase.version import VERSION as __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas
    import sqlite_utils

    from evidencebase.finding import Checked
    from evidencebase.project import Build

__all__ = ["__version__", "build", "check", "frame", "open"]


def build(directory: str | Path = ".", output: str | Path | None = None, *, force: bool = False) -> Build:
    """Compile an evidence base into its SQLite database, unless that is up to date; see :func:`project.build`."""
    from evidencebase import project

    return project.build(directory, output, force=force)


def check(
    directory: str | Path = ".",
    output: str | Path | None = None,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
) -> Checked:
    """Build if needed and return the findings; see :func:`project.check`."""
    from evidencebase import project

    return project.check(directory, output, select=select, ignore=ignore)


def open(directory: str | Path = ".", output: str | Path | None = None) -> sqlite_utils.Database:
    """Build if needed and open the database, read-only, with the SQL functions of the rules.

    Raises:
        UsageError: there is no evidence base, or it cannot be built.
    """
    import sqlite_utils

    from evidencebase import files, functions, project

    connection = files.open_read_only(project.build(directory, output).output)
    functions.register(connection)
    return sqlite_utils.Database(connection)


def frame(directory: str | Path = ".", query: str = "claim_overview") -> pandas.DataFrame:
    """A table, a view or the rows of a ``SELECT`` as a DataFrame.

    GRADE levels are an ordered categorical, best first, so that sorting and ``crosstab`` keep their order.

    Raises:
        UsageError: there is no evidence base, or it cannot be built.
        pandas.errors.DatabaseError: the query is wrong.
    """
    import pandas

    from evidencebase.schema import GRADES

    connection = open(directory).conn
    sql = query if " " in query.strip() else f'SELECT * FROM "{query}"'
    table = pandas.read_sql_query(sql, connection)
    if "evidence_strength" in table:
        table["evidence_strength"] = pandas.Categorical(table["evidence_strength"], GRADES, ordered=True)
    return table
