"""``evidencebase import``: works of other programs' files become entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidencebase.cli import claim_sets
from evidencebase.cli.frame import directory_option, examples
from evidencebase.progress import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidencebase.importing import Plan
    from evidencebase.importing.lookup import Found, Lookup


@click.command(
    name="import",
    epilog=examples(
        "evidencebase import export.ris",
        "evidencebase import pubmed.nbib zotero.json --dry-run",
        "evidencebase import search.xml --into search.bib --keys {family}{year}{title}",
        "evidencebase import dois.txt",
        "evidencebase import claims_dev.jsonl --dry-run",
        "evidencebase import table.csv --map claim=Statement --map supports=DOI --ids TRT",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@directory_option
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="The .bib file to add to, one in references/ [default: references/imported.bib]",
)
@click.option(
    "--keys",
    "pattern",
    default="",
    help="Pattern of {family} {year} {title} {pmid} {key} [default: {family}{year}]",
)
@click.option("--map", "said", multiple=True, metavar="MEANING=COLUMN", help="What a column of a table of claims means")
@click.option("--ids", "prefix", default="", metavar="PREFIX", help="Ids of claims [default: go on with those there]")
@click.option("--offline", is_flag=True, help="Look up nothing: lists of DOIs and PubMed ids are only named")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON")
def import_(
    files: tuple[Path, ...],
    directory: Path,
    into: Path | None,
    pattern: str,
    said: tuple[str, ...],
    prefix: str,
    offline: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add the works in FILES to the bibliography: RIS, PubMed (nbib, XML), CSL-JSON, EndNote (enw, XML), BibTeX,
    JSON of Crossref and DataCite, tables (CSV). Or the claims in them: SciFact (JSON lines), CIViC (TSV, JSON),
    needs.json, tables with a column for the claim.

    The format is told by the content. Works that are there already (same DOI or PMID, or same title with year or
    author) are named and left out; what cannot be read is named with its line (exit code 1). Entries are appended:
    nothing that is in the file changes. Entries of .bib files keep their keys where these are free and a claim can cite
    them; each change is told.

    Works of which a list gives only the DOI or PubMed id are looked up at Crossref, DataCite and PubMed, which are told
    the `contact` of the settings.

    Claims come with their evidence and works, as drafts with ids of their own (the former ones stand in x_source). A
    GRADE certainty that a table gives is taken over; no claim is graded otherwise.
    """
    import os

    from evidencebase import importing
    from evidencebase.importing import keys, target

    if pattern:
        keys.check(pattern)
    if said or prefix or claim_sets.are_all(files):
        whole = claim_sets.run(directory, files, into, claim_sets.mapping(said), prefix, dry_run, as_json)
        raise SystemExit(0 if whole else 1)
    where = target.path(directory, into)
    with Bar() as progress:

        def look_up(wanted: Sequence[Lookup]) -> Sequence[Found]:
            return importing.look_up(directory, wanted, os.environ, progress)

        made = importing.plan(directory, files, pattern, progress, None if offline else look_up)
    if made.added and not dry_run:
        importing.write(made, directory, into)
    _print_json(made, where, dry_run) if as_json else _tell(made, where, dry_run)
    if made.troubles or made.lookups:
        raise SystemExit(1)


def _tell(made: Plan, where: Path, dry_run: bool) -> None:
    from evidencebase.reports.text import plural

    for one in made.added:
        former = f" (key changed: {one.former} -> {one.key})" if one.former else ""
        click.echo(f"{one.key}: {one.citation}{former}")
    for one in made.duplicates:
        click.echo(f"{one.file}:{one.line}: is there already as {one.same_as}: {one.citation}")
    for trouble in made.troubles:
        click.echo(f"{trouble.file}:{trouble.line}: {trouble.what}", err=True)
    for lookup in made.lookups:
        what = "tells nothing but its identifier, and was not looked up (--offline)"
        click.echo(f"{lookup.file}:{lookup.line}: {lookup.scheme} {lookup.value} {what}", err=True)
    counts = [
        f"{plural(len(made.added), 'work')} {'would be added' if dry_run else 'added'} to {where}",
        f"{len(made.duplicates)} there already",
        f"{len(made.troubles)} not read or doubtful",
    ]
    click.echo("; ".join([*counts, *([f"{len(made.lookups)} not looked up"] if made.lookups else [])]))


def _print_json(made: Plan, where: Path, dry_run: bool) -> None:
    import json

    from evidencebase.formats.csl import public

    answer = {
        "into": str(where),
        "written": bool(made.added) and not dry_run,
        "added": [
            {"key": one.key, "former_key": one.former, "file": one.file, "line": one.line, "item": public(one.item)}
            for one in made.added
        ],
        "duplicates": [
            {"same_as": one.same_as, "file": one.file, "line": one.line, "item": public(one.item)}
            for one in made.duplicates
        ],
        "troubles": [trouble._asdict() for trouble in made.troubles],
        "lookups": [lookup._asdict() for lookup in made.lookups],
    }
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
