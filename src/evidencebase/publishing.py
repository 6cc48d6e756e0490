"""A database for the public: without drafts."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from evidencebase import database, drafts, history, inputs, project, readings
from evidencebase.apart import Second
from evidencebase.compilation import Compilation
from evidencebase.finding import UsageError
from evidencebase.progress import Progress, silent


def publish(directory: Path, output: str | Path | None, target: Path, progress: Progress = silent) -> dict[str, int]:
    """Build if needed and write a copy to ``target`` without drafts and without what only they use.

    The rules are asked again, of what is left. Returns how many rows went, by table.

    Raises:
        UsageError: there is no evidence base, not all of it can be read, or the copy cannot be written.
    """
    started = perf_counter()
    made = project.build(directory, output, progress=progress)
    if not made.whole:
        raise UsageError("some files could not be read in full: `evidencebase check` names file and line")
    if target.exists() and target.samefile(made.output):
        raise UsageError(f"{target} is the database that is built here: publish into another folder")
    with database.replacing(target, copy=made.output) as draft:
        connection, earlier = draft.connection, history.read(made.output)
        places = drafts.places(connection)
        gone = drafts.remove(connection)
        if gone["claims"]:
            progress("asking the rules without drafts", 0.6)
            former = {row[0] for row in connection.execute("SELECT fingerprint FROM findings")}
            places -= drafts.places(connection)
            read = [
                finding
                for block in readings.findings(connection).values()
                for finding in block
                if not drafts.is_about(finding, gone, places)
            ]
            compilation = Compilation(connection, directory, inputs.find(directory), earlier, started, silent)
            counted = compilation.answer(read, Second())
            drafts.withheld_findings(connection, former)
            compilation.count(counted, earlier._replace(builds=[]))
        connection.execute("DELETE FROM readings")  # so that no build takes it for its own
        connection.execute("UPDATE builds SET tool = tool || ', for the public'")
        drafts.squeeze(connection)
    return {table: len(keys) for table, keys in gone.items()}
