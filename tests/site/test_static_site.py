"""``evidencebase export site``: files that need no server, all links followed, looked at in a browser."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from click.testing import CliRunner
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from evidencebase import project, publishing
from evidencebase.cli import main
from evidencebase.finding import UsageError
from evidencebase.site import file_addresses, static_lists, static_site
from tests.conftest import CLAIMS, Make
from tests.site import hostile
from tests.site.asking import elements, text
from tests.site.test_browser import emulate, severe, texts, violations
from tests.test_drafts import FILES, SECRETS


def export(base: Path, folder: Path) -> static_site.Exported:
    database = folder.parent / "evidence.db"
    publishing.publish(base, None, database)
    return asyncio.run(static_site.export(database, folder))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "site"
    result = CliRunner().invoke(main, ["export", "site", str(folder), "-C", str(Path(__file__).parents[2])])
    assert result.exit_code == 0, result.output
    assert "index.html" in result.output and " files, " in result.output
    return folder


def broken(folder: Path) -> Iterator[str]:
    """Links of any page that lead to no file or to no place in it, and what is loaded from elsewhere."""
    pages = {path.resolve(): elements(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    places = {path: {e.attributes.get("id") for e in found} for path, found in pages.items()}
    for path, found in pages.items():
        for element in found:
            for name in ("href", "src", "action"):
                address = element.attributes.get(name)
                if not address or address == "data:,":
                    continue
                parts = urlsplit(address)
                if parts.scheme or parts.netloc:
                    if element.tag != "a" or parts.scheme not in ("http", "https"):
                        yield f"{path.name}: {element}"
                    continue
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                nowhere = target.name == "missing.html" and target != path  # made for what is not part of the site
                if not target.is_file() or folder.resolve() not in target.parents or nowhere:
                    yield f"{path.name}: {address} is no file"
                elif parts.fragment and target in places and unquote(parts.fragment) not in places[target]:
                    yield f"{path.name}: {address} is no place"


def test_every_link_leads_to_a_file(exported: Path) -> None:
    assert list(broken(exported)) == []
    assert len(list(exported.glob("claims/*.html"))) == 417
    assert "It is not part of this site" in (exported / "missing.html").read_text("utf-8")


def test_every_page_states_its_build_and_allows_scripts_of_the_folder_only(exported: Path) -> None:
    for path in exported.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "Built" in html or "build of" in html, path
        scripts = [e.attributes for e in elements(html) if e.tag == "script"]
        assert bool(scripts) == (path == exported / "claims.html")
        if not path.name.startswith("map-file"):
            policy = next(e.attributes for e in elements(html) if "http-equiv" in e.attributes)
            assert "script-src 'self';" in str(policy["content"]), path


def test_pages_and_lists_are_data_too(exported: Path) -> None:
    claim = json.loads((exported / "claims/TRT-0001.json").read_text("utf-8"))
    assert claim["claim"]["id"] == "TRT-0001" and claim["build"]["built"]
    rows = json.loads((exported / "data/claims.json").read_text("utf-8"))
    assert len(rows) == 417
    assert (exported / "data/claims.csv").read_text("utf-8").startswith("id,claim,kind")
    narrowed = list(exported.glob("lists/claims-*.csv"))
    assert len(narrowed) > 50 and all(path.read_text("utf-8").startswith("id,claim,kind") for path in narrowed)
    assert (exported / "data/evidence.db").read_bytes().startswith(b"SQLite format 3")
    (drawing,) = exported.glob("map*.svg")
    assert drawing.read_text("utf-8").startswith("<svg")


def test_a_long_narrowed_list_says_what_it_leaves_out(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "".join(CLAIMS.partition("\n")[2].replace("AB-1", f"AB-{number}") for number in (2, 3))
    monkeypatch.setattr(static_lists, "NARROWED", 2)
    made = export(make({"claims.csv": CLAIMS + more}), tmp_path / "site")
    page = next(path for path in made.folder.glob("lists/claims-status~3dactive.html"))
    assert "1 more claim: all of them are in one CSV file" in text(page.read_text("utf-8"))
    assert 'href="../data/claims.csv"' in page.read_text("utf-8") and not page.with_suffix(".csv").exists()
    assert list(broken(made.folder)) == []


def test_a_view_keeps_its_order(exported: Path) -> None:
    with sqlite3.connect(exported / "data/evidence.db") as connection:
        order = [claim for (claim,) in connection.execute("SELECT claim FROM overclaims")]
    rows = json.loads((exported / "data/overclaims.json").read_text("utf-8"))
    assert [row["claim"] for row in rows] == order != sorted(order)


@pytest.mark.parametrize("which", ["layer~3dcontested", "document~3dtrt-combination"])
def test_a_map_of_its_own_lists_the_claims_that_its_cells_count(exported: Path, which: str) -> None:
    html = (exported / f"map-{which}.html").read_text("utf-8")
    cells = re.findall(r'href="#(c[0-9a-f]{12})".*?<b>(\d+)</b>', html)
    assert len(cells) > 5
    for place, count in cells:
        section = html.partition(f'<section id="{place}">')[2].partition("</section>")[0]
        assert section.count('class="claim-link"') == int(count), place


def test_graph_and_reach_are_part_of_the_pages(exported: Path) -> None:
    assert '<svg class="graph"' in (exported / "claims/TRT-0001.html").read_text("utf-8")
    work = (exported / "works/trinh2019.html").read_text("utf-8")
    assert 'id="reach"' in work and "lose all support" in work
    assert 'href="works/tracz2006-correct.html#reach"' in (exported / "reach.html").read_text("utf-8")


def test_a_list_holds_as_many_as_the_link_to_it_says(exported: Path) -> None:
    html = (exported / "claims.html").read_text("utf-8")
    counted = 0
    for part in html.split("data-filter=")[1:]:
        before = html.partition(part)[0].rpartition('<a href="')[2].partition('"')[0]
        count = part.partition('<span class="n">')[2].partition("<")[0]
        shown = text((exported / before).read_text("utf-8"))
        assert f" {count} claim" in shown, before
        counted += 1
    assert counted > 50


def test_no_draft_and_no_trace_of_one(make: Make, tmp_path: Path) -> None:
    made = export(make(FILES), tmp_path / "site")
    files = [path for path in made.folder.rglob("*") if path.is_file()]
    assert made.files == len(files) and made.bytes == sum(path.stat().st_size for path in files)
    for path in files:
        content = path.read_bytes().lower()
        for secret in SECRETS:
            assert secret.lower().encode() not in content, (path, secret)
    assert list(broken(made.folder)) == []


def test_hostile_cells_stay_inert(make: Make, tmp_path: Path) -> None:
    base = hostile.base(make)
    folder = tmp_path / "site"
    database = project.build(base, tmp_path / "evidence.db", force=True).output
    asyncio.run(static_site.export(database, folder))
    for path in folder.rglob("*"):
        assert folder.resolve() in path.resolve().parents
        if path.suffix == ".html":
            hostile.inert(path.read_text("utf-8"), path.name, ("assets/browse.js",))
        elif path.suffix == ".csv":
            hostile.no_formulas(path.read_text("utf-8"), path.name)
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))
    assert "<script" not in (folder / "assets/claims.js").read_text("utf-8")
    unknown = "missing.html is no file"  # its cells name works that there are not
    assert [link for link in broken(folder) if not link.endswith(unknown)] == []


def test_an_export_replaces_a_former_one_and_nothing_else(make: Make, tmp_path: Path) -> None:
    base, folder = make({}), tmp_path / "site"
    export(base, folder)
    assert (folder / "claims/AB-1.html").exists()
    (base / "claims.csv").write_text(CLAIMS.replace("AB-1", "AB-9"))
    export(base, folder)
    assert (folder / "claims/AB-9.html").exists() and not (folder / "claims/AB-1.html").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="holds something that is no exported site"):
        export(base, tmp_path / "mine")
    assert (tmp_path / "mine/thesis.txt").exists()
    result = CliRunner().invoke(main, ["export", "site", str(tmp_path / "big"), "-C", str(base), "--at-most", "1"])
    assert result.exit_code == 0
    (base / "claims.csv").write_text(CLAIMS + CLAIMS.partition("\n")[2].replace("AB-1,Bone", "AB-2,Blood"))
    result = CliRunner().invoke(main, ["export", "site", str(tmp_path / "big2"), "-C", str(base), "--at-most", "1"])
    assert result.exit_code == 2 and "--at-most" in result.output
    assert not (tmp_path / "big2").exists()


def test_file_names_are_told_apart_everywhere() -> None:
    keys = ["Smith2020", "smith2020", "a/b", "a\\b", "..", ".hidden", "con", "é", "x" * 500, "x" * 501, "a b?c#d%e"]
    names = file_addresses.file_names(keys)
    assert len({name.casefold() for name in names.values()}) == len(keys)
    for name in names.values():
        assert len(name) < 120 and name.isascii() and not name.startswith(".")
        assert not set(name) & set('/\\?#%:*"<>| ')


@pytest.mark.browser
def test_it_opens_without_a_server(exported: Path, browser: Any) -> None:
    def shown(selector: str) -> list[str]:
        return texts(browser, selector)

    wait = WebDriverWait(browser, 30)
    browser.get_log("browser")
    browser.get(f"file://{exported}/index.html")
    browser.find_element(By.ID, "ask").send_keys("fracture", Keys.ENTER)
    wait.until(lambda _: shown(".claim-list .claim-link"))
    found = int(shown(".total .rows")[0].split()[0])
    assert found > 10 and all("fractur" in line.lower() for line in shown(".claim-list li"))
    facet = browser.find_element(By.CSS_SELECTOR, '.facet[data-column="evidence_strength"] li:nth-child(3)')
    count = facet.find_element(By.CSS_SELECTOR, ".n").text
    facet.find_element(By.TAG_NAME, "a").click()
    wait.until(lambda _: shown(".total .rows")[0] == f"{count} claims")
    browser.find_element(By.CSS_SELECTOR, "button.chip").click()
    wait.until(lambda _: shown(".total .rows")[0] == f"{found} claims")
    browser.find_element(By.CSS_SELECTOR, ".claim-list .claim-link").click()
    wait.until(lambda _: shown("#h-sure"))
    browser.find_element(By.LINK_TEXT, "Evidence map").click()
    wait.until(lambda _: shown("table.map"))
    cell = browser.find_element(By.CSS_SELECTOR, ".map td a")
    number = cell.find_element(By.CSS_SELECTOR, "b").text
    cell.click()
    wait.until(lambda _: shown(".rows"))
    assert shown(".rows")[0].split()[0] == number
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.mark.browser
def test_the_search_finds_what_the_served_one_finds(exported: Path, served: str, browser: Any) -> None:
    def found(address: str) -> tuple[str, list[str], list[str]]:
        browser.get(address)
        WebDriverWait(browser, 30).until(lambda _: texts(browser, ".claim-link") and texts(browser, ".chip"))
        return (
            texts(browser, ".total .rows")[0],
            texts(browser, ".claim-link .id")[:25],
            [note.partition(":")[0] for note in texts(browser, ".noted")],
        )

    for words in ("fracture", "fractured", "MK-677", "TRT-0001", '"bone density" testosterone', "sclerostin bone"):
        asked = urlencode({"_search": words})
        from_files = found(f"file://{exported}/claims.html?{asked}")
        from_server = found(f"{served}/evidence/claims?{asked}")
        assert from_files[:2] == from_server[:2], words
        if words == "fracture":
            assert from_server[2] and set(from_server[2] + from_files[2]) == {"In the curator’s note"}
            sentences = texts(browser, ".claims .what")
            assert all("fractur" in sentence.lower() for sentence in sentences), "where the word is, is shown"


@pytest.mark.browser
def test_words_have_the_stems_that_sqlite_gives_them(exported: Path, browser: Any, repository: Path) -> None:
    texts_ = [(repository / name).read_text("utf-8") for name in ("claims.csv", "docs/rules.md", "docs/decisions.md")]
    words = sorted({*re.findall(r"[a-z]{3,}", " ".join(texts_).lower())})
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(word, tokenize='porter unicode61')")
        connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(found, instance)")
        connection.executemany("INSERT INTO found (rowid, word) VALUES (?, ?)", enumerate(words))
        stems = dict(connection.execute("SELECT doc, term FROM stems"))
    browser.get(f"file://{exported}/claims.html?_search=bone")
    WebDriverWait(browser, 30).until(lambda _: texts(browser, ".claim-list .claim-link"))
    ours = browser.execute_script("return arguments[0].map(window.evidencebase.stem)", words)
    assert len(words) > 2000 and dict(zip(words, ours, strict=True)) == {words[at]: stems[at] for at in stems}


@pytest.mark.browser
def test_by_keyboard_from_the_search_to_a_cell_of_the_map(exported: Path, browser: Any) -> None:
    """Every step by keys alone, as one who has no mouse would take it."""
    wait = WebDriverWait(browser, 30)
    emulate(browser)
    browser.get(f"file://{exported}/index.html")
    tab_to(browser, "#ask").send_keys("fracture", Keys.ENTER)
    wait.until(lambda _: texts(browser, ".claim-list .claim-link"))
    found = texts(browser, ".total .rows")[0]
    facet = tab_to(browser, '.facet[data-column="evidence_strength"] a')
    count = facet.find_element(By.XPATH, "..").find_element(By.CSS_SELECTOR, ".n").text
    facet.send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, ".total .rows")[0].split()[0] == count)
    assert browser.switch_to.active_element == facet, "the focus stays where it was"
    tab_to(browser, "button.chip").send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, ".total .rows")[0] == found)
    tab_to(browser, ".claim-list .claim-link").send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, "#h-sure"))
    tab_to(browser, '.eb-nav a[href$="map.html"]').send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, "table.map"))
    cell = tab_to(browser, ".map td a")
    number = cell.find_element(By.CSS_SELECTOR, "b").text
    cell.send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, ".rows"))
    assert texts(browser, ".rows")[0].split()[0] == number
    browser.get(f"file://{exported}/map.html")
    tab_to(browser, '.variants a[href*="contested"]').send_keys(Keys.ENTER)
    wait.until(lambda _: "contested" in browser.current_url)
    cell = tab_to(browser, ".map td a")
    place = str(cell.get_attribute("href")).partition("#")[2]
    cell.send_keys(Keys.ENTER)
    tab_to(browser, f"#{place} .claim-link").send_keys(Keys.ENTER)
    wait.until(lambda _: texts(browser, "#h-sure"))
    assert not severe(browser)


def tab_to(browser: Any, selector: str, most: int = 150) -> Any:
    """Press Tab until what the selector means has the focus, which must be seen."""
    for _ in range(most):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        active = browser.switch_to.active_element
        if browser.execute_script("return arguments[0].matches(arguments[1])", active, selector):
            assert active.value_of_css_property("outline-style") == "solid", selector
            return active
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


@pytest.mark.browser
def test_it_is_read_without_scripts(exported: Path, browser_without_scripts: Any) -> None:
    browser = browser_without_scripts
    browser.get(f"file://{exported}/claims.html")
    assert not browser.find_element(By.CSS_SELECTOR, ".eb-search").is_displayed()
    browser.find_element(By.PARTIAL_LINK_TEXT, "Very low").click()
    assert "Strength: Very low" in browser.find_element(By.CSS_SELECTOR, ".chips").text
    browser.find_element(By.CSS_SELECTOR, ".claims .claim-link").click()
    assert "Very low certainty" in browser.find_element(By.CSS_SELECTOR, ".claim-head .badges").text


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_the_files(exported: Path, browser: Any, width: int, scheme: str) -> None:
    emulate(browser, width, scheme)
    lists = sorted(path.name for path in exported.glob("lists/*.html"))
    pages = [
        "index.html",
        "claims.html",
        "map.html",
        "data.html",
        "missing.html",
        "works.html",
        "lists/overclaims.html",
        "map-layer~3dcontested.html",
        "claims/TRT-0001.html",
        "works/trinh2019.html",
        "documents/trt-combination.html",
        "reach.html",
        "summary.html",
        "health.html",
    ]
    for page in [*pages, f"lists/{lists[0]}", "claims.html?_search=bone"]:
        browser.get(f"file://{exported}/{page}")
        if "?" in page:
            WebDriverWait(browser, 30).until(lambda _: texts(browser, ".claim-list .claim-link"))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, page
        assert not severe(browser), page  # axe then asks for the style sheet in a way that the page does not allow
        assert violations(browser) == [], page
        browser.get_log("browser")
