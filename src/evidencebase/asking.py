"""Asks many rules: together with the second process, if there is one, which begins at the other end."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from evidencebase import database, files, functions, settings
from evidencebase.answers import Answer, Judge
from evidencebase.apart import Second, is_first
from evidencebase.policy import Policy
from evidencebase.rulebook import Rule, rules
from evidencebase.waivers import Entry, Waivers


def answered(
    connection: sqlite3.Connection,
    wanted: Mapping[str, Rule],
    judge: Judge,
    directory: Path,
    paths: Sequence[str],
    second: Second,
) -> dict[str, Answer]:
    """What asking each rule gave, in any order. A second process reads the database, which must be shared meanwhile.

    Who asks a rule also judges what it finds, so that rows pass.
    """
    if second.folder is None:
        return {name: judge.answer(connection, rule, paths) for name, rule in wanted.items()}
    taken = second.folder / "taken"
    taken.mkdir()
    path = database.file_of(connection)
    others = second.begin(ask_from_the_end, str(path), str(directory), list(wanted), paths, str(taken))
    found = {
        name: judge.answer(connection, rule, paths) for name, rule in wanted.items() if is_first(_note(taken, name))
    }
    theirs, used = others()
    found |= {name: Answer(*answer) for name, answer in theirs.items()}
    judge.accepted.use(Entry(*entry) for entry in used)
    left = (name for name in wanted if name not in found)  # if the process failed
    return found | {name: judge.answer(connection, wanted[name], paths) for name in left}


def ask_from_the_end(
    path: str, directory: str, names: Sequence[str], paths: Sequence[str], taken: str
) -> tuple[dict[str, Answer], list[Entry]]:
    """Ask what nobody asked yet; returns the answers, and which acceptances there was something to accept for."""
    pages = rules()
    policy = Policy(settings.load(Path(directory)), pages)
    with closing(files.open_read_only(Path(path))) as connection:
        functions.register(connection)
        judge = Judge(pages, policy, Waivers(connection))
        found = {
            name: judge.answer(connection, pages[name], paths)
            for name in reversed(names)
            if is_first(_note(Path(taken), name))
        }
    return found, judge.accepted.used()


def _note(taken: Path, name: str) -> Path:
    """What who asks a rule leaves."""
    return taken / name.replace("/", ".")
