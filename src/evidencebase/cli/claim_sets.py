"""The part of ``evidencebase import`` that adds claim sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidencebase.finding import UsageError

if TYPE_CHECKING:
    from evidencebase.claimsets.plan import Plan


def are_all(files: Sequence[Path]) -> bool:
    """Whether files are claim sets. Raises UsageError: some are, and others are not."""
    from evidencebase.claimsets import recognised

    others = [file for file in files if not recognised(file.read_bytes())]
    if others and len(others) < len(files):
        raise UsageError(f"{others[0]} holds no claims, as other files do: import works and claims one after the other")
    return not others


def mapping(said: Sequence[str]) -> dict[str, str]:
    """Columns by their meaning. Raises UsageError: something is not of the form MEANING=COLUMN."""
    parts = [pair.partition("=") for pair in said]
    for meaning, sign, column in parts:
        if not (meaning.strip() and sign and column.strip()):
            raise UsageError(f"--map {meaning}{sign}{column}: write MEANING=COLUMN, like claim=Statement")
    return {meaning.strip(): column.strip() for meaning, _, column in parts}


def run(
    directory: Path,
    files: Sequence[Path],
    into: Path | None,
    said: Mapping[str, str],
    prefix: str,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """Import claim sets and tell about it; whether everything in them was read."""
    from evidencebase.claimsets import plan

    made = plan.plan(directory, files, said, prefix)
    if (made.claims or made.evidence) and not dry_run:
        plan.write(made, directory, into)
    _print_json(made, dry_run) if as_json else _tell(made, dry_run)
    return not made.unread


def _tell(made: Plan, dry_run: bool) -> None:
    from evidencebase.reports.text import plural
    from evidencebase.schema import RELATIONS

    if made.meanings:
        # ids of another table may be taken here, or be none
        places = {"id": "x_source (as FILE:ID; each claim gets an id of its own)"}
        pairs = (f"{name} -> {places.get(meaning, meaning)}" for name, meaning in made.meanings.items())
        click.echo("Columns: " + ", ".join(pairs))
    for row in made.claims:
        links = ", ".join(f"{relation} {row[relation]}" for relation in RELATIONS if row[relation])
        click.echo(f"{row['id']}: {row['claim']}" + (f" ({links})" if links else ""))
    for claim, name in made.there:
        click.echo(f"{claim.file}:{claim.line}: is there already as {name}: {claim.text}")
    for unread in made.unread:
        click.echo(f"{unread.file}:{unread.line}: {unread.what}", err=True)
    done = "would be added" if dry_run else "added"
    counts = (
        f"{plural(len(made.claims), 'claim')}, {plural(len(made.evidence), 'row')} of evidence and "
        f"{plural(len(made.works.added), 'work')} {done}; {plural(made.linked, 'work')} and "
        f"{plural(len(made.there), 'claim')} there already; {len(made.unread)} not read or doubtful"
    )
    click.echo(counts)
    if made.claims:
        click.echo(f"They are drafts until you set their status; {_graded(made)}.")


def _graded(made: Plan) -> str:
    graded = sum(bool(row.get("evidence_strength")) for row in made.claims)
    if not graded:
        return "none is graded"
    return f"{graded} of {len(made.claims)} graded as the source says (evidence_strength)"


def _print_json(made: Plan, dry_run: bool) -> None:
    import json

    answer = {
        "written": bool(made.claims) and not dry_run,
        "claims": made.claims,
        "evidence": made.evidence,
        "works": [one.key for one in made.works.added],
        "there": [{"id": name, "file": claim.file, "line": claim.line} for claim, name in made.there],
        "unread": [unread._asdict() for unread in made.unread],
        "columns": dict(made.meanings),
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
