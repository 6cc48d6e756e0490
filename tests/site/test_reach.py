"""What would fall with a work: retracted works support nothing, records of one work are one, numbers agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import evidencebase
from tests.conftest import Make
from tests.site.asking import get, text

CLAIMS = """\
id,claim,supports,disputes,qualifies
A-1,Bone grows in winter,doe2020; roe2021,,
A-2,Bone sleeps in winter,roe2021; poe2022,,
A-3,Bone melts in winter,,doe2020,
A-4,Bone sings in winter,roe2021,,doe2020
"""
WORK = """@article{{{key}, author = {{{family}, Ada}}, title = {{{title}}}, journal = {{Bone}}, year = 2020,
  volume = {{{volume}}}, pages = {{11--19}}}}
"""
WORKS = "".join(
    WORK.format(key=key, family=family, title=title, volume=volume)
    for key, family, title, volume in (
        ("doe2020", "Doe", "On the growth of bone in winter", 7),
        ("roe2021", "Roe", "Bone and snow", 8),
        ("poe2022", "Poe", "The sleep of bones", 9),
    )
)


def retraction(key: str, family: str, title: str, volume: int) -> str:
    """A line of the lock: Crossref knows the work, and that it was retracted."""
    doi = f"10.1000/bone.{volume}"
    record = {"source": "crossref", "identifier": doi, "kind": "article-journal", "titles": [title], "doi": doi}
    record |= {"authors": [[family, "Ada"]], "years": [2020], "containers": ["Bone"], "volume": f"{volume}"}
    answer = {"registry": "crossref", "how": "search", "state": "answered", "records": [{**record, "pages": "11-19"}]}
    notice = {"work": doi, "nature": "retraction", "date": "2023-05-01", "notice": "10.1000/n", "source": "publisher"}
    asked = {"title": title.lower(), "author": family.lower()}
    said = {"key": key, "version": 1, "asked": asked, "date": "2026-11-25", "answers": [answer]}
    return json.dumps({**said, "noticed": {doi: "2026-11-25"}, "notices": [notice]}) + "\n"


@pytest.fixture
def retracted(make: Make) -> Path:
    """``doe2020`` was retracted."""
    lock = retraction("doe2020", "Doe", "On the growth of bone in winter", 7)
    files = {"claims.csv": CLAIMS, "references/works.bib": WORKS, "references/verification.lock.jsonl": lock}
    return evidencebase.build(make(files)).output


def test_a_retracted_work_is_no_support_that_stays(retracted: Path) -> None:
    one, works = get(retracted, "/evidence/-/reach/roe2021.json", "/evidence/-/reach.json")
    assert [claim["id"] for claim in one.json()["fallen"]] == ["A-1", "A-4"]
    assert [(claim["id"], claim["left_over"]) for claim in one.json()["weakened"]] == [("A-2", 1)]
    assert {work["key"]: work["alone"] for work in works.json()["works"]} == {"doe2020": 0, "roe2021": 2, "poe2022": 0}


def test_the_reach_of_a_retracted_work_says_so_and_what_it_speaks_against(retracted: Path) -> None:
    (page,) = get(retracted, "/evidence/-/reach/doe2020")
    said = text(page.text)
    assert "It was retracted" in said and "Retracted" in said
    assert "It also disputes 1 claim and limits 1 claim" in said
    assert "A-3 Bone melts in winter" in said and "A-4 Bone sings in winter" in said


def test_list_and_detail_agree_on_every_work(repository: Path, tmp_path: Path) -> None:
    shipped = evidencebase.build(repository, tmp_path / "evidence.db").output
    (listed, keys) = get(shipped, "/evidence/-/reach.json", "/evidence/works.json?_shape=array&_size=max")
    rows = {work["key"]: work for work in listed.json()["works"]}
    works = [work["key"] for work in keys.json()]
    first = {work["key"]: work["same_as"] or work["key"] for work in keys.json()}
    details: dict[str, Any] = {}
    for key, answer in zip(works, get(shipped, *(f"/evidence/-/reach/{key}.json" for key in works)), strict=True):
        details[key] = answer.json()
    assert {first[key] for key, found in details.items() if found["fallen"] or found["weakened"]} == set(rows)
    for key, found in details.items():
        numbers = len(found["fallen"]), len(found["fallen"]) + len(found["weakened"])
        row = rows.get(first[key], {"alone": 0, "supports": 0})
        assert numbers == (row["alone"], row["supports"]), key
        assert found["numbers"] == {"alone": numbers[0], "supports": numbers[1]}
