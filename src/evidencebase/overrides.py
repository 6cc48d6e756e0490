"""``references/overrides.csv``: what a person found out about a record, where registries say otherwise or nothing."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path

from evidencebase import files, inputs, project, stored, verifications
from evidencebase.finding import UsageError
from evidencebase.readers import csv_table
from evidencebase.schema import OVERRIDES

_HEADER = [column.name for column in OVERRIDES.columns if column.written]


def record(
    directory: Path, output: Path | None, key: str, *, verdict: str, reason: str, address: str, person: str
) -> Path:
    """Write a decision about a record; a former one about it is replaced. Returns the file.

    Raises:
        UsageError: there is no such work, or the file cannot be read or written.
    """
    made = project.build(directory, output)
    with closing(files.open_read_only(made.output)) as connection:
        key = stored.work(connection, key)
        entry = next(verifications.entries(connection, {key}))
    path = directory / OVERRIDES.file
    rows = [row for row in _rows(path) if row["work"] != key]
    values = (key, verdict, reason.strip(), address.strip(), person.strip(), inputs.today())
    rows.append(dict(zip(_HEADER, (*values, verifications.fingerprint(entry)), strict=True)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["work"]))
    try:
        path.write_text(text.getvalue(), "utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    sheet = csv_table.read(OVERRIDES.file, path.read_bytes(), OVERRIDES)
    if sheet.findings:
        raise UsageError(f"{path}:{sheet.findings[0].line}: cannot be read in full; `evidencebase check` says why")
    columns = {name: sheet.column(name) for name in _HEADER}
    return [{name: columns[name][at] for name in _HEADER} for at in range(len(sheet))]
