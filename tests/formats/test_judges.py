"""Other programs read what is written as it is meant: pybtex, pandoc, citeproc-py."""

from __future__ import annotations

import json
import shutil
import subprocess

import pybtex.database
import pytest

from evidencebase.formats import bibtex, csl, people, ris
from evidencebase.formats.item import Item

WORKS: list[Item] = [
    {
        "id": "okeefe2000",
        "type": "article-journal",
        "title": "Bone & men: 50% of {x}_1 #2 $3 ~ ^ \\ é",
        "author": [
            {"family": "van der Berg", "given": "J. A."},
            {"family": "O'Keefe", "given": "Ann", "suffix": "Jr."},
            {"literal": "Bone and Mineral Group"},
        ],
        "container-title": "Journal of Bone & Mineral",
        "issued": {"date-parts": [[2000, 3, 1]]},
        "volume": "7",
        "issue": "2",
        "page": "113-125",
        "DOI": "10.1000/a_b",
        "ISSN": "1234-5679",
    },
    {
        "id": "who2010",
        "type": "chapter",
        "title": "A chapter",
        "author": [{"literal": "WHO"}],
        "editor": [{"family": "Meier", "given": "Anna"}],
        "container-title": "The Book",
        "issued": {"date-parts": [[2010]]},
        "publisher": "Press",
        "publisher-place": "Here",
    },
    {
        "id": "web2020",
        "type": "webpage",
        "title": "Page",
        "URL": "https://example.org/a_b",
        "issued": {"date-parts": [[2020]]},
    },
]


def test_pybtex_reads_our_entries_as_they_stand() -> None:
    read = pybtex.database.parse_string(bibtex.write(WORKS), "bibtex")
    entries = {entry.key: entry for entry in bibtex.read_entries([("", bibtex.write(WORKS).encode())]).entries}
    assert list(read.entries) == list(entries)
    for key, entry in read.entries.items():
        ours = {name: value for name, value in entries[key].fields.items() if name not in ("author", "editor")}
        assert {name.lower(): value for name, value in entry.fields.items()} == ours
    first, second, group = read.entries["okeefe2000"].persons["author"]
    assert (first.prelast_names, first.last_names, first.first_names) == (["van", "der"], ["Berg"], ["J."])
    assert (second.last_names, second.lineage_names) == (["O'Keefe"], ["Jr."])
    assert group.last_names == ["{Bone and Mineral Group}"]


needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
COMPARED = ("title", "container-title", "volume", "issue", "page", "DOI", "publisher", "publisher-place", "URL")


def pandoc(text: str, format_: str) -> list[Item]:
    command = ["pandoc", "--from", format_, "--to", "csljson"]
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout
    return csl.read(out.encode()).items


def judged(item: Item) -> Item:
    """What is compared: pandoc makes dashes and apostrophes typographic, and English titles of BibTeX small."""
    found = {name: str(item[name]).replace("–", "-").casefold() for name in COMPARED if name in item}
    found["year"] = item["issued"]["date-parts"][0][0]
    found["authors"] = [people.family(name).replace("’", "'") for name in item.get("author", [])]
    return found


def readable() -> list[str]:
    """The formats that we write and the pandoc here reads: RIS only from version 3 on."""
    if not shutil.which("pandoc"):
        return ["csljson"]
    known = subprocess.run(["pandoc", "--list-input-formats"], capture_output=True, text=True, check=True).stdout
    return ["bibtex", "biblatex", "csljson", *(["ris"] if "ris" in known.split() else [])]


@needs_pandoc
@pytest.mark.parametrize("format_", readable())
def test_pandoc_reads_the_same_works(format_: str) -> None:
    if format_ == "ris":
        assert [item["title"] for item in pandoc(ris.write(WORKS), "ris")] == [item["title"] for item in WORKS]
        return
    text = csl.write(WORKS) if format_ == "csljson" else bibtex.write(WORKS, biblatex=format_ == "biblatex")
    assert [judged(item) for item in pandoc(text, format_)] == [judged(item) for item in WORKS]


def test_citeproc_renders_our_csl_json() -> None:
    pytest.importorskip("citeproc", reason="the extra cite is not installed")
    from evidencebase.formats import styles

    written = csl.read(csl.write(WORKS).encode()).items
    assert json.loads(csl.write(WORKS)) == written
    made = styles.render(written, "vancouver")
    assert made[1].startswith("WHO. A chapter. In: Meier A, editor. The Book. Here: Press; 2010.")
