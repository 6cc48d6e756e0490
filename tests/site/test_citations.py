"""The site's quick citations are what a citation processor makes of the same works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidencebase.formats import bibtex, styles
from evidencebase.readers.bibtex import read, rows
from evidencebase.schema import WORKS
from evidencebase.site import citations

pytest.importorskip("citeproc", reason="the extra cite is not installed")

FOLDER = Path(__file__).parents[2] / "references"
ENTRIES = read([(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.bib"))]).entries


def work(entry: Any) -> dict[str, Any]:
    made = rows([entry])
    persons = [person for _, role, _, person in made.persons if role == "author"]
    row = dict(zip((column.name for column in WORKS.columns), made.works[0], strict=True))
    return {**row, "persons": [person._asdict() for person in persons], "fields": entry.fields}


def test_citations_of_the_shipped_works_are_those_of_citeproc() -> None:
    assert len(ENTRIES) > 50
    works = [work(entry) for entry in ENTRIES]
    items = [bibtex.work(entry.key, entry.type, entry.fields) for entry in ENTRIES]
    for item in items:  # the quick ones end with the pages
        for name in ("DOI", "URL", "PMID", "PMCID"):
            item.pop(name, None)
    assert [citations.apa(one) for one in works] == styles.render(items, "apa")
    assert [citations.vancouver(one) for one in works] == styles.render(items, "vancouver")
