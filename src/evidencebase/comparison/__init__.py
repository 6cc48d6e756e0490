"""Whether registries know the work that an entry cites, and whether they say the same of it. Pure functions."""

from evidencebase.comparison.decision import decide
from evidencebase.comparison.record import Notice, Person, Record
from evidencebase.comparison.verdict import Answer, Verdict

__all__ = ["Answer", "Notice", "Person", "Record", "Verdict", "decide"]
