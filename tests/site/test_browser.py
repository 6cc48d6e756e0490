"""The site as a person sees it, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.by import By

from evidencebase import database
from evidencebase.schema import TABLES

pytestmark = pytest.mark.browser


def texts(browser: Any, selector: str) -> list[str]:
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, selector)]


def test_every_table_and_view_is_seen(browser: Any, served: str) -> None:
    for name in [table.name for table in TABLES] + list(database.views()):
        browser.get(f"{served}/evidence/{name}")
        assert browser.find_elements(By.CSS_SELECTOR, "h1"), name
        assert "Error" not in browser.title
        assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"], name


def test_claims_are_narrowed_by_facets(browser: Any, served: str) -> None:
    browser.get(f"{served}/evidence/claims")
    facets = browser.find_elements(By.CSS_SELECTOR, ".facet-info")
    names = [facet.get_attribute("data-column") for facet in facets]
    assert {"evidence_strength", "kind", "direction", "status", "documents", "outcome", "intervention"} <= set(names)
    assert {"population", "topics", "relations"} <= set(names)
    for name in names:
        browser.get(f"{served}/evidence/claims")
        facet = browser.find_element(By.CSS_SELECTOR, f'.facet-info[data-column="{name}"]')
        first = facet.find_element(By.CSS_SELECTOR, "li a")
        count = int(first.find_element(By.XPATH, "..").text.split()[-1].replace(",", ""))
        first.click()
        assert texts(browser, "h3")[0].startswith(f"{count:,} row"), name


def test_from_a_claim_to_its_works(browser: Any, served: str) -> None:
    browser.get(f"{served}/evidence/evidence?relation=disputes")
    links = browser.find_elements(By.CSS_SELECTOR, "td.col-work a")
    assert links
    key = links[0].get_attribute("href").rpartition("/")[2]
    links[0].click()
    assert browser.current_url.endswith(f"/evidence/works/{key}")
    assert "title" in texts(browser, "th a") + texts(browser, "th")
