"""The action, the hooks and the snippets of docs/ci.md, as far as one machine can try them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from evidencebase import settings
from evidencebase.cli import main
from tests.conftest import Make
from tests.test_revision import base, git  # noqa: F401  # a fixture is used by its name

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def act(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the action as a runner would."""
    step = ACTION["runs"]["steps"][-1]
    environment = dict(os.environ, GITHUB_STEP_SUMMARY=str(folder.parent / "summary.md"))
    for name, expression in step["env"].items():
        key = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", expression)
        assert key
        environment[name] = inputs.get(key[1].replace("-", "_"), ACTION["inputs"][key[1]]["default"])
    tool = folder.parent / "bin/evidencebase"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m evidencebase "$@"\n')
    tool.chmod(0o755)
    environment["PATH"] = f"{tool.parent}:{environment['PATH']}"
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False)


def test_the_action_annotates_and_fails_on_what_is_new(base: Path) -> None:  # noqa: F811
    assert act(base, directory="base", since="main").returncode == 0
    assert act(base, directory="base").returncode == 1
    claims = base / "claims.csv"
    claims.write_text(claims.read_text().replace("works2020,high", "$(touch x),high"))
    done = act(base, directory="base", since="main", sarif="out/evidence.sarif", junit="out/junit.xml")
    assert done.returncode == 1 and done.stdout.startswith("::error file=base/claims.csv,line=2,col=")
    assert (base.parent / "out/evidence.sarif").is_file() and (base.parent / "out/junit.xml").is_file()
    assert "| error | base/claims.csv:2 |" in (base.parent / "summary.md").read_text("utf-8")
    assert not list(base.parent.rglob("x"))


def test_inputs_of_the_action_are_used_and_never_pasted_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    used = set(re.findall(r"inputs\.([a-z-]+)", text))
    assert used == set(ACTION["inputs"])
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


@pytest.mark.parametrize(
    "hook", yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")), ids=lambda h: h["id"]
)
def test_hooks_run_commands_that_exist_on_files_that_matter(hook: dict[str, Any]) -> None:
    tool, command = hook["entry"].split()
    assert tool == "evidencebase" and command in main.commands
    for path in ("claims.csv", "sub/claims.csv", "references/a.bib", "documents/passages.csv", "evidencebase.toml"):
        assert re.search(hook["files"], path), path
    for path in ("myclaims.csv", "references/a.txt", "data/x.csv", "evidence.db"):
        assert not re.search(hook["files"], path), path


def test_commands_in_the_page_have_their_options() -> None:
    found = re.findall(r"\bevidencebase ((?:check|fmt|config|baseline)\b[^`\n]*)", PAGE)
    assert len(found) >= 8
    for line in found:
        name, *words = shlex.split(line.replace("\n", " "), comments=True)
        command: Any = main.commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        if hasattr(command, "commands"):
            known |= {o for sub in command.commands.values() for p in sub.params for o in p.opts}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in known, line


@pytest.mark.parametrize(("kind", "body"), [fence for fence in FENCES if fence[0] in ("yaml", "toml")])
def test_snippets_are_well_formed(kind: str, body: str, make: Make) -> None:
    if kind == "toml":
        assert settings.load(make({"evidencebase.toml": body})).profile == "strict"
        assert tomllib.loads(body)
        return
    table = yaml.safe_load(body)
    for step in table.get("jobs", {}).get("evidence", {}).get("steps", []):
        if "evidencebase" in step["uses"]:
            assert step["with"].keys() <= ACTION["inputs"].keys()
    for repo in table.get("repos", []):
        assert {hook["id"] for hook in repo["hooks"]} == {hook["id"] for hook in HOOKS}
