"""What the import of claim sets would add to an evidence base, and adding it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evidencebase import importing, inputs
from evidencebase.claimsets import recognition, rows
from evidencebase.claimsets.claimset import Claim, Unread, Work
from evidencebase.finding import UsageError
from evidencebase.formats import bibtex, latex
from evidencebase.importing.keys import DEFAULT, Keys
from evidencebase.readers import bibtex as bibliography
from evidencebase.readers import csv_table
from evidencebase.readers.sheet import Sheet, empty
from evidencebase.schema import CLAIMS, EVIDENCE, RELATIONS, WORKS
from evidencebase.similarity import normal

PREFIX = "CLAIM"
_ID = re.compile(r"(.*?-?)(\d+)")
_VERBATIM = frozenset(("url", "doi", "pmid", "pmcid", "x-trial"))


class Plan(NamedTuple):
    """Rows to be added by file, works to be added, claims that are there already, what was left out."""

    claims: list[dict[str, str]]
    evidence: list[dict[str, str]]
    works: importing.Plan
    there: list[tuple[Claim, str]]  # with its id
    linked: int  # works that were there already
    unread: list[Unread]
    meanings: Mapping[str, str]  # of the columns of plain tables


def plan(directory: Path, files: Sequence[Path], said: Mapping[str, str] | None = None, prefix: str = "") -> Plan:
    """Read claim sets and compare them with what is there.

    Claims get ids that continue those of ``prefix``, or of the most common one; they are drafts, and ungraded unless
    the source gives a GRADE certainty.

    Raises:
        UsageError: a file cannot be read or is no claim set, or ``claims.csv`` cannot be read.
    """
    found, meanings = recognition.read([(file.name, _bytes(file)) for file in files], said)
    sheet = _sheet(directory)
    known = {normal(text): name for name, text in zip(sheet.column("id"), sheet.column("claim"), strict=True)}
    numbers = _numbers(sheet.column("id"), prefix)
    unread = list(found.unread)
    keys, added, linked = _works(directory, found.works)
    made = Plan([], [], importing.Plan(added, [], [], []), [], linked, unread, meanings)
    for claim in found.claims:
        if there := known.get(normal(claim.text)):
            made.there.append((claim, there))
            continue
        name = next(numbers)
        made.claims.append({"id": name, "claim": claim.text, "status": "draft", **claim.cells, **_lists(claim, keys)})
        for (work, relation), cells in claim.links.items():
            if work not in keys:
                what = f"no work has the key '{work.partition(':')[2]}'; the link is left out"
                unread.append(Unread(claim.file, claim.line, what))
            elif any(cells.values()):
                made.evidence.append({"claim": name, "work": keys[work], "relation": relation, **cells})
    return made


def write(made: Plan, directory: Path, into: Path | None = None) -> None:
    """Add what the plan says: works first, so that no link ever dangles; a new evidence base begins with its claims.

    Raises:
        UsageError: a file cannot be written, or cannot be added to.
    """
    texts = {
        directory / table.file: rows.appended(table, _bytes(directory / table.file), more)
        for table, more in ((EVIDENCE, made.evidence), (CLAIMS, made.claims))
        if more
    }
    new = not inputs.is_there(directory)
    if made.works.added and not new:
        importing.write(made.works, directory, into)
    for path, data in texts.items():
        try:
            draft = path.with_name(f".{path.name}.draft")
            draft.write_bytes(data)
            draft.replace(path)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    if made.works.added and new:
        importing.write(made.works, directory, into)


def _sheet(directory: Path) -> Sheet:
    data = _bytes(directory / CLAIMS.file)
    if not data:
        return empty(CLAIMS.file)
    sheet = csv_table.read(CLAIMS.file, data, CLAIMS)
    for finding in sheet.findings:
        if finding.rule in ("files/unreadable-file", "files/missing-column"):
            raise UsageError(f"{CLAIMS.file}:{finding.line} cannot be read: run `evidencebase check` and mend it first")
    return sheet


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _numbers(ids: Sequence[str], prefix: str) -> Iterator[str]:
    """Ids that go on where the present ones of the prefix end."""
    parts = [match.groups() for name in ids if (match := _ID.fullmatch(name))]
    if prefix:
        prefix = f"{prefix.removesuffix('-')}-"
    else:
        common = Counter(head for head, _ in parts).most_common(1)
        prefix = common[0][0] if common else f"{PREFIX}-"
    mine = [digits for head, digits in parts if head.casefold() == prefix.casefold()]
    width = max(map(len, mine), default=4)
    number = max(map(int, mine), default=0)
    while True:
        number += 1
        yield f"{prefix}{number:0{width}d}"


def _works(directory: Path, works: Mapping[str, Work]) -> tuple[dict[str, str], list[importing.Addition], int]:
    """Keys by identity, the works that are new, and how many were there."""
    there = _there(directory)
    columns = [column.name for column in WORKS.columns]
    made = bibliography.rows(there)
    known = {f"{scheme}:{value}": key for key, scheme, value, valid in made.identifiers if valid}
    known |= {f"url:{row[columns.index('url')]}": row[0] for row in made.works if row[columns.index("url")]}
    known |= {f"key:{row[0]}": str(row[0]) for row in made.works}
    maker = Keys([entry.key for entry in there], DEFAULT)
    keys: dict[str, str] = {}
    added = []
    for name, work in works.items():
        if name in known:
            keys[name] = known[name]
        elif work.fields:
            item = bibtex.work("", work.type, {field: _latex(field, text) for field, text in work.fields.items()})
            keys[name] = key = maker.free(work.key) if work.key else maker.new(item)
            added.append(importing.Addition(key, {**item, "id": key}, "", 0))
    return keys, added, len(keys) - len(added)


def _there(directory: Path) -> list[bibliography.Entry]:
    if not inputs.is_there(directory):
        return []
    found = [file for file in inputs.find(directory) if file.path.endswith(".bib")]
    if len({Path(file.path).parent for file in found}) > 1:
        raise UsageError(f"move the .bib files of {directory} into its references first: beside claims those count")
    return bibliography.read([(file.path, file.read(directory)) for file in found]).entries


def _latex(field: str, text: str) -> str:
    return text if field in _VERBATIM else latex.encode(text)


def _lists(claim: Claim, keys: Mapping[str, str]) -> dict[str, str]:
    lists: dict[str, list[str]] = {relation: [] for relation in RELATIONS}
    for work, relation in claim.links:
        if work in keys:
            lists[relation].append(keys[work])
    return {relation: "; ".join(dict.fromkeys(found)) for relation, found in lists.items()}
