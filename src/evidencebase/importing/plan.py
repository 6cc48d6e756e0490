"""What an import would add, what is there already, what cannot be read and what has to be looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from evidencebase import inputs
from evidencebase.finding import UsageError
from evidencebase.formats import bibtex, dates, people, recognition
from evidencebase.formats.item import Item, Read
from evidencebase.importing.keys import DEFAULT, Keys
from evidencebase.importing.lookup import Found, Lookup
from evidencebase.progress import Progress
from evidencebase.readers.bibtex import COMPARED, Entry, Record, clusters, rows
from evidencebase.readers.bibtex import read as read_entries
from evidencebase.readers.bibtex.decoding import decode
from evidencebase.schema import WORKS
from evidencebase.verify import retraction_watch

_HEAD = 10_000  # bytes in which the first line of a table ends


class Addition(NamedTuple):
    """A work that is added, or that is there already: under the key ``same_as``."""

    key: str
    item: Item
    file: str
    line: int
    same_as: str = ""
    former: str = ""  # the key that its entry had, where that is taken or cannot be cited

    @property
    def citation(self) -> str:
        """One line by which a person knows the work."""
        families = [people.family(name) for name in self.item.get("author") or self.item.get("editor") or []]
        names = f"{families[0]} et al." if len(families) > 2 else " and ".join(families)
        year = str(dates.year(self.item.get("issued") or {}) or "")
        parts = (names, year, self.item.get("title", ""), self.item.get("container-title", ""))
        return ". ".join(str(part).rstrip(".") for part in parts if part) + "."


class Trouble(NamedTuple):
    """Something that could not be read, or that is doubtful."""

    file: str
    line: int
    what: str


class Plan(NamedTuple):
    """Everything that the files hold, each in one of four lists."""

    added: list[Addition]
    duplicates: list[Addition]
    troubles: list[Trouble]
    lookups: list[Lookup]  # identifiers that were not looked up


def plan(
    directory: Path,
    files: Sequence[Path],
    pattern: str,
    progress: Progress,
    look_up: Callable[[Sequence[Lookup]], Sequence[Found]] | None = None,
) -> Plan:
    """Read the files and compare them with the works that are there.

    ``pattern`` makes the keys (see :mod:`keys`). Without one, entries of ``.bib`` files keep theirs where it is free
    and can be cited. ``look_up`` finds the works of mere identifiers; without it they are only named.

    Raises:
        UsageError: there is no evidence base, or a file cannot be read.
    """
    there = _there(directory)
    made = Plan([], [], [], [])
    new: list[Addition] = []
    own: set[str] = set()  # of those, the ones that bring a key of their own
    names = Keys([entry.key for entry in there], DEFAULT)
    for number, file in enumerate(files):
        progress(f"reading {file}", number / len(files))
        read, format_ = _read(file, made.troubles)
        for item, line in zip(read.items, read.lines, strict=True):
            if lookup := _lookup(item, str(file), line):
                made.lookups.append(lookup)
                continue
            name = names.free(f"new{len(new)}")  # until it is known which ones are added
            new.append(Addition(name, item, str(file), line))
            if format_ == "bibtex" and not pattern and item.get("id"):
                own.add(name)
    if look_up and made.lookups:
        for lookup, found in zip(made.lookups, look_up(made.lookups), strict=True):
            if found.item:
                new.append(Addition(names.free(f"new{len(new)}"), dict(found.item), lookup.file, lookup.line))
            else:
                said = f"{lookup.scheme} {lookup.value} {found.cause}"
                made.troubles.append(Trouble(lookup.file, lookup.line, said))
        made.lookups.clear()
    progress(f"comparing {len(new):,} works with {len(there):,}", 1.0)
    same = _same(there, new)
    keys = Keys([entry.key for entry in there], pattern or DEFAULT)
    final: dict[str, str] = {}
    for one in new:
        if first := same.get(one.key):
            made.duplicates.append(one._replace(same_as=final.get(first, first)))
            continue
        wished = str(one.item["id"]) if one.key in own else ""
        final[one.key] = key = keys.free(wished) if wished else keys.new(one.item)
        former = wished if wished != key else ""
        made.added.append(one._replace(key=key, item={**one.item, "id": key}, former=former))
    return made


def _there(directory: Path) -> list[Entry]:
    found = [file for file in inputs.find(directory) if file.path.endswith(".bib")]
    try:
        return read_entries([(file.path, file.read(directory)) for file in found]).entries
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read: {error.strerror}") from None


def _read(file: Path, troubles: list[Trouble]) -> tuple[Read, str]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    found = recognition.recognise(data, file.name)
    if found == recognition.TABLE and retraction_watch.is_one(decode(data[:_HEAD]).text):
        raise UsageError(
            f"{file} is an export of the Retraction Watch database, which tells of notices and is no list of "
            f"works to add; ask it about yours with: evidencebase verify --retraction-watch {file}"
        )
    if isinstance(found, str):
        troubles.append(Trouble(str(file), 1, found))
        return Read([], [], []), ""
    read: Read = import_module(found.module).read(data)
    troubles += [Trouble(str(file), problem.line, problem.what) for problem in read.problems]
    return read, found.name


def _lookup(item: Item, file: str, line: int) -> Lookup | None:
    """The identifier of an item that says nothing else."""
    if item.keys() - {"id", "type", "DOI", "PMID", "PMCID", "URL", "custom"}:
        return None
    for scheme in ("DOI", "PMID"):
        if item.get(scheme):
            return Lookup(file, line, scheme.lower(), item[scheme])
    return None


def _same(there: list[Entry], new: list[Addition]) -> dict[str, str]:
    """Key of each new record that tells of a work which is known -> key of the first record of that.

    A record with a DOI of its own is none of these: a preprint and its article are one study, but two to cite.
    """
    entries = read_entries([("", bibtex.write([{**one.item, "id": one.key} for one in new]).encode())]).entries
    made = rows([*there, *entries])
    families = {key: person.family for key, role, place, person in made.persons if role == "author" and place == 1}
    names = [column.name for column in WORKS.columns]
    works = [dict(zip(names, row, strict=True)) for row in made.works]
    records = [Record(**{name: w[name] for name in COMPARED}, family=families.get(w["key"])) for w in works]
    groups = clusters(records, made.identifiers)
    known: dict[str, set[str]] = {}
    same = {}
    for record in records:
        first = groups.get(record.key, record.key)
        dois = known.setdefault(first, set())
        if first != record.key and (not record.doi or record.doi in dois or not all(dois)):
            same[record.key] = first
        dois.add(record.doi or "")
    return {one.key: same[one.key] for one in new if one.key in same}
