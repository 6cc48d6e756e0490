"""For each rule with a fix: a finding and the text of its file in, edits out; none where it is not certain enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from evidencebase.finding import Reported
from evidencebase.fixes.edits import Edit
from evidencebase.readers import cells, sheet
from evidencebase.rulebook import rules
from evidencebase.schema import CSV_TABLES, WORDINGS

_SUGGESTED = re.compile(r"did you mean '(.+)'\?$")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;]")
_BEFORE_DOI = re.compile(r"(?:https?:?/*)?\s*(?:dx\.|www\.)?\s*(?:doi(?:\.org)?)?[\s:/=.]*", re.IGNORECASE)


Mender = Callable[[Reported, str], Iterator[Edit]]


def value(finding: Reported, text: str) -> Iterator[Edit]:
    """Case and spaces of a word of the vocabulary; else the nearest word is proposed."""
    found = _item(finding, text)
    if found is None:
        return
    start, item = found
    columns = (c for t in CSV_TABLES if t.file == finding.file for c in t.columns if c.name == _column(finding))
    column = next(columns, None)
    _, equals, wording = item.rpartition("=")
    if column is None:
        return
    if column.name == "stated_in" and equals and wording.strip().casefold() in WORDINGS:
        at = start + len(item) - len(wording.lstrip())
        yield Edit(at, start + len(item), wording.strip().casefold(), "safe")
    elif not column.many and (canonical := cells.canonical(item, column)) != item:
        yield Edit(start, start + len(item), canonical, "safe")
    elif not column.many:
        yield from suggested(finding, text)


def suggested(finding: Reported, text: str) -> Iterator[Edit]:
    """The nearest right name is proposed for a word or for a key in a list."""
    near = _SUGGESTED.search(finding.message)
    found = _item(finding, text)
    if near and found:
        start, item = found
        word = re.match(r"[^\[\]=]*[^\[\]=\s]", item)
        if word:
            yield Edit(start, start + word.end(), near[1], "proposed")


def doubled(finding: Reported, text: str) -> Iterator[Edit]:
    """Later items of a cell that repeat an earlier one, locator and all."""
    span = _cell(finding, text, _column(finding))
    if span is None:
        return
    seen = set()
    at = span[0]
    for part in text[span[0] : span[1]].split(";"):
        item = part.strip()
        key = item.partition("[")[0].strip()
        if key == finding.field.partition("/")[2] and item in seen:
            yield Edit(at - 1, at + len(part), "", "safe")
        seen.add(item)
        at += len(part) + 1


def doi(finding: Reported, text: str) -> Iterator[Edit]:
    """What stands before and behind a DOI in its field."""
    from evidencebase.readers import bibtex
    from evidencebase.readers.bibtex import identifiers

    start, end = bibtex.span(text, finding.line, "doi")
    written = text[start:end]
    match = _DOI.search(written)
    if (
        match
        and match[0] != written
        and _BEFORE_DOI.fullmatch(written[: match.start()].strip())
        and not written[match.end() :].strip(" .,;\t\r\n")
        and identifiers.doi(match[0]).valid
    ):
        yield Edit(start, end, match[0], "safe" if not written[match.end() :].strip() else "proposed")
    elif meant := identifiers.mended_doi(written):
        yield Edit(start, end, meant, "proposed")


def declared(finding: Reported, text: str) -> Iterator[Edit]:
    """The claim that it contradicts is proposed for its cell, where the file has that column."""
    other = rules()[finding.rule].values_of(finding.message).get("other")
    span = _cell(finding, text, "contradicts")
    if other and span:
        start, end = span
        before = text[start:end].strip()
        after = f"{before}; {other}" if before else other
        quoted = text[start - 1] == '"' or sheet.delimiter(text) not in after
        yield Edit(start, end, after if quoted else f'"{after}"', "proposed")


def encoding(finding: Reported, text: str) -> Iterator[Edit]:
    """Bytes that are not UTF-8 are proposed as what Windows-1252 means by them; UTF-16 is not touched."""
    if "\0" in text:
        return
    for match in re.finditer("[\udc80-\udcff]+", text):
        try:
            yield Edit(*match.span(), match[0].encode("utf-8", "surrogateescape").decode("cp1252"), "proposed")
        except UnicodeDecodeError:
            return


MENDERS: dict[str, Mender] = {
    "files/unreadable-file": encoding,
    "files/value-not-allowed": value,
    "claims/contradiction": declared,
    "claims/unknown-term": suggested,
    "evidence/dangling-key": suggested,
    "evidence/doubled-link": doubled,
    "works/bad-doi": doi,
}


def _cell(finding: Reported, text: str, column: str) -> tuple[int, int] | None:
    return sheet.cell(text, sheet.record(text, finding.line), column)


def _column(finding: Reported) -> str:
    return finding.field.partition("/")[0]


def _item(finding: Reported, text: str) -> tuple[int, str] | None:
    """Where the item at fault stands, and its text: of a list cell the one that the finding names."""
    span = _cell(finding, text, _column(finding)) if finding.file.endswith(".csv") else None
    if span is None:
        return None
    wanted = finding.field.partition("/")[2]
    at = span[0]
    for part in text[span[0] : span[1]].split(";") if wanted else [text[span[0] : span[1]]]:
        item = part.strip()
        if item and (not wanted or item == wanted or item.partition("[")[0].strip() == wanted):
            return at + part.index(item), item
        at += len(part) + 1
    return None
