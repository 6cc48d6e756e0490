"""Effect measures: which are ratios, whose no effect is 1, and which differences, whose no effect is 0.

Names and abbreviations are those of the Cochrane Handbook, chapter 6, and of epidemiology (standardised mortality,
prevalence and likelihood ratios). Where one stands for two things, case or custom decides: aRR is an adjusted relative
risk, ARR the absolute risk reduction, RRR the relative risk reduction.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evidencebase.patterns import late

_DIFFERENCE = late(
    r"\b(?:log|ln|reduction|difference|change|decrease|increase|fall|rise|excess|MD|[SW]MD|RD|ARR|ARD|RRR)\b"
    r"|\b(?:log|ln)[-_ ]?(?=[(A-Z])"
)
_SPELT = late(r"\bratios?\b|\brelative (?:risk|odds|hazard|rate|incidence|prevalence)\b", re.I)
_SHORT = late(r"\b(?:[acmpsu]|A(?!RR\b|RD\b)|cs|adj\.? ?)?(?:RR|OR|HR|IRR|PR|POR|DOR|ROR|SHR|SMR|SIR|LR|RoM|ROM|GMR)\b")
_ALONE = frozenset("rr or hr irr aor ahr airr smr sir".split())  # noqa: SIM905  # as all of it stand together


@lru_cache(maxsize=1024)
def is_ratio(measure: str) -> int:
    """1 when the measure is a ratio."""
    if _DIFFERENCE.search(measure) or _DIFFERENCE.search(measure.lower()):
        return 0
    found = measure.strip().lower() in _ALONE or _SHORT.search(measure) or _SPELT.search(measure)
    return int(bool(found))
