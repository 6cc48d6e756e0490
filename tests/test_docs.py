"""Docs are compared with the code."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from evidencebase.cli import main
from evidencebase.rulebook import rules

ROOT = Path(__file__).parent.parent
GENERATED = runpy.run_path(str(ROOT / "docs/generate.py"))["PAGES"]
PROSE = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(p for p in (ROOT / "docs").glob("*.md") if p.name not in GENERATED),
]


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == GENERATED[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_what_prose_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(((?!https?:|#)[^)#]+)", text):
        assert (page.parent / target).exists(), target
    for command in re.findall(r"`evidencebase (\w+)", text):
        assert command in main.commands, command
    groups = {rule.table for rule in rules().values()}
    for rule in re.findall(rf"`((?:{'|'.join(groups)})/[a-z-]+)`", text):
        assert rule in rules(), rule
    for path in re.findall(r"`((?:src|docs|tests|references|documents)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or path in rules(), path


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "<!-- test command -->" in (ROOT / "README.md").read_text("utf-8")
