"""``evidencebase publish-config``: an evidence base for the public."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase.cli.frame import Word, directory_option, examples, output_option
from evidencebase.finding import UsageError
from evidencebase.progress import Bar


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
    it are written anew, files that you changed (Dockerfile, requirements.txt, serve.sh) are kept.
    """
    from evidencebase import publishing
    from evidencebase.reports.text import plural
    from evidencebase.site import publication

    if address and not address.startswith(("https://", "http://")):
        raise UsageError(f"--address begins with https:// or http://, not '{address[:60]}'")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = folder / publication.DATABASE
        with Bar() as progress:
            gone = publishing.publish(directory, output, database, progress)
        made = publication.files(database, publication.Choices(sql, robots, address))
        done = publication.write(folder, made, force)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {database}" + (f": {plural(gone['claims'], 'draft')} left out" if gone["claims"] else ""))
    for what, path in done:
        click.echo(f"{what} {path}" + (", which was changed by hand (--force rewrites it)" if what == "kept" else ""))
