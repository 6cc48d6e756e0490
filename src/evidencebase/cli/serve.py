"""``evidencebase serve``: build, then browse."""

from __future__ import annotations

from pathlib import Path

import click

from evidencebase import glance
from evidencebase.cli.build import say
from evidencebase.cli.frame import directory_option, examples, output_option
from evidencebase.progress import Bar


@click.command(epilog=examples("evidencebase serve --open", "evidencebase serve -C my-base --port 8010"))
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

    with Bar() as progress:
        made = project.build(directory, output, progress=progress)
    say(glance.told(made))
    server.serve(made.output, port, open_browser, announce=click.echo)
