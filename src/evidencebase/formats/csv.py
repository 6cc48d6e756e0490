"""Tables of works, and lists of DOIs or PubMed ids: CSV with comma, semicolon or tab, or one identifier a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evidencebase.formats import authors, dates, people
from evidencebase.formats.item import Item, Problem, Read, item, keep, unread
from evidencebase.formats.numbers import found_doi
from evidencebase.formats.plain import text
from evidencebase.readers.bibtex.decoding import decode
from evidencebase.readers.bibtex.identifiers import pmcid, pmid

# Columns as written, and what else they are called (PubMed, Scopus, Web of Science, IEEE, Springer, screening tools)
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("key", "citation key", "citation_key"),
    "type": ("csl type",),
    "author": ("authors", "author", "author names", "first_authors", "author full names"),
    "title": ("title", "item title", "document title", "primary_title", "article title"),
    "container-title": ("container", "journal", "journal/book", "source title", "publication title", "publication"),
    "issued": ("date", "year", "publication year", "publication_year", "pubyear", "publication date"),
    "volume": ("volume", "journal volume"),
    "issue": ("issue", "journal issue"),
    "number": ("article number", "article_number", "art. no.", "art. no", "article no.", "article no"),
    "page": ("pages", "page"),
    "publisher": ("publisher",),
    "DOI": ("doi", "item doi", "article doi"),
    "PMID": ("pmid", "pubmed id", "pubmed_id"),
    "PMCID": ("pmcid",),
    "ISSN": ("issn",),
    "ISBN": ("isbn",),
    "URL": ("url", "link"),
    "abstract": ("abstract",),
    "citation": ("citation",),
}
_WRITTEN = [name for name in COLUMNS if name != "citation"]
_CITATION = re.compile(r"\d{4}[^;.]*;([^(:.;]+)(?:\(([^)]*)\))?(?::([^.]+))?\.")  # PubMed: 2021 Dec 21;1(2):10-11.
_LABEL = re.compile(r"pmid:?\s*", re.I)
_SINGLE = re.compile(r"(?:pmid:?\s*)?(\d{1,8})|.*?(10\.\d{4,9}/\S+)", re.I)
_RISKY = ("=", "+", "-", "@")
_TAB = "\x1f"

csv.field_size_limit(2**31 - 1)


def variables(header: Sequence[str]) -> dict[int, str]:
    """The CSL variable of every column that is known; each variable once, by the first of its names."""
    names = [" ".join(name.casefold().split()) for name in header]
    found: dict[int, str] = {}
    for variable, known in COLUMNS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            found[place] = variable
    return found


def read(data: bytes) -> Read:
    """The rows. A row with an identifier and no title is an item with nothing else: it has to be looked up."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    decoded = decode(data.replace(b"\t", _TAB.encode()))  # the tabs of other files are blanks
    answer = Read([], [], [Problem(decoded.line, decoded.problem)] if decoded.problem else [])
    rows = list(_rows(decoded.text))
    if not rows:
        answer.problems.append(Problem(1, "is empty"))
        return answer
    line, header = rows[0]
    columns = variables(header)
    if len(header) == 1 or not set(columns.values()) & {"title", "DOI", "PMID"}:
        return _list(decoded.text, answer)
    kept = [(line, row) for line, row in rows[1:] if any(map(str.strip, row))]
    given = [{variable: text(_escaped(row[n])) for n, variable in columns.items() if n < len(row)} for _, row in kept]
    order = authors.usual(one.get("author", "") for one in given)
    for (line, row), one in zip(kept, given, strict=True):
        if len(row) != len(header):
            answer.problems.append(Problem(line, f"has {len(row)} cells where the first line has {len(header)}"))
        names, doubt = authors.read(one.get("author", ""), order)
        if keep(answer, _item(one, names), line) and doubt:
            answer.problems.append(Problem(line, doubt))
    return answer


def _rows(written: str) -> Iterable[tuple[int, list[str]]]:
    first = written.lstrip().partition("\n")[0]
    delimiter = max(f",;{_TAB}", key=first.count)
    reader = csv.reader(io.StringIO(written), delimiter=delimiter)
    line = 1
    for row in reader:
        if row:
            yield line, row
        line = reader.line_num + 1


def _escaped(cell: str) -> str:
    return cell.replace("&", "&amp;").replace("<", "&lt;")


def _item(given: Mapping[str, str], names: Sequence[people.Name]) -> Item:
    made: dict[str, Any] = {"type": "document" if not given.get("title") else "article-journal", **given}
    if place := _CITATION.search(made.pop("citation", "")):
        made = {**dict(zip(("volume", "issue", "page"), (part or "" for part in place.groups()), strict=True)), **made}
    made["author"] = list(names)
    made["page"] = made.get("page") or given.get("number", "")
    made["issued"] = dates.read(given.get("issued", ""))
    made["DOI"] = found_doi([given.get("DOI", "")])
    number, central = pmid(given.get("PMID", "")), pmcid(given.get("PMCID", ""))
    made["PMID"] = number.value if number.valid else ""
    made["PMCID"] = central.value if central.valid else ""
    return item(made, {"years": dates.years([made["issued"]])})


def _list(written: str, answer: Read) -> Read:
    """Identifiers, one a line or separated by blanks, commas and semicolons."""
    before = len(answer.problems)
    for number, line in enumerate(written.split("\n"), 1):
        for one in re.split(
            r"[\s,;\x1f]+(?=\d|10\.|pmid|doi|http)", _LABEL.sub("pmid", line.strip(" ,;\ufeff")), flags=re.I
        ):
            match = _SINGLE.fullmatch(one.strip(' "')) if one else None
            doi = found_doi([one]) if match and match[2] else ""
            if match and (match[1] or doi):
                made = {"type": "document", "PMID": match[1] or "", "DOI": doi}
                keep(answer, item(made, {}), number)
            elif one and not (number == 1 and one.casefold() in ("doi", "pmid", "id", "identifier")):
                answer.problems.append(Problem(number, f"'{one[:60]}' is neither a DOI nor a PubMed id"))
    if len(answer.problems) - before > len(answer.items):
        return unread(1, "is no list of DOIs or PubMed ids, and its first line names no column title, doi or pmid")
    return answer


def write(items: Iterable[Item]) -> str:
    """A table with a row an item; no cell begins with a sign that a spreadsheet would compute."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS[name][0] for name in _WRITTEN)
    for one in items:
        cells = {name: str(one.get(name, "")) for name in _WRITTEN}
        names = "; ".join(map(people.write, one.get("author") or []))
        cells["author"] = names if ";" in names or "," not in names else f"{names};"  # one person, not two
        cells["issued"] = dates.iso(one.get("issued") or {})
        writer.writerow(f" {cell}" if cell.startswith(_RISKY) else cell for cell in cells.values())
    return out.getvalue()
