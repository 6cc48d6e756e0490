"""Documents whose text is kept: read by a build, anchored, compared with a revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import evidencebase
from tests.conftest import Make
from tests.test_bad_input import run

DOCUMENTS = "id,title,path,text\ndoc,A document,paper.md,full\n"
CLAIMS = 'id,claim,stated_in\nAB-1,Bone lives,doc#s1.p1 = strong\nAB-2,Bone grows,"doc#s1.p2 = may ;doc#s1.p3=strong"\n'
PAPER = "# Bone\n\nBone is alive.\n\nBone can grow.\n\nBone does grow [@works2020].\n"


@pytest.fixture
def base(make: Make) -> Path:
    made = make({"claims.csv": CLAIMS, "documents/documents.csv": DOCUMENTS, "paper.md": PAPER})
    assert "4 blocks, 3 of them counted" in run("anchor", "doc", "-C", made).output
    return made


def rows(base: Path, query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in evidencebase.open(base).query(query)]


def found(base: Path, rule: str) -> list[str]:
    return [f"{f.file}:{f.line} {f.message}" for f in evidencebase.check(base).findings if f.rule == rule]


def test_text_is_searchable_and_citations_have_a_place(base: Path) -> None:
    query = "SELECT anchor, text_line FROM passages p JOIN passages_fts f ON f.rowid = p.rowid WHERE passages_fts MATCH"
    assert rows(base, f"{query} 'lives OR alive'") == [("doc#s1.p1", 3)]
    assert rows(base, "SELECT passage, key, file, line FROM citations") == [("doc#s1.p3", "works2020", "paper.md", 7)]


def test_the_text_of_other_documents_is_not_read(base: Path) -> None:
    (base / "documents/documents.csv").write_text(DOCUMENTS.replace("full", "none"))
    assert rows(base, "SELECT count(*), count(text) FROM passages") == [(4, 0)]
    assert rows(base, "SELECT path FROM inputs WHERE path = 'paper.md'") == []


def test_an_edited_text_is_noticed_and_anchors_move_on_request_only(base: Path) -> None:
    evidencebase.build(base)
    (base / "paper.md").write_text(PAPER.replace("Bone can", "It walks.\n\nBone can").replace("is alive", "lives on"))
    assert found(base, "documents/drifted-passage") == [
        "claims.csv:2 is stated in doc#s1.p1, which is no longer in the text; in its place stands paper.md:3 "
        "'Bone lives on.'"
    ]
    assert found(base, "documents/outdated-passages") == [
        "paper.md:3 2 of its blocks of text are not in passages.csv yet"
    ]
    before = (base / "claims.csv").read_bytes()
    checked = run("anchor", "doc", "-C", base, "--check")
    assert checked.exit_code == 1 and "moved  doc#s1.p2 -> doc#s1.p3  (AB-2)" in checked.output
    assert "gone   doc#s1.p1  (AB-1)" in checked.output
    moved = run("anchor", "doc", "-C", base, "--move")
    assert moved.exit_code == 0, moved.output
    expected = before.replace(b"doc#s1.p3=strong", b"doc#s1.p4=strong").replace(b"doc#s1.p2 = may", b"doc#s1.p3 = may")
    assert (base / "claims.csv").read_bytes() == expected
    assert found(base, "documents/outdated-passages") == []


def test_without_moving_the_claims_are_named(base: Path) -> None:
    (base / "paper.md").write_text(PAPER.replace("Bone can", "It walks.\n\nBone can"))
    result = run("anchor", "doc", "-C", base)
    assert "--move mends those that moved" in result.stderr
    assert (base / "claims.csv").read_text() == CLAIMS


def test_copied_words_are_found_in_a_copy_of_a_text_that_is_not_kept(make: Make, tmp_path: Path) -> None:
    long = "Women who walked briskly for an hour on most days of the week had denser hips"
    made = make({"claims.csv": f"id,claim,stated_in\nAB-1,{long},doc#s1.p1 = strong\n"})
    copy = tmp_path / "copy.txt"
    copy.write_text(f"Bone\n\n{long}, they say.\n")
    run("anchor", "doc", copy, "-C", made)
    result = run("anchor", "doc", copy, "-C", made, "--check")
    assert result.exit_code == 1 and "copied doc#s1.p1  (AB-1): women who walked" in result.output
    assert "nothing changed" in result.stdout and "in your own words" in result.stderr, "why it is 1 is told"


def test_a_text_that_was_never_anchored_is_no_match(make: Make) -> None:
    made = make({"paper.md": PAPER})
    checked = run("anchor", "doc", made / "paper.md", "-C", made, "--check")
    assert checked.exit_code == 1 and checked.stdout.endswith("as paragraphs: 4 new\n"), "the whole of it is not listed"
    assert "without --check" in checked.stderr and not (made / "documents").exists()
    assert "4 new" in run("anchor", "doc", made / "paper.md", "-C", made).stdout
    again = run("anchor", "doc", made / "paper.md", "-C", made, "--check")
    assert again.exit_code == 0 and "nothing changed" in again.stdout


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (None, "documents.csv is not there yet; write into it:\nid,title\ndoc,Bone\n"),
        ("", "documents.csv has no row for 'doc'; write into it:\nid,title\ndoc,Bone\n"),
        ("note;Title;id\n;Other;docs\n", "has no row for 'doc' (did you mean 'docs'?); write into it:\n;Bone;doc\n"),
        (DOCUMENTS, ""),
    ],
)
def test_the_row_that_documents_csv_lacks_is_shown(make: Make, documents: str | None, said: str) -> None:
    made = make({"paper.md": PAPER} | ({} if documents is None else {"documents/documents.csv": documents}))
    told = run("anchor", "doc", made / "paper.md", "-C", made).stderr
    assert told.endswith(said) if said else not told


def test_bad_input(base: Path, make: Make, tmp_path: Path) -> None:
    for arguments, said in (
        (("new",), "name the file that holds the text of 'new'"),
        (("doc", "--check", "--move"), "choose one"),
    ):
        result = run("anchor", *arguments, "-C", base)
        assert result.exit_code == 2 and said in result.stderr
    (base / "paper.md").write_bytes(b"caf\xe9")
    assert "byte 0xe9 in line 1 is not UTF-8" in run("anchor", "doc", "-C", base).stderr
    assert found(base, "files/unreadable-file") == [
        "paper.md:0 cannot be read as it stands: byte 0xe9 in line 1 is not UTF-8; save it as UTF-8"
    ]
    (tmp_path / "secret.md").write_text("secret words")
    (base / "documents/documents.csv").write_text(DOCUMENTS.replace("paper.md", "../secret.md"))
    assert rows(base, "SELECT count(text) FROM passages") == [(0,)], "nothing outside of the evidence base is read"


def test_the_text_at_a_revision_is_compared_too(base: Path) -> None:
    git = ("git", "-C", str(base), "-c", "user.name=A", "-c", "user.email=a@example.org")
    (base / "paper.md").write_text(PAPER + "\nIt sings [@nobody1999].\n")
    run("anchor", "doc", "-C", base)
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*git, *arguments], check=True)
    assert "known before" in run("check", "-C", base, "--since", "HEAD").output
    (base / "paper.md").write_text(PAPER + "\nIt sings [@nobody1999; @other1999].\n")
    output = run("check", "-C", base, "--since", "HEAD", "--select", "documents/undefined-citation").output
    assert "other1999" in output and "nobody1999" not in output
