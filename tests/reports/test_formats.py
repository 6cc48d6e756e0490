"""Every report holds to its format, for a clean base, a broken one, and the one that this repository ships."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

import evidencebase
from evidencebase.finding import Checked, Reported
from evidencebase.reports import FORMATS, render
from evidencebase.rulebook import rules
from tests.conftest import CLAIMS, Make
from tests.test_bad_input import run

HERE = Path(__file__).parent
BAD = "id,claim,supports,waive\nAB-1,\"Bone <b>\u0001 | 100%: 'x',\nlives\",nobody1999,\nAB-2,😀 Bone,,uncited: known\n"


@pytest.fixture(params=["clean", "broken", "accepted", "shipped"])
def checked(request: pytest.FixtureRequest, make: Make, repository: Path, tmp_path: Path) -> Checked:
    if request.param == "shipped":
        return evidencebase.check(repository, tmp_path / "shipped.db")
    unasked = '[rules."verifications/unverified"]\nseverity = "off"\n'
    base = make({"claims.csv": CLAIMS if request.param == "clean" else BAD, "evidencebase.toml": unasked})
    if request.param == "accepted":
        run("baseline", "update", "-C", base, "--reason", "we know | it")
    found = evidencebase.check(base)
    assert bool(found.open) == (request.param == "broken")
    return found


def sarif(text: str, checked: Checked) -> None:
    log = json.loads(text)
    jsonschema.validate(log, json.loads((HERE / "sarif.schema.json").read_text("utf-8")))
    (run_,) = log["runs"]
    known = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in known] == [rule.name for rule in rules().values() if not rule.compares]
    for result, finding in zip(run_["results"], checked.findings, strict=True):
        assert known[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["baselineState"] == "new") == (finding.state == "open")
        assert ("suppressions" in result) == (finding.state in ("accepted", "waived"))


def junit(text: str, checked: Checked) -> None:
    schema = xmlschema.XMLSchema(str(HERE / "junit.xsd"))
    schema.validate(text)
    suites: Any = schema.to_dict(text)
    for suite in suites["testsuite"]:
        assert suite["@tests"] == len(suite["testcase"])
        assert suite["@failures"] == sum("failure" in case for case in suite["testcase"])
        assert suite["@skipped"] == sum("skipped" in case for case in suite["testcase"])
    assert sum(suite["@failures"] for suite in suites["testsuite"]) == len(checked.at_least(checked.fail_on))


def github(text: str, checked: Checked) -> None:
    commands = [line for line in text.splitlines() if line.startswith("::")]
    levels = [re.match(r"::(error|warning|notice) (?:[a-z]+=[^,:\r\n]*,?)+::[^\r\n]+", line) for line in commands]
    assert all(levels)
    counts = Counter(match[1] for match in levels if match)
    assert max(counts.values(), default=0) <= 10 and counts.total() <= 50
    order = [("error", "warning", "notice").index(match[1]) for match in levels if match]
    assert order == sorted(order)
    assert len(commands) == len(checked.open) or "more than GitHub can annotate" in text


def gitlab(text: str, checked: Checked) -> None:
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(checked.open)
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["description"] and issue["check_name"]
        assert not issue["location"]["path"].startswith(("/", "./")) and issue["location"]["lines"]["begin"] >= 1


def markdown(text: str, checked: Checked) -> None:
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == len(checked.open) + bool(checked.open)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert not re.search(r"(?<!\\)<(?!br>)", text)


VALIDATORS: dict[str, Callable[[str, Checked], None]] = {
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "gitlab": gitlab,
    "markdown": markdown,
}


@pytest.mark.parametrize("format_", VALIDATORS)
def test_format(format_: str, checked: Checked) -> None:
    VALIDATORS[format_](render(format_, checked), checked)


def test_every_format_is_validated() -> None:
    assert {*VALIDATORS, "text", "json"} == set(FORMATS)


def many(number: int) -> Checked:
    finding = Reported("claims/uncited", "error", "open", "claims.csv", 2, 5, "AB-1", "", "m" * 200, "h", "0" * 16, "")
    return Checked([finding._replace(line=line) for line in range(number)], [], number, 0)


def test_a_summary_stays_below_the_limit() -> None:
    text = render("markdown", many(10_000))
    assert len(text.encode()) < 2**20 and "findings more." in text


def test_worst_first_and_no_more_than_github_shows() -> None:
    base = many(30)
    mild = [finding._replace(severity="information", line=1) for finding in base.findings]
    text = render("github", base._replace(findings=mild + base.findings)).splitlines()
    assert [line[:9] for line in text[:-1]] == ["::error f"] * 10 + ["::notice "] * 10
    assert "40 findings more" in text[-1]


def test_several_reports_at_once(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make({"claims.csv": BAD})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    reports = [f"--report={name}={tmp_path / 'out' / name}" for name in FORMATS]
    result = run("check", "-C", base, "--format", "github", *reports)
    assert result.exit_code == 1 and result.output.startswith("::error")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FORMATS)
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## Evidence base")


def test_paths_lead_from_the_root_of_the_repository(make: Make) -> None:
    base = make({"claims.csv": BAD})
    (base.parent / ".git").mkdir()
    checked = evidencebase.check(base)
    assert {checked.path(finding) for finding in checked.open} == {"base/claims.csv", "base/references/works.bib"}
    assert "file=base/claims.csv,line=2," in render("github", checked)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "jsn"], "--format may not be 'jsn'; did you mean 'json'?"),
        (["--report", "sarf=x"], "may not be 'sarf'; did you mean 'sarif'?"),
        (["--report", "sarif"], "needs a format and a file"),
        (["--report", "sarif=x", "--report", "junit=x"], "cannot both be written"),
        (["--report", "sarif=/proc/nothing/x"], "cannot be written"),
        (["--fail-on", "eror"], "did you mean 'error'?"),
        (["--selct", "claims"], "--select"),
    ],
)
def test_bad_arguments(make: Make, arguments: list[str], said: str) -> None:
    result = run("check", "-C", make({}), *arguments)
    assert result.exit_code == 2
    assert said in result.output and len(result.output.splitlines()) == 1
