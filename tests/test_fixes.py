"""What a machine mends, what it only proposes, and that it touches nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evidencebase
from evidencebase.finding import Reported
from evidencebase.fixes import Fixes
from evidencebase.fixes.menders import MENDERS
from evidencebase.rulebook import rules
from tests.conftest import CLAIMS, WORKS, Make
from tests.test_bad_input import run

DOI = WORKS.replace("year = {2020}", "year = {2020},\n  doi = {%s}")


@pytest.mark.parametrize(
    ("files", "level", "before", "after"),
    [
        pytest.param(
            {"claims.csv": "id,claim,status\r\nAB-1,x, Active \r\n"}, "safe", " Active ", " active ", id="case in CRLF"
        ),
        pytest.param(
            {"claims.csv": '\ufeffid,claim,status\nAB-1,"x,\ny","ACTIVE"\n'}, "safe", "ACTIVE", "active", id="BOM"
        ),
        pytest.param(
            {"claims.csv": "id;claim;evidence_strength\nAB-1;x;Very low\n"}, "safe", "Very low", "very-low", id="space"
        ),
        pytest.param(
            {"claims.csv": "id,claim,stated_in\nAB-1,x,doc#s1.p1=Strong\n"}, "safe", "=Strong", "=strong", id="wording"
        ),
        pytest.param(
            {"claims.csv": "id,claim,status\nAB-1,x,actve\n"}, "proposed", "actve", "active", id="misspelt word"
        ),
        pytest.param(
            {"documents/documents.csv": "id,title,retrieved\na,A,26/11/2026\nb,B,05/06/2026\nc,C,2026-11\n"},
            "proposed",
            "26/11/2026",
            "2026-11-26",
            id="a date that is sure, none that is not",
        ),
        pytest.param(
            {"claims.csv": "id,claim,supports\nAB-1,x,works2020 [p. 1] ; works2020 [p. 1]; works2020\n"},
            "safe",
            " ; works2020 [p. 1]",
            " ",
            id="doubled link",
        ),
        pytest.param(
            {"claims.csv": "id,claim,supports\nAB-1,x,Works2020 [p. 1]\n"},
            "proposed",
            "Works",
            "works",
            id="dangling key",
        ),
        pytest.param(
            {"claims.csv": "id,claim,supports\nAB-1,caf\xe9,works2020\n".encode("latin-1")},
            "proposed",
            "\udce9",
            "\xe9",
            id="encoding",
        ),
        pytest.param({"references/w.bib": DOI % "DOI 10.1000/x"}, "safe", "DOI 10", "10", id="DOI"),
        pytest.param(
            {"references/w.bib": DOI % "https:/doi.org/10.1000/x"}, "safe", "https:/doi.org/", "", id="broken address"
        ),
    ],
)
def test_mended(make: Make, files: dict[str, str | bytes], level: str, before: str, after: str) -> None:
    base = make(files)
    (path,) = (base / name for name in files)
    written = path.read_bytes().decode("utf-8", "surrogateescape")
    assert written.count(before) == 1
    expected = written.replace(before, after)
    fixes = Fixes(base, evidencebase.check(base).open)
    assert [fixes.count("safe") > 0, fixes.count("proposed") > 0] == [level == "safe", level == "proposed"]
    diff = run("check", "-C", base, "--diff").output
    assert diff.startswith("# Safe" if level == "safe" else "# Proposed")
    run("check", "-C", base, "--fix")
    assert path.read_bytes().decode("utf-8", "surrogateescape") == (expected if level == "safe" else written)
    run("check", "-C", base, "--fix=proposed")
    assert path.read_bytes().decode("utf-8", "surrogateescape") == expected
    assert "nothing to mend" in run("check", "-C", base, "--fix=proposed").output


@pytest.mark.parametrize(("delimiter", "cell"), [(",", "AB-3; AB-2"), (";", '"AB-3; AB-2"')])
def test_a_contradiction_is_proposed_to_be_declared(make: Make, delimiter: str, cell: str) -> None:
    claims = (
        "id,claim,kind,intervention,outcome,direction,contradicts\n"
        "AB-1,a,effect,walking,density,increases,AB-3\nAB-2,b,effect,walking,density,decreases,\nAB-3,c,,,,,\n"
    ).replace(",", delimiter)
    base = make({"claims.csv": claims})
    assert f"+AB-1{delimiter}a" in run("check", "-C", base, "--diff").output
    run("check", "-C", base, "--fix=proposed")
    assert (base / "claims.csv").read_text() == claims.replace(f"{delimiter}AB-3\nAB-2", f"{delimiter}{cell}\nAB-2")
    assert not evidencebase.check(base, select=["contradiction"]).findings


@pytest.mark.parametrize(
    "files",
    [
        {"claims.csv": "id,claim,supports\nAB-1,x,works2020 [p. 1]; works2020 [p. 2]\n"},
        {"claims.csv": "id,claim,supports,mentions\nAB-1,x,works2020,works2020\n"},
        {"references/w.bib": DOI % "see 10.1000/x or 10.1000/y"},
        {"claims.csv": b"id,claim\nAB-1,\x81\n"},
        {"references/w.bib": WORKS.replace("Doe", "Dö").encode("utf-16-le")},
    ],
)
def test_what_is_not_certain_enough_is_left_alone(make: Make, files: dict[str, str | bytes]) -> None:
    base = make(files)
    assert run("check", "-C", base, "--diff").output == "nothing can be mended by a machine\n"


def test_accepted_findings_are_left_alone(make: Make) -> None:
    claims = "id,claim,status,waive\nAB-1,x,ACTIVE,value-not-allowed: shouted\n"
    assert "nothing can be mended" in run("check", "-C", make({"claims.csv": claims}), "--diff").output


def test_conflicting_flags(make: Make) -> None:
    result = run("check", "-C", make({}), "--fix", "--diff")
    assert result.exit_code == 2 and "choose one" in result.output


def test_pages_say_which_rules_have_a_fix() -> None:
    assert {name for name, rule in rules().items() if rule.fix} == MENDERS.keys() & rules().keys()


cell = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
row = st.tuples(cell, st.sampled_from(["Active", " ACTIVE", "draft", "actve"]), cell)


@settings(max_examples=150)
@given(st.lists(row, min_size=1, max_size=4), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_untouched_bytes_stay(tmp_path: Path, rows: list[tuple[str, str, str]], sep: str, end: str, bom: bool) -> None:
    """Whatever else stands in the file, only the words of the vocabulary change, and only in their column."""

    def line(*cells: str) -> str:
        special = re.compile(r'[",;\t\n]')
        return sep.join('"' + c.replace('"', '""') + '"' if special.search(c) else c for c in cells) + end

    def text(*states: str) -> bytes:
        cells = [(f"AB-{number}", *row) for number, row in enumerate(rows)]
        body = "".join(line(name, claim, state, x) for (name, claim, _, x), state in zip(cells, states, strict=True))
        return (("\ufeff" if bom else "") + line("id", "claim", "status", "x_more") + body).encode()

    path = tmp_path / "claims.csv"
    (tmp_path / "references").mkdir(exist_ok=True)
    (tmp_path / "references/w.bib").write_text(WORKS)
    path.write_bytes(text(*(state for _, state, _ in rows)))
    Fixes(tmp_path, evidencebase.check(tmp_path).open).write("safe")
    assert path.read_bytes() == text(*(s.replace("A", "a").replace("CTIVE", "ctive") for _, s, _ in rows))


def test_a_finding_that_no_longer_stands_there_changes_nothing(make: Make) -> None:
    base = make({"claims.csv": "id,claim,supports\nAB-1,x,wroks2020\n"})
    found: list[Reported] = evidencebase.check(base).open
    (base / "claims.csv").write_text(CLAIMS)
    assert Fixes(base, found).mended("proposed") == {}
