"""What a person would write with the usual packages in an afternoon; also an independent opinion on eight rules.

    python benchmarks/naive.py DIR OUT.db [--json]

pybtex as it comes, pandas.read_csv, loops over rows, pylatexenc a field, sqlite-utils, checks as Python loops. Meant to
be plain and right, not slow on purpose. Bibliographies with broken entries lose works here: that is how pybtex is.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pybtex.errors
import sqlite_utils
from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser
from pylatexenc.latex2text import LatexNodes2Text

RELATIONS = ("supports", "disputes", "qualifies", "mentions")
BEARING = ("supports", "disputes", "qualifies")
GRADES = ("high", "moderate", "low", "very-low")
TEXT_FIELDS = ("title", "journal", "journaltitle", "booktitle", "publisher")  # what is shown and searched

Record = dict[str, Any]


class Base(NamedTuple):
    """An evidence base as lists of records."""

    claims: list[Record]
    links: list[Record]
    works: list[Record]
    repeated_ids: list[str]
    tables: dict[str, list[Record]]


def read(directory: Path) -> Base:
    """Read all the files."""
    frame = pd.read_csv(directory / "claims.csv", dtype=str).fillna("")
    repeated_ids = frame["id"][frame["id"].duplicated()].tolist()
    frame = frame.drop_duplicates("id")
    claims: list[Record] = []
    links: list[Record] = []
    for _, row in frame.iterrows():
        claims.append({str(name): value for name, value in row.items()})
        for relation in RELATIONS:
            for item in filter(None, (part.strip() for part in row[relation].split(";"))):
                work, _, locator = item.partition(" ")
                links.append({"claim": row["id"], "work": work, "relation": relation, "locator": locator.strip("[]")})
    detail = {(link["claim"], link["work"], link["relation"]): link for link in reversed(links)}
    for _, row in pd.read_csv(directory / "evidence.csv", dtype=str).fillna("").iterrows():
        known = detail.get((row["claim"], row["work"], row["relation"]))
        if known is None:
            known = {"claim": row["claim"], "work": row["work"], "relation": row["relation"], "locator": ""}
            links.append(known)
        known.update((str(name), value) for name, value in row.items() if value)
    tables = {}
    for name in ("terms.csv", "documents/documents.csv", "documents/passages.csv"):
        records = pd.read_csv(directory / name, dtype=str).fillna("").to_dict("records")
        tables[Path(name).stem] = [{str(key): value for key, value in record.items()} for record in records]
    return Base(claims, links, read_works(directory), repeated_ids, tables)


def read_works(directory: Path) -> list[Record]:
    """Works of all the .bib files as one set; of entries with one key the first."""
    pybtex.errors.set_strict_mode(False)
    parser = Parser()
    with pybtex.errors.capture():  # repeated keys and broken entries
        for path in sorted(directory.glob("references/*.bib")):
            parser.parse_file(str(path))
    data: BibliographyData = parser.data
    latex = LatexNodes2Text()
    return [work(key, entry, latex) for key, entry in data.entries.items()]


def work(key: str, entry: Entry, latex: LatexNodes2Text) -> Record:
    """One work as a record."""
    fields = {name.lower(): value for name, value in entry.fields.items()}
    for name in TEXT_FIELDS:
        if name in fields:
            fields[name] = latex.latex_to_text(fields[name])
    authors = [latex.latex_to_text(str(person)) for person in entry.persons.get("author", [])]
    year = fields.get("year", fields.get("date", ""))
    return {
        "key": key,
        "type": entry.type.lower(),
        "authors": "; ".join(authors),
        "title": fields.get("title", ""),
        "container": fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", ""),
        "year": year,
        "volume": fields.get("volume", ""),
        "issue": fields.get("number", ""),
        "pages": fields.get("pages", ""),
        "doi": fields.get("doi", "").lower(),
        "pmid": fields.get("pmid", ""),
        "design": fields.get("x-design", ""),
        "fields": json.dumps(fields),
    }


def check(base: Base) -> dict[str, list[str]]:
    """Keys of the rows at fault, by rule."""
    found: dict[str, list[str]] = {"duplicate-id": base.repeated_ids}
    bearing = {link["claim"] for link in base.links if link["relation"] in BEARING}
    found["uncited"] = []
    found["ungraded"] = []
    found["graded-without-evidence"] = []
    for claim in base.claims:
        current = claim["status"] in ("", "active", "contested")
        grade = claim["evidence_strength"]
        gradable = grade != "not-gradable" and claim["kind"] != "definition"
        cited = claim["id"] in bearing
        if current and gradable and not cited:
            found["uncited"].append(claim["id"])
        if current and gradable and cited and grade in ("", "ungraded"):
            found["ungraded"].append(claim["id"])
        if grade in GRADES and not cited and claim["status"] != "draft":
            found["graded-without-evidence"].append(claim["id"])
    keys = {work["key"] for work in base.works}
    times = Counter((link["claim"], link["work"]) for link in base.links)
    found["dangling-key"] = [f"{claim}/{key}" for claim, key in times if key not in keys]
    found["doubled-link"] = [f"{claim}/{key}" for (claim, key), many in times.items() if many > 1]
    found["missing-field"] = []
    found["bad-year"] = []
    latest = date.today().year + 1
    for work in base.works:
        if work["type"] == "article" and not all(work[name] for name in ("authors", "title", "container", "year")):
            found["missing-field"].append(work["key"])
        year = re.fullmatch(r"(\d{4})(-\d\d)*", work["year"])
        if work["year"] and not (year and 1450 <= int(year[1]) <= latest):
            found["bad-year"].append(work["key"])
    return {rule: sorted(keys) for rule, keys in found.items()}


def save(base: Base, found: dict[str, list[str]], database: Path) -> None:
    """Write it all into tables, with indexes and full-text search."""
    database.unlink(missing_ok=True)
    db = sqlite_utils.Database(database)
    db.table("works").insert_all(base.works, pk="key")
    db.table("claims").insert_all(base.claims, pk="id")
    links = [{"id": number, **link} for number, link in enumerate(base.links, 1)]
    db.table("evidence").insert_all(links, pk="id", alter=True)
    for name, records in base.tables.items():
        db.table(name).insert_all(records)
    findings = [{"rule": rule, "row_key": key} for rule, keys in found.items() for key in keys]
    db.table("findings").insert_all(findings, columns={"rule": str, "row_key": str})
    db.table("evidence").create_index(["claim"])
    db.table("evidence").create_index(["work"])
    db.table("claims").create_index(["outcome"])
    db.table("claims").create_index(["intervention"])
    db.table("claims").enable_fts(["claim", "note"], tokenize="porter")
    db.table("works").enable_fts(["authors", "title", "container"], tokenize="porter")
    db.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build an evidence base as one would in an afternoon.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("database", type=Path, metavar="OUT.db")
    parser.add_argument("--json", action="store_true", help="print counts and findings as JSON")
    options = parser.parse_args()
    base = read(options.directory)
    found = check(base)
    save(base, found, options.database)
    counts = {"claims": len(base.claims), "works": len(base.works), "links": len(base.links)}
    if options.json:
        print(json.dumps({"counts": counts, "findings": found}))
    else:
        print(", ".join(f"{many} {what}" for what, many in counts.items()))


if __name__ == "__main__":
    main()
