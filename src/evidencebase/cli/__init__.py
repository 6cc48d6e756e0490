"""The command line: parse, call one function, print, set the exit code (0 fine, 1 findings, 2 could not run)."""

from __future__ import annotations

from typing import Any, cast

import click

<<<<<<< HEAD
from evidencebase.cli.baseline import baseline
from evidencebase.cli.check import check
from evidencebase.cli.config import config
from evidencebase.cli.fmt import fmt
from evidencebase.cli.frame import Commands, Progress, Word, directory_option, examples, output_option
from evidencebase.cli.publishing import export, publish_config
from evidencebase.cli.review import review
=======
from evidencebase.cli.group import Commands, Modules
from evidencebase.overview import COMMANDS, usage
>>>>>>> main
from evidencebase.version import VERSION


class _Main(Commands):
    def get_help(self, ctx: click.Context) -> str:
        return usage()


@click.group(
    cls=_Main,
    commands=cast(Any, Modules(__name__, COMMANDS)),  # click would have others added
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="evidencebase")
def main() -> None:
<<<<<<< HEAD
    """Keep claims as rows, grade them, link them to BibTeX works; compile, check and browse them.

    \b
    Begin:    evidencebase init my-base
    Check:    evidencebase check -C my-base
    Browse:   evidencebase serve -C my-base --open
    """


@main.command(epilog=examples("evidencebase init", "evidencebase init my-base"))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Write a small, valid evidence base to DIRECTORY, with every column explained in COLUMNS.md."""
    from evidencebase import starter

    for path in starter.write(directory):
        click.echo(f"wrote {path}")
    where = "" if directory == Path() else f" -C {directory}"
    click.echo(f"Next: evidencebase check{where}, then evidencebase serve{where} --open")


@main.command(
    epilog=examples(
        "evidencebase build", "evidencebase build -C my-base --output site/evidence.db", "evidencebase build --json"
    )
)
@directory_option
@output_option
@click.option(
    "--force", is_flag=True, help="Build even if nothing changed, and replace a whole database by a broken one"
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON")
def build(directory: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Compile claims and works into a SQLite database.

    Does nothing when nothing changed. The database is written beside and moved into place when it is complete. One
    built from files that could not be read in full never replaces a whole one, unless --force is given: exit code 1.
    """
    from evidencebase import project

    with Progress() as progress:
        made = project.build(directory, output, force=force, progress=progress)
    if as_json:
        import json

        click.echo(json.dumps({**made._asdict(), "output": str(made.output)}, indent=2))
    else:
        _tell(made)
    if not made.whole:
        click.echo("Some files could not be read in full: `evidencebase check` names file and line.", err=True)
        raise SystemExit(1)


def _tell(made: Build) -> None:
    from evidencebase.reports.text import plural

    counts = (
        f"{plural(made.claims, 'claim')}, {plural(made.works, 'work')}, {plural(made.links, 'link')}, "
        f"{plural(made.findings, 'open finding')}" + (f", {made.accepted:,} accepted" if made.accepted else "")
    )
    if not made.changed:
        click.echo(f"{made.output} is up to date: {counts}")
    elif made.written:
        click.echo(f"{made.output}: {counts}; {plural(made.files, 'file')} read in {made.seconds:.2f} s")
    else:
        click.echo(f"{made.output} was left as it is; what could be read: {counts}", err=True)


main.add_command(check)
main.add_command(baseline)
main.add_command(review)
main.add_command(config)
main.add_command(fmt)


@main.command(epilog=examples("evidencebase explain uncited", "evidencebase explain strength/overclaim"))
@click.argument("rule")
def explain(rule: str) -> None:
    """Tell why a RULE matters, what to do, how it is asked, with examples."""
    from evidencebase import rulebook

    click.echo("\n\n\n".join(rulebook.as_text(found) for found in rulebook.rules().find(rule)))


@main.command(epilog=examples("evidencebase rules", "evidencebase rules --json"))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON")
def rules(as_json: bool) -> None:
    """List all rules: code, severity, name and the sentence of a finding."""
    from evidencebase import rulebook

    pages = rulebook.rules()
    if as_json:
        import json

        keep = ("name", "code", "severity", "message", "hint", "since")
        click.echo(json.dumps([{name: getattr(rule, name) for name in keep} for rule in pages.values()], indent=2))
        return
    for rule in pages.values():
        click.echo(f"{rule.code}  {rule.severity:<11}  {rule.name:<34} {rule.message}")


@main.command(epilog=examples("evidencebase serve --open", "evidencebase serve -C my-base --port 8010"))
@directory_option
@output_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port on 127.0.0.1; 0 picks a free one",
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser")
def serve(directory: Path, output: Path | None, port: int, open_browser: bool) -> None:
    """Build if needed and browse the evidence base in Datasette on 127.0.0.1."""
    from evidencebase import project
    from evidencebase.site import server

    with Progress() as progress:
        made = project.build(directory, output, progress=progress)
    _tell(made)
    server.serve(made.output, port, open_browser, announce=click.echo)


main.add_command(publish_config)
main.add_command(export)


@main.command(
    epilog=examples(
        'evidencebase sql "select evidence_strength, count(*) from claims group by 1"',
        'evidencebase sql --format csv "select * from uncited_claims" > uncited.csv',
    )
)
@click.argument("query")
@directory_option
@output_option
@click.option(
    "--format",
    "format_",
    type=Word(["table", "csv", "json"]),
    default="table",
    help="Output format [default: table]",
)
def sql(query: str, directory: Path, output: Path | None, format_: str) -> None:
    """Ask the database a QUERY; it can read, not write."""
    from evidencebase import project
    from evidencebase.reports import rows

    with project.ask(directory, output, query) as (names, found):
        for line in rows.render(names, found, format_):
            click.echo(line)


@main.command(
    epilog=examples(
        "evidencebase anchor guideline guideline.txt", "evidencebase anchor guideline guideline.txt --check"
    )
)
@click.argument("document")
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@directory_option
@click.option("--check", "only_check", is_flag=True, help="Compare only; exit code 1 when the text is another")
def anchor(document: str, text: Path, directory: Path, only_check: bool) -> None:
    """Name the passages of a DOCUMENT by reading its TEXT, which stays where it is.

    Writes documents/passages.csv: an anchor and a fingerprint for every paragraph, list item and table row, no
    sentence. What you corrected there (kind) or wrote (no_claim) is kept when you run it again.
    """
    from evidencebase import anchors

    passages, changes = anchors.update(directory, document, text, write=not only_check)
    for change in changes:
        click.echo(f"{change.what:<6} {' -> '.join(filter(None, (change.before, change.after)))}")
    counted = sum(".p" in passage.anchor for passage in passages)
    click.echo(f"{document}: {len(passages)} blocks, {counted} of them counted as paragraphs, {len(changes)} changes")
    if only_check and changes:
        raise SystemExit(1)
=======
    """Keep claims as rows, grade them, link them to BibTeX works; compile, check and browse them."""
>>>>>>> main
