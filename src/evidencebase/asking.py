"""Asks many rules: together with the second process, if there is one, which begins at the other end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evidencebase import answers, database, files, functions, settings
from evidencebase.apart import Second, is_first
from evidencebase.checker import Outcome
from evidencebase.finding import Finding
from evidencebase.policy import Policy
from evidencebase.rulebook import Rule, rules


def outcomes(
    connection: sqlite3.Connection,
    wanted: Mapping[str, Rule],
    policy: Policy,
    directory: Path,
    paths: Sequence[str],
    second: Second,
) -> Iterator[Outcome]:
    """What asking each rule gave, in any order. A second process reads the database, which must be shared meanwhile."""
    if second.folder is None:
        yield from (answers.ask(connection, rule, policy, paths) for rule in wanted.values())
        return
    taken = second.folder / "taken"
    taken.mkdir()
    left = dict(wanted)
    path = database.file_of(connection)
    others = second.begin(ask_from_the_end, str(path), str(directory), list(wanted), paths, str(taken))
    for name, rule in wanted.items():
        if is_first(_note(taken, name)):
            del left[name]
            yield answers.ask(connection, rule, policy, paths)
    for name, findings, cause, seconds in others():
        del left[name]
        yield Outcome(name, [Finding(*finding) for finding in findings], cause, seconds)
    yield from (answers.ask(connection, rule, policy, paths) for rule in left.values())  # if the process failed


def ask_from_the_end(path: str, directory: str, names: Sequence[str], paths: Sequence[str], taken: str) -> list[Any]:
    """Ask what nobody asked yet; returns what JSON makes of outcomes."""
    pages = rules()
    policy = Policy(settings.load(Path(directory)), pages)
    with closing(files.open_read_only(Path(path))) as connection:
        functions.register(connection)
        return [
            answers.ask(connection, pages[name], policy, paths)
            for name in reversed(names)
            if is_first(_note(Path(taken), name))
        ]


def _note(taken: Path, name: str) -> Path:
    """What who asks a rule leaves."""
    return taken / name.replace("/", ".")
