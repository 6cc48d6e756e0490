"""From the answers of the registries to one verdict about an entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evidencebase.comparison import fields, identity, titles, verdict
from evidencebase.comparison.agreement import DIFFER, MINOR
from evidencebase.comparison.identity import Fit
from evidencebase.comparison.record import Record
from evidencebase.comparison.verdict import ANSWERED, EMPTY, FAILED, Answer, Verdict

SEARCHES = frozenset({"search", "citmatch"})
REGISTRIES_NEEDED = 2  # that must have been searched before a work is said not to be found
# CSL types that no registry is expected to know
_UNLISTED_TYPES = """
webpage post post-weblog thesis book chapter report software dataset manuscript pamphlet broadcast motion_picture
personal_communication legislation legal_case bill patent standard speech entry entry-dictionary entry-encyclopedia
article-magazine article-newspaper interview map graphic song document paper-conference
"""
UNLISTED = frozenset(_UNLISTED_TYPES.split())
_NEAREST = 55.0  # rapidfuzz ratio of titles below which the nearest candidate would only confuse

Work = Sequence[Fit]  # the records of one work beside our entry, the best first


def decide(entry: Record, answers: Sequence[Answer]) -> Verdict:
    """Judge an entry by what the registries said. Silence is no evidence: what failed never counts as not found."""
    asked = _Asked(
        tuple(
            dict.fromkeys(
                answer.registry for answer in answers if answer.how in SEARCHES and answer.state in (ANSWERED, EMPTY)
            )
        ),
        _unanswered(answers),
        _dead(entry, answers),
    )
    fits = [identity.fit(entry, record) for record in dict.fromkeys(r for answer in answers for r in answer.records)]
    works = identity.works(fit for fit in fits if fit.holds or fit.titled or fit.identified)
    found = _mixed(entry, works, asked) or _meant(entry, works, asked) or _unknown(entry, works, asked)
    nearest = found.nearest or (None if found.meant else _nearest(fits))
    return found._replace(nearest=nearest, searched=asked.searched, unanswered=asked.unanswered)


class _Asked(NamedTuple):
    """Registries that were searched, those that failed with their cause, identifiers that no registry knows."""

    searched: tuple[str, ...]
    unanswered: tuple[str, ...]
    dead: tuple[str, ...]


def _mixed(entry: Record, works: Sequence[Work], asked: _Asked) -> Verdict | None:
    """One work's title in another one's place, when the first stands elsewhere."""
    if any(fit.same and fit.titled and not fit.displaced for work in works for fit in work):
        return None
    place = next((work for work in works if any(_in_the_way(fit) for fit in work)), None)
    titled = [work for work in works if work is not place and any(_tells(fit) for fit in work)]
    if place is None or not titled:
        return None
    other = place[0].record
    if len(titled) > 1 and _level(titled[0], titled[1]):
        return Verdict(verdict.MIXED_RECORD, other=other, nearest=titled[0][0].record)
    compared, wrong = _compared(entry, titled[0], works, asked.dead)
    return Verdict(verdict.MIXED_RECORD, titled[0][0].record, other, compared, identifiers=tuple(wrong))


def _meant(entry: Record, works: Sequence[Work], asked: _Asked) -> Verdict | None:
    """The work that fits; or the only one with our title, when that is long enough to mean one work."""
    same = [work for work in works if any(fit.same for fit in work)]
    if not same:
        alone = [work for work in works if any(_tells(fit) for fit in work)]
        if len(alone) != 1 or asked.unanswered or not any(_means(fit) for fit in alone[0]):
            return None
        same = alone
    work = next((work for work in same if any(fit.titled for fit in work)), same[0])
    known = next((other for other in same if any(fit.identified for fit in other)), work)
    if not known[0].breaks & work[0].holds and known[0].at_place == work[0].at_place:
        work = known
    others = [other for other in same if other is not work and not _one(other, work)]
    rival = next((other for other in others if _level(other, work)), None)
    if rival:
        return Verdict(verdict.AMBIGUOUS, other=rival[0].record, nearest=work[0].record)
    work = [*work, *(fit for other in same if other is not work and _one(other, work) for fit in other)]
    compared, wrong = _compared(entry, work, [other for other in works if other[0] not in work], asked.dead)
    agreements = {field.agreement for field in compared}
    name = verdict.VERIFIED
    if other := next(filter(None, wrong.values()), None):
        name = verdict.WRONG_IDENTIFIER
    elif wrong:
        name = verdict.DEAD_IDENTIFIER
    elif DIFFER in agreements:
        name = verdict.METADATA_DIFFERS
    elif MINOR in agreements or not any(fit.same for fit in work):
        name = verdict.VERIFIED_MINOR
    return Verdict(name, work[0].record, other, compared, identifiers=tuple(wrong))


def _unknown(entry: Record, works: Sequence[Work], asked: _Asked) -> Verdict:
    """No work is meant for sure: what stands in its way, what is like it, or nothing."""
    complete = not asked.unanswered and len(asked.searched) >= REGISTRIES_NEEDED
    fits = [fit for work in works for fit in work]
    alike = [work[0].record for work in works if any(_tells(fit) for fit in work)]
    place = next((fit.record for fit in fits if _in_the_way(fit)), None)
    known = next((fit for fit in fits if fit.identified), None)
    if len(alike) > 1:
        return Verdict(verdict.AMBIGUOUS, other=alike[1], nearest=alike[0])
    if place and complete:
        return Verdict(verdict.SLOT_TAKEN, other=place, identifiers=asked.dead)
    if known and known.title.grade in (titles.FAR, titles.GUARDED):
        return Verdict(verdict.WRONG_IDENTIFIER, other=known.record, identifiers=_shared(entry, known.record))
    if known:
        return Verdict(verdict.AMBIGUOUS, other=known.record, nearest=known.record)
    return Verdict(_silence(entry, asked, complete), identifiers=asked.dead)


def _silence(entry: Record, asked: _Asked, complete: bool) -> str:
    """What it means that nothing like the entry is known."""
    if asked.dead and not complete:
        return verdict.DEAD_IDENTIFIER
    if asked.unanswered:
        return verdict.INCOMPLETE
    if entry.kind in UNLISTED or not entry.titles:
        return verdict.UNVERIFIABLE
    return verdict.NOT_FOUND if complete else verdict.INCOMPLETE


def _compared(
    entry: Record, work: Work, works: Sequence[Work], dead: tuple[str, ...]
) -> tuple[tuple[fields.Field, ...], dict[str, Record | None]]:
    """The fields beside a work; and the identifiers of ours that belong to another work, with it, or to none."""
    records = [fit.record for fit in work]
    wrong: dict[str, Record | None] = {}
    for name in ("doi", "pmid"):
        if not any(name in _shared(entry, record) for record in records):
            others = (fit.record for other in works for fit in other)
            other = next((record for record in others if name in _shared(entry, record)), None)
            if other or name in dead:
                wrong[name] = other
    return tuple(
        field._replace(agreement=DIFFER) if field.name in wrong else field for field in fields.compare(entry, records)
    ), wrong


def _unanswered(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The registries that failed, each once, with the first cause."""
    causes: dict[str, str] = {}
    for answer in answers:
        if answer.state == FAILED:
            causes.setdefault(answer.registry, answer.cause or "failed")
    return tuple(f"{registry}: {cause}" for registry, cause in causes.items())


def _dead(entry: Record, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Which identifiers of an entry no registry knows. doi.org decides; without it, two others must agree."""
    dead = []
    for name in ("doi", "pmid"):
        asked = {answer.registry: answer for answer in answers if answer.how == name}
        states = {registry: answer.state for registry, answer in asked.items()}
        if any(answer.records for answer in asked.values()):
            continue
        empty = [registry for registry, state in states.items() if state == EMPTY]
        if name == "pmid" or "doi.org" in empty or ("doi.org" not in states and len(empty) > 1):
            dead += [name] if empty else []
    return tuple(dead)


def _shared(entry: Record, record: Record) -> tuple[str, ...]:
    """Names of the identifiers that an entry and a record have in common."""
    pairs = {"doi": (entry.doi, record.doi), "pmid": (entry.pmid, record.pmid)}
    return tuple(name for name, (ours, theirs) in pairs.items() if ours and ours.casefold() == theirs.casefold())


def _tells(fit: Fit) -> bool:
    """Whether the title points at this work: the same but for spelling; and not too short, or the author
    agrees."""
    return fit.title.respelt and (titles.length(fit.record.titles) >= titles.TELLING or "author" in fit.holds)


def _means(fit: Fit) -> bool:
    """Whether the title alone means this work: long, and the same but for spelling."""
    return fit.title.respelt and titles.length(fit.record.titles) >= titles.LONG


def _in_the_way(fit: Fit) -> bool:
    """Whether another work stands in our entry's place."""
    return fit.at_place and fit.title.grade in (titles.FAR, titles.GUARDED)


def _one(one: Work, other: Work) -> bool:
    """Whether two works with our title are one, as far as their identifiers tell."""
    return (
        one[0].title.respelt
        and other[0].title.respelt
        and not any(identity.contradicted(mine.record, theirs.record) for mine in one for theirs in other)
    )


def _level(one: Work, other: Work) -> bool:
    """Whether nothing tells which of two works is meant; two records of one place are one work registered twice."""
    mine, theirs = one[0], other[0]
    return identity.rank(mine)[:3] == identity.rank(theirs)[:3] and not (
        mine.identified or theirs.identified or (mine.at_place and theirs.at_place)
    )


def _nearest(fits: Sequence[Fit]) -> Record | None:
    """The record with the likest title, when it is like at all."""
    best = max(fits, key=lambda fit: fit.title.ratio, default=None)
    return best.record if best and best.title.ratio >= _NEAREST else None
