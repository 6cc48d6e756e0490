"""``evidencebase export works`` and ``evidencebase cite``, as they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evidencebase.cli import main
from evidencebase.formats import bibtex, csv, ris
from evidencebase.readers.bibtex import read

BIB = """@string{j = "The Journal"}
@proceedings{parent, title = {Book of {DNA}}, year = 2001}
@article{one, title = {A {DNA} study \\& more}, author = {Smith, Ann and others}, journal = j, year = 2000,
  x-design = {rct}}
@inproceedings{two, title = {Talk}, author = {Meier, B.}, crossref = {parent}}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "works.bib").write_text(BIB, "utf-8")
    (tmp_path / "claims.csv").write_text("id,claim,supports\nC-1,Bone is hard.,two\n", "utf-8")
    return tmp_path


def run(base: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "-C", str(base)])
    assert result.exit_code == 0, result.output
    return result.output


def test_entries_come_back_as_they_were_read(base: Path) -> None:
    before = read([("", BIB.encode())]).entries
    after = read([("", run(base, "export", "works").encode())]).entries
    assert [(one.key, one.type, one.fields) for one in after] == [(one.key, one.type, one.fields) for one in before]


def test_only_the_cited_with_what_their_parents_gave(base: Path) -> None:
    (entry,) = read([("", run(base, "export", "works", "--cited").encode())]).entries
    assert (entry.key, entry.fields["booktitle"], "crossref" in entry.fields) == ("two", "Book of {DNA}", False)


def test_other_formats(base: Path) -> None:
    assert "journaltitle = {The Journal}" in run(base, "export", "works", "--format", "biblatex")
    items = json.loads(run(base, "export", "works", "--format", "csl-json"))
    assert items[1] == {
        "id": "one",
        "type": "article-journal",
        "title": "A DNA study & more",
        "author": [{"family": "Smith", "given": "Ann"}, {"literal": "others"}],
        "container-title": "The Journal",
        "issued": {"date-parts": [[2000]]},
    }
    for format_, module in (("ris", ris), ("csv", csv)):
        text = run(base, "export", "works", "--format", format_)
        assert [item["title"] for item in module.read(text.encode()).items] == [item["title"] for item in items]
    run(base, "export", "works", "--output", str(base / "out.bib"))
    assert len(bibtex.read((base / "out.bib").read_bytes()).items) == 3


def test_cite(base: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra cite is not installed")
    assert run(base, "cite", "one") == "Smith, A., et al. (2000). A DNA study & more. The Journal.\n"
    assert run(base, "cite", "one", "--as", "html") == (
        "<p>Smith, A., et al. (2000). A DNA study &amp; more. <i>The Journal</i>.</p>\n"
    )
    result = CliRunner().invoke(main, ["cite", "onee", "-C", str(base)])
    assert (result.exit_code, "did you mean 'one'?" in result.output) == (2, True)
    assert CliRunner().invoke(main, ["cite", "-C", str(base)]).exit_code == 2
