"""The status of a work from its notices, in any order."""

from __future__ import annotations

from itertools import permutations

import pytest

from evidencebase.comparison import Notice, notices


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([], "none-found"),
        ([("correction", "2004-03-06")], "corrected"),
        ([("correction", "2012"), ("concern", "2004")], "concern"),
        ([("correction", "2004-03-06"), ("retraction", "2010-02-06")], "retracted"),
        ([("retraction", "2010-02-06"), ("correction", "2012-01-01")], "retracted"),
        ([("retraction", ""), ("correction", "2012-01-01")], "retracted"),
        ([("retraction", "2010"), ("concern", "2012")], "retracted"),
        ([("removal", "2010")], "withdrawn"),
        ([("withdrawal", "2010-05"), ("correction", "2011")], "withdrawn"),
        ([("retraction", "2010-02-06"), ("reinstatement", "2011-02-06")], "reinstated"),
        ([("retraction", "2010-02-06"), ("reinstatement", "2011-02-06"), ("retraction", "2012")], "retracted"),
        ([("retraction", "2011-02"), ("reinstatement", "2011")], "retracted"),
        ([("retraction", "2011"), ("reinstatement", "2011-06-01")], "retracted"),
        ([("retraction", "2011-02-06"), ("reinstatement", "")], "retracted"),
        ([("retraction", ""), ("reinstatement", "2011-06-01")], "retracted"),
    ],
)
def test_status(told: list[tuple[str, str]], status: str) -> None:
    for order in permutations(Notice(nature, date, "10.1/n", "publisher") for nature, date in told):
        assert notices.status(order, answered=True).status == status


def test_silence_of_those_who_did_not_answer_is_unknown() -> None:
    assert notices.status([], answered=False).status == "unknown"
    assert notices.status([Notice("retraction", "2010", "1", "pubmed")], answered=False).status == "retracted"
