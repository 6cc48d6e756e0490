"""A database for the public: no draft, nothing that only drafts use, and no finding that their absence brings about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evidencebase import files, project, publishing
from evidencebase.finding import UsageError
from tests.conftest import Make

CLAIMS = """\
id,claim,kind,population,intervention,outcome,direction,stated_in,supports,disputes,status,contradicts,topics,note
AB-1,Bone grows in men,effect,men,drug,bmd,increases,doc#s1.p1 = strong,shared2020,,active,AB-2,growth,
AB-2,Zebrafish shrink,effect,zebra,hush,whisper,decreases,STATED,LINKS,draft,AB-1,occultum,Murmur
AB-3,Bone grows in men too,effect,men,drug,bmd,increases,doc#s1.p1 = strong,shared2020,,active,,growth,
AB-4,Zebrafish shrink too,effect,zebra,hush,whisper,decreases,,,,draft,,occultum,
""".replace("STATED", "doc#s1.p2 = may; secret#s1.p1").replace("LINKS", "quiet2021; shared2020,differs2021")
FILES = {
    "claims.csv": CLAIMS,
    "evidence.csv": "claim,work,relation,finding,measure,estimate\n"
    "AB-2,quiet2021,supports,Nobody may hear this,MD,1\nAB-1,shared2020,supports,They grew,MD,2\n",
    "terms.csv": "id,label,kind,importance,parent,surrogate_for\nmen,Men,population,,,\ndrug,Drug,intervention,,,\n"
    "bmd,Bone density,outcome,surrogate,,fracture\nfracture,Fracture,outcome,critical,,\n"
    "zebra,Zebrafish,population,,fish,\nfish,Piscium,population,,,\nhush,Hushing,intervention,,,\n"
    "whisper,Whispering,outcome,critical,,\nspare,Spare,outcome,important,,\n",
    "documents/documents.csv": "id,title,bibliography\ndoc,The document,references/doc.bib\n"
    "secret,The withheld paper,references/secret.bib\n",
    "documents/passages.csv": "anchor,kind,heading,words,fingerprint,no_claim\n"
    "doc#s1,heading,Growth,1,aaaaaaaaaaaaaaaa,\n"
    "doc#s1.p1,prose,,1,bbbbbbbbbbbbbbbb,\ndoc#s1.p2,prose,,1,cccccccccccccccc,\n"
    "secret#s1,heading,Murmurs,1,dddddddddddddddd,\nsecret#s1.p1,prose,,1,eeeeeeeeeeeeeeee,\n",
    "references/doc.bib": "@article{shared2020,author={Open, Ada},title={Shared},journal={J},year=2020}\n"
    "@article{listed2020,author={Open, Ada},title={Listed only},journal={J},year=2020}\n",
    "references/secret.bib": "@article{other2019,author={Hidden, Hugo},title={Unheard},journal={J},year=2019}\n",
    "references/curator.bib": "@article{quiet2021,author={Quietus, Sam},title={Inaudible},journal={J},year=2021}\n"
    "@article{differs2021,author={Quietus, Sam},title={Muffled},journal={J},year=2021,x-record={differs},"
    "x-meant={meant2021}}\n@article{meant2021,author={Quietus, Sue},title={Muted},journal={J},year=2021}\n"
    "@article{unused2021,author={Free, Fay},title={Unused},journal={J},year=2021}\n",
}
SECRETS = ["AB-2", "AB-4", "ebrafish", "urmur", "quiet2021", "differs2021", "meant2021", "other2019", "nheard"]
SECRETS += ["uietus", "nobody may", "withheld", "ushing", "hispering", "iscium", "occult"]


@pytest.fixture
def published(make: Make, tmp_path: Path) -> Path:
    target = tmp_path / "public.db"
    gone = publishing.publish(make(FILES), None, target)
    assert gone["claims"] == 2 and gone["documents"] == 1 and gone["works"] == 4
    return target


def rows(path: Path, query: str) -> list[Any]:
    with closing(files.open_read_only(path)) as connection:
        return connection.execute(query).fetchall()


def test_no_byte_tells_of_a_draft(published: Path) -> None:
    content = published.read_bytes().lower()
    for secret in SECRETS:
        assert secret.lower().encode() not in content, secret


def test_what_others_use_stays(published: Path) -> None:
    assert rows(published, "SELECT id FROM claims") == [("AB-1",), ("AB-3",)]
    assert {key for (key,) in rows(published, "SELECT key FROM works")} == {"shared2020", "listed2020", "unused2021"}
    assert {key for (key,) in rows(published, "SELECT id FROM terms")} == {"men", "drug", "bmd", "fracture", "spare"}
    assert rows(published, "SELECT id FROM documents") == [("doc",)]
    links = rows(published, "SELECT claim, work, finding FROM evidence ORDER BY claim")
    assert links == [("AB-1", "shared2020", "They grew"), ("AB-3", "shared2020", None)]
    assert rows(published, "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH 'grows'") == [(2,)]
    assert rows(published, "PRAGMA integrity_check") == [("ok",)]
    assert rows(published, "PRAGMA foreign_key_check") == []


def test_findings_are_those_of_the_whole_base_that_are_about_what_is_left(make: Make, published: Path) -> None:
    base = make(FILES)
    whole = {row[0] for row in rows(project.build(base).output, "SELECT fingerprint FROM findings")}
    left = rows(published, "SELECT fingerprint, rule, row_key FROM findings")
    assert left and {row[0] for row in left} <= whole
    assert not [row for row in left if row[1] == "documents/unaccounted-passage"]
    counted = rows(published, "SELECT sum(findings) FROM rules")
    assert counted == [(len(left),)]


def test_without_drafts_the_copy_holds_the_same(make: Make, tmp_path: Path) -> None:
    base = make({**FILES, "claims.csv": CLAIMS.replace(",draft,", ",active,")})
    target = tmp_path / "public.db"
    assert publishing.publish(base, None, target) == {"claims": 0}
    with closing(sqlite3.connect(project.build(base).output)) as one, closing(sqlite3.connect(target)) as other:
        for table in ("claims", "works", "evidence", "findings", "terms", "statements"):
            query = f"SELECT * FROM {table} ORDER BY 1, 2"
            assert one.execute(query).fetchall() == other.execute(query).fetchall(), table


def test_a_build_never_takes_the_public_one_for_its_own(make: Make, published: Path) -> None:
    assert project.build(make(FILES), published).changed
    assert len(rows(published, "SELECT id FROM claims")) == 4


def test_a_base_that_cannot_be_read_is_not_published(make: Make, tmp_path: Path) -> None:
    base = make({"references/works.bib": "@book{works2020, title = {broken\n"})
    with pytest.raises(UsageError, match="could not be read in full"):
        publishing.publish(base, None, tmp_path / "public.db")
    assert not (tmp_path / "public.db").exists()
    whole = make(FILES, "whole")
    with pytest.raises(UsageError, match="publish into another folder"):
        publishing.publish(whole, None, project.build(whole).output)
