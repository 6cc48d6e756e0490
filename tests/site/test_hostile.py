"""Whatever a cell says, it is text: on every page, in JSON, in SVG, in CSV."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evidencebase import database
from evidencebase.rulebook import rules
from evidencebase.schema import TABLES
from evidencebase.site import spreadsheets
from tests.conftest import Make
from tests.site import hostile
from tests.site.asking import get


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasette.handle_exception.rich", None)


@pytest.fixture
def built(make: Make) -> Path:
    return hostile.database(make)


def test_every_page_shows_it_as_text(built: Path) -> None:
    names = [table.name for table in TABLES] + list(database.views())
    names += [rule.name.replace("/", "-") for rule in rules().values() if rule.sql and not rule.compares]
    own = ["home", "documents", "map", "map?layer=contested&kinds=all&detail=fine&whole=1", "map/file", "summary"]
    pages = ["/", "/evidence", *(f"/evidence/-/{name}" for name in [*own, "health", "reach"])]
    pages += [f"/evidence/{name}" for name in names] + ["/evidence/claims?_search=script", "/evidence/works?_search=x"]
    for number in range(len(hostile.PAYLOADS)):
        pages += [
            f"/evidence/claims/AB-{number + 1}",
            f"/evidence/works/works{number}",
            f"/evidence/documents/doc{number}",
        ]
        pages += [
            f"/evidence/-/graph/AB-{number + 1}",
            f"/evidence/-/reach/works{number}",
            f"/evidence/terms/drug{number}",
        ]
    pages += [
        "/evidence/documents/doc",
        "/evidence/claims?junk=<script>",
        "/evidence/-/<script>",
        "/evidence/claims/<b>",
    ]
    for address, answer in zip(pages, get(built, *pages), strict=True):
        assert answer.status_code in (200, 400, 404), address
        assert answer.headers["content-type"].startswith("text/html"), address
        hostile.inert(answer.text, address)


def test_json_is_json(built: Path) -> None:
    pages = [
        f"/evidence/{name}.json" for name in ("-/map", "-/home", "-/summary", "-/health", "-/reach", "-/documents")
    ]
    pages += [f"/evidence/claims/AB-{number + 1}.json" for number in range(len(hostile.PAYLOADS))]
    pages += [f"/evidence/works/works{number}.json" for number in range(len(hostile.PAYLOADS))]
    for address, answer in zip(pages, get(built, *pages), strict=True):
        assert answer.headers["content-type"].startswith("application/json"), address
        assert json.loads(answer.text)["build"]


def test_the_map_is_well_formed_and_holds_no_more_than_a_drawing(built: Path) -> None:
    (answer,) = get(built, "/evidence/-/map.svg?whole=1&kinds=all&detail=fine")
    tree = ElementTree.fromstring(answer.text)
    tags = {node.tag.rpartition("}")[2] for node in tree.iter()}
    assert tags == {"svg", "title", "defs", "pattern", "line", "rect", "text"}
    assert not [name for node in tree.iter() for name in node.attrib if name.startswith("on") or "href" in name]


def test_no_download_holds_a_formula(built: Path) -> None:
    addresses = [
        f"/evidence/{name}.csv?_dl=on&_size=max" for name in ("claims", "works", "terms", "evidence", "findings")
    ]
    addresses += ["/evidence/claims.csv?_stream=on", "/evidence/overclaims.csv", "/evidence/claims-uncited.csv"]
    for address, answer in zip(addresses, get(built, *addresses), strict=True):
        assert answer.status_code == 200, address
        hostile.no_formulas(answer.text, address)
    assert "'=HYPERLINK" in get(built, addresses[0])[0].text


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_csv_is_made_harmless_in_pieces(size: int) -> None:
    text = 'a,b\r\n"=1+1","two\nlines, ""quoted"""\r\n-5.2e3,-x\r\n,"\r=x"\r\n'
    made, content = spreadsheets.Harmless(), text.encode()
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    out = b"".join(made(piece, last=False) for piece in pieces) + made(b"", last=True)
    assert out.decode() == 'a,b\r\n\'=1+1,"two\nlines, ""quoted"""\r\n-5.2e3,\'-x\r\n,"\'\r=x"\r\n'
