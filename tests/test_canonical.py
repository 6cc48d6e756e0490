"""``evidencebase fmt``: one form, and nothing said otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

import evidencebase
from evidencebase import canonical
from tests.conftest import Make
from tests.test_bad_input import run

MESSY = '\ufeffid;Claim;topics;x_own\r\nAB-10;"says ""so""";" a ;b;; c";kept\r\n\r\nAB-2; two\r\n;;\r\n'
NEAT = 'id,claim,topics,x_own\nAB-2,two,,\nAB-10,"says ""so""",a; b; c,kept\n'


def test_form(make: Make) -> None:
    base = make({"claims.csv": MESSY.replace("two\r\n;;", "two;;")})
    result = run("fmt", "-C", base, "--check")
    assert result.exit_code == 1 and "would change" in result.output
    assert run("fmt", "-C", base).exit_code == 0
    assert (base / "claims.csv").read_bytes() == NEAT.encode()
    result = run("fmt", "-C", base, "--check")
    assert result.exit_code == 0 and not result.output


def test_passages_keep_their_order_and_line_breaks_become_spaces(make: Make) -> None:
    passages = "anchor,kind,heading,words,fingerprint\ndoc#s2,heading,B,1,00\ndoc#s1,heading,A,1,11\n"
    base = make({"documents/passages.csv": passages, "claims.csv": 'id,claim\nAB-1,"two \n\nlines"\n'})
    run("fmt", "-C", base)
    assert (base / "documents/passages.csv").read_text() == passages
    assert (base / "claims.csv").read_text() == "id,claim\nAB-1,two lines\n"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (b"id,claim\nAB-1,caf\xe9\n", "claims.csv:2: cannot be formatted"),
        (b'id,claim\nAB-1,"open\n', "claims.csv:2: cannot be formatted"),
        (b"id,claim\nAB-1,a,b\n", "claims.csv:2: cannot be formatted: its rows are not of one length"),
        (b"id,claim,claim\nAB-1,a,b\n", "claims.csv:1: cannot be formatted"),
    ],
)
def test_what_cannot_be_read_is_not_rewritten(make: Make, claims: bytes, said: str) -> None:
    base = make({"claims.csv": claims})
    result = run("fmt", "-C", base)
    assert result.exit_code == 2 and said in result.output and len(result.output.splitlines()) == 1
    assert (base / "claims.csv").read_bytes() == claims


def test_the_shipped_base_is_in_form_and_form_changes_no_finding(repository: Path, make: Make, tmp_path: Path) -> None:
    assert not canonical.changes(repository)
    base = make({"claims.csv": MESSY.replace("two\r\n;;", "two;;").replace("topics", "supports")})
    before = {
        (f.rule, f.row, f.message)
        for f in evidencebase.check(base, ignore=["unknown-column", "not-canonical"]).findings
    }
    run("fmt", "-C", base)
    assert {(f.rule, f.row, f.message) for f in evidencebase.check(base).findings} == before


def test_only_in_an_evidence_base(tmp_path: Path) -> None:
    assert run("fmt", "-C", tmp_path).exit_code == 2
