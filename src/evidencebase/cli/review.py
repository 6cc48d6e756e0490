"""``evidencebase review``: sign claims, or list those whose signature does not hold any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evidencebase.cli.frame import directory_option, examples, output_option
from evidencebase.finding import UsageError

if TYPE_CHECKING:
    from evidencebase.signing import Signed, Suspect

SHOWN = 70  # characters of a title


@click.command(
    epilog=examples(
        'evidencebase review TRT-0007 --by "Ada Doe"',
        'evidencebase review TRT-0007 TRT-0008 --by "Ada Doe" --note "both trials read in full"',
        "evidencebase review --list",
    )
)
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@directory_option
@output_option
@click.option("--by", default="", metavar="NAME", help="Who signs")
@click.option("--note", default="", help="A remark kept with the review")
@click.option("--list", "only_list", is_flag=True, help="List claims that changed, or whose evidence did, since signed")
@click.option("--json", "as_json", is_flag=True, help="Print what is signed or listed as JSON")
def review(
    claims: tuple[str, ...], directory: Path, output: Path | None, by: str, note: str, only_list: bool, as_json: bool
) -> None:
    """Sign that you looked at each CLAIM and its evidence and agree; shows what is signed.

    Adds a row to reviews.csv with fingerprints of the claim and of what is known of its works. When one of these
    changes later, `check` says that the review is suspect, and why: sign again after looking again.
    """
    from evidencebase import signing

    if only_list:
        if claims or by or note:
            raise UsageError("--list signs nothing: leave out claims, --by and --note")
        _list(signing.suspects(directory, output), as_json)
        return
    if not claims:
        raise UsageError("name the claims to sign, or --list those to look at again")
    if not by.strip():
        raise UsageError("say who signs: --by NAME")
    signed = signing.sign(directory, output, claims, by.strip(), note.strip())
    if as_json:
        import json

        rows = [{**one._asdict(), "links": [link._asdict() for link in one.links]} for one in signed]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for one in signed:
        _show(one)
    click.echo(f"{directory / 'reviews.csv'}: signed by {by.strip()}: {', '.join(claims)}")


def _show(signed: Signed) -> None:
    click.echo(f"{signed.claim} ({signed.evidence_strength}): {signed.text}")
    for link in signed.links:
        about = " ".join(str(part) for part in (link.authors and link.authors.partition(";")[0], link.year) if part)
        title = (link.title or "no such work")[:SHOWN]
        click.echo(f"    {link.relation} {link.work}: {f'{about}: ' if about else ''}{title}")
    for finding in signed.findings:
        click.echo(f"    open: {finding}")


def _list(found: list[Suspect], as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps([one._asdict() for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        parts = [f"claim: {one.claim_changed}"] if one.claim_changed else []
        parts += [f"evidence: {one.evidence_changed}"] if one.evidence_changed else []
        click.echo(f"{one.claim}  signed by {one.by} on {one.date}; changed since: {'; '.join(parts)}")
    click.echo(f"{len(found)} to look at again")
