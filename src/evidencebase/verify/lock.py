"""``references/verification.lock.jsonl``: what the registries said of each work and when, one work a line.

Never the verdict: that is worked out again from the answers, so that a corrected entry turns right without network.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase.comparison import normal
from evidencebase.comparison.record import Notice, Person, Record
from evidencebase.comparison.verdict import FAILED, STATES, Answer
from evidencebase.files import LOCK_FILE as FILE
from evidencebase.finding import Finding, UsageError
from evidencebase.verify.items import About

VERSION = 1
RECORDS = 3  # kept of one answer
_ASKED = ("title", "author", "doi", "pmid", "pmcid")
_REBUILD = "delete the line and run `evidencebase verify` to have it written again"


class Asked(NamedTuple):
    """What was asked about: when the entry says something else, the answers are about another work."""

    title: str
    author: str
    doi: str
    pmid: str
    pmcid: str


class Line(NamedTuple):
    """What is known of one work.

    ``date`` is when identity was asked, ISO; empty when only an export of Retraction Watch was read. ``noticed`` tells
    of which DOI or PubMed id notices were asked and when; under ``retraction-watch`` the date of an export. ``types``
    are NLM's publication types by PubMed id.
    """

    key: str
    asked: Asked
    date: str
    answers: tuple[Answer, ...]
    noticed: Mapping[str, str] = {}
    notices: tuple[About, ...] = ()
    types: Mapping[str, tuple[str, ...]] = {}

    @property
    def failed(self) -> bool:
        """Whether a registry did not answer."""
        return any(answer.state == FAILED for answer in self.answers)


class Lock(NamedTuple):
    """The lines by key, on which line of the file each stands, and what is wrong with others."""

    lines: dict[str, Line]
    places: dict[str, int]
    findings: list[Finding]


def asked(entry: Record) -> Asked:
    """What is asked about an entry: normalised title, family name of the first author, identifiers."""
    title = normal.title(entry.titles[0]) if entry.titles else ""
    author = normal.text(entry.authors[0].family) if entry.authors else ""
    return Asked(title, author, entry.doi.lower(), entry.pmid, entry.pmcid)


def changed(line: Line, entry: Record) -> list[str]:
    """Names of what the entry says otherwise than when it was asked about.

    What it says now as one of the records found says it does not count: the answers hold for a corrected entry.
    """
    known = [asked(record) for answer in line.answers for record in answer.records]
    return [
        name
        for at, (name, now) in enumerate(zip(_ASKED, asked(entry), strict=True))
        if now != line.asked[at] and not any(now == record[at] for record in known)
    ]


def read(data: bytes) -> Lock:
    """The lines that can be understood; the others are findings. Never raises."""
    lock = Lock({}, {}, [])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _wrong(lock, 0, "it is not UTF-8", "restore it from git, or delete it and run `evidencebase verify`")
        return lock
    for number, written in enumerate(text.split("\n"), 1):
        if written.strip():
            _add(lock, number, written)
    return lock


def _add(lock: Lock, number: int, written: str) -> None:
    if written.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        _wrong(
            lock, number, "it has a mark of a merge that is not finished", "keep both sides' lines without the marks"
        )
        return
    try:
        given = json.loads(written)
        if given["version"] != VERSION:
            newer = isinstance(given["version"], int) and given["version"] > VERSION
            hint = "update evidencebase" if newer else _REBUILD
            _wrong(lock, number, f"it is of version {str(given['version'])[:20]}, known is version {VERSION}", hint)
            return
        line = _line(given)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = "is no JSON" if isinstance(error, ValueError) else "has another form than `evidencebase verify` writes"
        _wrong(lock, number, f"it {what}", _REBUILD)
        return
    if line.key in lock.lines:
        where = lock.places[line.key]
        _wrong(lock, number, f"'{line.key}' stands on line {where} already", "keep the line with the later date")
    else:
        lock.lines[line.key] = line
        lock.places[line.key] = number


def _wrong(lock: Lock, number: int, reason: str, what: str) -> None:
    said = {"reason": f"{reason}; {what}"}
    lock.findings.append(Finding("files/unreadable-file", FILE, number, FILE, "", said))


def load(directory: Path) -> Lock:
    """The lock of an evidence base, to be written again.

    Raises:
        UsageError: something in it could not be kept; it is left as it is.
    """
    path = directory / FILE
    if not path.exists():
        return Lock({}, {}, [])
    try:
        lock = read(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    for finding in lock.findings:
        raise UsageError(f"{path}:{finding.line}: {finding.values['reason']}; nothing was changed")
    return lock


def write(directory: Path, lines: Iterable[Line]) -> None:
    """Write the lock in one step, sorted by key. Raises ``UsageError``; a former file is then untouched."""
    path = directory / FILE
    beside = path.with_name(f".{path.name}.writing")
    text = "".join(f"{_written(line)}\n" for line in sorted(lines, key=lambda line: line.key))
    try:
        path.parent.mkdir(exist_ok=True)
        beside.write_text(text, "utf-8", newline="")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; it is as it was") from None
    finally:
        beside.unlink(missing_ok=True)


def _written(line: Line) -> str:
    given = {
        "key": line.key,
        "version": VERSION,
        "asked": _filled(line.asked._asdict()),
        "date": line.date,
        "answers": [
            _filled({**answer._asdict(), "records": [_record(record) for record in answer.records]})
            for answer in line.answers
        ],
        "noticed": dict(sorted(line.noticed.items())),
        "notices": [_filled({"work": about.work, **about.notice._asdict()}) for about in sorted(set(line.notices))],
        "types": dict(sorted(line.types.items())),
    }
    return json.dumps(_filled(given), ensure_ascii=False, separators=(", ", ": "))


def _filled(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in ("", (), [], {})}


def _record(record: Record) -> dict[str, Any]:
    people = [list(filter(None, person)) for person in record.authors]
    return _filled({**record._asdict(), "authors": people})


def _line(given: Mapping[str, Any]) -> Line:
    """Raises ``KeyError``, ``TypeError`` or ``AttributeError`` where the form is another."""
    answers = tuple(_answer(one) for one in given.get("answers", ()))
    noticed = {_text(name): _day(day) for name, day in given.get("noticed", {}).items()}
    return Line(
        _text(given["key"]),
        Asked(*(_text(given["asked"].get(name, "")) for name in _ASKED)),
        _day(given["date"]) if "date" in given else "",
        answers,
        noticed,
        tuple(_about(one) for one in given.get("notices", ())),
        {_text(pmid): _all_text(types) for pmid, types in given.get("types", {}).items()},
    )


def _answer(given: Mapping[str, Any]) -> Answer:
    if given["state"] not in STATES:
        raise KeyError(given["state"])
    records = tuple(_known(one) for one in given.get("records", ()))
    cause = _text(given.get("cause", ""))
    return Answer(_text(given["registry"]), _text(given["how"]), given["state"], records, cause)


def _known(given: Mapping[str, Any]) -> Record:
    values: dict[str, Any] = {"identifier": ""}
    for name, value in given.items():
        if name == "authors":
            values[name] = tuple(Person(*_all_text(person)) for person in value)
        elif name == "years":
            values[name] = tuple(year + 0 for year in value)
        elif name in ("titles", "containers", "issns"):
            values[name] = _all_text(value)
        else:
            values[name] = _text(value)
    return Record(**values)


def _about(given: Mapping[str, Any]) -> About:
    rest = (_text(given.get(name, "")) for name in ("date", "notice", "source"))
    return About(_text(given["work"]), Notice(_text(given["nature"]), *rest))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _all_text(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)


def _day(value: object) -> str:
    """An ISO date. Raises ``KeyError``."""
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise KeyError(value) from None
