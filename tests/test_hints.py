"""What hints, messages and help texts name is there: commands, their options, files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import evidencebase
from evidencebase import starter
from evidencebase.cli import main
from evidencebase.files import LOCK_FILE
from evidencebase.rulebook import rules
from evidencebase.schema import CSV_TABLES

SOURCE = Path(evidencebase.__file__).parent
NAMED = sorted(
    {
        " ".join(match[1].split())
        for path in SOURCE.rglob("*")
        if path.suffix in (".py", ".md", ".sql", ".html")
        for match in re.finditer(r"`evidencebase ([^`]+)`", path.read_text("utf-8"))
    }
    | {rule.hint for rule in rules().values() if rule.hint.startswith("evidencebase ")}
)


@pytest.mark.parametrize("named", NAMED)
def test_a_command_that_is_named_exists(named: str) -> None:
    words = named.removeprefix("evidencebase ").split()
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found is not None, named
        command = found
    assert not isinstance(command, click.Group) or not words, named
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("-")} <= options | {"--help"}, named


def shown() -> Iterator[tuple[str, str]]:
    """Texts for people, and where they stand: rule pages, what Python prints, helps of commands."""
    for name, rule in rules().items():
        yield name, " ".join((rule.message, rule.hint, rule.explanation))
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        described = [node.body[0] for node in ast.walk(tree) if isinstance(node, _DESCRIBED) and node.body]
        docstrings = {id(node.value) for node in described if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield path.name, node.value
    pending: list[click.Command] = [main]
    while pending:
        command = pending.pop()
        yield str(command.name), command.help or ""
        if isinstance(command, click.Group):
            pending += command.commands.values()


_DESCRIBED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_text_names_a_page_that_users_do_not_have() -> None:
    brought = {*starter.files(), *(table.file for table in CSV_TABLES), LOCK_FILE}
    pages = [
        f"{where}: {page}"
        for where, text in shown()
        for page in re.findall(r"\bdocs/[\w./-]+|\b[\w/-]+\.md\b", text)
        if page not in brought and not (SOURCE / page).exists()
    ]
    assert pages == []
