"""What verification promises, on a few made-up references with planted errors."""

from __future__ import annotations

import part_verification
import verification_records
from evidencebase.comparison import decide
from verification_cases import KINDS, cases


def test_every_kind_of_planted_error_is_judged_right() -> None:
    planted = cases(verification_records.made_up(60, 7), 6, 7)
    judged = [decide(case.entry, case.answers) for case in planted]
    assert {case.kind for case in planted} == KINDS.keys()
    assert not [case for case, found in zip(planted, judged, strict=True) if part_verification.wrong_work(case, found)]
    right = [part_verification.right(case, found) for case, found in zip(planted, judged, strict=True)]
    assert sum(right) >= 0.95 * len(right)
    assert "| valid | 18 | 18 |" in part_verification.confusion(planted, judged)
