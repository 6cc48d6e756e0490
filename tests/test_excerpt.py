"""Rules that look at each claim by itself find of some claims where these are alone what they find among all."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

import evidencebase
from evidencebase import checker, database, excerpt, files, functions
from evidencebase.claim_tables import OF_A_CLAIM
from evidencebase.finding import Finding
from evidencebase.rulebook import Rule, parse, rules
from tests.conftest import Make
from tests.test_patch import Base

Found = dict[str, list[Finding]]
EACH = [rule for rule in rules().values() if rule.each]


def among_all(path: Path, wanted: Sequence[Rule]) -> Found:
    with closing(files.open_read_only(path)) as connection:
        functions.register(connection)
        return {rule.name: checker.ask(connection, rule, {}).findings for rule in wanted}


def depending(path: Path, wanted: Sequence[Rule], parts: Iterable[Collection[str]]) -> set[str]:
    """Names of rules that find something else of some claims where the others are not."""
    found = among_all(path, wanted)
    names = set()
    for claims in parts:
        with excerpt.of_claims(path, claims) as few:
            for name, rule in zip(found, wanted, strict=True):
                if checker.ask(few, rule, {}).findings != [f for f in found[name] if f.row in claims]:
                    names.add(name)
    return names


def claims_of(path: Path) -> list[str]:
    with closing(files.open_read_only(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM claims")]


def single(path: Path) -> list[set[str]]:
    return [{claim} for claim in claims_of(path)]


def misplaced(path: Path, wanted: Sequence[Rule]) -> set[str]:
    """Names of rules that say of the lines of claims anything else than where their findings stand."""
    before = among_all(path, wanted)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE claims SET line = line + 1000")
        connection.commit()
    reading = {rule.name for rule in wanted if ("claims", "line") in reads(rule)}
    after = among_all(path, wanted)
    return {
        name
        for name, found in before.items()
        if after[name] != [f._replace(line=f.line + 1000) if name in reading else f for f in found]
    }


def reads(rule: Rule) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        database.create(connection)
        database.create_views(connection)
        functions.register(connection)
        return checker.reads(connection, rule)


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.name)
def test_a_page_says_rightly_that_its_rule_looks_at_each_claim(rule: Rule, make: Make) -> None:
    for at, example in enumerate(rule.reported):
        path = evidencebase.build(make(example.files, str(at))).output
        assert {finding.row for finding in among_all(path, [rule])[rule.name]} <= {*claims_of(path)}
        assert not depending(path, [rule], single(path))
        assert not misplaced(path, [rule])


@pytest.mark.parametrize("seed", range(2))
def test_each_claim_of_a_crowd(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    path = evidencebase.build(Base(tmp_path / "base", random).directory).output
    assert sum(map(len, among_all(path, EACH).values())) > 50
    some = [set(random.sample(claims_of(path), many)) for many in (2, 5, 20)]
    assert not depending(path, EACH, single(path) + some)
    assert not misplaced(path, EACH)


def test_an_excerpt_is_asked_in_the_same_way(tmp_path: Path) -> None:
    path = evidencebase.build(Base(tmp_path / "base", Random(0)).directory).output
    with closing(files.open_read_only(path)) as all_of_them, excerpt.of_claims(path, claims_of(path)[:1]) as few:
        functions.register(all_of_them)
        for rule in EACH:
            one, other = (
                [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {rule.sql}", rule.options)]
                for connection in (all_of_them, few)
            )
            assert one == other, rule.name


def test_a_rule_that_compares_claims_is_noticed(make: Make) -> None:
    for name in ("claims/contradiction", "claims/duplicate", "evidence/one-sided-link"):
        rule = rules()[name]
        path = evidencebase.build(make(rule.reported[0].files, rule.short)).output
        assert depending(path, [rule], single(path)), name
    rule = rules()["claims/uncited"]
    telling = rule._replace(sql=rule.sql.replace("'supports' AS field", "'supports/' || c.line AS field"))
    path = evidencebase.build(make(rule.reported[0].files, "lines")).output
    assert not misplaced(path, [rule]) and misplaced(path, [telling])


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.name)
def test_such_a_rule_asks_for_nothing_of_others(rule: Rule) -> None:
    of_claims = {table.name for table in OF_A_CLAIM}
    assert of_claims.isdisjoint(needed.partition(".")[0] for needed in rule.needs)
    assert not any(f"'{table}'" in rule.sql for table in of_claims), "nearest() would look among few"
    assert "other" not in {column for _, column in reads(rule)}, "a claim that another one names"


def test_it_cannot_be_said_of_another_table() -> None:
    page = '+++\ncode = "X"\nseverity = "error"\nmessage = ""\nsince = ""\neach = "works"\n+++\nWhy.\n'
    with pytest.raises(ValueError, match=r"a/page: each = .claims. .* 'works'"):
        parse("a/page", page)
