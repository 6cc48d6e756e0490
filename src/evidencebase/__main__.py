"""``python -m evidencebase`` and the command ``evidencebase``."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from evidencebase import overview


def run() -> None:
    """Answer at once what can be, or hand over to the command line."""
    if answer := overview.answer(sys.argv[1:]):
        print(answer)  # noqa: T201  # click.echo takes longer to import than this to say
        return
    gc.set_threshold(50_000)  # modules are no garbage: looking for some, now and at the end, is a sixth of the start
    try:
        if sys.argv[1:2] in (["build"], ["check"]):
            _plain()
        from evidencebase.cli import main

        main(prog_name="evidencebase")
    finally:
        gc.freeze()


def _plain() -> None:
    """Answer what needs no command line, and end."""
    from evidencebase import glance
    from evidencebase.finding import UsageError

    try:
        told = glance.answer(sys.argv[1:])
    except UsageError as error:
        from evidencebase.cli.group import fail

        sys.exit(fail(str(error)))
    except KeyboardInterrupt:
        sys.exit(130)
    if told:
        with suppress(BrokenPipeError):  # `check | head`
            for text, file in ((told.said, sys.stdout), (told.complained, sys.stderr)):
                if text:
                    print(text, file=file, flush=True)
        sys.exit(told.code)


if __name__ == "__main__":
    run()
