"""Whole evidence bases: everything that is found in them, and nothing in the clean one."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase.rulebook import FENCE, rules
from tests.conftest import Make

FOLDER = Path(__file__).parent / "projects"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")


def fences(page: Path) -> dict[str, str]:
    """The files of a base, and its findings under that name."""
    return {match["info"].split()[-1]: match["body"] for match in FENCE.finditer(page.read_text("utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_everything_that_is_found(page: Path, make: Make, request: pytest.FixtureRequest) -> None:
    files = fences(page)
    expected = files.pop("findings")
    checked = evidencebase.check(make(files))
    assert not [cause for _, cause in checked.not_performed if "failed" in cause]
    found = "".join(
        f"{f.file}:{f.line} {f.rule}: {f.message}{'' if f.state == 'open' else f' [{f.state}]'}\n"
        for f in checked.findings
    )
    if request.config.getoption("--rewrite-pages"):
        text = page.read_text("utf-8")
        page.write_text(text.replace(f"```findings\n{expected}```", f"```findings\n{found}```"), "utf-8")
    else:
        assert found == expected
    if page.stem == "clean":
        assert not found and not checked.not_performed
    else:
        assert found


def test_every_rule_is_met_among_others() -> None:
    """Each rule's own page shows it alone; it must also be met where other things are wrong. Add it to a base here."""
    met = {line.split()[1].rstrip(":") for page in PAGES for line in fences(page)["findings"].splitlines()}
    asked = {name for name, rule in rules().items() if not rule.compares}
    assert sorted(asked - met) == [] and met <= asked
