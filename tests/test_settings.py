"""What is in force: profiles, severities and options by rule and by path, and where each value came from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import evidencebase
from evidencebase import settings
from tests.conftest import Make
from tests.test_bad_input import run

CLAIMS = "id,claim,mentions\nAB-1,Bone,old1500; new1500\n"
BIB = "@book{%s, author={A, B}, title={%s}, publisher={P}, year=1400}\n"
TWO = {"claims.csv": CLAIMS, "references/old.bib": BIB % ("old1500", "T"), "references/new.bib": BIB % ("new1500", "U")}


def found(base: Path, rule: str, **options: str) -> dict[str, str]:
    return {f.row: f.severity for f in evidencebase.check(base, select=[rule], **options).findings}


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("", {"old1500": "error", "new1500": "error"}),
        ('[rules."bad-year"]\nseverity = "warning"', {"old1500": "warning", "new1500": "warning"}),
        ('[rules.works]\nseverity = "warning"', {"old1500": "warning", "new1500": "warning"}),
        ('[rules."bad-year"]\nseverity = "off"', {}),
        ('[rules."bad-year"]\nearliest = 1300', {}),
        ('[[paths]]\npath = "references/old*"\nrules.bad-year.severity = "off"', {"new1500": "error"}),
        ('[[paths]]\npath = "references/old*"\nrules.bad-year.earliest = 1300', {"new1500": "error"}),
        (
            '[[paths]]\npath = "references/*"\nrules.bad-year.earliest = 1300\n'
            '[[paths]]\npath = "references/new.bib"\nrules.bad-year = {earliest = 1600, severity = "warning"}',
            {"new1500": "warning"},
        ),
    ],
)
def test_severity_and_options(make: Make, toml: str, expected: dict[str, str]) -> None:
    assert found(make(TWO | {"evidencebase.toml": toml}), "bad-year") == expected


@pytest.mark.parametrize(
    ("arguments", "toml", "code"),
    [
        ([], "", 1),
        (["--profile", "draft"], "", 0),
        ([], "profile = 'draft'", 0),
        (["--profile", "default"], "profile = 'draft'", 1),
        (["--profile", "draft", "--fail-on", "information"], "", 1),
        ([], "profile = 'draft'\nrules.uncited.severity = 'error'", 1),
        (["--select", "works"], "profile = 'strict'", 0),
        (["--select", "works", "--select", "documents"], "profile = 'strict'", 1),  # not performed: no passages
        (["--ignore", "uncited", "--strict-checks"], "", 1),
        (["--ignore", "uncited"], "", 0),
    ],
)
def test_profiles(make: Make, arguments: list[str], toml: str, code: int) -> None:
    base = make({"claims.csv": "id,claim,mentions\nAB-1,Bone,works2020\n", "evidencebase.toml": toml})
    assert run("check", "-C", base, *arguments).exit_code == code


def test_timings_name_the_slowest_five(make: Make) -> None:
    lines = run("check", "-C", make({}), "--timings").output.splitlines()[-5:]
    times = [float(line.split()[0]) for line in lines]
    assert times == sorted(times, reverse=True) and all(line.split()[1] == "ms" for line in lines)


def test_config_prints_what_is_in_force_and_its_origin(make: Make) -> None:
    toml = """\
title = "A base"
profile = "draft"
select = ["claims", "works"]
[rules."works/bad-year"]
earliest = 1300
[[paths]]
path = "references/old.bib"
rules."works/bad-year".earliest = 1200
[[waive]]
rule = "claims/uncited"
row = "AB-1"
reason = "known"
"""
    base = make({"evidencebase.toml": toml})
    output = run("config", "-C", base).output
    for line in (
        r'title = "A base" +# evidencebase.toml',
        r'fail-on = "error" +# profile draft',
        r'output = "evidence.db" +# default',
        r"\[\[waive\]\] +# evidencebase.toml, line 9",
        r"earliest = 1300 +# evidencebase.toml",
    ):
        assert re.search(line, output), line
    table = tomllib.loads(output)
    assert table["rules"]["claims/uncited"] == {"severity": "information"}
    before = settings.load(base)
    (base / "evidencebase.toml").write_text(output)
    after = settings.load(base)
    same = ("title", "profile", "fail_on", "select", "paths")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert "--profile" in run("config", "-C", base, "--profile", "strict").output


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("profile = 'strikt'", "did you mean 'strict'"),
        ("fail-on = 'eror'", "did you mean 'error'"),
        ("strict-checks = 'yes'", "must be true or false"),
        ("title = 1", "must be text"),
        ("select = 'claims'", "must be a list"),
        ("output = 'a/b.db'", "not a path"),
        ("rules = 1", "must be tables"),
        ("rules.bad-year = 1", "must be a table"),
        ("rules.bad-year.severity = 'warn'", "did you mean 'warning'"),
        ("rules.bad-year.earlest = 1300", "did you mean 'earliest'"),
        ("rules.bad-year.earliest = 'x'", "must be like 1450"),
        ("[[paths]]\nrules.bad-year.earliest = 1300", "needs a path"),
        ("[[paths]]\npath = 'x'\nrule = 1", "did you mean 'rules'"),
        ("[[paths]]\npath = 'x'\nrules.bad-yer.earliest = 1300", "no rule 'bad-yer'; did you mean 'bad-year'"),
        ("[paths]\npath = 'x'", "must be tables"),
    ],
)
def test_broken_settings(make: Make, toml: str, said: str) -> None:
    result = run("check", "-C", make({"evidencebase.toml": toml}))
    assert result.exit_code == 2 and said in result.output, result.output
    assert len(result.output.splitlines()) == 1
