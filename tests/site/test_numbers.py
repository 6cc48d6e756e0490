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
