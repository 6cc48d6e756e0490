"""Asks many rules: together with the second process, if there is one, which begins at the other end."""

from __future__ import annotations

import sqlite3
from bisect import insort
from collections.abc import Mapping, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path

from evidencebase import database, excerpt, files, functions, settings
from evidencebase.answers import Answer, Judge
from evidencebase.apart import Second, is_first
from evidencebase.policy import Policy
from evidencebase.rulebook import Pages, Rule, rules
from evidencebase.schema import FINDINGS
from evidencebase.touched import Kept
from evidencebase.waivers import Entry, Waivers

_LINE = [column.name for column in FINDINGS.columns].index("line") - 1  # rows have no number here


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


def completed(
    connection: sqlite3.Connection, kept: Mapping[str, Kept], pages: Pages, judge: Judge, paths: Sequence[str]
) -> dict[str, Answer]:
    """What rules found and keep, with what they find about the claims about which they are asked again."""
    found = {
        rule: Answer(list(judge.again(former.rows)), former.cause, former.seconds) for rule, former in kept.items()
    }
    claims = {rule: former.claims for rule, former in kept.items() if former.claims}
    if not claims:
        return found
    with excerpt.of_claims(database.file_of(connection), set().union(*claims.values())) as few:
        for rule in claims:
            answer = judge.answer(few, pages[rule], paths)
            found[rule] = found[rule]._replace(cause=answer.cause)
            for row in answer.rows:
                insort(found[rule].rows, row, key=itemgetter(_LINE))
    return found


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
