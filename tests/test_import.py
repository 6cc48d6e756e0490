"""``evidencebase import``: what is added, what is there, what is not read; and that no byte is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import evidencebase
from evidencebase.cli import main
from evidencebase.importing import keys
from tests.formats.test_read import NBIB, RIS

BIB = """@article{smith2000,
  title = {Bone density of men and women: a review},
  author = {Smith, Ann},
  year = 2000
}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "works.bib").write_text(BIB, "utf-8")
    (tmp_path / "claims.csv").write_text("id,claim\nC-1,Bone is hard.\n", "utf-8")
    return tmp_path


def run(base: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", "-C", str(base), *arguments], standalone_mode=True)


def file(base: Path, name: str, content: str | bytes) -> str:
    path = base / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_works_are_added_once(base: Path) -> None:
    export = file(base, "export.txt", NBIB)
    result = run(base, export)
    assert result.exit_code == 0
    assert "beanefreeman2000: Beane Freeman and A Group. 2000. Bone density of men. The journal." in result.output
    added = (base / "references/imported.bib").read_text("utf-8")
    assert "pmid = {12}" in added
    again = run(base, export, "--json")
    answer = json.loads(again.output)
    assert (answer["added"], answer["written"]) == ([], False)
    assert [(one["same_as"], one["line"]) for one in answer["duplicates"]] == [("beanefreeman2000", 2), ("smith", 18)]
    assert (base / "references/imported.bib").read_text("utf-8") == added


def test_a_dry_run_writes_nothing(base: Path) -> None:
    result = run(base, file(base, "x.ris", RIS), "--dry-run")
    assert "would be added" in result.output
    assert not (base / "references/imported.bib").exists()


def test_the_same_title_year_and_author_is_there_already(base: Path) -> None:
    other = BIB.replace("smith2000", "other").replace("density of men and", "Density of Men And")
    result = run(base, file(base, "x.bib", other))
    assert "x.bib:1: is there already as smith2000" in result.output


def test_a_preprint_is_another_record_than_its_article(base: Path) -> None:
    for n, doi in enumerate(("10.1101/2020.01.01.123456", "10.1000/article", "10.1000/ARTICLE")):
        entry = BIB.replace("smith2000", "new").replace("women", "mice").replace("year", f"doi = {{{doi}}},\n  year")
        result = run(base, file(base, f"{n}.bib", entry))
        assert ("1 work added" in result.output) == (n < 2)


def test_keys_are_ascii_and_never_taken(base: Path) -> None:
    works = [
        {"id": n, "type": "book", "title": f"Title {n}", "author": [{"family": family}], "issued": {"raw": "2000"}}
        for n, family in enumerate(["Smith", "SMITH", "Müller-Ødegård", "王"])
    ]
    run(base, file(base, "x.json", json.dumps(works)))
    text = (base / "references/imported.bib").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("@")] == [
        "@book{smith2000a,",
        "@book{smith2000b,",
        "@book{mullerodegard2000,",
        "@book{title2000,",
    ]


def test_bibtex_entries_keep_key_and_fields(base: Path) -> None:
    entry = "@Misc{My:Key,\n  title = {{DNA} \\emph{x} {\\'e}},\n  x-design = {rct},\n  file = {a:b}\n}\n"
    assert run(base, file(base, "x.bib", entry)).exit_code == 0
    added = (base / "references/imported.bib").read_text("utf-8")
    assert added == "@misc{My:Key,\n  title = {{DNA} \\emph{x} {\\'e}},\n  x-design = {rct},\n  file = {a:b},\n}\n"


def test_keys_that_are_taken_or_cannot_be_cited_are_changed_and_told(base: Path) -> None:
    entries = "".join(
        f"@book{{{key}, title = {{Title {n}}}, author = {{Roe, Bo}}, year = 2001}}\n"
        for n, key in enumerate(["mouse;2015", "a b", "x[1]", "smith2000", "10.1/(si)1:2<3>co;2-a", "[]"])
    )
    result = run(base, file(base, "x.bib", entries))
    for change in ("mouse;2015 -> mouse-2015", "a b -> a-b", "x[1] -> x-1", "smith2000 -> smith2000a", "[] -> work"):
        assert f"(key changed: {change})" in result.output
    assert "10.1/(si)1:2<3>co-2-a" in result.output
    (base / "claims.csv").write_text("id,claim,supports\nC-1,Bone is hard.,mouse-2015; a-b; x-1; work\n", "utf-8")
    found = {finding.rule for finding in evidencebase.check(base).findings}
    assert not {"evidence/dangling-key", "works/uncitable-key"} & found


def test_an_entry_that_stands_twice_is_told_with_its_first_place(base: Path) -> None:
    entry = "@book{roe2001, title = {Title}, author = {Roe, Bo}, year = 2001}\n"
    result = run(base, file(base, "x.bib", entry + entry + entry.replace("roe", "Roe")))
    assert "x.bib:2: the key 'roe2001' stands already in line 1 of this file; this entry is left out" in result.output
    assert "x.bib:3: the keys 'Roe2001' and 'roe2001' (line 1 of this file) differ" in result.output


def test_entries_without_key_get_one(base: Path) -> None:
    entry = file(base, "endnote.bib", "@article{,\n title = {Something else}, author = {Roe, Bo}, year = 2001\n}\n")
    result = run(base, entry)
    assert "roe2001: Roe. 2001. Something else." in result.output
    assert "endnote.bib:1: an entry has no key" in result.output


@pytest.mark.parametrize(
    "before",
    [
        b"% caf\xe9\n@book{x, title={caf\xe9}}",
        BIB.replace("smith", "jones").replace("\n", "\r\n").encode(),
        "\ufeff@book{x, title={é}}\n".encode("utf-16-le"),
        b"",
    ],
)
def test_the_bytes_that_are_there_stay(base: Path, before: bytes) -> None:
    target = base / "references/new.bib"
    target.write_bytes(before)
    assert run(base, file(base, "x.nbib", NBIB), "--into", "references/new.bib").exit_code == 0
    after = target.read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before) + 100


def test_what_would_be_lost_is_not_added(base: Path) -> None:
    target = base / "references/new.bib"
    target.write_bytes("@book{x, title={é}}\n".encode("utf-16") + b"x")
    result = run(base, file(base, "x.nbib", NBIB), "--into", "references/new.bib")
    assert (result.exit_code, "is broken" in result.output) == (2, True)
    target.write_bytes(b"% caf\xe9\n")
    result = run(base, file(base, "y.nbib", NBIB.replace("men", "m\u0113n")), "--into", "references/new.bib")
    assert (result.exit_code, "is not UTF-8" in result.output) == (2, True)
    assert target.read_bytes() == b"% caf\xe9\n"


def test_what_cannot_be_read_is_named(base: Path) -> None:
    result = run(base, file(base, "ids.txt", "10.1000/x\n12345\n"), file(base, "x.html", "<html></html>"), "--offline")
    assert result.exit_code == 1
    assert "ids.txt:1: doi 10.1000/x" in result.output
    assert "looked up" in result.output
    assert "x.html:1: is a web page" in result.output


def test_an_export_of_retraction_watch_is_no_list_of_works(base: Path) -> None:
    export = "Title,Author,RetractionDOI,OriginalPaperDOI,RetractionNature\nT,Ann Roe,10.1000/b,10.1000/a,Retraction\n"
    result = run(base, file(base, "x.ris", RIS), file(base, "rw.csv", export))
    assert (result.exit_code, (base / "references/imported.bib").exists()) == (2, False)
    assert "verify --retraction-watch" in result.output


@given(st.binary(max_size=60), st.sampled_from([b"", b"%PDF-1.7\r%\xe2", b"PK\x03\x04", b'"', b"{", b"[["]))
def test_any_bytes_are_told_what_they_are_not(base: Path, noise: bytes, begin: bytes) -> None:
    result = run(base, file(base, "x.dat", begin + noise), "--offline", "--dry-run")
    assert result.exit_code == 1
    assert "x.dat:" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--into", "other/elsewhere.bib"], "no .bib file in"),
        (["--into", "references/x.txt"], "no .bib file in"),
        (["--keys", "{famly}"], "did you mean 'family'?"),
        (["--keys", "x y"], "no pattern"),
    ],
)
def test_wrong_options(base: Path, arguments: list[str], words: str) -> None:
    result = run(base, file(base, "x.nbib", NBIB), *arguments)
    assert (result.exit_code, words in result.output) == (2, True)


def test_a_bare_name_is_one_beside_the_others(base: Path) -> None:
    assert run(base, file(base, "x.nbib", NBIB), "--into", "search.bib").exit_code == 0
    assert "pmid = {12}" in (base / "references/search.bib").read_text("utf-8")


def test_a_bibliography_alone_stays_one(tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(BIB, "utf-8")
    assert run(tmp_path, file(tmp_path, "x.nbib", NBIB)).exit_code == 0
    assert (tmp_path / "imported.bib").exists()
    assert "is there already" in run(tmp_path, file(tmp_path, "x.nbib", NBIB)).output


def test_suffixes_go_on_after_z() -> None:
    made = keys.Keys([], "{key}")
    assert [made.new({"id": "k"}) for _ in range(29)][-3:] == ["kz", "kaa", "kab"]
