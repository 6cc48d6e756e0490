"""The command line: parse, call one function, print, set the exit code (0 fine, 1 findings, 2 could not run)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from evidencebase.finding import SEVERITIES, UsageError
from evidencebase.version import VERSION

if TYPE_CHECKING:
    from evidencebase.project import Build

F = TypeVar("F", bound=Callable[..., Any])


class _Group(click.Group):
    """Prints a UsageError as one line and exits with 2; keeps commands in the order in which one needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise SystemExit(_fail(str(error))) from None


def _fail(message: str) -> int:
    click.echo(f"evidencebase: {message}", err=True)
    return 2


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


_directory = click.option(
    "--directory",
    "-C",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="Folder of the evidence base [default: here]",
)
_output = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=None,
    help="The database [default: evidence.db beside claims.csv]",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION)
def main() -> None:
    """Keep claims as rows, grade them, link them to BibTeX works; compile, check and browse them.

    \b
    Begin:    evidencebase init my-base
    Check:    evidencebase check -C my-base
    Browse:   evidencebase serve -C my-base --open
    """


@main.command(epilog=_examples("evidencebase init", "evidencebase init my-base"))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Write a small, valid evidence base to DIRECTORY, with every column explained in COLUMNS.md."""
    from evidencebase import starter

    for path in starter.write(directory):
        click.echo(f"wrote {path}")
    where = "" if directory == Path() else f" -C {directory}"
    click.echo(f"Next: evidencebase check{where}, then evidencebase serve{where} --open")


@main.command(
    epilog=_examples(
        "evidencebase build", "evidencebase build -C my-base --output site/evidence.db", "evidencebase build --json"
    )
)
@_directory
@_output
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

    with _Progress() as progress:
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


@main.command(
    epilog=_examples(
        "evidencebase check",
        "evidencebase check --select claims --select works/bad-doi",
        "evidencebase check --ignore unused-work --fail-on warning",
        "evidencebase check --format json > findings.json",
    )
)
@_directory
@_output
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output format [default: text]"
)
@click.option("--select", multiple=True, metavar="RULE", help="Only this rule or group; may be repeated")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not this rule or group; may be repeated")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default=None,
    help="Lowest severity that gives exit code 1 [default: error]",
)
@click.option("--accepted", is_flag=True, help="Also print findings accepted in baseline.csv or waived")
def check(
    directory: Path,
    output: Path | None,
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    accepted: bool,
) -> None:
    """Check the evidence base: every mistake with file, line and what to do.

    Builds first when something changed. Exit code 0: nothing at or above --fail-on; 1: findings; 2: could not run.
    A check that could not be performed is named with its cause and never counts as passed.
    """
    from evidencebase import config, project

    with _Progress() as progress:
        checked = project.check(directory, output, select=select or None, ignore=ignore or None, progress=progress)
    if format_ == "json":
        from evidencebase.reports import json

        click.echo(json.render(checked))
    else:
        from evidencebase.reports import text

        click.echo(text.render(checked, colour=_colour(), accepted=accepted))
    if checked.at_least(fail_on or config.load(directory).fail_on):
        raise SystemExit(1)


@main.group(cls=_Group)
def baseline() -> None:
    """Accept findings that are true but not to be mended now, each with a reason, in baseline.csv.

    \b
    Examples:
      evidencebase baseline update --reason "true of the article; its authors are told"
      evidencebase baseline show
      evidencebase baseline prune
    """


@baseline.command()
@_directory
@_output
@click.option("--reason", required=True, help="Why they are accepted")
@click.option(
    "--select", multiple=True, metavar="RULE", help="Accept only findings of this rule or group; may be repeated"
)
def update(directory: Path, output: Path | None, reason: str, select: tuple[str, ...]) -> None:
    """Accept every open finding, and drop entries that no longer occur."""
    from evidencebase import project

    if not reason.strip():
        raise UsageError("a reason must say something")
    added, kept, dropped = project.update_baseline(directory, output, reason.strip(), select)
    click.echo(f"{directory / 'baseline.csv'}: {added} accepted, {kept} kept, {dropped} dropped")


@baseline.command()
@_directory
@_output
def prune(directory: Path, output: Path | None) -> None:
    """Drop entries that no longer occur."""
    from evidencebase import project

    _, kept, dropped = project.update_baseline(directory, output, None, ())
    click.echo(f"{directory / 'baseline.csv'}: {kept} kept, {dropped} dropped")


@baseline.command()
@_directory
@_output
def show(directory: Path, output: Path | None) -> None:
    """List accepted findings with their reasons, and how many of each rule."""
    from collections import Counter

    from evidencebase import project

    held = [finding for finding in project.check(directory, output).findings if finding.state != "open"]
    for finding in held:
        click.echo(
            f"{finding.file}:{finding.line}: {finding.rule} {finding.row}: {finding.message}\n    {finding.reason}"
        )
    for rule, count in Counter(finding.rule for finding in held).most_common():
        click.echo(f"{count:5} {rule}")


@main.command(epilog=_examples("evidencebase explain uncited", "evidencebase explain strength/overclaim"))
@click.argument("rule")
def explain(rule: str) -> None:
    """Tell why a RULE matters, what to do, how it is asked, with examples."""
    from evidencebase import rulebook

    click.echo("\n\n\n".join(rulebook.as_text(found) for found in rulebook.rules().find(rule)))


@main.command(epilog=_examples("evidencebase rules", "evidencebase rules --json"))
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


@main.command(epilog=_examples("evidencebase serve --open", "evidencebase serve -C my-base --port 8010"))
@_directory
@_output
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

    with _Progress() as progress:
        made = project.build(directory, output, progress=progress)
    _tell(made)
    server.serve(made.output, port, open_browser, announce=click.echo)


@main.command(
    epilog=_examples(
        'evidencebase sql "select evidence_strength, count(*) from claims group by 1"',
        'evidencebase sql --format csv "select * from uncited_claims" > uncited.csv',
    )
)
@click.argument("query")
@_directory
@_output
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
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
    epilog=_examples(
        "evidencebase anchor guideline guideline.txt", "evidencebase anchor guideline guideline.txt --check"
    )
)
@click.argument("document")
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_directory
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


def _colour() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class _Progress:
    """A progress bar on a terminal, once the work has taken more than a second."""

    def __init__(self) -> None:
        from time import monotonic

        self._clock = monotonic
        self._started = monotonic()
        self._shown = False

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, stage: str, share: float) -> None:
        if sys.stderr.isatty() and (self._shown or self._clock() - self._started > 1):
            self._shown = True
            done = round(share * 30)
            click.echo(f"\r\033[K[{'#' * done}{'.' * (30 - done)}] {stage}", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)
