"""Write the pages of docs/ that follow from the code: ``python docs/generate.py``; a test notices stale ones."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from evidencebase import database, starter
from evidencebase.cli import main
from evidencebase.rulebook import Rule, rules
from evidencebase.schema import TABLES
from evidencebase.site.configuration import view_columns

DOCS = Path(__file__).parent


def schema() -> str:
    """What people write, then what the database holds."""
    parts = [starter.columns().rstrip(), "# Tables of the database"]
    for table in TABLES:
        rows = [f"| `{c.name}` | {c.meaning} | {c.kind} |" for c in table.columns if c.stored]
        parts.append(
            "\n".join([f"## {table.name}\n\n{table.meaning}\n", "| column | meaning | type |", "|---|---|---|", *rows])
        )
    parts.append("# Views")
    for name, sql in database.views().items():
        meaning = sql.splitlines()[1].removeprefix("-- ")
        known = view_columns(sql)
        own = [line.split(":")[0].removeprefix("--   ") for line in sql.splitlines() if line.startswith("--   ")]
        rows = [f"| `{column}` | {known[column]} |" for column in own]
        table_ = ["| column of its own | meaning |", "|---|---|", *rows] if rows else []
        parts.append("\n".join([f"## {name}\n\n{meaning}", "", *table_]).rstrip())
    return "\n\n".join(parts) + "\n"


def rule_pages() -> str:
    """Every rule, grouped."""
    parts = [
        "# Rules\n\nEach is a page in `src/evidencebase/rules/`; `evidencebase explain RULE` shows it with examples."
    ]
    for group, members in groupby(rules().values(), key=lambda rule: rule.table):
        parts.append(f"## {group}")
        parts += [_rule(rule) for rule in members]
    return "\n\n".join(parts) + "\n"


def _rule(rule: Rule) -> str:
    options = "".join(f"\n\nOption `{name}`, default {value!r}." for name, value in rule.options.items())
    head = f"### {rule.name}\n\n`{rule.code}` {rule.severity}: {rule.message}"
    return f"{head}\n\n{rule.explanation}\n\n*What to do:* {rule.hint}{options}"


def commands() -> str:
    """The help of every command."""
    parts = ["# Commands"]
    context = click.Context(main, info_name="evidencebase", **main.context_settings)
    pending: list[tuple[click.Command, click.Context]] = [(main, context)]
    while pending:
        command, here = pending.pop(0)
        here.terminal_width = 100
        parts.append(f"## {here.command_path}\n\n```text\n{command.get_help(here).rstrip()}\n```")
        if isinstance(command, click.Group):
            pending = [
                (sub, click.Context(sub, info_name=name, parent=here)) for name, sub in command.commands.items()
            ] + pending
    return "\n\n".join(parts) + "\n"


PAGES = {"schema.md": schema, "rules.md": rule_pages, "commands.md": commands}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
