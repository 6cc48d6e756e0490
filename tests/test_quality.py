"""Format, lint, types and floors: what every change must keep."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["-m", "ruff", "format", "--check", "."], id="format"),
        pytest.param(["-m", "ruff", "check", "."], id="lint"),
        pytest.param(["-m", "mypy"], id="types"),
        pytest.param(["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"], id="floors"),
    ],
)
def test_kept(command: list[str], repository: Path) -> None:
    result = subprocess.run([sys.executable, *command], cwd=repository, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
