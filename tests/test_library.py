"""The library: four calls."""

from __future__ import annotations

import pytest

import evidencebase
from evidencebase.finding import UsageError
from tests.conftest import Make


def test_four_calls(make: Make) -> None:
    base = make(
        {"claims.csv": "id,claim,supports,evidence_strength\nAB-1,A,works2020,low\nAB-2,B,,\nAB-3,C,works2020,high\n"}
    )
    assert evidencebase.build(base).claims == 3
    checked = evidencebase.check(base, select=["claims/uncited"])
    assert [(finding.file, finding.line, finding.row) for finding in checked.findings] == [("claims.csv", 3, "AB-2")]
    db = evidencebase.open(base)
    assert db["claims"].count == 3
    assert [row["id"] for row in db["claims"].search("A")] == ["AB-1"]
    frame = evidencebase.frame(base)
    assert list(frame.sort_values("evidence_strength")["id"]) == ["AB-3", "AB-1", "AB-2"]
    assert list(evidencebase.frame(base, "SELECT count(*) AS n FROM works")["n"]) == [1]


def test_errors_are_usage_errors(make: Make) -> None:
    with pytest.raises(UsageError, match="not an evidence base"):
        evidencebase.build(make({}).parent)
