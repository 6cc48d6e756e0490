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
            from evidencebase import glance

            if found := glance.answer(sys.argv[1:]):
                with suppress(BrokenPipeError):  # `check | head`
                    print(found[0], flush=True)  # noqa: T201
                sys.exit(found[1])
        from evidencebase.cli import main

        main(prog_name="evidencebase")
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
