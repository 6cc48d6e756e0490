"""The site's own pages, asked in process: what they say, that their links lead somewhere, that nothing breaks them."""

from __future__ import annotations

import csv
import importlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import datasette.app
import openpyxl
import pytest
from datasette.app import Datasette

import evidencebase
from evidencebase import database, functions
from evidencebase.schema import STRENGTHS, TABLES
from evidencebase.site import addresses, citations, evidence_map
from evidencebase.site.base import queries
from tests.conftest import Make
from tests.site.asking import ask, elements, get, text

PAGES = [
    "/",
    "/evidence/-/home",
    "/evidence/-/map",
    "/evidence/-/map?layer=unsupported&kinds=all&detail=fine&whole=1",
    "/evidence/-/map/file",
    "/evidence/-/summary",
    "/evidence/-/documents",
    "/evidence/-/health",
    "/evidence/-/reach",
    "/evidence/-/reach/{work}",
    "/evidence/-/graph/{claim}",
    "/evidence/claims/{claim}",
    "/evidence/works/{work}",
    "/evidence/documents/{document}",
]
FRAMED = [
    "/evidence",
    "/evidence/claims",
    "/evidence/works",
    "/evidence/findings",
    "/evidence/terms",
    "/evidence/overclaims",
]
PLACES = {"claim": "TRT-0001", "work": "trinh2019", "document": "trt-combination"}
HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "'; DROP TABLE claims; --",
    '"><img src=x onerror=alert(1)>',
    "{{ 7919*7 }}{% raw %}",
    "\u202eevil\u202c" + "w" * 3000,
]

ENTRY = """@article{KEY, author={BAD}, title={BAD}, journal={BAD}, year=2020, url={BAD}, doi={10.1000/BAD},
  x-record={differs}, x-record-note={BAD}, x-meant={works2020}}
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("site") / "evidence.db").output


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasette prints every refusal with all local variables when rich is installed: a second each."""
    monkeypatch.setattr("datasette.handle_exception.rich", None)


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        database.create(connection)
        database.index(connection)
        database.create_views(connection)
        functions.register(connection)
        yield connection


@pytest.mark.parametrize("name", queries())
def test_every_statement_compiles_on_the_empty_schema(name: str, empty: sqlite3.Connection) -> None:
    sql = queries()[name]
    if "FROM shown" in sql:
        sql = f"WITH shown AS (SELECT * FROM {name.removesuffix('_left')})\n{sql}"
    anything = dict.fromkeys(re.findall(r":(\w+)", sql), "[]")
    empty.execute(sql, {**anything, "words": "word", "size": 9, "start": 0}).fetchall()


@pytest.mark.parametrize("address", PAGES)
def test_pages_answer_as_html_and_json_and_state_their_build(shipped: Path, address: str) -> None:
    path, _, query = address.format(**PLACES).partition("?")
    as_json = f"{path.rstrip('/') or '/evidence/-/home'}.json?{query}"
    page, data = get(shipped, address.format(**PLACES), as_json)
    assert page.status_code == data.status_code == 200
    assert data.json()["build"]["performed"] > 30
    assert "Built" in text(page.text) or "build of" in text(page.text)
    assert "message-error" not in page.text


@pytest.mark.parametrize("address", FRAMED)
def test_datasettes_own_pages_stand_in_the_frame(shipped: Path, address: str) -> None:
    (page,) = get(shipped, address)
    assert page.status_code == 200
    assert "Evidence map" in text(page.text) and "checks performed" in text(page.text)


def test_datasettes_own_pages_are_json_too(shipped: Path) -> None:
    addresses = [*FRAMED, "/evidence/claims-uncited", "/evidence/rules/claims~2Funcited", "/evidence/terms/bmd"]
    for answer in get(shipped, *(f"{address}.json" for address in addresses)):
        assert answer.status_code == 200 and answer.json(), answer.url


def test_nothing_is_loaded_from_elsewhere_and_nothing_needs_a_script(shipped: Path) -> None:
    for page in get(shipped, *(address.format(**PLACES) for address in PAGES + FRAMED)):
        for element in elements(page.text):
            assert element.tag not in ("script", "iframe", "object", "embed"), page.url
            assert not urlsplit(element.attributes.get("src") or "").netloc
            if element.tag == "link":
                assert (element.attributes["href"] or "").startswith(("/", "data:"))


def test_links_within_the_site_lead_somewhere(shipped: Path) -> None:
    known: dict[str, str] = {}
    for page in get(shipped, *(address.format(**PLACES) for address in PAGES + FRAMED)):
        for element in elements(page.text):
            href = element.attributes.get("href") or ""
            if element.tag == "a" and href.startswith("/"):
                known.setdefault(href.partition("#")[0], str(page.url))
    kinds = Counter("/".join(href.partition("?")[0].split("/")[:3]) for href in known)
    assert kinds["/evidence/claims"] > 100
    some = [href for number, href in enumerate(sorted(known)) if number % 6 == 0 or "?" in href][:250]
    for href, response in zip(some, get(shipped, *some), strict=True):
        assert response.status_code == 200, f"{href} on {known[href]}"


def test_cells_of_views_lead_to_the_rows_that_they_name(shipped: Path) -> None:
    pages = get(shipped, *(f"/evidence/{name}?_size=max" for name in database.views()))
    links: dict[str, str] = {}
    for name, page in zip(database.views(), pages, strict=True):
        rows = [row.partition("</tr>")[0] for row in page.text.partition("<tbody>")[2].split("<tr>")[1:]]
        assert rows, name
        for row in rows:
            found = [str(e.attributes["href"]) for e in elements(row) if e.tag == "a"]
            assert found or name == "bibliography_health", f"{name}: a row that leads nowhere"
            links |= dict.fromkeys(found, name)
        assert "[&#34;" not in page.text.partition("<tbody>")[2], f"{name}: a list is no JSON"
    for answer in get(shipped, *links):
        assert answer.status_code == 200, f"{links[answer.url.path]}: {answer.url}"


def test_the_columns_of_a_view_are_its_own(shipped: Path) -> None:
    with closing(sqlite3.connect(shipped)) as connection:
        for name, page in zip(
            database.views(), get(shipped, *(f"/evidence/{n}" for n in database.views())), strict=True
        ):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            told = re.findall(r"<dt><code>(\w+)</code></dt><dd>(.*?)</dd>", page.text)
            assert [column for column, _ in told] == names and all(meaning for _, meaning in told), name


def test_views_are_narrowed_and_sorted(shipped: Path) -> None:
    page, narrowed = get(
        shipped, "/evidence/uncited_claims", "/evidence/uncited_claims?_sort_desc=claim&uncited=no+work+bears+on+it"
    )
    facets = [e.attributes["data-column"] for e in elements(page.text) if "data-column" in e.attributes]
    assert {"uncited", "documents", "evidence_strength", "status"} <= set(facets)
    assert 'href="/evidence/uncited_claims?_sort=claim"' in page.text
    claims = re.findall(r'<td class="view-claim type-str">(.*?)</td>', narrowed.text)
    assert len(claims) == 25 and claims == sorted(claims, reverse=True)


def test_rows_that_refer_to_a_row_are_found_by_its_key(shipped: Path) -> None:
    passage, section = "/evidence/passages/trt-combination~23s6~2Ep2", "/evidence/sections/trt-combination~23s6"
    for page in get(shipped, passage, section):
        for link, count in re.findall(r'<li><a href="([^"]+)">(\d+) rows?</a> of ', page.text):
            (shown,) = get(shipped, link)
            assert f"{count} row" in text(shown.text.partition('class="total"')[2]), link


def test_a_row_page_has_the_rows_name_and_leads_on(shipped: Path) -> None:
    term, section, rule = get(
        shipped, "/evidence/terms/bmd", "/evidence/sections/trt-combination~23s6", "/evidence/rules/claims~2Funcited"
    )
    assert "Bone mineral density, any site" in term.text.partition("<h1>")[2].partition("</h1>")[0]
    assert '<a href="/evidence/terms/fracture">Fracture, any</a>' in term.text
    assert '<a href="/evidence/documents/trt-combination">' in section.text
    assert "<code>not-gradable</code>" in rule.text and "`" not in text(rule.text)


def test_sections_and_passages_come_in_reading_order(shipped: Path) -> None:
    with closing(sqlite3.connect(shipped)) as connection:
        for table, key in (("sections", "id"), ("passages", "anchor")):
            order = f"SELECT {key} FROM {table} ORDER BY document, ordinal"
            wanted = [row[0] for row in connection.execute(order)]
            found, following = [], ""
            while following is not None:
                (answer,) = get(shipped, f"/evidence/{table}.json?_shape=objects&_next={quote(following)}")
                found += [row[key] for row in answer.json()["rows"]]
                following = answer.json()["next"]
            assert found == wanted != sorted(wanted)
            (page,) = get(shipped, f"/evidence/{table}?_size=5")
            assert "in reading order" in text(page.text) and "Next page" in text(page.text)


def test_no_two_pages_have_the_same_title_and_heading(shipped: Path) -> None:
    with closing(sqlite3.connect(shipped)) as connection:
        works = [f"/evidence/works/{key}" for (key,) in connection.execute("SELECT key FROM works")]
    tables = [f"/evidence/{name}" for name in [table.name for table in TABLES] + list(database.views())]
    own = [f"/evidence/-/{name}" for name in ("map", "summary", "documents", "health", "reach")]
    for tag in ("title", "h1"):
        seen = Counter(
            text(page.text.partition(f"<{tag}")[2].partition(f"</{tag}>")[0])
            for page in get(shipped, *works, *tables, *own)
        )
        assert [heading for heading, count in seen.items() if count > 1] == []


def test_the_claim_page_tells_the_documents_list_from_the_curators(shipped: Path) -> None:
    page, data = get(shipped, "/evidence/claims/TRT-0001", "/evidence/claims/TRT-0001.json")
    body = text(page.text)
    assert "the article’s own list" in body and "added by the curator" in body
    assert "down 1 inconsistency : results differ between studies" in body
    assert "Moderate certainty" in body and "likely results in" in body
    assert page.text.count('class="point"') == 2, "two works with an estimate"
    evidence = data.json()["evidence"]
    assert {work["key"] for work in evidence["supports"] if work["listed"]} == {"trinh2019"}
    assert evidence["disputes"][0]["key"] == "zhang2020"


def test_an_unverified_record_is_never_green(shipped: Path) -> None:
    (works,) = get(shipped, "/evidence/works.json?_shape=array&_size=max")
    records = {work["key"]: work["record"] for work in works.json()}
    pages = get(shipped, *(f"/evidence/works/{key}" for key in records))
    for record, page in zip(records.values(), pages, strict=True):
        assert ("r-confirmed" in page.text.partition('<h2 id="h-claims">')[0].partition("Other records")[0]) == (
            record == "confirmed"
        )


def test_findings_name_file_and_line(shipped: Path) -> None:
    page, data = get(shipped, "/evidence/claims/TRT-0003", "/evidence/claims/TRT-0003.json")
    finding = data.json()["findings"][0]
    assert f"{finding['file']}:{finding['line']}" in page.text
    assert "2 levels stronger than the evidence" in text(page.text)


def test_no_text_of_a_document_is_shown(shipped: Path) -> None:
    (data,) = get(shipped, "/evidence/documents/trt-combination.json")
    passage = data.json()["sections"][0]["passages"][0]
    assert set(passage) == {"anchor", "kind", "no_claim", "claims"}


@pytest.mark.parametrize(
    "narrowed",
    [
        "",
        "evidence_strength=low&",
        "documents__arraycontains=trt-combination&claim__contains=bone&",
        "_layer=contested&_kinds=effects&_outcome=bmd&",
        "_work=snyder2017&status=active&",
        "_search=bone&_document=trt-combination&",
    ],
)
def test_facets_count_what_their_links_show(shipped: Path, narrowed: str) -> None:
    (response,) = get(shipped, f"/evidence/claims.json?{narrowed}_shape=objects&_size=0&_extra=facet_results")
    facets = response.json()["facet_results"]
    facets = facets.get("results", facets)
    assert len(facets) >= 10
    values = [
        (name, value) for name, facet in facets.items() for value in facet["results"][:4] if not value["selected"]
    ]
    links = [value["toggle_url"].replace("?", ".json?").replace("_extra=facet_results", "") for _, value in values]
    links = [link.replace("_shape=objects", "_shape=array").replace("_size=0", "_size=max") for link in links]
    for (name, value), answer in zip(values, get(shipped, *links), strict=True):
        assert len(answer.json()) == value["count"], (name, value)


def test_strengths_stand_in_their_order(shipped: Path) -> None:
    (response,) = get(shipped, "/evidence/claims.json?_shape=objects&_size=0&_extra=facet_results")
    facets = response.json()["facet_results"]
    facets = facets.get("results", facets)
    values = [value["value"] for value in facets["evidence_strength"]["results"]]
    assert values == ["high", "moderate", "low", "very-low", "ungraded", "not-gradable"]


def test_findings_are_sorted_by_what_they_weigh(shipped: Path) -> None:
    page, rows, facets = get(
        shipped,
        "/evidence/findings",
        "/evidence/findings.json?_sort=weight&_shape=array&_size=max",
        "/evidence/findings.json?_size=0&_extra=facet_results",
    )
    (link,) = [e.attributes["href"] for e in elements(page.text) if "_sort=weight" in str(e.attributes.get("href"))]
    assert f'<a href="{link}" rel="nofollow">severity</a>' in page.text
    shown = list(dict.fromkeys(row["severity"] for row in rows.json()))
    assert shown == ["error", "warning", "information"]
    found = facets.json()["facet_results"]
    assert [value["value"] for value in found.get("results", found)["severity"]["results"]] == shown


def test_the_graph_draws_trials_and_neighbours(shipped: Path) -> None:
    with_trial, with_neighbour = get(shipped, "/evidence/-/graph/TRT-0112", "/evidence/-/graph/TRT-0001")
    drawn = with_trial.text.partition("<svg")[2].partition("</svg>")[0]
    assert "trial NCT00926380</text>" in drawn and 'href="/evidence/works?trial=NCT00926380"' in drawn
    drawn = with_neighbour.text.partition("<svg")[2].partition("</svg>")[0]
    assert 'class="near"' in drawn and ">TRT-0007</text>" in drawn and "trial" not in drawn


def test_the_start_page_counts_the_graded_claims(shipped: Path) -> None:
    home, data = get(shipped, "/", "/evidence/-/home.json")
    by_grade = {row["strength"]: row["claims"] for row in data.json()["strengths"]}
    graded = sum(by_grade.get(level, 0) for level in STRENGTHS)
    words = f"{graded} graded: {by_grade['high']} high, {by_grade['moderate']} moderate, {by_grade['low']} low"
    assert words in text(home.text)
    link = next(str(e.attributes["href"]) for e in elements(home.text) if "very-low" in str(e.attributes.get("href")))
    (listed,) = get(shipped, link.replace("?", ".json?") + "&_shape=array&_size=max")
    assert len(listed.json()) == graded


def test_the_map_as_one_file_lists_what_its_cells_count(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses_ = ("/evidence/-/map/file?layer=contested", "/evidence/-/map/file?document=trt-combination")
    for page in get(shipped, *addresses_):
        cells = re.findall(r'href="#(c[0-9a-f]{12})".*?<b>(\d+)</b>', page.text)
        assert len(cells) > 5
        for place, count in cells:
            section = page.text.partition(f'<section id="{place}">')[2].partition("</section>")[0]
            assert section.count('class="id"') == int(count), place
    monkeypatch.setattr(evidence_map, "LISTED", 3)
    (cut,) = get(shipped, addresses_[1])
    listed = cut.text.partition("Claims of the cells")[2].count('class="id"')
    left_out = sum(int(number) for number in re.findall(r"(\d+) more claims? not listed here", cut.text))
    assert listed == 3 and listed + left_out == sum(int(count) for _, count in cells)


def test_cells_of_the_map_lead_to_as_many_claims(shipped: Path) -> None:
    for query in ("", "?layer=contested", "?layer=unsupported&kinds=all", "?document=trt-combination&detail=fine"):
        page, data = get(shipped, f"/evidence/-/map{query}", f"/evidence/-/map.json{query}")
        cells = [cell for row in data.json()["rows"] for cell in row["cells"] if cell]
        links = [
            e.attributes["href"]
            for e in elements(page.text)
            if " m-" in f" {e.attributes.get('class')}" and e.tag == "a"
        ]
        assert len(cells) == len(links) > 3
        asked = [str(link).replace("?", ".json?") + "&_shape=array&_size=max" for link in links[:12]]
        for cell, answer in zip(cells, get(shipped, *asked), strict=False):
            assert len(answer.json()) == cell["claims"], cell


def test_cells_lead_to_no_claim_that_they_do_not_count(make: Make) -> None:
    rows = (
        "id,claim,kind,intervention,outcome,status\nAB-1,One,effect,trt,bmd,active\nAB-2,Two,effect,trt,bmd,withdrawn\n"
    )
    path = evidencebase.build(make({"claims.csv": rows})).output
    home, page = get(path, "/", "/evidence/-/map")
    for html in (home.text, page.text):
        (link,) = {
            str(e.attributes["href"])
            for e in elements(html)
            if " m-" in f" {e.attributes.get('class')}" and e.tag == "a"
        }
        (answer,) = get(path, link.replace("?", ".json?") + "&_shape=array")
        assert [claim["id"] for claim in answer.json()] == ["AB-1"]


@pytest.mark.parametrize(
    "address",
    [
        "claims?junk=1",
        "claims?_sort=nope",
        "claims?_sort=id&_sort_desc=id",
        "claims?_through={",
        "claims?_through={}",
        "claims?id__in=[1,2",
        "claims?_facet={",
        "claims?_facet_array={",
        "claims?_next=%00",
        "claim_overview?_next=x",
        "claims?_timelimit=x",
        "claims?_size=-1",
        "claims?_col=nope",
        "claims?_layer=nope",
        "claims?id__junk=1",
        "claims?_search=%22&_searchmode=raw",
        "claims?_facet_size=x&_work=%00",
        "claims?_junk=1",
        "claims?_documents=trt-combination&junk=",
        "works?_work=junk",
        "overclaims?_searches=junk",
        "designs?_search=junk",
        "-/map?layer=x",
        "-/map?kinds=x",
        "-/map?detail=x",
        "-/map.svg?layer=x",
    ],
)
def test_bad_parameters_are_the_askers_mistake(shipped: Path, address: str) -> None:
    for response in get(
        shipped, f"/evidence/{address}", f"/evidence/{address.replace('?', '.json?').replace('.svg.json', '.svg')}"
    ):
        assert response.status_code in (200, 400), response.text[:300]
        assert "Traceback" not in response.text
    if "junk" in address or "/map" in address:
        assert get(shipped, f"/evidence/{address}")[0].status_code == 400


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("claims?_documents=x", "_document"),
        ("claims?_strength=low", "evidence_strength"),
        ("works?_serach=x", "_search"),
    ],
)
def test_the_nearest_right_name_is_told(shipped: Path, address: str, meant: str) -> None:
    (answer,) = get(shipped, f"/evidence/{address}")
    assert answer.status_code == 400 and f"did you mean '{meant}'?" in text(answer.text)


def test_every_parameter_of_datasette_is_known(shipped: Path) -> None:
    """Of tables, in the version that is installed."""
    folder = Path(datasette.app.__file__).parent
    asked = r"""args\.get(?:list)?\(\s*"(_[a-z_]+)"|"(_[a-z_]+)" (?:not )?in (?:request\.)?args"""
    files = ["views/table.py", "views/base.py", "filters.py", "facets.py", "renderer.py", "tracer.py"]
    code = "".join((folder / file).read_text("utf-8") for file in files)
    names = {name for found in re.findall(asked, code) for name in found if name}
    assert {"_sort", "_size", "_where", "_timelimit"} <= names
    for name, answer in zip(names, get(shipped, *(f"/evidence/terms.json?{name}=" for name in names)), strict=True):
        assert f"There is no parameter '{name}'" not in answer.text


@pytest.mark.parametrize("table", ["claims", "works", "findings", "terms", "overclaims"])
def test_whatever_is_searched_for_is_answered(shipped: Path, table: str) -> None:
    words = ['"', '""', '" "', '"""', "*", "-", "'", "(", "bone AND", '"bone', "NEAR(", "a:b", "^", "%", "\\"]
    for answer in get(shipped, *(f"/evidence/{table}?_search={quote(word)}" for word in words)):
        assert answer.status_code == 200, answer.url
    for odd in ("_search=%00bone", "_search=bone+(&_searchmode=raw", "_search=a:b&_searchmode=raw"):
        page, data = get(shipped, f"/evidence/{table}?{odd}", f"/evidence/{table}.json?{odd}")
        for answer in (page, data):
            assert answer.status_code == 200 or "This cannot be searched for: try plain words" in answer.text


def test_views_are_searched_by_the_texts_of_what_they_name(shipped: Path) -> None:
    every, found, claims, cells = get(
        shipped,
        "/evidence/overclaims.json?_shape=array&_size=max",
        "/evidence/overclaims.json?_shape=array&_size=max&_search=fracture",
        "/evidence/claims.json?_shape=array&_size=max&_search=fracture",
        "/evidence/gap_map.json?_shape=array&_size=max&_search=fracture",
    )
    meant = {claim["id"] for claim in claims.json()}
    wanted = [row for row in every.json() if row["claim"] in meant]
    assert sorted(map(str, found.json())) == sorted(map(str, wanted)) and 0 < len(wanted) < len(every.json())
    assert {row["outcome"] for row in cells.json()} >= {"fracture"}


@pytest.mark.parametrize(
    "address",
    ["claims/NO-1", "works/nobody", "documents/none", "-/reach/nobody", "-/graph/NO-1", "-/nothing", "nothing"],
)
def test_what_is_not_there_is_404_in_the_frame(shipped: Path, address: str) -> None:
    page, data = get(shipped, f"/evidence/{address}", f"/evidence/{address}.json")
    assert page.status_code == data.status_code == 404
    assert "This page does not exist" in text(page.text)


@pytest.mark.parametrize(
    "address", ["/nope", "/-/nope", "/nope/-/map", "/nope/-/reach/x", "/nope/claims/x", "/nope.json"]
)
def test_what_lies_in_no_database_is_404_in_the_frame(shipped: Path, address: str) -> None:
    (answer,) = get(shipped, address)
    assert answer.status_code == 404
    if not address.endswith(".json"):
        assert "This page does not exist" in text(answer.text) and 'href="/evidence/claims"' in answer.text
        assert "<p>404</p>" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_page_that_is_not_there_prints_nothing(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("datasette.handle_exception.rich", importlib.import_module("rich"))
    assert {a.status_code for a in get(shipped, "/nope", "/evidence/nope", "/evidence/claims/NO-1")} == {404}
    assert capfd.readouterr() == ("", "")


def test_other_databases_are_left_alone(tmp_path: Path, shipped: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE claims (id TEXT PRIMARY KEY, claim TEXT)")
        connection.execute("INSERT INTO claims VALUES ('A', 'B')")
        connection.commit()
    for files in ([str(other)], [str(other), str(shipped)]):
        answers = ask(
            Datasette([], immutables=files),
            *("/", "/other", "/other/claims", "/other/claims?junk=1", "/other/claims/A", "/other/-/map"),
        )
        assert [answer.status_code for answer in answers[:5]] == [200] * 5
        assert answers[5].status_code in (400, 404), "Datasette's own refusal, in 0.65 and in 1.0"
        assert all("eb-header" not in answer.text for answer in answers)


def test_a_plain_datasette_shows_the_same_pages(shipped: Path) -> None:
    answers = ask(Datasette([], immutables=[str(shipped)]), "/", "/evidence/claims", "/evidence/claims/TRT-0001")
    assert all(answer.status_code == 200 and "eb-header" in answer.text for answer in answers)


def test_a_database_may_have_any_name(shipped: Path, tmp_path: Path) -> None:
    odd = tmp_path / "my base-2.x.db"
    odd.write_bytes(shipped.read_bytes())
    (home,) = get(odd, "/")
    links = {str(e.attributes.get("href")) for e in elements(home.text) if e.tag == "a"}
    inner = sorted(link for link in links if link.startswith("/") and link != "/")[:30]
    assert len(inner) == 30
    assert {answer.status_code for answer in get(odd, *inner)} == {200}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_inert(make: Make, hostile: str) -> None:
    def row(*cells: str) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"

    bad = hostile.replace(";", "")
    braced = hostile.replace("{", "").replace("}", "").replace("%", "")
    base = make(
        {
            "claims.csv": "id,claim,kind,intervention,outcome,supports,disputes,stated_in,note,topics,"
            "evidence_strength\n"
            + row(
                "AB-1",
                hostile,
                "effect",
                "drug",
                "bone",
                f"works2020 [{bad[:40]}]",
                "other2020",
                "doc#s1.p1 = strong",
                hostile,
                bad,
                "low",
            )
            + row("AB-2", hostile, "effect", "drug", "bone", bad[:60], "", "", hostile, bad, "high"),
            "evidence.csv": "claim,work,relation,finding,measure,estimate,ci_low,ci_high,unit,note,locator\n"
            + row("AB-1", "works2020", "supports", hostile, bad, "1", "0.5", "2", bad, hostile, hostile),
            "terms.csv": "id,label,kind,importance\n"
            + row("drug", hostile, "intervention", "")
            + row("bone", hostile, "outcome", "critical"),
            "documents/documents.csv": "id,title,url,note,citations,bibliography\n"
            + row("doc", hostile, hostile, hostile, "list", "references/w.bib"),
            "documents/passages.csv": "anchor,kind,heading,words,fingerprint,no_claim\n"
            + row("doc#s1", "heading", hostile, "1", "0" * 16, "")
            + row("doc#s1.p1", "prose", "", "1", "0" * 16, ""),
            "references/w.bib": "".join(
                ENTRY.replace("KEY", key).replace("BAD", braced) for key in ("works2020", "other2020")
            ),
        }
    )
    path = evidencebase.build(base, force=True).output
    places = {"claim": "AB-1", "work": "other2020", "document": "doc"}
    asked = [address.format(**places) for address in PAGES + FRAMED]
    asked += ["/evidence/claims/AB-2", "/evidence/works/works2020", "/evidence/evidence", "/evidence/-/map.svg"]
    for address, response in zip(asked, get(path, *asked), strict=True):
        assert response.status_code == 200, address
        for element in elements(response.text):
            assert element.tag not in ("script", "img"), address
            assert not [name for name in element.attributes if name.startswith("on")], address
            href = (element.attributes.get("href") or "").strip()
            assert href.startswith(("/", "#", "https://", "http://", "data:,")) or not href, (address, href)
        assert "55433" not in response.text


@pytest.mark.parametrize("text_", [*HOSTILE, "http://a b", 'https://x"y', "//evil.org", "HTTPS://ok.org/a?b=c#d"])
def test_only_plain_web_addresses_become_links(text_: str) -> None:
    assert (addresses.web(text_) is not None) == text_.startswith("HTTPS://ok")


def test_dois_are_encoded() -> None:
    assert addresses.doi('10.1000/a<b>"#?') == "https://doi.org/10.1000/a%3Cb%3E%22%23%3F"
    assert addresses.doi("javascript:10.1000/x") is None


def test_citation_styles() -> None:
    work: dict[str, Any] = {
        "key": "a",
        "type": "article",
        "title": "On bone",
        "container": "Bone",
        "year": 2020,
        "volume": "3",
        "issue": "2",
        "pages": "1–9",
        "authors": "Doe Ada B.; van der Berg Jan",
        "persons": [{"family": "Doe", "given": "Ada B."}, {"family": "van der Berg", "given": "Jan"}],
        "fields": {"title": "On bone", "year": "2020"},
    }
    assert citations.vancouver(work) == "Doe AB, van der Berg J. On bone. Bone. 2020;3(2):1–9."
    assert citations.apa(work) == "Doe, A. B., & van der Berg, J. (2020). On bone. Bone, 3(2), 1–9."
    assert citations.plain(work) == "Doe Ada B.; van der Berg Jan. On bone. Bone. 2020, vol. 3, no. 2, pp. 1–9."
    assert citations.short(work) == "Doe and van der Berg 2020"
    item = json.loads(json.dumps(citations.csl(work)))
    assert item == {"id": "a", "type": "article-journal", "title": "On bone", "issued": {"date-parts": [[2020]]}}
    assert citations.bibtex(work) == "@article{a,\n  title = {On bone},\n  year = {2020},\n}\n"
    bare = {"key": "b", "type": "misc", "title": "T?", "authors": "", "persons": []}
    assert citations.vancouver(bare) == "T?"
    assert citations.apa(bare) == "(n.d.). T?"


def test_an_accepted_finding_is_still_counted(shipped: Path) -> None:
    home, claim = get(shipped, "/-/home.json".replace("/-/", "/evidence/-/"), "/evidence/claims/TRT-0044")
    numbers = home.json()["numbers"]
    assert numbers["accepted"] == numbers["findings"] > 300
    assert numbers["overclaimed"] > 40
    assert "GRADE would say" in text(claim.text)


def test_the_spreadsheet_holds_what_is_shown_and_no_formula(make: Make) -> None:
    base = make(
        {"claims.csv": 'id,claim,kind\nAB-1,"=1+1 is the claim",effect\nAB-2,"@SUM(A1)",effect\nAB-3,007,harm\n'}
    )
    made = evidencebase.build(base).output
    page, sheet, other = get(made, *(f"/evidence/claims{end}?kind=effect" for end in ("", ".xlsx", ".csv")))
    assert "/evidence/claims.xlsx?kind=effect" in page.text
    cells = openpyxl.load_workbook(BytesIO(sheet.content)).active
    rows = [[("" if cell.value is None else str(cell.value)) for cell in row] for row in cells]
    assert rows == list(csv.reader(other.text.splitlines())) and len(rows) == 3
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}


def test_a_search_that_finds_nothing_offers_any_of_its_words(shipped: Path) -> None:
    (page,) = get(shipped, '/evidence/claims?_search=TRT+"lowers"+fractures')
    (offered,) = [
        e.attributes["href"] for e in elements(page.text) if "_searchmode" in (e.attributes.get("href") or "")
    ]
    (found,) = get(shipped, offered)
    assert "TRT-0033" in found.text
