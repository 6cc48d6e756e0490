"""Works of other programs' files -> entries of an evidence base: ``plan`` tells what would be added, ``write`` adds it.

Nothing is overwritten: entries are appended to one file, which keeps every byte that it has.
"""

from evidencebase.importing.lookup import Lookup, look_up
from evidencebase.importing.plan import Addition, Plan, Trouble, plan
from evidencebase.importing.target import write

__all__ = ["Addition", "Lookup", "Plan", "Trouble", "look_up", "plan", "write"]
