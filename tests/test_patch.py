"""A database made from the former one and what changed is the one that a full build makes."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

import evidencebase
from evidencebase import answers, checker, codes, database, files, functions, touched, verifications
from evidencebase.comparison.record import Notice
from evidencebase.comparison.verdict import Answer
from evidencebase.readers import bibtex
from evidencebase.rulebook import Rule, rules
from evidencebase.schema import TABLES
from evidencebase.verify import lock
from evidencebase.verify.items import About

HEADER = (
    "id,claim,kind,intervention,outcome,direction,stated_in,supports,disputes,evidence_strength,rated_down,status,"
    "contradicts,superseded_by,topics,note,waive"
)
WORDS = ("bone", "density", "heals", "fractures", "testosterone", "muscle", "the", "mass", "Bones")
KEYS = (*(f"work{n}" for n in range(12)), "Work3", "nowhere", "data1")
ROLES = ("author = {Doe, Ada and Roe, Bob}", "author = {Roe, Bob}", "author = {{Group}}", "editor = {Poe, Cy}")


def cell(text: str) -> str:
    return f'"{text}"' if any(character in text for character in ',"\n') else text


def claim(random: Random, number: int) -> str:
    """A line of claims.csv with whatever may stand there."""

    def some(*choices: str) -> str:
        return random.choice(("", *choices))

    text = " ".join(random.sample(WORDS, 4)) + random.choice(("", "", "", ", too", "\nsecond line"))
    links = "; ".join(random.sample(KEYS, random.randrange(4))) + random.choice(("", "", " [p. 2]", "; a[b]c"))
    stated = some("doc#s1.p1 = strong", "doc#s1.p1 = may; two#s1.p1 = likely", "doc#s1.p9", "two#s1.p1 = sure")
    cells = (
        random.choice((*[f"AB-{number}"] * 40, f"ab-{number}", "")),
        random.choice((text, text, "TBD")),
        some("effect", "definition", "wrong"),
        some("trt"),
        some("bmd", "fracture"),
        some("increases", "decreases", "no-effect"),
        stated,
        links,
        some("work1", "work2 [table 1]; work5"),
        some("high", "low", "very-low", "Very Low"),
        some("imprecision 1", "imprecision 1; nonsense 2"),
        some("active", "draft"),
        some("AB-1; AB-2", "AB-3"),
        some("AB-4"),
        some("bones; muscles", "bones"),
        some("because", "the note"),
        some("uncited: so be it", "overclaim", "uncited: x (until 2020-01-01)", "???"),
    )
    return ",".join(map(cell, cells))


def entry(random: Random, number: int, tied: bool) -> str:
    """An entry, with what ties it to those of other files or without."""
    kind = random.choice(("article", "article", "book", "xdata" if tied else "online", "inproceedings"))
    fields = [
        f"title = {{{' '.join(random.choice(WORDS) for _ in range(6))}}}",
        random.choice(ROLES),
        random.choice(("year = 2001", "year = {199}", "year = {2002}")),
    ]
    fields += random.sample(
        (
            "journal = jbmr" if tied else "journal = {Bone}",
            f"doi = {{10.1000/{random.randrange(5)}}}",
            f"crossref = {{work{random.randrange(12)}}}" if tied else "edition = {3rd edition}",
            "x-design = {rct}",
            f"x-meant = {{work{random.randrange(12)}}}",
            "x-record = {differs}",
            "pmid = {12345}",
            f"xdata = {{work{random.randrange(12)}}}" if tied else "jornal = {Bone &amp; Muscle}",
            "ids = {other7}",
            "x-trial = {NCT1; NCT2}",
            "x-trial = {nct2}",
            "x-waive = {doubtful-record: because; ???}",
            "title = {Twice}",
            "editor = {Doe, Ada}",
        ),
        random.randrange(4),
    )
    key = random.choice((f"work{number}",) * 9 + ("Work3", "data1"))
    return f"@{kind}{{{key},\n  " + ",\n  ".join(fields) + "\n}\n"


def evidence(random: Random) -> str:
    number = random.choice(("", "1.5", "x"))
    relation = random.choice(("supports", "disputes", "mentions"))
    return f"AB-{random.randrange(45)},{random.choice(KEYS)},{relation},found {random.choice(WORDS)},{number},p. 3"


class Base:
    """An evidence base that is edited at random."""

    def __init__(self, directory: Path, random: Random) -> None:
        self.directory, self.random = directory, random
        self.tied = random.random() < 0.5
        (directory / "references").mkdir(parents=True)
        (directory / "documents").mkdir()
        self.claims = [HEADER, *(claim(random, number) for number in range(40))]
        self.entries = [[entry(random, number, self.tied) for number in range(at, 12, 3)] for at in range(3)]
        self.entries[0].insert(0, "@string{jbmr = {Journal of Bone}}\n")
        self.evidence = ["claim,work,relation,finding,estimate,locator", *(evidence(random) for _ in range(30))]
        self.end = "\n"
        self.write()
        (directory / "documents/documents.csv").write_text(
            "id,title,bibliography,path,text\ndoc,The document,references/1.bib,doc.md,full\n"
            "two,Another,references/2.bib,,\n"
        )
        (directory / "doc.md").write_text("# Bone\n\nBone heals [@work1; @nowhere].\n\nMuscle raises bone density.\n")
        (directory / "documents/passages.csv").write_text(
            "anchor,kind,fingerprint\ndoc#s1.p1,prose,0123\ntwo#s1.p1,prose,4567\n"
        )
        (directory / "terms.csv").write_text(
            "id,label,kind\ntrt,Testosterone,intervention\nbmd,Density,outcome\nfracture,Fracture,outcome\n"
        )
        head = "claim,by,date,claim_fingerprint,evidence_fingerprint,parts\n"
        rows = (f"AB-{n},Ada,2025-01-0{n % 9 + 1},aa{n},bb{n},text=c{n}; work work1=d{n}\n" for n in range(0, 45, 2))
        (directory / "reviews.csv").write_text(head + "".join(rows))
        decided = (
            "work,verdict,reason,address,person,date,fingerprint\nwork1,verified,seen,here,Ada,2025-01-01,0123abcd\n"
        )
        (directory / "references/overrides.csv").write_text(decided)
        (directory / "baseline.csv").write_text("fingerprint,rule,row,reason\n0123456789abcdef,uncited,AB-1,so it is\n")

    def write(self) -> None:
        files = {"claims.csv": self.end.join(self.claims) + self.end, "evidence.csv": "\n".join(self.evidence) + "\n"}
        files |= {f"references/{at}.bib": "".join(entries) for at, entries in enumerate(self.entries)}
        for name, text in files.items():
            data, path = text.encode(), self.directory / name
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)

    def state(self) -> tuple[list[str], list[list[str]], list[str]]:
        """What was written."""
        return list(self.claims), [list(entries) for entries in self.entries], list(self.evidence)

    def put_back(self, state: tuple[list[str], list[list[str]], list[str]]) -> None:
        """Undo edits."""
        self.claims, self.entries, self.evidence = state
        self.write()

    def edit(self) -> str:
        """Change something; tells what."""
        random = self.random
        names = ["claims_change"] * 6 + ["claims_insert", "claims_delete", "claims_move", "claims_repeat"] * 2
        names += ["claims_odd", "works_change", "works_change", "works_insert", "works_delete", "works_move"]
        names += ["works_odd", "details", "settings", "claims_ends", "lock", "lock", "lock"]
        names += ["claims_layout", "works_layout"] * 2
        name = random.choice(names)
        getattr(self, f"_{name}")(random)
        self.write()
        return name

    def _claims_change(self, random: Random) -> None:
        at = random.randrange(1, len(self.claims))
        self.claims[at] = claim(random, random.choice((at - 1, at - 1, random.randrange(60))))

    def _claims_insert(self, random: Random) -> None:
        at = random.randrange(1, len(self.claims) + 1)
        self.claims[at:at] = [claim(random, 100 + random.randrange(900)) for _ in range(random.choice((1, 1, 2, 20)))]

    def _claims_delete(self, random: Random) -> None:
        if len(self.claims) > 20:
            del self.claims[random.randrange(1, len(self.claims))]

    def _claims_move(self, random: Random) -> None:
        line = self.claims.pop(random.randrange(1, len(self.claims)))
        self.claims.insert(random.randrange(1, len(self.claims) + 1), line)

    def _claims_repeat(self, random: Random) -> None:
        line = self.claims[random.randrange(1, len(self.claims))]
        self.claims.insert(random.randrange(1, len(self.claims) + 1), random.choice((line, line.lower())))

    def _claims_odd(self, random: Random) -> None:
        odd = random.choice(
            ("", "AB-7", "no id,claim", ",nothing", 'AB-8,a "quote" inside', " ", "may-3,a date", "É-1,é")
        )
        self.claims.insert(random.randrange(1, len(self.claims) + 1), odd)

    def _claims_layout(self, random: Random) -> None:
        """The same cells in other places."""
        at = random.randrange(1, len(self.claims))
        first, separator, rest = self.claims[at].partition(",")
        self.claims[at] = f"{first}{random.choice((' ', '  '))}{separator}{rest}"

    def _works_layout(self, random: Random) -> None:
        """The same fields in other places."""
        entries = random.choice([entries for entries in self.entries if entries])
        at = random.randrange(len(entries))
        entries[at] = entries[at].replace(",\n", random.choice((",\n\n", ",\n ")), random.choice((1, -1)))

    def _claims_ends(self, random: Random) -> None:
        self.end = random.choice(("\n", "\r\n"))

    def _works_change(self, random: Random) -> None:
        entries = random.choice([entries for entries in self.entries if len(entries) > 1])
        entries[random.randrange(1, len(entries))] = entry(random, random.randrange(14), self.tied)

    def _works_insert(self, random: Random) -> None:
        entries = random.choice(self.entries)
        entries.insert(random.randrange(len(entries) + 1), entry(random, random.randrange(20), self.tied))

    def _works_delete(self, random: Random) -> None:
        entries = random.choice([entries for entries in self.entries if entries])
        if sum(map(len, self.entries)) > 6:
            del entries[random.randrange(len(entries))]

    def _works_move(self, random: Random) -> None:
        one = random.choice([entries for entries in self.entries if entries])
        random.choice(self.entries).append(one.pop(random.randrange(len(one))))

    def _works_odd(self, random: Random) -> None:
        odd = (
            "@string{jbmr = {Other}}\n",
            "@book{}\n",
            "@article{open, title = {never closed\n",
            "% line\n",
            "@misc{, title = {No key}}\n",
        )
        random.choice(self.entries).insert(0, random.choice(odd))

    def _lock(self, random: Random) -> None:
        """What registries say: of entries as they are or were, of works that are not there, or nothing any more."""
        scratch = self.directory.parent / "scratch.db"
        evidencebase.build(self.directory, scratch)
        with closing(files.open_read_only(scratch)) as connection:
            entries = list(verifications.entries(connection))
        lines = []
        for one in random.sample(entries, random.randrange(len(entries) + 1)):
            said = one._replace(
                source="crossref", volume=random.choice(("", "7")), doi=f"10.1000/{random.randrange(3)}"
            )
            asked = lock.asked(random.choice((one, one, said)))
            answer = Answer("crossref", "search", random.choice(("answered", "failed")), (said,), "HTTP 503")
            notice = About(said.doi, Notice("retraction", "2020", "", "publisher"))
            lines.append(lock.Line(one.identifier, asked, "2025-01-01", (answer,), {said.doi: "2025-01-02"}, (notice,)))
        if lines:
            lock.write(self.directory, lines)
        else:
            (self.directory / lock.FILE).unlink(missing_ok=True)

    def _details(self, random: Random) -> None:
        self.evidence[random.randrange(1, len(self.evidence))] = evidence(random)

    def _settings(self, random: Random) -> None:
        severity = random.choice(("error", "warning"))
        (self.directory / "evidencebase.toml").write_text(f'[rules."claims/uncited"]\nseverity = "{severity}"\n')


IGNORED = {
    "evidence": ("id",),
    "findings": ("id", "since"),
    "builds": ("built", "patched", "seconds"),
    "authors": ("id",),
    "authorship": ("author",),
    "readings": ("findings",),
    "rules": ("seconds",),
}


def content(path: Path) -> dict[str, object]:
    """Everything a database holds, without what numbers its rows and when it was made."""
    with closing(files.open_read_only(path)) as connection:
        found: dict[str, object] = {}
        for table in TABLES:
            if table.name == "history":  # a database made from another one knows what that found
                continue
            ignored = IGNORED.get(table.name, ())
            names = [c.name for c in table.columns if c.stored and c.name not in ignored]
            order = "rowid" if table.name in ("claims", "works") else "1"
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}").fetchall()
            if table.name == "codes":  # one of them numbers the rows
                rows = [_decoded(*row) if row[0] == "findings" else row for row in rows if row[1] != codes.NUMBERS]
            found[table.name] = rows if order == "rowid" else sorted(rows, key=repr)
        found["order"] = connection.execute(
            "SELECT claim, work, relation, line FROM evidence ORDER BY claim, id"
        ).fetchall()
        names_of = "SELECT work, role, position, name FROM authorship JOIN authors ON id = author ORDER BY 1, 2, 3"
        found["names"] = connection.execute(names_of).fetchall()
        read = connection.execute("SELECT value FROM readings, json_each(findings)").fetchall()
        found["readings, findings"] = sorted(read)
        for table, key in (
            ("claims", "id"),
            ("works", "key"),
            ("evidence", "claim"),
            ("rules", "name"),
            ("findings", "row_key"),
        ):
            for word in WORDS:
                search = (
                    f"SELECT {table}.{key}, round(rank, 9) FROM {table} JOIN {table}_fts f ON f.rowid = {table}.rowid "
                    f"WHERE f.{table}_fts MATCH ?"
                )
                found[f"{table}: {word}"] = sorted(connection.execute(search, (word,)).fetchall(), key=repr)
        objects = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        found["objects"] = sorted(objects.fetchall(), key=repr)
    return found


def _decoded(of_table: str, columns: str, items: str, numbers: bytes) -> tuple[str, str, list[str]]:
    """The cells that stand for the rows, in no order: that of findings is another after a patch."""
    cells = json.loads(items)
    width = 1 if len(cells) <= 256 else 2
    found = (int.from_bytes(numbers[at : at + width], "little") for at in range(0, len(numbers), width))
    return of_table, columns, sorted(repr(cells[number]) for number in found)


def is_patched(path: Path) -> bool:
    with closing(files.open_read_only(path)) as connection:
        return bool(connection.execute("SELECT patched FROM builds").fetchone()[0])


def agree(base: Path, target: Path, fresh: Path) -> tuple[bool, bool]:
    """Check both ways and compare; whether there was something to compare, and whether it was patched."""
    former = target.stat().st_mtime_ns
    checked = evidencebase.check(base, target)
    fresh.unlink(missing_ok=True)
    expected = evidencebase.check(base, fresh)
    assert checked.findings == expected.findings
    if target.stat().st_mtime_ns == former:
        return False, False
    one, other = content(target), content(fresh)
    for name in other:
        assert one[name] == other[name], name
    return True, is_patched(target)


def test_one_file_of_several_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, target = Base(tmp_path / "base", Random(0)), tmp_path / "patched.db"
    base.entries = [[f"@book{{b{file}{at}, title={{A &amp; B}}}}\n" for at in range(3)] for file in range(3)]
    base.write()
    evidencebase.build(base.directory, target)
    asked: list[list[str]] = []
    read = bibtex.read

    def noted(files: Sequence[tuple[str, bytes]], *others: Any) -> bibtex.Bibliography:
        asked.append([path for path, _ in files])
        return read(files, *others)

    monkeypatch.setattr(bibtex, "read", noted)

    def change(file: int, text: str) -> list[list[str]]:
        base.entries[file][1] = text
        base.write()
        asked.clear()
        agree(base.directory, target, tmp_path / "fresh.db")
        assert is_patched(target)
        return asked[:-1]  # the last one is that of the full build

    one, all_ = ["references/1.bib"], [f"references/{file}.bib" for file in range(3)]
    assert change(1, "@book{b11, title={Another}}\n") == [one]
    assert change(1, "@book{B21, title={Key of a later file, but for case}}\n") == [one, all_]
    assert change(1, "@book{b11, title={It is gone}}\n") == [all_]  # what was said of the later file is gone, too
    assert change(1, "@book{b11, title=macro}\n") == [one]
    assert change(2, "@book{b21, title={Nothing defined}}\n") == [["references/2.bib"]]
    assert change(2, "@string{macro={Defined}} @book{b21, title={Something}}\n") == [["references/2.bib"], all_]
    assert change(2, "@string{macro={Defined}} @book{b21, title={Another}}\n") == [["references/2.bib"]]
    assert change(1, "@book{b11, title=macro # { again}}\n") == [one]
    assert change(0, "@string{macro={First}} @book{b01, title={Before it}}\n") == [["references/0.bib"], all_]
    assert change(2, "@string{macro={Hidden}} @book{b21, title={Another}}\n") == [["references/2.bib"]]
    assert change(0, "@string{macro=other} @book{b01, title={Of another}}\n") == [["references/0.bib"], all_]
    assert change(1, "@book{b11, title={Without}}\n") == [all_]


@pytest.fixture
def small_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules keep what they found in bases of any size."""
    monkeypatch.setattr(touched, "WORTH_IT", 0)


@pytest.mark.usefixtures("small_is_worth_it")
@pytest.mark.parametrize("seed", range(int(os.environ.get("PATCH_SEEDS", "12"))))
def test_random_edits(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    base = Base(tmp_path / "base", random)
    target, fresh = tmp_path / "patched.db", tmp_path / "fresh.db"
    evidencebase.build(base.directory, target)
    done = []
    patched = 0
    for _ in range(12):
        before = base.state()
        done.append([base.edit() for _ in range(random.choice((1, 1, 1, 3)))])
        written, was_patched = agree(base.directory, target, fresh)
        patched += was_patched
        if not written:  # something is broken: go back
            base.put_back(before)
    assert patched, done


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path / "base", Random(1))
    made.claims = [HEADER, *(f"AB-{n},Bone {n} heals,,,,,,work{n % 9}" + "," * 9 for n in range(30))]
    made.entries = [
        [f"@misc{{work{n},\n  title = {{Bone {n}}},\n  author = {{Doe, A{n}}}\n}}\n" for n in range(at, 9, 3)]
        for at in range(3)
    ]
    made.write()
    evidencebase.build(made.directory)
    return made


def _changed(base: Base) -> None:
    base.claims[9] = base.claims[9].replace("heals", "breaks")


def _inserted(base: Base) -> None:
    base.claims.insert(9, base.claims[9].replace("AB-8", "AB-99"))


def _appended(base: Base) -> None:
    base.claims.append(base.claims[9].replace("AB-8", "AB-99"))


def _deleted(base: Base) -> None:
    del base.claims[9]


def _moved(base: Base) -> None:
    base.claims.append(base.claims.pop(9))


def _work_changed(base: Base) -> None:
    base.entries[1][0] = base.entries[1][0].replace("Bone", "Muscle")


def _work_added(base: Base) -> None:
    base.entries[1].insert(1, "@misc{added,\n  title = {Added}\n}\n")


def _work_deleted(base: Base) -> None:
    del base.entries[1][1]


def _linked(base: Base) -> None:
    base.claims[9] = base.claims[9].replace("heals,,,,,,work8", "heals and it grows,,,,,,work1; nowhere")


def _both(base: Base) -> None:
    _changed(base)
    _work_added(base)


SIMPLE = (_changed, _inserted, _appended, _deleted, _moved, _work_changed, _work_added, _work_deleted, _both)


@pytest.mark.parametrize("edit", SIMPLE, ids=lambda edit: edit.__name__.strip("_"))
def test_small_changes_are_patched(edit: Callable[[Base], None], base: Base, tmp_path: Path) -> None:
    edit(base)
    base.write()
    assert agree(base.directory, base.directory / "evidence.db", tmp_path / "fresh.db") == (True, True)


@pytest.mark.usefixtures("small_is_worth_it")
def test_rules_that_read_nothing_that_changed_are_not_asked(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = answers.ask

    def noted(connection: sqlite3.Connection, rule: Rule, *more: Any) -> checker.Outcome:
        asked.append(rule.name)
        return ask(connection, rule, *more)

    def those(edit: Callable[[Base], None]) -> set[str]:
        asked.clear()
        edit(base)
        base.write()
        evidencebase.build(base.directory)
        assert is_patched(base.directory / "evidence.db")
        return set(asked)

    monkeypatch.setattr(answers, "ask", noted)
    of_the_day, text, graded = "verifications/unverified", "claims/compound", "strength/unexplained-grade"
    found = those(_changed)
    assert {text, of_the_day} <= found and not found & {graded, "works/no-identifier", "claims/uncited"}
    assert graded in those(_deleted)
    found = those(_work_changed)
    assert {"works/truncated-authors", of_the_day} <= found and not found & {
        text,
        "claims/uncited",
        "works/missing-field",
    }
    (base.directory / "evidencebase.toml").write_text('[rules."claims/uncited"]\nseverity = "warning"\n')
    assert {text, graded, "works/missing-field"} <= those(lambda base: None)


def test_what_a_rule_reads(base: Base) -> None:
    with closing(sqlite3.connect(base.directory / "evidence.db")) as connection:
        functions.register(connection)
        found = {name: checker.reads(connection, rule) for name, rule in rules().items() if rule.sql}
    assert ("claims", "claim") in found["claims/compound"] and ("claims", "outcome") not in found["claims/compound"]
    assert ("reviews", touched.ROWS) in found["reviews/unreviewed"], "it only looks whether there are any"
    assert {("terms", "id"), ("claims", "outcome")} <= found["claims/unknown-term"]
    assert ("terms", "importance") in found["strength/surrogate-leap"], "through a view"
    assert checker.ANYTHING in found["verifications/unverified"] & found["works/bad-year"]
    assert checker.ANYTHING not in found["evidence/dangling-key"]


def test_full_text_search_stays_whole(base: Base) -> None:
    for edit in SIMPLE:
        edit(base)
        base.write()
        evidencebase.build(base.directory)
    assert is_patched(base.directory / "evidence.db")
    with closing(sqlite3.connect(base.directory / "evidence.db")) as connection:
        for table in TABLES:
            if database.searchable(table):
                connection.execute(
                    f"INSERT INTO {table.name}_fts({table.name}_fts, rank) VALUES ('integrity-check', 1)"
                )
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_settings_need_no_file_read_again(base: Base) -> None:
    (base.directory / "evidencebase.toml").write_text('title = "Other"\n')
    evidencebase.build(base.directory)
    assert is_patched(base.directory / "evidence.db")


@pytest.mark.usefixtures("small_is_worth_it")
@pytest.mark.parametrize("edit", [_changed, _inserted, _linked], ids=lambda edit: edit.__name__.strip("_"))
def test_rules_that_look_at_each_claim_are_asked_of_those_that_changed(
    edit: Callable[[Base], None], base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    among: dict[str, int] = {}
    ask = answers.ask

    def noted(connection: sqlite3.Connection, rule: Rule, *more: Any) -> checker.Outcome:
        among[rule.name] = connection.execute("SELECT count(*) FROM claims").fetchone()[0]
        return ask(connection, rule, *more)

    edit(base)
    base.write()
    with monkeypatch.context() as watched:
        watched.setattr(answers, "ask", noted)
        evidencebase.build(base.directory)
    assert is_patched(base.directory / "evidence.db")
    few = {name for name, claims in among.items() if claims == 1}
    assert {"claims/compound", "claims/incomplete", "strength/overclaim"} <= few and "claims/duplicate" not in few
    assert all(rules()[name].each for name in few)
    among_all = {name for name in among if rules()[name].each} - few
    assert not among_all & {"claims/uncited", "claims/uninterpreted-number", "strength/ungraded"}
    expected = evidencebase.check(base.directory, tmp_path / "fresh.db")
    assert evidencebase.check(base.directory).findings == expected.findings


@pytest.mark.parametrize("content", [None, b"", b"claim,work"])
def test_a_claim_changes_where_no_details_are_told(content: bytes | None, base: Base, tmp_path: Path) -> None:
    told = base.directory / "evidence.csv"
    told.unlink() if content is None else told.write_bytes(content)
    base.evidence = []
    evidencebase.build(base.directory, force=True)
    base.claims[9] = base.claims[9].replace("heals", "breaks")
    (base.directory / "claims.csv").write_text("\n".join(base.claims) + "\n")
    assert agree(base.directory, base.directory / "evidence.db", tmp_path / "fresh.db")[0]


def _details(base: Base) -> None:
    base.evidence.append("AB-1,work1,supports,found,1.5,p. 3")


def _much(base: Base) -> None:
    base.claims += [f"CD-{n},Bone" + "," * 15 for n in range(200)]


def _crowded(base: Base) -> None:
    base.claims[9:9] = [f"CD-{n},Bone" + "," * 15 for n in range(20)]


def _other_header(base: Base) -> None:
    base.claims[0] = HEADER.replace("claim,kind", "claim,x_kind")


def _broken(base: Base) -> None:
    base.claims[9] += '"'


@pytest.mark.parametrize("edit", [_details, _much, _crowded, _other_header], ids=lambda edit: edit.__name__.strip("_"))
def test_other_changes_are_built_in_full(edit: Callable[[Base], None], base: Base) -> None:
    edit(base)
    base.write()
    assert evidencebase.build(base.directory).written
    assert not is_patched(base.directory / "evidence.db")


def test_a_broken_file_replaces_nothing(base: Base) -> None:
    _broken(base)
    base.write()
    made = evidencebase.build(base.directory)
    assert (made.whole, made.written) == (False, False)


def test_force_builds_in_full(base: Base) -> None:
    _changed(base)
    base.write()
    evidencebase.build(base.directory, force=True)
    assert not is_patched(base.directory / "evidence.db")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_former_database_is_built_anew(share: float, base: Base, tmp_path: Path) -> None:
    target = base.directory / "evidence.db"
    data = bytearray(target.read_bytes())
    at = int(len(data) * share) // 4096 * 4096
    data[at : at + 16384] = b"\xff" * len(data[at : at + 16384])
    target.write_bytes(data)
    for edit in (_changed, _work_changed):
        edit(base)
        base.write()
        assert agree(base.directory, target, tmp_path / "fresh.db")[0]


def test_what_is_noted_of_a_row_has_a_name_of_its_own() -> None:
    for table in TABLES:
        if len(table.key) == 1:
            assert not touched._number(table).keys() & {column.name for column in table.columns}, table.name
