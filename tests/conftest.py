"""What most tests need: an evidence base from a few small files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

CLAIMS = "id,claim,supports,evidence_strength\nAB-1,Bone is alive,works2020,low\n"
WORKS = """\
@book{works2020,
  author = {Doe, Ada},
  title = {The living bone},
  publisher = {Press},
  year = {2020}
}
"""


class Make(Protocol):
    """Writes files to a new folder."""

    def __call__(self, files: Mapping[str, str | bytes], name: str = "base") -> Path: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-pages", action="store_true", help="write what the rules report into their pages")
    parser.addoption("--need-browser", action="store_true", help="fail instead of skip where there is no browser")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failure where a browser was asked for."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--need-browser") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files to a new folder; harmless claims and works stand in for those that are not given."""

    def make(files: Mapping[str, str | bytes], name: str = "base") -> Path:
        directory = tmp_path / name
        given = dict(files)
        given.setdefault("claims.csv", CLAIMS)
        if not any(path.endswith(".bib") for path in given):
            given["references/works.bib"] = WORKS
        for file, content in given.items():
            path = directory / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return directory

    return make


@pytest.fixture
def repository() -> Path:
    """The evidence base that this repository ships."""
    return Path(__file__).parent.parent
