"""What the patches of claims and of works share."""

from __future__ import annotations

from evidencebase.difference import Difference

# what a row of evidence has from its work
FROM_WORKS = """UPDATE evidence SET
  study_design = coalesce(design, (SELECT w.design FROM works w WHERE w.key = evidence.work)),
  listed = EXISTS (
    SELECT 1 FROM works w JOIN statements s ON s.document = w.listed_by
    WHERE w.key = evidence.work AND s.claim = evidence.claim)"""


def worth_it(change: Difference) -> bool:
    """Whether little enough changed."""
    return len(change.inserted) + len(change.removed) <= max(100, len(change.kept) // 4)
