"""What can be said of one field of our entry beside a record of a registry."""

from __future__ import annotations

MATCH = "match"
MINOR = "minor"  # a difference that hides nothing: a subtitle, a spelling, one year
DIFFER = "differ"
MISSING = "missing"  # the record has it, our entry does not
NOT_COMPARABLE = "not-comparable"  # the record does not have it, or in another script
AGREEMENTS = (MATCH, MINOR, DIFFER, MISSING, NOT_COMPARABLE)  # best first
