"""The site as a person sees it, in a real browser: by mouse, by keyboard, on a phone, in the dark, without scripts."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from evidencebase import database
from evidencebase.schema import TABLES

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/evidence",
    "/evidence/claims",
    "/evidence/claims?evidence_strength=low&_search=bone",
    "/evidence/claims/TRT-0001",
    "/evidence/claims/TRT-0003",
    "/evidence/works",
    "/evidence/works/trinh2019",
    "/evidence/findings",
    "/evidence/terms",
    "/evidence/terms/bmd",
    "/evidence/overclaims",
    "/evidence/claims-uncited",
    "/evidence/-/documents",
    "/evidence/documents/trt-combination",
    "/evidence/-/map",
    "/evidence/-/map/file",
    "/evidence/-/summary",
    "/evidence/-/health",
    "/evidence/-/reach",
    "/evidence/-/reach/trinh2019",
    "/evidence/-/graph/TRT-0001",
    "/evidence/-/map?layer=contested&detail=fine&whole=1",
    "/evidence/documents",
    "/evidence/reviews",
    "/evidence/statements",
    "/evidence/uncited_claims",
    "/evidence/rules/claims~2Funcited",
    "/evidence/claims?_search=bone+xyzzy",
    "/evidence?sql=select+1",
    "/evidence/claims?junk=1",
]


def texts(browser: Any, selector: str) -> list[str]:
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, selector)]


def link(browser: Any, words: str) -> Any:
    return browser.find_element(By.PARTIAL_LINK_TEXT, words)


def emulate(browser: Any, width: int = 1280, scheme: str = "light", height: int = 1000) -> None:
    """Size of the window, and the colours that the person prefers."""
    device = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture(autouse=True)
def as_usual(browser: Any) -> None:
    emulate(browser)
    browser.get_log("browser")  # what former tests left there


def severe(browser: Any) -> list[str]:
    """Errors in the console; a page that refuses a question may say so."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_every_table_and_view_is_seen(browser: Any, served: str) -> None:
    for name in [table.name for table in TABLES] + list(database.views()):
        browser.get(f"{served}/evidence/{name}")
        assert browser.find_elements(By.CSS_SELECTOR, "h1"), name
        assert "Error" not in browser.title
        assert not severe(browser), name


def test_a_cell_of_every_view_leads_on(browser: Any, served: str) -> None:
    for name in database.views():
        browser.get(f"{served}/evidence/{name}")
        widest = max(cell.size["width"] for cell in browser.find_elements(By.CSS_SELECTOR, "td"))
        assert widest <= 24 * 16 + 12, f"{name}: text wraps"
        browser.find_element(By.CSS_SELECTOR, "td a").click()
        assert not severe(browser), f"{name}: what it leads to is there"
        assert texts(browser, "h1") != ["This page does not exist"]


def test_claims_are_narrowed_by_facets(browser: Any, served: str) -> None:
    browser.get(f"{served}/evidence/claims")
    facets = browser.find_elements(By.CSS_SELECTOR, ".facet")
    names = [facet.get_attribute("data-column") for facet in facets]
    assert names[:4] == ["evidence_strength", "documents", "relations", "findings"]
    assert {"kind", "direction", "status", "outcome", "intervention", "population", "topics", "works"} <= set(names)
    for name in names:
        browser.get(f"{served}/evidence/claims")
        facet = browser.find_element(By.CSS_SELECTOR, f'.facet[data-column="{name}"]')
        if not facet.get_attribute("open"):
            facet.find_element(By.CSS_SELECTOR, "summary").click()
        first = facet.find_element(By.CSS_SELECTOR, "li a")
        count = int(facet.find_element(By.CSS_SELECTOR, "li .n").text.replace(",", ""))
        first.click()
        assert texts(browser, ".rows")[0].startswith(f"{count:,} claim"), name
        assert texts(browser, ".chip"), name


def test_walk_from_home_to_a_work_and_back(browser: Any, served: str) -> None:
    browser.get(f"{served}/")
    assert texts(browser, "h1") == ["Testosterone therapy and bone"]
    link(browser, "worded too strongly").click()
    assert "Overclaim" in texts(browser, ".chips")[0]
    browser.find_element(By.CSS_SELECTOR, ".claims .claim-link").click()
    assert texts(browser, "#h-sure") == ["How sure is it?"]
    assert any("stronger than the evidence" in text for text in texts(browser, "table.plain td"))
    place = texts(browser, ".findings .place")[0]
    assert place.startswith("claims.csv:") and place.rpartition(":")[2].isdigit()
    work = browser.find_element(By.CSS_SELECTOR, ".work .citation a")
    title = work.text
    work.click()
    assert texts(browser, "h1")[0].rpartition(" ")[0].rstrip(".") in title  # the key follows the title
    assert "BibTeX" in texts(browser, "h3")
    browser.back()
    assert texts(browser, "#h-sure") == ["How sure is it?"]


def test_the_start_page_is_one_screen(browser: Any, served: str) -> None:
    emulate(browser, height=800)
    browser.get(f"{served}/")
    for part in ("h1", "#ask", ".numbers-grid", ".doc-strength", ".questions", ".map.tiny"):
        box = browser.find_elements(By.CSS_SELECTOR, part)[-1].rect
        assert 0 < box["y"] + box["height"] <= 800, part


def test_search_and_a_cell_of_the_map(browser: Any, served: str) -> None:
    browser.get(f"{served}/")
    box = browser.find_element(By.ID, "ask")
    box.send_keys("fracture", Keys.ENTER)
    WebDriverWait(browser, 20).until(
        lambda _: texts(browser, ".chip")
    )  # a key does not wait for the page, a click does
    assert "“fracture”" in texts(browser, ".chip")[0]
    assert any("fractur" in text.lower() for text in texts(browser, ".claims .claim-link"))
    link(browser, "Evidence map").click()
    cell = browser.find_element(By.CSS_SELECTOR, ".map td a")
    count = int(cell.find_element(By.CSS_SELECTOR, "b").text)
    cell.click()
    assert texts(browser, ".rows") == [f"{count} claim{'' if count == 1 else 's'}"]
    link(browser, "Health").click()
    link(browser, "All findings, with file and line").click()
    assert any("claims.csv:" in place for place in texts(browser, ".finding .place"))


def follow(browser: Any, *words: str) -> None:
    """Choose one link after another, as few people do more than three times."""
    assert len(words) <= 3
    for one in words:
        link(browser, one).click()


@pytest.mark.parametrize(
    ("clicks", "answer"),
    [
        (["only unlisted works"], "no work on the list of trt-combination"),
        (["Which claims does some work speak against"], "Disputed by a work"),
        (["Where is the wording stronger"], "Overclaims"),
        (["Which claims are at odds"], "Contradictions"),
        (["What would fall if a work were retracted"], "What would fall"),
    ],
)
def test_other_questions_are_answered_at_once(browser: Any, served: str, clicks: list[str], answer: str) -> None:
    browser.get(f"{served}/")
    follow(browser, *clicks)
    assert answer in browser.find_element(By.TAG_NAME, "main").text
    assert browser.find_elements(By.CSS_SELECTOR, ".claims .what, .rows-and-columns td, table.plain td")


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_page_is_wider_than_the_window(browser: Any, served: str, width: int) -> None:
    emulate(browser, width)
    for page in PAGES:
        browser.get(f"{served}{page}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_by_keyboard(browser: Any, served: str) -> None:
    browser.get(f"{served}/evidence/claims")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the content"
    body.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the claims"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    for _ in range(12):  # sorting and downloads come first
        press(browser, Keys.TAB)
        if "claim-link" in str(browser.switch_to.active_element.get_attribute("class")):
            break
    else:
        raise AssertionError("no claim within a dozen stops")
    browser.get(f"{served}/evidence/claims")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    for _ in range(40):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        active = browser.switch_to.active_element
        if active.find_elements(By.XPATH, "ancestor::*[contains(@class, 'facet')]") and active.tag_name == "a":
            break
    outline = active.value_of_css_property("outline-style")
    assert outline == "solid", "what has the focus is seen to have it"
    words = active.text
    active.send_keys(Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda _: texts(browser, ".chips"))
    assert words in texts(browser, ".chips")[0]


@pytest.mark.parametrize("page", ["/", "/evidence/-/map", "/evidence/claims", "/evidence/claims/TRT-0001"])
def test_what_has_the_focus_is_seen(browser: Any, served: str, page: str) -> None:
    """Outlined, and not below something that stays while the rest scrolls; forward and back, on a phone."""
    emulate(browser, 360)
    browser.get(f"{served}{page}")
    for keys in ((Keys.TAB,), (Keys.SHIFT, Keys.TAB)):
        for _ in range(60):
            press(browser, *keys)
            hidden = browser.execute_script(HIDDEN)
            assert not hidden, (page, keys, hidden)


def press(browser: Any, *keys: str) -> None:
    """The last key while the others are held."""
    actions = ActionChains(browser)
    for key in keys[:-1]:
        actions.key_down(key)
    actions.send_keys(keys[-1])
    for key in keys[:-1]:
        actions.key_up(key)
    actions.perform()


# the element with the focus unless it is outlined and on top at one of its corners, its middle or its label
HIDDEN = """
const active = document.activeElement;
if (active === document.body || active.matches(".scroll")) return null;
const shown = active.labels && active.matches(".panel-switch") ? active.labels[0] : active;
const boxes = [...shown.getClientRects()].filter((box) => box.width);
const seen = boxes.some((box) => [0.1, 0.5, 0.9].some((part) => {
  const found = document.elementFromPoint(box.left + box.width * part, box.top + box.height * part);
  return found && (found === shown || shown.contains(found));
}));
return seen && getComputedStyle(shown).outlineStyle === "solid" ? null : active.outerHTML.slice(0, 200);
"""


def test_in_the_dark(browser: Any, served: str) -> None:
    emulate(browser, scheme="dark")
    browser.get(f"{served}/evidence/claims/TRT-0001")
    colour = browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color")
    assert sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) < 200


@pytest.mark.parametrize("page", ["/evidence/-/map", "/evidence/-/summary", "/evidence/claims/TRT-0001"])
def test_on_paper(browser: Any, served: str, page: str) -> None:
    browser.get(f"{served}{page}")
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": dark})
    try:
        for part in (".eb-nav", ".eb-search", ".actions", ".map-filters"):
            assert not any(element.is_displayed() for element in browser.find_elements(By.CSS_SELECTOR, part)), part
        assert browser.find_element(By.TAG_NAME, "body").value_of_css_property("background-color") in (
            "rgb(255, 255, 255)",
            "rgba(255, 255, 255, 1)",
        )
        for coloured in browser.find_elements(By.CSS_SELECTOR, ".map td a, .strength"):
            assert coloured.value_of_css_property("print-color-adjust") == "exact"
        for table in browser.find_elements(By.CSS_SELECTOR, "main .scroll"):
            assert table.value_of_css_property("overflow-x") == "visible", "what is to the right is not cut off"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_without_scripts(browser_without_scripts: Any, served: str) -> None:
    browser = browser_without_scripts
    emulate(browser, 390)
    browser.get(f"{served}/evidence/claims")
    browser.find_element(By.CSS_SELECTOR, ".panel-label").click()
    link(browser, "Very low").click()
    assert "Strength: Very low" in texts(browser, ".chips")[0]
    browser.find_element(By.CSS_SELECTOR, ".claims .claim-link").click()
    assert "Very low certainty" in texts(browser, ".claim-head .badges")[0]


def violations(browser: Any) -> list[tuple[str, list[str]]]:
    """What axe finds on the page that is shown: rule, and where."""
    axe = Path(str(metadata.distribution("axe-playwright-python").locate_file("axe_playwright_python/axe.min.js")))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    browser.execute_script(axe.read_text("utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[1];"
        "const told = {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']};"
        "axe.run({...told, rules: {'target-size': {enabled: true}}})"
        ".then(result => done(result.violations), error => done([{id: String(error), nodes: []}]))",
        rules,
    )
    return [(v["id"], [node["html"][:150] for node in v["nodes"][:2]]) for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Any, served: str, scheme: str, width: int) -> None:
    emulate(browser, width, scheme)
    wrong = []
    for page in PAGES:
        browser.get(f"{served}{page}")
        if page != "/evidence/claims?junk=1":
            assert not severe(browser), page
        wrong += [(page, *violation) for violation in violations(browser)]
    assert not wrong, "\n".join(map(str, wrong))


def test_on_a_phone_the_graph_is_a_list_first(browser: Any, served: str) -> None:
    emulate(browser, 375)
    browser.get(f"{served}/evidence/-/graph/TRT-0001")
    work = browser.find_element(By.CSS_SELECTOR, ".graph-list a[href$='/works/zhang2020']")
    assert work.is_displayed() and work.rect["x"] + work.rect["width"] <= 375
    assert work.rect["y"] < browser.find_element(By.CSS_SELECTOR, "svg.graph").rect["y"]
