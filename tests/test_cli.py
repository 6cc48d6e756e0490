"""The commands as people use them."""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import evidencebase
from evidencebase.__main__ import run as started
from evidencebase.cli import main
from evidencebase.overview import COMMANDS
from evidencebase.reports import WITH_ACCEPTED
from tests.conftest import CLAIMS, Make
from tests.test_bad_input import run


def test_every_command_teaches_by_example() -> None:
    for name, command in main.commands.items():
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"evidencebase {name}" in result.output, name
        assert command.help and command.help.startswith(COMMANDS[name])


def test_init_builds_and_checks_clean(tmp_path: Path) -> None:
    assert run("init", tmp_path / "new").exit_code == 0
    result = run("check", "-C", tmp_path / "new", "--fail-on", "warning")
    assert result.exit_code == 0
    assert "1 information" in result.output, "that no registry was asked about its work"
    assert "`evidence_strength`" in (tmp_path / "new/COLUMNS.md").read_text("utf-8")


def test_build_does_nothing_when_nothing_changed(make: Make) -> None:
    base = make({})
    first = run("build", "-C", base).output
    assert "1 claim, 1 work, 1 link, 1 open finding; 2 files read in" in first
    stamp = (base / "evidence.db").stat().st_mtime_ns
    assert "is up to date" in run("build", "-C", base).output
    assert (base / "evidence.db").stat().st_mtime_ns == stamp
    (base / "claims.csv").touch()
    assert "is up to date" in run("build", "-C", base).output, "the contents decide, not the time"
    made = json.loads(run("build", "-C", base, "--json").output)
    assert made["claims"] == 1 and made["changed"] is False
    (base / "claims.csv").write_text(CLAIMS + "AB-2,Bone grows,works2020,low\n")
    assert json.loads(run("build", "-C", base, "--json").output)["claims"] == 2
    (base / "references/more.bib").write_text("@book{more2021, author={B, C}, title={T}, publisher={P}, year=2021}")
    assert json.loads(run("build", "-C", base, "--json").output)["works"] == 2
    (base / "references/more.bib").unlink()
    assert json.loads(run("build", "-C", base, "--json").output)["works"] == 1


def test_check_points_at_the_item_of_a_cell(make: Make) -> None:
    base = make({"claims.csv": 'id,claim,note,supports\nAB-1,Bone,"two\nlines",works2020; nobody1999\n'})
    output = run("check", "-C", base, "--select", "evidence").output
    assert "claims.csv:3:19: error evidence/dangling-key" in output
    assert "    hint: Add the entry" in output


def test_check_json_keeps_its_schema(make: Make, repository: Path) -> None:
    schema = json.loads((resources.files("evidencebase") / "reports/check.schema.json").read_text("utf-8"))
    for base in (make({"claims.csv": "id,claim\nAB-1,Bone\n"}), repository):
        result = run("check", "-C", base, "--format", "json", "--output", make({}) / "other.db")
        jsonschema.validate(json.loads(result.output), schema)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 1), (["--fail-on", "never"], 0), (["--ignore", "uncited"], 0), (["--select", "works"], 0)],
)
def test_exit_codes(make: Make, arguments: list[str], code: int) -> None:
    assert (
        run("check", "-C", make({"claims.csv": "id,claim,mentions\nAB-1,Bone,works2020\n"}), *arguments).exit_code
        == code
    )


def test_settings_change_severity_and_options(make: Make) -> None:
    bib = "@book{works1500, author={A, B}, title={T}, publisher={P}, year=1500}"
    settings = '[rules."works/bad-year"]\nseverity = "information"\nearliest = 1600\n'
    base = make({"references/w.bib": bib, "evidencebase.toml": settings})
    assert "information works/bad-year the year '1500' is before 1600" in run("check", "-C", base).output.replace(
        "works1500: ", ""
    )


def test_baseline_accepts_with_a_reason_and_tells_what_is_gone(make: Make) -> None:
    base = make({"claims.csv": "id,claim,mentions\nAB-1,Bone,works2020\nAB-2,Grows,works2020\n"})
    assert run("check", "-C", base).exit_code == 1
    assert run("baseline", "update", "-C", base).exit_code == 2, "a reason is required"
    assert "3 accepted, 0 kept, 0 dropped" in run("baseline", "update", "-C", base, "--reason", "known").output
    result = run("check", "-C", base)
    assert result.exit_code == 0 and "3 accepted" in result.output
    assert "known" in run("check", "-C", base, "--accepted").output
    for format_ in ("text", "github", "markdown"):
        assert "3 accepted" in run("check", "-C", base, "--format", format_).output
    for format_ in WITH_ACCEPTED:
        output = run("check", "-C", base, "--format", "gitlab", "--report", f"{format_}={base / 'report'}").output
        assert output == "[]\n" and (base / "report").read_text().count("known") >= 3
    assert "2 claims/uncited" in run("baseline", "show", "-C", base).output
    (base / "claims.csv").write_text(
        "id,claim,supports,mentions,evidence_strength\nAB-1,Bone,works2020,,low\nAB-2,Grows,,works2020,\n"
    )
    result = run("check", "-C", base)
    assert "baseline.csv:2:18: warning waivers/unused-waiver" in result.output
    assert "0 accepted" not in result.output
    assert "2 kept, 1 dropped" in run("baseline", "prune", "-C", base).output
    assert "no findings, 2 accepted" in run("check", "-C", base).output
    with (base / "baseline.csv").open("a") as file:
        file.write("0123456789abcdef,verifications/retracted,works2020,noted,2026-01-01\n")
    assert "3 kept, 0 dropped" in run("baseline", "prune", "-C", base).output, "nobody asked whether it still occurs"


def test_baseline_by_row_and_rule(make: Make) -> None:
    base = make({"claims.csv": "id,claim,mentions\nAB-1,Bone lives,works2020\nAB-2,Cats sleep,works2020\n"})
    update = ("baseline", "update", "-C", base, "--reason", "known")
    assert "1 accepted" in run(*update, "--row", "AB-1", "--select", "uncited").output
    result = run(*update, "--row", "AB-3")
    assert result.exit_code == 2 and "no open finding is about 'AB-3'; did you mean 'AB-2'?" in result.output
    assert "1 accepted, 1 kept" in run(*update, "--row", "AB-2").output
    (base / "baseline.csv").write_text("what,is,this\n1,2,3\n")
    result = run(*update)
    assert result.exit_code == 2 and "must name the columns" in result.output


def test_a_changed_finding_is_a_new_one(make: Make) -> None:
    base = make({"claims.csv": "id,claim,supports\nAB-1,Bone,nobody1999\n"})
    run("baseline", "update", "-C", base, "--reason", "known")
    assert run("check", "-C", base, "--select", "evidence").exit_code == 0
    (base / "claims.csv").write_text("id,claim,supports\nAB-1,Bone,nobody2000\n")
    assert run("check", "-C", base, "--select", "evidence").exit_code == 1


@pytest.mark.parametrize(("format_", "expected"), [("csv", "id\nAB-1\n"), ("json", '"id": "AB-1"'), ("table", "AB-1")])
def test_sql(make: Make, format_: str, expected: str) -> None:
    assert expected in run("sql", "select id from claims", "-C", make({}), "--format", format_).output


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("claims.csv", "evidence_strength  GRADE certainty"),
        ("documents.csv", "retrieved     date of the copy that was read"),
        ("documents/documents.csv", "[full, none; empty: none]"),
        ("references/works.bib", "x-waive      accepted findings"),
        ("works.design", "rct               randomised controlled trial; starts at high"),
        ("claims.kind", "prevalence      how common something is; needs outcome"),
        ("claims.rated_up", "large-effect           the effect is large; at most 2"),
        ("claims.stated_in", "may        'may result in'"),
        ("claims.status", "[draft, active, contested, superseded, withdrawn; empty: active]"),
        ("claim.csv", "did you mean 'claims.csv'?"),
        ("claims.statsu", "did you mean 'status'?"),
    ],
)
def test_explain_tells_of_columns_in_any_folder(word: str, said: str) -> None:
    result = run("explain", word)
    assert said in result.output and result.exit_code == (2 if "did you mean" in said else 0)


def test_the_hint_of_a_wrong_column_can_be_followed(make: Make) -> None:
    base = make({"documents/documents.csv": "id,title,retreived,text\na,A,,some\n"})
    for finding in evidencebase.check(base, select=["unknown-column", "value-not-allowed"]).findings:
        assert finding.hint.startswith("`evidencebase explain documents/documents.csv`")
        assert run(*finding.hint.split("`")[1].split()[1:]).exit_code == 0


def test_anchor_keeps_what_people_wrote(make: Make, tmp_path: Path) -> None:
    base = make({})
    text = tmp_path / "doc.txt"
    text.write_text("Bone\n\nBone is alive.\n\n- It grows\n- It heals\n\nReferences\n\n- A book.\n")
    assert "6 blocks, 3 of them counted" in run("anchor", "doc", text, "-C", base).output.replace(
        "7 blocks", "6 blocks"
    )
    passages = base / "documents/passages.csv"
    assert "alive" not in passages.read_text()
    passages.write_text(passages.read_text().replace("doc#s1.p1,prose", "doc#s1.p1,caption"))
    run("anchor", "doc", text, "-C", base)
    assert "doc#s1.x1,caption" in passages.read_text(), "a corrected kind is kept, and the rest is counted anew"
    assert run("anchor", "doc", text, "-C", base, "--check").exit_code == 0
    text.write_text(text.read_text().replace("heals", "breaks"))
    assert run("anchor", "doc", text, "-C", base, "--check").exit_code == 1


def test_module_runs_as_a_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "evidencebase", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("evidencebase, version")


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [
        (["--version"], {"click", "sqlite3", "pathlib", "evidencebase.cli"}),
        (["--help"], {"click", "sqlite3", "pathlib", "evidencebase.cli"}),
        (["explain", "uncited"], {"sqlite3", "pybtex"}),
        (["build"], {"click", "tomllib", "evidencebase.schema", "evidencebase.rulebook"}),
        (["check"], {"click", "tomllib", "evidencebase.schema", "evidencebase.rulebook"}),
        (["check", "--timings"], {"tomllib", "evidencebase.schema", "evidencebase.rulebook"}),
    ],
)
def test_what_a_command_does_not_import(make: Make, arguments: list[str], left_out: set[str]) -> None:
    base = make({})
    run("build", "-C", base)
    code = (
        "import sys\nfrom evidencebase.__main__ import run\n"
        "try: run()\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules))"
    )
    where = ["-C", str(base)] if arguments[0] in ("build", "check") else []
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments, *where], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.splitlines())
    assert not loaded & (left_out | {"pandas", "sqlite_utils", "datasette", "pylatexenc", "rapidfuzz", "tabulate"})


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("fresh", [True, False], ids=["anew", "built before"])
@pytest.mark.parametrize(
    "files",
    [
        {},
        {"evidencebase.toml": "strict-checks = true\n"},
        {"claims.csv": "id,claim,mentions\nAB-1,Bone lives,works2020\n"},
        {"evidencebase.toml": 'output = "other.db"\n'},
        {"evidencebase.toml": "colour = 1\n"},
        {"references/w.bib": "@article{cut, title = {never closed\n"},
        {"claims.csv": "id;claim\n\0"},
    ],
    ids=["clean", "strict", "open", "elsewhere", "settings", "lost", "no claims"],
)
def test_what_is_told_at_a_glance_is_what_the_command_tells(
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
    fresh: bool,
    command: str,
) -> None:
    base = make(files)
    if not fresh:
        run("build", "-C", base)
    before = {path: path.read_bytes() for path in base.glob("*.db")}
    for setting in ("freeze", "set_threshold"):  # for a process that ends
        monkeypatch.setattr(gc, setting, lambda *_: None)

    def told(*arguments: str) -> tuple[str, str, object]:
        for path in base.glob("*.db"):
            path.unlink()
        for path, data in before.items():
            path.write_bytes(data)
        monkeypatch.setattr(sys, "argv", ["evidencebase", *arguments])
        with pytest.raises(SystemExit) as ended:
            started()
        out, err = capsys.readouterr()
        return re.sub(r"in [0-9.]+ s", "in a while", out), err, ended.value.code

    by_click = told(command, f"--directory={base}")
    monkeypatch.setattr("evidencebase.cli.main", None)
    assert told(command, "-C", str(base)) == by_click
    assert by_click[0] or by_click[1]


def test_colour_only_on_a_terminal(make: Make) -> None:
    result = CliRunner().invoke(main, ["check", "-C", str(make({"claims.csv": "id,claim\nAB-1,x\n"}))])
    assert "\033" not in result.output
