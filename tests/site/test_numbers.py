"""A number that is a link leads to a list with that many rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evidencebase
from tests.site.asking import get, text

_LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TOTAL = re.compile(r'<span class="rows">([\d,]+) ')


@pytest.mark.parametrize(
    "page",
    ["/", "/evidence/-/documents", *(f"/evidence/documents/trt-{one}" for one in ("combination", "severe-bone-loss"))],
)
def test_numbers_lead_to_as_many_rows(page: str, repository: Path, tmp_path: Path) -> None:
    path = evidencebase.build(repository, tmp_path / "evidence.db").output
    (shown,) = get(path, page)
    links = {
        address.replace("&amp;", "&"): int(number.replace(",", ""))
        for address, words in _LINK.findall(shown.text.partition("<main")[2].partition("</main>")[0])
        if (number := _number(text(words)))
    }
    assert len(links) > 10
    for (address, number), listed in zip(links.items(), get(path, *links), strict=True):
        assert [int(found.replace(",", "")) for found in _TOTAL.findall(listed.text)] == [number], address


def _number(words: str) -> str:
    """The number with which the words of a link begin, if they do; that of a bar stands behind its strength."""
    found = re.match(r"(?:(?:High|Moderate|Low|Very low|Not graded yet|Not gradable): )?([\d,]+)\b", words)
    return found.group(1) if found else ""


def test_the_health_page_agrees_with_itself(repository: Path, tmp_path: Path) -> None:
    path = evidencebase.build(repository, tmp_path / "evidence.db").output
    page, data = get(path, "/evidence/-/health", "/evidence/-/health.json")
    found = data.json()
    for level, name in (("error", "errors"), ("warning", "warnings"), ("information", "information")):
        badges = re.findall(rf'<a class="tag v-{level}"[^>]*>\w+ ([\d,]+)</a>', page.text)
        assert sum(int(number) for number in badges) == found["numbers"][name], level
    listed = [rule["name"] for rule in found["not_performed"]]
    checked = evidencebase.check(repository, path)
    assert listed == sorted(listed) == sorted(name for name, _ in checked.not_performed)
    assert len(listed) == found["build"]["not_performed"]
    assert {rule["name"] for rule in found["not_asked"]} >= {"evidence/dropped-link"}


def test_the_health_page_says_what_each_rule_says(repository: Path, tmp_path: Path) -> None:
    (page,) = get(evidencebase.build(repository, tmp_path / "evidence.db").output, "/evidence/-/health")
    rows = re.findall(r'<td class="date">[^<]*</td><td>(.*?)</td></tr>', page.text)
    assert len(rows) > 10 and all(len(re.findall(r"\w+", row)) > 2 for row in rows), rows
