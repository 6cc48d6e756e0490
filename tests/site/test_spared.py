"""What pages tell from the codes of rows is what SQL would tell; and what is kept of a database is given up with it."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.database import Database

import evidencebase
from evidencebase import functions
from evidencebase.codes import GROUPS
from evidencebase.site.server import application
from tests.conftest import Make
from tests.site.asking import ask, elements, get, text

ROWS = {
    "claims": r'class="claim-link" href="[^"]*/claims/([^"]+)"',
    "works": r'class="claim-link" href="[^"]*/works/([^"]+)"',
}
ROWS["findings"] = r'<code class="place">([^<]*)</code>'
ADDRESSES = [
    "claims?",
    "claims?evidence_strength=low&kind=effect",
    "claims?documents__arraycontains=trt-combination",
    "claims?relations__arraycontains=uncited&_rule=claims/uncited",
    "claims?_work=snyder2017&_search=bone",
    "claims?_layer=no-work&kind=effect",
    "claims?_unlisted=trt-combination",
    "claims?_search=bone&_sort=claim",
    "claims?_search=bone&_search=zzz",
    "claims?evidence_strength=nosuch",
    "claims?evidence_strength__in=high,moderate&status__in=active, contested",
    "works?",
    "works?record=confirmed&_sort_desc=title",
    "works?year=2017",
    "works?year=2017.0",
    "works?record__in=differs,not-found",
    "works?_search=testosterone",
    "findings?",
    "findings?severity=warning&_search=claim",
]

BY_SQL = ['claims?evidence_strength__in=["high","low"]', "claims?claim__contains=bone"]  # what codes do not tell


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasette prints every refusal with all local variables when rich is installed: a second each."""
    monkeypatch.setattr("datasette.handle_exception.rich", None)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("spared") / "evidence.db").output


@pytest.mark.parametrize("address", [*ADDRESSES, *BY_SQL])
def test_pages_show_and_count_the_rows_that_sql_finds(shipped: Path, address: str) -> None:
    table = address.partition("?")[0]
    key = next(known for known in GROUPS if known.name == table).key[0]
    rows, pages = asyncio.run(_walk(application(shipped), address))
    wanted = [f"{row['file']}:{row['line']}" if table == "findings" else row[key] for row in rows]
    shown = [one for page in pages for one in re.findall(ROWS[table], page)]
    assert shown == wanted[:21]
    for page in pages:
        assert "_nocount" not in page
        assert re.search(rf"\b{len(wanted)} {table.removesuffix('s')}s?\b", text(page))


async def _walk(datasette: Any, address: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows that an address asks for, as JSON, and its first three pages."""
    await datasette.invoke_startup()
    told = f"{address.replace('?', '.json?')}&_shape=array&_size=max&_nofacet=1"
    rows = (await datasette.client.get(f"/evidence/{told}")).json()
    pages: list[str] = []
    following = f"/evidence/{address}&_size=7"
    while following and len(pages) < 3:
        pages.append((await datasette.client.get(following)).text)
        links = [e.attributes["href"] for e in elements(pages[-1]) if e.attributes.get("class") == "button"]
        following = str(links[0]).removeprefix("http://localhost") if links else ""
    return rows, pages


def test_rows_come_in_the_order_of_their_keys_whatever_the_order_of_the_file(make: Make) -> None:
    rows = "".join(f"AB-{number},Claim {number},works2020,low\n" for number in (5, 2, 9, 1, 7, 3, 8, 4, 6))
    path = evidencebase.build(make({"claims.csv": f"id,claim,supports,evidence_strength\n{rows}"})).output
    first, second = get(path, "/evidence/claims?_size=4", "/evidence/claims?_size=4&_next=AB-4")
    assert re.findall(ROWS["claims"], first.text) == ["AB-1", "AB-2", "AB-3", "AB-4"]
    assert re.findall(ROWS["claims"], second.text) == ["AB-5", "AB-6", "AB-7", "AB-8"]


def test_no_page_of_claims_works_or_findings_counts_by_sql(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    execute = Database.execute

    async def noted(self: Any, sql: str, *arguments: Any, **options: Any) -> Any:
        asked.append(sql)
        return await execute(self, sql, *arguments, **options)

    monkeypatch.setattr(Database, "execute", noted)
    get(shipped, *(f"/evidence/{address}" for address in ADDRESSES if "2017.0" not in address))
    assert len(asked) > 100
    assert not [sql for sql in asked if "count(*)" in sql.lower() and re.search(r"from (claims|works|findings)\b", sql)]


def test_an_empty_search_asks_for_everything(shipped: Path) -> None:
    every, searched, terms = get(
        shipped, "/evidence/claims", "/evidence/claims?_search=&_sort=id", "/evidence/terms?_search="
    )
    assert re.findall(ROWS["claims"], every.text) == re.findall(ROWS["claims"], searched.text) != []
    assert terms.status_code == 200


def test_facets_of_a_configuration_count_all_rows(shipped: Path) -> None:
    settings = {"databases": {"evidence": {"tables": {"claims": {"facets": ["line"], "size": 3}}}}}
    datasette = application(shipped)
    other = "config" if hasattr(datasette, "config") else "metadata"
    (answer,) = ask(
        Datasette([], immutables=[str(shipped)], **{other: settings}), "/evidence/claims?evidence_strength=low"
    )
    (rows,) = get(shipped, "/evidence/claims.json?evidence_strength=low&_shape=array&_size=max")
    facet = answer.text.partition('data-column="line"')[2].partition("</details>")[0]
    assert len(re.findall(r'class="n">', facet)) == min(30, len({row["line"] for row in rows.json()}))


def test_the_health_page_counts_files_as_the_view_does(shipped: Path) -> None:
    (page,) = get(shipped, "/evidence/-/health.json")
    with closing(sqlite3.connect(shipped)) as connection:
        connection.row_factory = sqlite3.Row
        functions.register(connection)
        view = connection.execute("SELECT * FROM bibliography_health ORDER BY listed_by IS NULL, file").fetchall()
    assert page.json()["bibliography"] == [dict(row) for row in view] != []


def test_what_is_kept_of_a_file_goes_with_what_was_in_it(shipped: Path, tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    path.write_bytes(shipped.read_bytes())
    datasette = Datasette([str(path)])

    async def asked() -> list[str]:
        await datasette.invoke_startup()
        before = [(await datasette.client.get("/")).text for _ in range(2)]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE builds SET title = 'Another one'")
        return [*before, (await datasette.client.get("/")).text]

    first, again, changed = asyncio.run(asked())
    assert first == again != changed
    assert "Another one" in changed
