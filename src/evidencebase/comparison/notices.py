"""What became of a work after publication, told from all notices of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evidencebase.comparison.record import Notice

NONE_FOUND, CORRECTED, CONCERN = "none-found", "corrected", "concern"
RETRACTED, WITHDRAWN, REINSTATED, UNKNOWN = "retracted", "withdrawn", "reinstated", "unknown"
STATUSES = (NONE_FOUND, CORRECTED, CONCERN, RETRACTED, WITHDRAWN, REINSTATED, UNKNOWN)

_DECIDES = {"retraction": RETRACTED, "withdrawal": WITHDRAWN, "removal": WITHDRAWN, "reinstatement": REINSTATED}
_WARNS = {"concern": CONCERN, "correction": CORRECTED}


class Status(NamedTuple):
    """One of ``STATUSES``, and the notices from which it follows, newest first."""

    status: str
    notices: tuple[Notice, ...]


def status(notices: Iterable[Notice], *, answered: bool) -> Status:
    """The status of a work.

    ``answered``: whether a source that knows of notices answered; without one, silence means unknown. The newest
    retraction, removal, withdrawal or reinstatement decides; a later correction does not lift a retraction. A
    reinstatement without a date, or with one that may be older, does not either.
    """
    known = sorted(set(notices), key=_age, reverse=True)
    for notice in known:
        if notice.nature in _DECIDES:
            return Status(_DECIDES[notice.nature], tuple(known))
    for nature, warned in _WARNS.items():
        if any(notice.nature == nature for notice in known):
            return Status(warned, tuple(known))
    return Status(NONE_FOUND if answered else UNKNOWN, tuple(known))


def _age(notice: Notice) -> tuple[str, bool, Notice]:
    """Sorts by date; what lifts a retraction counts from its first possible day, everything else from its last."""
    lifts = notice.nature == "reinstatement"
    filled = notice.date + ("" if lifts else "9999-99-99"[len(notice.date) :])
    return filled, not lifts and notice.nature in _DECIDES, notice
