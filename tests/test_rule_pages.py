"""Every rule page is its own test: each example is built, checked and compared with what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase import project
from evidencebase.rulebook import Example, Rule, rules
from tests.conftest import Make

PAGES = Path(evidencebase.__file__).parent / "rules"
EXAMPLES = [
    pytest.param(rule, example, kind, id=f"{rule.name}: {example.title}")
    for rule in rules().values()
    for kind, examples in (("reported", rule.reported), ("fine", rule.fine))
    for example in examples
]


@pytest.mark.parametrize(("rule", "example", "kind"), EXAMPLES)
def test_example(rule: Rule, example: Example, kind: str, make: Make, request: pytest.FixtureRequest) -> None:
    former = {path.removeprefix("former/"): text for path, text in example.files.items() if path.startswith("former/")}
    base = make({path: text for path, text in example.files.items() if not path.startswith("former/")})
    if former:
        checked = project.check(base, select=[rule.name], former=evidencebase.build(make(former, "former")).output)
    else:
        checked = evidencebase.check(base, select=[rule.name])
    assert checked.performed == 1 or not rule.sql or kind == "fine"
    found = tuple(f"{f.file}:{f.line} {f.message}" for f in checked.findings)
    if kind == "fine":
        assert not found
        return
    if request.config.getoption("--rewrite-pages"):
        rewrite(rule, example, found)
    else:
        assert found == example.expected
    assert found, "the example must be reported"


def rewrite(rule: Rule, example: Example, found: tuple[str, ...]) -> None:
    """Put the findings into the page, for a person to review the difference."""
    page = PAGES / f"{rule.name}.md"
    before, title, after = page.read_text("utf-8").partition(f"### {example.title}\n")
    head, fence, rest = after.partition("```findings\n")
    _, end, tail = rest.partition("```\n") if not rest.startswith("```\n") else ("", "```\n", rest[4:])
    page.write_text(before + title + head + fence + "".join(f"{line}\n" for line in found) + end + tail, "utf-8")
