"""The command line: parse, call one function, print, set the exit code (0 fine, 1 findings, 2 could not run)."""

from __future__ import annotations

from typing import Any, cast

import click

from evidencebase.cli.group import Commands, Modules
from evidencebase.overview import COMMANDS, usage
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
    """Keep claims as rows, grade them, link them to BibTeX works; compile, check and browse them."""
