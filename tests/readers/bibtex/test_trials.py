"""Registrations of trials come in one form; a wrong number of digits is seen."""

from __future__ import annotations

import pytest

from evidencebase.readers.bibtex.trials import trials

CASES = {
    "NCT00799617": [("NCT00799617", 1)],
    "nct 00799617": [("NCT00799617", 1)],
    "https://clinicaltrials.gov/ct2/show/NCT00799617": [("NCT00799617", 1)],
    "NCT00799617; ISRCTN12345678, ACTRN12612000123456": [
        ("NCT00799617", 1),
        ("ISRCTN12345678", 1),
        ("ACTRN12612000123456", 1),
    ],
    "EudraCT 2010-012345-12": [("2010-012345-12", 1)],
    "ChiCTR-TRC-12345678 ChiCTR2000012345": [("CHICTR-TRC-12345678", 1), ("CHICTR2000012345", 1)],
    "NCT0079961": [("NCT0079961", 0)],
    "T4DM": [("T4DM", 1)],
    "": [],
}


@pytest.mark.parametrize("text", CASES)
def test_trials(text: str) -> None:
    assert trials(text) == CASES[text]
