"""Write the pages of docs/ that follow from the code: ``python docs/generate.py``; a test notices stale ones."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path

import click
import sqlite_utils

import evidencebase
from evidencebase import columns, database
from evidencebase.cli import main
from evidencebase.rulebook import Rule, rules
from evidencebase.schema import TABLES
from evidencebase.site.columns import comments

DOCS = Path(__file__).parent


def schema() -> str:
    """What people write, then what the database holds."""
    parts = [columns.as_markdown().rstrip(), "# Tables of the database"]
    for table in TABLES:
        rows = [f"| `{c.name}` | {c.meaning} | {c.kind} |" for c in table.columns if c.stored]
        parts.append(
            "\n".join([f"## {table.name}\n\n{table.meaning}\n", "| column | meaning | type |", "|---|---|---|", *rows])
        )
    parts.append("# Views")
    for name, sql in database.views().items():
        meaning = sql.splitlines()[1].removeprefix("-- ")
        rows = [f"| `{column}` | {comment.meaning} |" for column, comment in comments(sql).items()]
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


def corpus() -> str:
    """``docs/corpus.md`` with the numbers of the shipped evidence base between its marks."""
    before, _, rest = (DOCS / "corpus.md").read_text("utf-8").partition(_NUMBERS[0])
    _, _, after = rest.partition(_NUMBERS[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.db"
        checked = evidencebase.check(DOCS.parent, path)
        db = evidencebase.open(DOCS.parent, path)
        tables = [
            _table("Document", _COVERAGE, db),
            _table("Kind of claim", "SELECT kind, count(*) AS claims FROM claims GROUP BY 1 ORDER BY 2 DESC", db),
            _table("Certainty (GRADE)", _CERTAINTY, db),
            _table("What bears on a claim", _SUPPORT, db),
            _table("References", _REFERENCES, db),
        ]
    counts = Counter(finding.rule for finding in checked.findings)
    rows = [f"| [`{rule}`](rules.md#{rule.replace('/', '')}) | {number} |" for rule, number in counts.most_common()]
    tables.append("\n".join(["| finding of the tool | number |", "|---|---:|", *rows]))
    return f"{before}{_NUMBERS[0]}\n" + "\n\n".join(tables) + f"\n{_NUMBERS[1]}{after}"


_NUMBERS = ("<!-- numbers -->", "<!-- /numbers -->")
_COVERAGE = (
    "SELECT document, passages, with_claims, without_claim, unaccounted, claims, uncited AS uncited_by_itself "
    "FROM document_coverage"
)
_CERTAINTY = (
    "SELECT c.evidence_strength, count(*) AS claims FROM claims c "
    "LEFT JOIN strengths s ON s.name = c.evidence_strength GROUP BY 1 ORDER BY s.rank DESC NULLS LAST, 1"
)
_SUPPORT = """
SELECT CASE WHEN listed THEN 'a work on the list of an article that states it'
            WHEN added THEN 'only works that the curator added'
            WHEN background THEN 'nothing; works are mentioned as background'
            ELSE 'nothing at all' END AS what, count(*) AS claims
FROM claim_overview GROUP BY 1 ORDER BY 2 DESC
"""
_REFERENCES = "SELECT file, works, confirmed, differs, not_found, unchecked FROM bibliography_health"


def _table(first: str, query: str, db: sqlite_utils.Database) -> str:
    rows = list(db.query(query))
    names = [first, *(name.replace("_", " ") for name in list(rows[0])[1:])]
    lines = ["| " + " | ".join(names) + " |", "|---|" + "---:|" * (len(names) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row.values())) + " |" for row in rows)])


PAGES = {"schema.md": schema, "rules.md": rule_pages, "commands.md": commands, "corpus.md": corpus}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
