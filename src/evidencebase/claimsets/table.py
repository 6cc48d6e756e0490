"""A plain table with one claim, or one claim and one work, a row; which column means what is guessed or said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evidencebase.claimsets.claimset import Claim, Collection, Link, Work
from evidencebase.claimsets.scifact import RELATIONS as LABELS
from evidencebase.finding import UsageError
from evidencebase.nearest import likeness, nearest, suggestion
from evidencebase.readers.bibtex import identifiers
from evidencebase.schema import CLAIMS, EVIDENCE, RELATIONS

# A list of works says nothing about how they bear on the claim
_WORKS = ("references", "reference", "citations", "citation", "sources", "source", "works", "work", "studies", "study")
# What a column can mean, and what else it is called
TARGETS: dict[str, tuple[str, ...]] = {
    "claim": ("statement", "assertion", "hypothesis", "conclusion", "claim text", "proposition", "sentence"),
    "id": ("claim id", "nr", "no", "number", "identifier", "key"),
    "supports": ("support", "supporting", "supported by", "supporting references", "evidence for", "pro"),
    "disputes": ("against", "refuted by", "contradicted by", "disputed by", "evidence against", "con", "contra"),
    "qualifies": ("limited by",),
    "mentions": ("background", "doi", "dois", "pmid", "pmids", "pubmed id", "url", "link", *_WORKS),
    "relation": ("label", "verdict", "stance", "supports or disputes"),
    "evidence_strength": ("grade", "certainty", "strength", "quality of evidence", "certainty of evidence", "quality"),
    "topics": ("topic", "tags", "tag", "category", "keywords", "subject"),
    "note": ("notes", "comment", "comments", "remarks", "remark"),
    "finding": ("findings", "result", "results"),
    "locator": ("page", "pages", "where"),
}
LIKENESS = 85  # rapidfuzz ratio from which a name is a misspelt one
_LINKS = ("supports", "disputes", "qualifies", "mentions")
_KEPT = {column.name for column in CLAIMS.columns if column.written} - {"id", "waive", "contradicts", "superseded_by"}
_DETAILS = [
    column.name
    for column in EVIDENCE.columns
    if column.written and column.name not in {"claim", "work", "relation", *(one.name for one in CLAIMS.columns)}
]
_ALLOWED = {column.name: column.values for column in CLAIMS.columns if column.written and column.values}
_PMID = re.compile(r"\d{7,8}|.*(?:pmid|pubmed).*", re.I)  # a shorter number is somebody's own
_DOI = re.compile(r"10\.\d{4,9}/[^\s;,\"<>]*[^\s;,.\"<>]")
_KEY = re.compile(r"[A-Za-z][\w:+./-]*")


def mapped(header: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    """What each column means, by its name; columns that mean nothing here are kept as ``x_...``.

    Raises:
        UsageError: ``said`` names a column that is not there or a meaning that is none, or nothing is the claim.
    """
    meanings = {*TARGETS, *_KEPT, *_DETAILS}
    known = {_plain(name): name for name in header}
    found: dict[str, str] = {}
    for meaning, name in said.items():
        if meaning not in meanings and not meaning.startswith("x_"):
            raise UsageError(f"--map {meaning}={name}: '{meaning}' is no column{suggestion(meaning, meanings)}")
        if _plain(name) not in known:
            raise UsageError(f"--map {meaning}={name}: the file has no column '{name}'{suggestion(name, header)}")
        found[known[_plain(name)]] = meaning
    for meaning in (*TARGETS, *sorted({*_KEPT, *_DETAILS} - TARGETS.keys())):
        words = [meaning.replace("_", " "), *TARGETS.get(meaning, ())]
        if meaning not in found.values() and (name := _named(words, known, found)):
            found[name] = meaning
    if "claim" not in found.values():
        raise UsageError(f"no column is the claim: say it with --map claim=NAME; the columns are {', '.join(header)}")
    for name in header:
        found.setdefault(name, "x_" + (re.sub(r"\W+", "_", name.casefold()).strip("_") or "column"))
    return found


def _named(words: Sequence[str], known: Mapping[str, str], taken: Mapping[str, str]) -> str:
    """The column with one of the words as its name, or nearly so."""
    free = {plain: name for plain, name in known.items() if name not in taken}
    exact = next((free[word] for word in words if word in free), "")
    if exact or not free:
        return exact
    for word in words:
        near = nearest(word, free) if len(word) > 3 else None
        if near and likeness(near, word) >= LIKENESS:
            return free[near]
    return ""


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", name.casefold()).split())


def read(row: Mapping[str, str], meanings: Mapping[str, str], line: int, into: Collection) -> None:
    """Read a row, its cells named by their meaning with ``meanings``."""
    cells: dict[str, str] = {}
    for name, cell in row.items():
        if cell.strip():
            meaning = meanings[name]
            cells[meaning] = f"{cells[meaning]}; {cell.strip()}" if meaning in cells else cell.strip()
    said = " ".join(cells.pop("claim", "").split())
    if not said:
        into.leave_out(line, "the row has no claim")
        return
    claim = into.claim(said, line, {"x_source": f"{into.file}:{cells.pop('id', line)}"})
    relation = _relation(cells.pop("relation", ""), claim, line, into)
    details = {name: cells.pop(name) for name in _DETAILS if name in cells}
    for column in _LINKS:
        for written in re.split(r"\s*[;\n]\s*|,\s+(?=10\.|https?:|doi|pmid|\d)", cells.pop(column, "")):
            if written:
                _link(written, relation if column == "mentions" and relation else column, details, claim, line, into)
    if not claim.links:
        cells |= {f"x_{name}": cell for name, cell in details.items()}
    for name in _ALLOWED.keys() & cells.keys():
        given = cells.pop(name)
        folded = re.sub(r"[\s_]+", "-", given.casefold())
        cells[name if folded in _ALLOWED[name] else f"x_{name}"] = folded if folded in _ALLOWED[name] else given
        if folded not in _ALLOWED[name]:
            what = "no GRADE certainty" if name == "evidence_strength" else f"no {name} that is known here"
            into.leave_out(line, f"'{given[:40]}' is {what}; it is kept in x_{name}")
    claim.add(cells)


def _relation(label: str, claim: Claim, line: int, into: Collection) -> str:
    relation = label.casefold() if label.casefold() in RELATIONS else LABELS.get(label.upper(), "")
    if label and not relation:
        into.leave_out(line, f"the relation '{label[:40]}' is unknown; the works are kept as background")
        claim.add({"x_relation": label})
    return relation


def _link(written: str, relation: str, details: Mapping[str, str], claim: Claim, line: int, into: Collection) -> None:
    if match := _DOI.search(written):
        work = Work(f"doi:{match[0].casefold()}", "article", {"doi": match[0]}, _key(match[0]))
    elif _PMID.fullmatch(written) and (number := identifiers.pmid(written)).valid:
        work = Work(f"pmid:{number.value}", "article", {"pmid": number.value}, f"pmid{number.value}")
    elif written.startswith(("http://", "https://")):
        work = Work(f"url:{written}", "misc", {"url": written}, _key(written.partition("//")[2])[:40])
    elif _KEY.fullmatch(written):
        work = Work(f"key:{written}")
    else:
        into.leave_out(line, f"'{written[:60]}' is no DOI, PubMed id, address or key; it is kept in x_{relation}")
        claim.add({f"x_{relation}": written.replace("; ", ", ")})
        return
    claim.link(Link(into.work(work), relation, details))


def _key(identifier: str) -> str:
    """A citation key for a work of which nothing but an identifier or address is known."""
    return re.sub(r"[^\w.]+", "-", identifier.casefold()).strip("-.")
