"""Groups of commands: what was asked wrongly is one line and exit code 2; a command is imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from evidencebase.finding import UsageError


class Modules(Mapping[str, click.Command]):
    """Commands imported when they are asked for: ``check`` is ``check`` in the module ``check`` of a package."""

    def __init__(self, package: str, names: Collection[str]) -> None:
        self.package, self.names = package, names

    def __getitem__(self, name: str) -> click.Command:
        if name not in self.names:
            raise KeyError(name)
        module = name.replace("-", "_") + "_" * iskeyword(name)  # import_
        command: click.Command = getattr(import_module(f"{self.package}.{module}"), module)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names


class Commands(click.Group):
    """Prints whatever was asked wrongly as one line and exits with 2; keeps commands in the order one needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            from evidencebase.nearest import suggestion

            raise UsageError(f"no command '{args[0]}'{suggestion(args[0], self.commands, 'Known')}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **extra)
        try:
            result = run(*args, standalone_mode=False, **extra)
        except UsageError as error:
            result = fail(str(error))
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            result = 2
        except click.UsageError as error:
            said = " ".join(error.format_message().split()).rstrip(".")
            if isinstance(error, click.NoSuchOption) and error.ctx and isinstance(error.ctx.command, Commands):
                said = f"no option '{error.option_name}' before a command: options stand behind its name"
            result = fail(said + (f"; see `{error.ctx.command_path} --help`" if error.ctx else ""))
        except click.Abort:
            result = 130
        sys.exit(result if isinstance(result, int) else 0)


def fail(message: str) -> int:
    """Print an error and return the exit code."""
    click.echo(f"evidencebase: {message}", err=True)
    return 2
