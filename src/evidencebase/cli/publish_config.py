"""``evidencebase publish-config``: an evidence base for the public."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Progress, Word, directory_option, examples, output_option
from evidencebase.finding import UsageError


@click.command(
    "publish-config",
    epilog=examples(
        "evidencebase publish-config",
        "evidencebase publish-config site --address https://evidence.example.org",
        "sh public/serve.sh                          # try it here",
        "docker build -t evidence public             # or take it to any container host",
    ),
)
@click.argument("folder", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path), default=Path("public"))
@directory_option
@output_option
@click.option("--address", default="", help="Address at which the site will be found, for its sitemap")
@click.option(
    "--robots",
    type=Word(["pages", "all", "none"]),
    default="pages",
    help="What crawlers may read: pages, but no filtered ones (default); all; none",
)
@click.option("--sql", is_flag=True, help="Let visitors ask SQL of their own, within the time limits")
@click.option("--force", is_flag=True, help="Also rewrite files that were changed by hand")
def publish_config(
    folder: Path, directory: Path, output: Path | None, address: str, robots: str, sql: bool, force: bool
) -> None:
    """Prepare a public site in DIR (public): database without drafts, Dockerfile, settings, limits.

    Nothing is sent anywhere. Run it again after every change of the evidence base: the database and what follows from
    it are written anew, files that you changed (Dockerfile, requirements.txt, serve.sh) are kept. See
    docs/publishing.md.
    """
    from evidencebase import project
    from evidencebase.reports.text import plural
    from evidencebase.site import publication

    if address and not address.startswith(("https://", "http://")):
        raise UsageError(f"--address begins with https:// or http://, not '{address[:60]}'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / publication.DATABASE
        with Progress() as progress:
            gone = project.publish(directory, output, database, progress)
        made = publication.files(database, publication.Choices(sql, robots, address))
        done = publication.write(folder, made, force)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {database}" + (f": {plural(gone['claims'], 'draft')} left out" if gone["claims"] else ""))
    for what, path in done:
        click.echo(f"{what} {path}" + (", which was changed by hand (--force rewrites it)" if what == "kept" else ""))


@click.group()
def export() -> None:
    """Write an evidence base in another form."""


@export.command(
    epilog=examples("evidencebase export site public", "evidencebase export site -C my-base --at-most 50000 out")
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@directory_option
@output_option
@click.option(
    "--at-most",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="Number of claims up to which it is written: each makes about six files",
)
def site(folder: Path, directory: Path, output: Path | None, at_most: int) -> None:
    """Write the site to DIR as files that open without a server and load nothing from elsewhere.

    No draft is in it. DIR must be new, empty, or an earlier export, which is replaced.
    """
    import asyncio
    import tempfile

    from evidencebase import project
    from evidencebase.reports.text import plural
    from evidencebase.site import static_site

    with Progress() as progress, tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "evidence.db"
        gone = project.publish(directory, output, database, progress)
        made = asyncio.run(static_site.export(database, folder, at_most, progress))
    left_out = f"; {plural(gone['claims'], 'draft')} left out" if gone["claims"] else ""
    click.echo(f"{folder / 'index.html'}: {plural(made.files, 'file')}, {made.bytes / 1e6:.1f} MB{left_out}")
