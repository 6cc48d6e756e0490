"""What commands share: options, examples, colour, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from evidencebase.finding import UsageError


class Word(click.ParamType[str]):
    """One of a few words; another one is refused with the nearest of them."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self.words)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            raise UsageError(unknown(param.opts[-1] if param else "the value", str(value), self.words))
        return str(value)


def unknown(what: str, value: str, words: Sequence[str]) -> str:
    """The sentence that a word is none of those allowed, with the nearest."""
    from evidencebase.nearest import suggestion

    return f"{what} may not be '{value}'{suggestion(value, words)} Allowed: {', '.join(words)}"


def examples(*lines: str) -> str:
    """The end of a help text."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


directory_option = click.option(
    "--directory",
    "-C",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="Folder of the evidence base [default: here]",
)
output_option = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=None,
    help="The database [default: evidence.db beside claims.csv]",
)


class Progress:
    """A progress bar on a terminal, once the work has taken more than a second."""

    def __init__(self) -> None:
        from time import monotonic

        self._clock = monotonic
        self._started = monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __call__(self, stage: str, share: float) -> None:
        if sys.stderr.isatty() and (self._shown or self._clock() - self._started > 1):
            self._shown = True
            done = round(share * 30)
            click.echo(f"\r\033[K[{'#' * done}{'.' * (30 - done)}] {stage}", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)
