"""Rule pages -> rules.

A rule is a page ``rules/<table>/<bad pattern>.md``: a TOML header between ``+++`` lines, why it matters and what to
do, at most one SQL query, examples that are reported and examples that are fine. ``rules/README.md`` tells the
grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from evidencebase.nearest import rules_meant

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)


class Example(NamedTuple):
    """A small evidence base and the findings expected of the page's rule, as ``file:line message``."""

    title: str
    files: Mapping[str, str]
    expected: tuple[str, ...]


class Rule(NamedTuple):
    """One rule.

    ``needs`` are tables without rows in which, or columns (``passages.text``) without values in which the question
    makes no sense: it is then not performed. ``draft`` is the severity under the profile of that name, if it is
    another. ``fix`` says whether a machine can mend its findings, ``safe`` or ``proposed``. ``each`` is the table of
    which it looks at each row by itself, if it does: what is found about a claim depends on nothing of another claim.
    """

    name: str
    code: str
    severity: str
    message: str
    hint: str
    since: str
    fix: str
    draft: str
    needs: tuple[str, ...]
    each: str
    options: Mapping[str, Any]
    explanation: str
    sql: str
    examples: str  # of the page, taken apart when somebody asks for them

    @property
    def reported(self) -> tuple[Example, ...]:
        """What the rule must report."""
        return _examples(self.name, self.examples)["Reported"]

    @property
    def fine(self) -> tuple[Example, ...]:
        """In what it must report nothing."""
        return _examples(self.name, self.examples)["Fine"]

    @property
    def table(self) -> str:
        """The group it belongs to: the folder of its page."""
        return self.name.partition("/")[0]

    @property
    def short(self) -> str:
        """Its name without the group."""
        return self.name.partition("/")[2]

    @property
    def compares(self) -> bool:
        """Whether it is asked by ``check --since`` only, because it compares with an earlier revision."""
        return "former_claims" in self.needs

    @property
    def of_claims(self) -> bool:
        """Whether it has nothing to ask where there is a bibliography and no claims."""
        return self.table in ("claims", "evidence", "strength", "documents", "reviews") or "claims" in self.needs

    def values_of(self, message: str) -> dict[str, str]:
        """The values that a finding's message was filled with: the reverse of filling it."""
        pattern, seen = "", set()
        for literal, name, _, _ in Formatter().parse(self.message):
            pattern += re.escape(literal)
            if name:
                pattern += f"(?P={name})" if name in seen else f"(?P<{name}>.*?)"
                seen.add(name)
        match = re.fullmatch(pattern, message, re.DOTALL)
        return match.groupdict() if match else {}

    def placeholders(self) -> set[str]:
        """Names of the values that the message and the hint are filled with."""
        parts = [*Formatter().parse(self.message), *Formatter().parse(self.hint)]
        return {name for _, name, _, _ in parts if name}


class Pages(dict[str, Rule]):
    """All rules by name, in the order of tables and names."""

    def find(self, word: str) -> list[Rule]:
        """The rules that a name, a code, the last part of a name, or a group means.

        Raises:
            UsageError: there is none.
        """
        return [self[name] for name in rules_meant(word, {rule.name: rule.code for rule in self.values()})]


@cache
def rules() -> Pages:
    """Read every rule page of the package."""
    folder = Path(__file__).parent / "rules"  # importlib.resources would take as long as reading all of them
    pages = {f"{page.parent.name}/{page.stem}": page.read_text("utf-8") for page in folder.glob("*/*.md")}
    order = ["files", "claims", "evidence", "strength", "works", "verifications", "documents", "reviews", "waivers"]
    names = sorted(pages, key=lambda name: (order.index(name.partition("/")[0]), name))
    return Pages((name, parse(name, pages[name])) for name in names)


def parse(name: str, page: str) -> Rule:
    """Take a page apart. Raises ``ValueError`` naming the page when it does not keep to the grammar."""
    import tomllib

    _, header, text = page.split("+++\n", 2)
    head = tomllib.loads(header)
    cut = HEADING.search(text)
    explanation, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    queries = [match["body"] for match in FENCE.finditer(explanation) if match["info"].strip() == "sql"]
    if len(queries) > 1:
        raise ValueError(f"{name}: a page holds at most one SQL query")
    if head.get("each", "claims") != "claims":
        raise ValueError(f'{name}: each = "claims" is all that can be said there, not {head["each"]!r}')
    return Rule(
        name,
        head["code"],
        head["severity"],
        head["message"],
        head.get("hint", ""),
        head["since"],
        head.get("fix", ""),
        head.get("draft", ""),
        tuple(head.get("needs", ())),
        head.get("each", ""),
        head.get("options", {}),
        FENCE.sub("", explanation).strip() if queries else explanation.strip(),
        queries[0].strip() if queries else "",
        rest,
    )


@cache
def _examples(name: str, text: str) -> dict[str, tuple[Example, ...]]:
    examples: dict[str, tuple[Example, ...]] = {"Reported": (), "Fine": ()}
    headings = list(HEADING.finditer(text))
    kind = ""
    for at, heading in enumerate(headings):
        end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
        if heading[1] == "##":
            kind = heading[2].strip()
            if kind not in examples:
                raise ValueError(f"{name}: unknown section '## {kind}'; write Reported or Fine")
        else:
            examples[kind] += (_example(heading[2].strip(), text[heading.end() : end]),)
    return examples


def _example(title: str, text: str) -> Example:
    files: dict[str, str] = {}
    expected: tuple[str, ...] = ()
    for fence in FENCE.finditer(text):
        _, _, path = fence["info"].strip().partition(" ")
        if fence["info"].strip() == "findings":
            expected = tuple(fence["body"].splitlines())
        else:
            files[path] = fence["body"]
    return Example(title, files, expected)


def as_text(rule: Rule) -> str:
    """A rule for a terminal: what it says, why, how it is asked, examples."""
    parts = [f"{rule.name}  {rule.code}  {rule.severity}  since {rule.since}", rule.message, rule.explanation]
    if rule.hint:
        parts.insert(2, f"Hint: {rule.hint}")
    if rule.fix:
        parts.append(f"Fix: {rule.fix}; `evidencebase check --diff` shows it")
    if rule.options:
        settings = [f'[rules."{rule.name}"]', *(f"{name} = {value!r}" for name, value in rule.options.items())]
        parts.append("Options, with their defaults:\n" + _indented("\n".join(settings)))
    if rule.sql:
        parts.append("How it is asked:\n" + _indented(rule.sql))
    for heading, examples in (("Reported", rule.reported), ("Fine", rule.fine)):
        for example in examples:
            shown = [f"{path}\n{_indented(body.rstrip())}" for path, body in example.files.items()]
            parts.append(
                "\n".join([f"{heading}: {example.title}", *map(_indented, shown), *map(_indented, example.expected)])
            )
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else line for line in text.splitlines())
