"""What somebody who never saw the site wants to know, answered within three clicks: served, and from the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from evidencebase.cli import main
from tests.site.test_browser import emulate, texts

pytestmark = pytest.mark.browser
MOST = 3


class Reader:
    """A person at the start page who counts the clicks."""

    def __init__(self, browser: Any, start: str) -> None:
        self.browser = browser
        self.clicks = 0
        emulate(browser)
        browser.get(start)

    def click(self, by: str, what: str, within: Any = None) -> str:
        """Choose the first such thing that is seen; its words."""
        self.clicks += 1
        assert self.clicks <= MOST
        found = next(one for one in (within or self.browser).find_elements(by, what) if one.is_displayed())
        words = str(found.text)
        found.click()
        return words

    def wait(self, selector: str) -> list[str]:
        """Texts, once there are some."""
        return list(WebDriverWait(self.browser, 30).until(lambda _: texts(self.browser, selector)))


@pytest.fixture(scope="module", params=["served", "files"])
def start(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the start page."""
    if request.param == "served":
        return f"{request.getfixturevalue('served')}/"
    folder = tmp_path_factory.mktemp("questions") / "site"
    result = CliRunner().invoke(main, ["export", "site", str(folder), "-C", str(Path(__file__).parents[2])])
    assert result.exit_code == 0, result.output
    return f"file://{folder}/index.html"


def test_which_claims_of_the_second_article_are_uncited(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    article = browser.find_elements(By.CSS_SELECTOR, ".doc-strength")[1]
    title = article.find_element(By.TAG_NAME, "h3").text
    number = reader.click(By.PARTIAL_LINK_TEXT, "on which no work bears", article).split()[0]
    assert reader.wait(".rows") == [f"{number} claims"]
    chips = " ".join(texts(browser, ".chips"))
    assert "no work bears on it" in chips.lower() and f"Document: {title}" in chips
    assert set(texts(browser, ".sides")) == {"no work"}


def test_what_speaks_against_trt_lowers_fractures(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    browser.find_element(By.ID, "ask").send_keys("TRT lowers fractures")
    reader.click(By.CSS_SELECTOR, ".big-search button")
    reader.wait(".rows")
    if not browser.find_elements(By.PARTIAL_LINK_TEXT, "TRT-0033"):
        reader.click(By.PARTIAL_LINK_TEXT, "any of the words")
    reader.click(By.PARTIAL_LINK_TEXT, "TRT-0033")
    speaks_against(browser, reader)


def test_what_speaks_against_it_without_a_search(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    reader.click(By.PARTIAL_LINK_TEXT, "Which claims does some work speak against?")
    reader.click(By.PARTIAL_LINK_TEXT, "lowers the risk of fracture")
    speaks_against(browser, reader)


def speaks_against(browser: Any, reader: Reader) -> None:
    """The page that is shown is of a claim, with the works that dispute it."""
    assert reader.wait(".tallies .e-disputes strong") == ["1"]
    against = browser.find_elements(By.CSS_SELECTOR, "#disputes .citation")
    assert [work.is_displayed() for work in against] == [True]
    assert "Testosterone Treatment and Fractures in Men" in against[0].text


def test_which_cited_works_could_not_be_confirmed(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    number = reader.click(By.PARTIAL_LINK_TEXT, "cited works that could not be confirmed").split()[0]
    assert reader.wait(".rows") == [f"{number} works"]
    rows = texts(browser, ".works tbody tr")
    assert len(rows) == int(number)
    assert all("Work not found" in row or "Record differs" in row for row in rows)


def test_where_the_article_words_more_strongly_than_the_evidence(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    reader.click(By.PARTIAL_LINK_TEXT, "worded too strongly")
    reader.wait(".rows")
    reader.click(By.CSS_SELECTOR, ".claims .claim-link")
    reader.wait("#h-stated")
    places = texts(browser, "section[aria-labelledby=h-stated] td")
    assert any("stronger than the evidence" in place for place in places)


def test_where_it_does_so_passage_by_passage(browser: Any, start: str) -> None:
    reader = Reader(browser, start)
    reader.click(By.PARTIAL_LINK_TEXT, "passage by passage")
    assert "rows" in reader.wait(".rows")[0]
    reader.click(By.CSS_SELECTOR, ".rows-and-columns td a")
    reader.wait("#h-stated")
    places = texts(browser, "section[aria-labelledby=h-stated] td")
    assert any("stronger than the evidence" in place for place in places)
