"""The lists of the two documents of this repository, held against registries that know what was seen in a source."""

from __future__ import annotations

from pathlib import Path

from evidencebase import verifying
from evidencebase.formats.bibtex import read
from tests.verify.conftest import Asking
from tests.verify.registries import Work

LISTS = ("trt-combination.bib", "trt-severe-bone-loss.bib")


def seen(references: Path) -> list[Work]:
    """The works whose records a person saw, with the identifiers seen; made-up ones where a server needs them."""
    found = []
    for at, item in enumerate(
        item for path in sorted(references.glob("*.bib")) for item in read(path.read_bytes()).items
    ):
        if item["custom"]["bibtex"]["fields"].get("x-record") == "confirmed" and item["type"] == "article-journal":
            people = [person for person in item["author"] if "given" in person]
            found.append(
                Work(
                    item["title"],
                    tuple(f"{person['family']}, {person['given']}" for person in people),
                    item["container-title"],
                    item["issued"]["date-parts"][0][0],
                    item.get("volume", ""),
                    item.get("issue", ""),
                    item.get("page", ""),
                    item.get("DOI", f"10.5555/unseen.{at}"),
                    item.get("PMID", str(90_000_000 + at)),
                )
            )
    return found


def test_every_reference_of_the_two_lists_is_judged_as_a_person_judged_it(asking: Asking, repository: Path) -> None:
    references = repository / "references"
    bib = "\n".join((references / name).read_text("utf-8") for name in LISTS)
    base, _ = asking(bib, seen(references))
    rows = {row["work"]: row for row in verifying.run(base).rows}
    judged = {
        key: (row["verdict"], {field["field"] for field in row["fields"] if field["agreement"] == "differ"})
        for key, row in rows.items()
    }
    assert judged == {
        "golds2017": ("metadata-differs", {"pages"}),
        "elsheikh2023": ("not-found", set()),
        "tracz2006": ("metadata-differs", {"title"}),
        "drake2008": ("verified", set()),
        "neer2001": ("verified", set()),
        "langdahl2017": ("not-found", set()),
        "watts2022": ("not-found", set()),
        "bhasin2018": ("verified", set()),
        "watts2012": ("verified", set()),
        "falahatinini2002": ("not-found", set()),
        "yeap2021": ("metadata-differs", {"author", "container", "volume", "pages"}),
        "mohamad2016": ("metadata-differs", {"given"}),
        "trinh2019": ("metadata-differs", {"author", "year", "volume", "pages"}),
        "vanderschueren2014": ("not-found", set()),
        "orwoll2014": ("not-found", set()),
    }
    assert rows["trinh2019"]["same_record"] == "tracz2006", "one work, listed twice"
    assert "Shigehara" in rows["yeap2021"]["meant"]
