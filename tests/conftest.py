"""What most tests need: an evidence base from a few small files."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

# what is generated matters, never how long it takes on a machine that others use too
settings.register_profile(
    "evidencebase", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("evidencebase")

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
    parser.addoption("--no-skip", action="store_true", help="a test that is skipped fails, with the reason for it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _no_skip(item, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _no_skip(collector, report)
    return report


def _no_skip(node: pytest.Item | pytest.Collector, report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where nothing may be skipped, the summary must not read as if all was well."""
    if report.skipped and node.config.getoption("--no-skip"):
        report.outcome, report.longrepr = "failed", f"skipped, where nothing may be: {report.longreprtext}"


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
