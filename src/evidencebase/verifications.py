"""Lock and works -> verdicts: what the registries answered, compared again with the entries as they stand."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evidencebase import confirmation, database, independence
from evidencebase.comparison import identity, notices
from evidencebase.comparison.decision import decide
from evidencebase.comparison.record import Person, Record
from evidencebase.comparison.verdict import AMBIGUOUS, ANSWERED, METADATA_DIFFERS, VERIFIED, VERIFIED_MINOR, Verdict
from evidencebase.finding import Finding, digest
from evidencebase.readers.bibtex.vocabulary import CSL_TYPES
from evidencebase.schema import TAKEN_BACK, UNVERIFIED
from evidencebase.verify import lock
from evidencebase.verify.items import meant_numbers
from evidencebase.verify.lock import Line, changed
from evidencebase.verify.retraction_watch import SOURCE as RETRACTION_WATCH

_CONFIRMED = (VERIFIED, VERIFIED_MINOR)
_MOST_SAID = 3  # authors in a citation


class Judged(NamedTuple):
    """What is said of one work: the row without what depends on other works, fields, notices."""

    verdict: Verdict | None
    changed: list[str]
    status: str
    noticed: str
    notices: Sequence[tuple[str, ...]]
    confirmed: bool


def refresh(connection: sqlite3.Connection, data: bytes | None) -> tuple[int, list[Finding]]:
    """Fill the tables from the bytes of a lock; returns how many works it knows, and what is wrong with it."""
    found = lock.read(data) if data is not None else lock.Lock({}, {}, [])
    fill(connection, found.lines)
    return len(found.lines), found.findings


def fill(connection: sqlite3.Connection, lines: Mapping[str, Line]) -> None:
    """Fill the tables of verifications, and what works and claims say of them, for all works of the database."""
    for table in ("verifications", "verification_fields", "notices"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE overrides SET in_force = 0 WHERE in_force IS NOT 0")
    decided = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT work, verdict, reason, address, person, date, fingerprint FROM overrides WHERE verdict IS NOT NULL"
        )
    }
    connection.execute(
        "UPDATE works SET verdict = ?1, notice = NULL WHERE verdict IS NOT ?1 OR notice IS NOT NULL", (UNVERIFIED,)
    )
    if lines or decided:
        _fill(connection, lines, decided)
    _take_back(connection)
    confirmation.support(connection)


def _take_back(connection: sqlite3.Connection) -> None:
    """Mark the links to works that were taken back, and count again the studies of claims that these support."""
    fallen = {key for (key,) in connection.execute(f"SELECT key FROM works WHERE notice IN {TAKEN_BACK}")}
    marked = {work for (work,) in connection.execute("SELECT DISTINCT work FROM evidence WHERE taken_back")}
    changed = fallen ^ marked
    connection.executemany(
        "UPDATE evidence SET taken_back = ? WHERE work = ?", [(1 if work in fallen else None, work) for work in changed]
    )
    if claims := independence.supported(connection, changed):
        independence.count(connection, sorted(claims))


def _fill(connection: sqlite3.Connection, lines: Mapping[str, Line], decided: Mapping[str, Sequence[str]]) -> None:
    rows, fields, said = [], [], []
    firsts: dict[str, str] = {}
    for entry in entries(connection, {*lines, *decided}):
        key, line = entry.identifier, lines.get(entry.identifier)
        judged = judge(entry, line) if line else Judged(None, [], "", "", [], False)
        found = judged.verdict or Verdict(UNVERIFIED)
        verdict, confirmed = found.verdict, judged.confirmed
        person: Sequence[str | None] = (None,) * 4
        if key in decided and decided[key][-1] == fingerprint(entry):
            verdict, *person = decided[key][:5]
            confirmed = verdict in _CONFIRMED
            connection.execute("UPDATE overrides SET in_force = 1 WHERE work = ?", (key,))
        likely = found.meant or found.other or found.nearest
        number = (likely.doi or likely.pmid) if likely else ""
        same = firsts.setdefault(found.meant.doi or found.meant.pmid, key) if found.meant and number else key
        rows.append(
            (
                key,
                verdict,
                found.verdict,
                int(confirmed),
                judged.status or None,
                (line.date or None) if line else None,
                judged.noticed or None,
                ", ".join(judged.changed) or None,
                ", ".join(found.searched) or None,
                "; ".join(found.unanswered) or None,
                _agency(line),
                cited(found.meant),
                number or None,
                cited(found.other),
                cited(found.nearest),
                ", ".join(field.name for field in found.differing) or None,
                ", ".join(found.identifiers) or None,
                _types(line, found),
                same if same != key else None,
                *person,
            )
        )
        fields += [(key, *field) for field in found.fields]
        said += [(key, *notice) for notice in judged.notices]
    database.insert(connection, "verifications", rows)
    database.insert(connection, "verification_fields", fields)
    database.insert(connection, "notices", said)
    connection.execute(
        "UPDATE works SET verdict = v.verdict, notice = v.notice FROM verifications v WHERE v.work = works.key"
    )


def judge(entry: Record, line: Line) -> Judged:
    """What follows from the answers for the entry as it stands; no verdict when they are about another entry."""
    other = changed(line, entry)
    found = decide(entry, line.answers) if line.answers and not other else None
    works = numbers(entry, line, found)
    about = {about.notice for about in line.notices if about.work in works}
    asked = sorted(line.noticed[work] for work in works if work in line.noticed)
    exported = line.noticed.get(RETRACTION_WATCH, "")
    status = notices.status(about, answered=bool(works and (asked or exported)))
    rows = [
        (*notice, exported if notice.source == RETRACTION_WATCH and exported else asked[0] if asked else "")
        for notice in status.notices
    ]
    confirmed = found is not None and (
        found.verdict in _CONFIRMED
        or (found.verdict == METADATA_DIFFERS and not {"title", "author"} & {field.name for field in found.differing})
    )
    return Judged(found, other, status.status if works else "", asked[0] if asked else exported, rows, confirmed)


def numbers(entry: Record, line: Line, found: Verdict | None) -> list[str]:
    """DOIs and PubMed ids of the work that an entry means; where that is not known, those of the entry itself.

    Not those that registries do not know, or that are another work's.
    """
    if found and found.meant:
        return meant_numbers(found, line.answers)
    own = {"doi": entry.doi.lower(), "pmid": entry.pmid}
    wrong = set(found.identifiers) if found else set()
    if found and found.other and found.verdict != AMBIGUOUS:
        wrong |= {name for name, number in own.items() if number == getattr(found.other, name).lower()}
    return [number for name, number in own.items() if number and name not in wrong]


def entries(connection: sqlite3.Connection, keys: set[str] | None = None) -> Iterator[Record]:
    """The works of the database as records, in their order; all or those named."""
    people: dict[str, list[Person]] = defaultdict(list)
    for work, family, given in connection.execute(
        "SELECT s.work, a.family, a.given FROM authorship s JOIN authors a ON a.id = s.author "
        "WHERE s.role = 'author' ORDER BY s.work, s.position"
    ):
        if keys is None or work in keys:
            people[work].append(Person(family, given or ""))
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    issns: dict[str, list[str]] = defaultdict(list)
    for work, scheme, value in connection.execute("SELECT work, scheme, value FROM identifiers WHERE valid"):
        if keys is None or work in keys:
            if scheme == "issn":
                issns[work].append(value)
            numbers[work].setdefault(scheme, value)
    query = "SELECT key, type, title, year, container, volume, issue, pages FROM works ORDER BY rowid"
    for key, kind, title, year, container, volume, issue, pages in connection.execute(query).fetchall():
        if keys is None or key in keys:
            yield Record(
                source="entry",
                identifier=key,
                kind=CSL_TYPES.get(kind, "article-journal"),  # other types are taken for articles
                titles=(title,) if title else (),
                authors=tuple(people[key]),
                years=(year,) if year else (),
                containers=(container,) if container else (),
                issns=tuple(issns[key]),
                volume=volume or "",
                issue=issue or "",
                pages=pages or "",
                doi=numbers[key].get("doi", "").lower(),
                pmid=numbers[key].get("pmid", ""),
                pmcid=numbers[key].get("pmcid", ""),
            )


def fingerprint(entry: Record) -> str:
    """What identifies an entry as it stands: a decision about it holds as long as this stays."""
    return digest(json.dumps(entry, ensure_ascii=False))


def cited(record: Record | None) -> str | None:
    """A record as people cite it, on one line."""
    if record is None:
        return None
    people = [f"{person.family} {person.given}".strip() for person in record.authors[:_MOST_SAID]]
    names = ", ".join(people) + (" et al." if len(record.authors) > _MOST_SAID else "")
    place = record.volume + (f"({record.issue})" if record.issue else "") + (f":{record.pages}" if record.pages else "")
    when = ";".join(filter(None, ("".join(map(str, record.years[:1])), place)))
    number = f"doi:{record.doi}" if record.doi else f"PMID {record.pmid}" if record.pmid else ""
    parts = (names, "".join(record.titles[:1]), " ".join(filter(None, (*record.containers[:1], when))), number)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _agency(line: Line | None) -> str | None:
    answers = line.answers if line else ()
    return next((answer.cause for answer in answers if answer.registry == "doi.org" and answer.state == ANSWERED), None)


def _types(line: Line | None, found: Verdict) -> str:
    """What PubMed calls the work that is meant."""
    if line is None or found.meant is None:
        return "[]"
    known = {
        record.pmid
        for answer in line.answers
        for record in answer.records
        if record.pmid and identity.identified(found.meant, record)
    }
    return json.dumps([kind for pmid in sorted(known) for kind in line.types.get(pmid, ())], ensure_ascii=False)
