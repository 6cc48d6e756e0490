"""What commands share: options, examples."""

from __future__ import annotations

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

    return f"{what} may not be '{value}'{suggestion(value, words, 'Allowed')}"


def write(path: Path, text: str, directory: Path) -> None:
    """Write the file that an option names; not over one that the evidence base is made of.

    Raises:
        UsageError: it would be, or it cannot be written.
    """
    from evidencebase import inputs

    inputs.refuse(path, directory)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


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
