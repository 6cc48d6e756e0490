"""``python -m evidencebase`` and the command ``evidencebase``."""

from __future__ import annotations

import sys

from evidencebase import overview


def run() -> None:
    """Answer at once what can be, or hand over to the command line."""
    if answer := overview.answer(sys.argv[1:]):
        print(answer)  # noqa: T201  # click.echo takes longer to import than this to say
    else:
        from evidencebase.cli import main

        main(prog_name="evidencebase")


if __name__ == "__main__":
    run()
