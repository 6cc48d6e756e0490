"""Tables of works, and lists of DOIs or PubMed ids: CSV with comma, semicolon or tab, or one identifier a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
}
# Columns that other columns are made of
_PARTS: dict[str, tuple[str, ...]] = {
    "citation": ("citation",),
    "source": ("source",),
    "begin": ("page start", "start page", "start_page", "first page", "beginning page"),
    "end": ("page end", "end page", "end_page", "last page", "ending page"),
    "resolver": ("open url link",),
}
_CITATION = re.compile(r"\d{4}[^;.]*;([^(:.;]+)(?:\(([^)]*)\))?(?::([^.]+))?\.")  # PubMed: 2021 Dec 21;1(2):10-11.
# Embase: Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004
_SOURCE = re.compile(
    r"(?P<container_title>.+?) \((?P<year>\d{4})\)"
    r"(?: (?P<volume>[^\s:()]+)(?::(?P<issue>[^()]+?))?)?(?: \((?P<page>[^()]+)\))?"
    r"(?: Article Number: (?P<number>[\w.-]*\w))?\.?(?: Date of Publication: (?P<date>[^:]+?))?\.?"
)
_LABEL = re.compile(r"pmid:?\s*", re.I)
_SINGLE = re.compile(r"(?:pmid:?\s*)?(\d{1,8})|.*?(10\.\d{4,9}/\S+)", re.I)
_RISKY = ("=", "+", "-", "@")
_TAB = "\x1f"

csv.field_size_limit(2**31 - 1)


def variables(header: Sequence[str]) -> dict[int, str]:
    """The CSL variable of every column that is known; each variable once, by the first of its names."""
    names = [" ".join(name.casefold().split()) for name in header]
    found: dict[int, str] = {}
    for variable, known in (COLUMNS | _PARTS).items():
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
        made, unread_ = _item(one, names)
        if keep(answer, made, line):
            answer.problems.extend(Problem(line, what) for what in (doubt, unread_) if what)
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


def _item(given: Mapping[str, str], names: Sequence[people.Name]) -> tuple[Item, str]:
    """The item of a row, and what of it could not be read."""
    made: dict[str, Any] = {"type": "document" if not given.get("title") else "article-journal"}
    made |= {name: cell for name, cell in given.items() if name in COLUMNS and cell}
    if place := _CITATION.search(given.get("citation", "")):
        made = {**dict(zip(("volume", "issue", "page"), (part or "" for part in place.groups()), strict=True)), **made}
    source = _SOURCE.fullmatch(given.get("source", ""))
    if source:
        said = {name.replace("_", "-"): part for name, part in source.groupdict().items() if part}
        year = said.pop("year")
        said["issued"] = said.pop("date", year)
        made = {**said, **made}
    # elsewhere, a column of that name says which database a row is from
    lost = bool(given.get("source")) and not source and "container-title" not in made and "issued" not in made
    begin, end = given.get("begin", ""), given.get("end", "")
    made.setdefault("page", f"{begin}-{end}" if begin and end and begin != end else begin or made.get("number", ""))
    made["author"] = list(names)
    made["issued"] = dates.read(made.get("issued", ""))
    made["DOI"] = found_doi([given.get("DOI", ""), *parse_qs(urlsplit(given.get("resolver", "")).query).get("id", [])])
    number, central = pmid(given.get("PMID", "")), pmcid(given.get("PMCID", ""))
    made["PMID"] = number.value if number.valid else ""
    made["PMCID"] = central.value if central.valid else ""
    doubt = f"journal, year and pages could not be read from '{given['source'][:60]}'" if lost else ""
    return item(made, {"years": dates.years([made["issued"]])}), doubt


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
    writer.writerow(names[0] for names in COLUMNS.values())
    for one in items:
        cells = {name: str(one.get(name, "")) for name in COLUMNS}
        names = "; ".join(map(people.write, one.get("author") or []))
        cells["author"] = names if ";" in names or "," not in names else f"{names};"  # one person, not two
        cells["issued"] = dates.iso(one.get("issued") or {})
        writer.writerow(f" {cell}" if cell.startswith(_RISKY) else cell for cell in cells.values())
    return out.getvalue()
