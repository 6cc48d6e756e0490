"""Accepted findings, wherever they are written: each with a reason, perhaps until a date, reported when of no use."""

from __future__ import annotations

import pytest

import evidencebase
from tests.conftest import WORKS, Make
from tests.test_bad_input import run

CLAIM = "id,claim\nAB-1,Bone\n"
BIB = WORKS.replace("year = {2020}", "year = {2020},\n  x-waive = {%s}")


def states(make: Make, files: dict[str, str], rule: str) -> list[tuple[str, str]]:
    return [(f.state, f.reason) for f in evidencebase.check(make(files), select=[rule]).findings]


@pytest.mark.parametrize("rule", ["unused-work", "works/unused-work"])
@pytest.mark.parametrize(
    "waive",
    [
        "[[waive]]\nrule = '%s'\nrow = 'works2020'\nreason = 'kept'",
        "[[waive]]\nrule = '%s'\npath = 'references/w*.bib'\nreason = 'kept'",
        "waive = [{rule = '%s', row = 'works2020', reason = 'kept', until = 2999-12-31}]",
    ],
)
def test_waived_in_the_settings(make: Make, rule: str, waive: str) -> None:
    files = {"claims.csv": CLAIM, "evidencebase.toml": waive % rule}
    assert states(make, files, "unused-work") == [("waived", "kept")]
    assert not evidencebase.check(make(files), select=["waivers"]).findings


def test_waived_in_the_entry(make: Make) -> None:
    files = {"claims.csv": CLAIM, "references/w.bib": BIB % "unused-work: kept; bad-doi: odd (until 2999-01-31)"}
    base = make(files)
    assert states(make, files, "unused-work") == [("waived", "kept")]
    (unused,) = evidencebase.check(base, select=["waivers"]).findings
    assert (unused.file, unused.line, unused.column) == ("references/w.bib", 6, 14)
    assert unused.message == "accepts bad-doi for works2020, which no longer occurs"


@pytest.mark.parametrize(
    ("settings", "reported"),
    [
        ("reason = ''", "waiver-without-reason"),
        ("reason = 'then'\nuntil = '2020-01-31'", "expired-waiver"),
        ("reason = 'never'\nrow = 'other2020'", "unused-waiver"),
    ],
)
def test_what_is_wrong_with_a_waiver_of_the_settings(make: Make, settings: str, reported: str) -> None:
    row = "" if "row" in settings else "row = 'works2020'\n"
    text = f"title = 'x'\n\n[[waive]]\nrule = 'unused-work'\n{row}{settings}\n"
    base = make({"claims.csv": CLAIM, "evidencebase.toml": text})
    (finding,) = evidencebase.check(base, select=["waivers"]).findings
    assert (finding.rule, finding.file, finding.line) == (f"waivers/{reported}", "evidencebase.toml", 3)
    assert [f.state for f in evidencebase.check(base, select=["unused-work"]).findings] == ["open"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("uncited: a; uncited: b", "names 'uncited' twice; keep one"),
        ("uncited: a (until soon)", "names no date"),
        ("uncited: a (Until 2999-01-01)", "names no date"),
        ("uncited: a (until: 2999-01-01)", "write (until 2027-01-31) at its end"),
        ("uncited: a (till 2999-01-01)", "names no date"),
        ("uncited: a until 2999-01-01", "names no date"),
        ("uncited: a (until 2999-01-01).", "names no date"),
        ("Not a rule!", "cannot be read: 'Not a rule!'; write rule-name: reason"),
    ],
)
def test_what_cannot_be_read_is_a_finding(make: Make, cell: str, said: str) -> None:
    for files in (
        {"claims.csv": f'id,claim,waive\nAB-1,Bone,"{cell}"\n'},
        {"claims.csv": CLAIM, "references/w.bib": BIB % cell},
    ):
        (finding,) = evidencebase.check(make(files), select=["value-not-allowed"]).findings
        assert said in finding.message


def test_a_waiver_of_a_claim_covers_findings_about_its_cells(make: Make) -> None:
    claims = "id,claim,evidence_strength,waive\nAB-1,Bone,medium,value-not-allowed: from elsewhere\n"
    assert states(make, {"claims.csv": claims}, "value-not-allowed") == [("waived", "from elsewhere")]


def test_whether_a_rule_occurs_that_was_not_asked_cannot_be_told(make: Make) -> None:
    claims = "id,claim,stated_in,waive\nAB-1,Bone,doc#s1 = may,unknown-anchor: no text at hand\n"
    checked = evidencebase.check(make({"claims.csv": claims}))
    assert "documents/unknown-anchor" in dict(checked.not_performed)
    assert not [finding for finding in checked.findings if finding.rule.startswith("waivers/")]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[[waive]]\nrule = 'uncitet'\nrow = 'AB-1'\nreason = 'x'", "did you mean 'uncited'"),
        ("[[waive]]\nrule = 'works'\nrow = 'AB-1'\nreason = 'x'", "'works' is a group: name one rule"),
        ("[[waive]]\nrule = 'uncited'\nreason = 'x'", "needs a rule, and a row or a path"),
        ("[[waive]]\nrule = 'uncited'\nrow = 'AB-1'\nreson = 'x'", "did you mean 'reason'"),
        ("[[waive]]\nrule = 'uncited'\nrow = 'AB-1'\nuntil = 'soon'", "must be a date"),
        ("waive = 'uncited'", "must be tables"),
    ],
)
def test_broken_waivers_of_the_settings(make: Make, settings: str, said: str) -> None:
    result = run("check", "-C", make({"evidencebase.toml": settings}))
    assert result.exit_code == 2 and said in result.output and len(result.output.splitlines()) == 1


def test_the_baseline_is_written_as_fmt_has_it(make: Make) -> None:
    base = make({"claims.csv": "id,claim\n" + "".join(f"AB-{number},Bone lives {number}\n" for number in range(1, 12))})
    assert run("baseline", "update", "-C", base, "--reason", "so be it").exit_code == 0
    assert run("fmt", "--check", "-C", base).exit_code == 0
