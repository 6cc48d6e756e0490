"""What a registry answered, and what follows from all answers about an entry."""

from __future__ import annotations

from typing import NamedTuple

from evidencebase.comparison.agreement import DIFFER
from evidencebase.comparison.fields import Field
from evidencebase.comparison.record import Record

VERIFIED, VERIFIED_MINOR, METADATA_DIFFERS = "verified", "verified-minor", "metadata-differs"
MIXED_RECORD, WRONG_IDENTIFIER = "mixed-record", "wrong-identifier"
DEAD_IDENTIFIER, SLOT_TAKEN = "dead-identifier", "slot-taken"
NOT_FOUND, AMBIGUOUS, UNVERIFIABLE, INCOMPLETE = "not-found", "ambiguous", "unverifiable", "incomplete"
VERDICTS = (
    VERIFIED,
    VERIFIED_MINOR,
    METADATA_DIFFERS,
    MIXED_RECORD,
    WRONG_IDENTIFIER,
    DEAD_IDENTIFIER,
    SLOT_TAKEN,
    NOT_FOUND,
    AMBIGUOUS,
    UNVERIFIABLE,
    INCOMPLETE,
)

ANSWERED, EMPTY, FAILED, NOT_ASKED = "answered", "empty", "failed", "not-asked"
STATES = (ANSWERED, EMPTY, FAILED, NOT_ASKED)


class Answer(NamedTuple):
    """What one registry said to one question.

    ``how`` is ``doi``, ``pmid`` or ``pmcid`` (a look-up of the entry's identifier), ``citmatch`` (by journal, volume
    and page) or ``search``. ``state`` is one of ``STATES``: ``empty`` means that the registry answered and knows
    nothing; ``failed`` comes with its ``cause``. ``doi.org`` with how ``doi`` says whether the DOI is registered.
    """

    registry: str
    how: str
    state: str
    records: tuple[Record, ...] = ()
    cause: str = ""


class Verdict(NamedTuple):
    """What the registries say about an entry.

    ``meant`` is the work that it means; ``other`` the work that stands in its place or under its identifier, or
    another one that it could mean; ``nearest`` the likest record when none is meant. ``fields`` compare with
    ``meant``. ``searched`` are the registries that answered a search, ``unanswered`` those that failed, each with its
    cause.
    """

    verdict: str
    meant: Record | None = None
    other: Record | None = None
    fields: tuple[Field, ...] = ()
    nearest: Record | None = None
    identifiers: tuple[str, ...] = ()  # "doi" and "pmid" when they belong to another work or to none
    searched: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def differing(self) -> tuple[Field, ...]:
        """The fields that differ."""
        return tuple(field for field in self.fields if field.agreement == DIFFER)
