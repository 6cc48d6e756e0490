"""Works of which a list gives only the identifier, looked up at registries on loopback."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from evidencebase.cli import main
from tests.verify.conftest import Asking
from tests.verify.registries import Fault, Work

BIB = "@article{there,\n  title = {Bone},\n  doi = {10.1000/there},\n}\n"
WORKS = (
    Work("Bone density of men", ("Doe, Ada",), "Bone", 2020, "7", "2", "1-9", doi="10.1000/a"),
    Work("Bone data of men", ("Roe, Ann",), "Repository", 2021, doi="10.5000/data", agency="DataCite"),
    Work("Bone loss of women", ("Poe, Eve",), "Bone", 2019, "6", "1", "3-5", pmid="77"),
    Work("Bone", ("Moe, Jo",), "Bone", 2018, doi="10.1000/there"),
)


def run(base: Path, listed: str, *arguments: str) -> Result:
    (base / "ids.txt").write_text(listed, "utf-8")
    return CliRunner().invoke(main, ["import", str(base / "ids.txt"), "-C", str(base), *arguments])


def test_identifiers_become_works(asking: Asking) -> None:
    base, registries = asking(BIB, WORKS)
    result = run(base, "10.1000/A\n10.5000/data\nPMID: 77\n10.1000/there\n10.1000/nobody\n99\n")
    added = (base / "references/imported.bib").read_text("utf-8")
    assert [line for line in added.splitlines() if line.startswith("@")] == [
        "@article{doe2020,",
        "@dataset{roe2021,",
        "@article{poe2019,",
    ]
    assert "ids.txt:4: is there already as there" in result.output
    assert "ids.txt:5: doi 10.1000/nobody is known neither to Crossref nor to DataCite" in result.output
    assert "ids.txt:6: pmid 99 is not known to PubMed" in result.output
    assert result.exit_code == 1
    assert len(registries.requests) == 7, "one for the PubMed ids, and DataCite where Crossref knows nothing"


def test_a_registry_that_is_down_is_no_verdict(asking: Asking) -> None:
    base, registries = asking(BIB, WORKS)
    registries.fail("/crossref", Fault(500))
    result = run(base, "10.1000/a\n")
    assert "doi 10.1000/a could not be looked up: HTTP 500" in result.output
    assert result.exit_code == 1
    assert not (base / "references/imported.bib").exists()


def test_without_a_contact_nobody_is_asked(asking: Asking) -> None:
    base, registries = asking(BIB, WORKS)
    (base / "evidencebase.toml").unlink()
    result = run(base, "10.1000/a\n")
    assert (result.exit_code, "no contact address" in result.output) == (2, True)
    assert run(base, "10.1000/a\n", "--offline").exit_code == 1
    assert not registries.requests
