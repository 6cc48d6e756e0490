"""A public site: what its answers carry, what it withholds, what it tells crawlers."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import datasette
import pytest
from datasette.app import Datasette

import evidencebase
from evidencebase import database
from evidencebase.finding import UsageError
from evidencebase.schema import TABLES
from evidencebase.site import guard, public
from tests.site.asking import ask, elements
from tests.site.test_site import FRAMED, PAGES, PLACES

TELLING = [
    "threads",
    "databases",
    "metadata",
    "settings",
    "plugins",
    "allow-debug",
    "versions",
    "actor",
    "config",
    "permissions",
    "rules",
    "allowed",
    "check",
    "create-token",
    "logout",
    "messages",
    "patterns",
    "api",
    "jump",
    "tables",
    "actions",
    "debug/autocomplete",
]
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("site") / "evidence.db").output


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasette.handle_exception.rich", None)


def open_to_all(*paths: Path, settings: dict[str, Any] | None = None, **choices: Any) -> Datasette:
    """A Datasette that says it is public, as both versions are told."""
    plugins = {"plugins": {"evidencebase": {"public": True, **choices}}}
    told = {"metadata": plugins} if datasette.__version__.startswith("0.") else {"config": plugins}
    made = {"default_cache_ttl": 300, "default_allow_sql": False, **(settings or {})}
    return Datasette([], immutables=[str(path) for path in paths], settings=made, **told)


def test_every_page_carries_safe_headers(shipped: Path) -> None:
    addresses = [address.format(**PLACES) for address in PAGES + FRAMED]
    addresses += ["/evidence/claims.json", "/evidence/claims.csv", "/evidence/claims/TRT-0001.json"]
    addresses += ["/evidence/-/map.svg", "/evidence/nothing", "/evidence/claims?junk=1", "/evidence/claims-uncited"]
    addresses += [f"/evidence/{name}" for name in [*(table.name for table in TABLES), *database.views()]]
    for served in (Datasette([], immutables=[str(shipped)]), open_to_all(shipped)):
        for address, answer in zip(addresses, ask(served, *addresses), strict=True):
            assert answer.headers["content-security-policy"] == guard.STRICT, address
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] in ("strict-origin-when-cross-origin", "no-referrer")
            assert not [e for e in elements(answer.text) if e.tag == "script"], address


def test_inline_scripts_of_datasettes_own_pages_are_those_allowed(shipped: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER)")
        connection.execute("INSERT INTO t VALUES ('A', 1)")
        connection.execute("CREATE VIEW v AS SELECT * FROM t")
        connection.commit()
    asked = ["/", "/other", "/other/t", "/other/v", "/other/t/A", "/other?sql=select+1", "/nothing", "/other/t?_sort=x"]
    answers = ask(open_to_all(other, shipped, settings={"default_allow_sql": True}), *asked)
    answers += ask(open_to_all(other, shipped, settings={"allow_facet": False}), "/other/t")
    found = set()
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
        for script in _INLINE.findall(answer.text):
            digest = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
            assert digest in policy or "'unsafe-inline'" in policy.partition("style-src")[0], (answer.url, script[:80])
            found.add(digest)
    if datasette.__version__.startswith("0."):
        assert found == set(guard.DATASETTES_SCRIPTS), "the list holds nothing that is not there"


@pytest.mark.parametrize("name", TELLING)
def test_what_tells_paths_is_withheld(shipped: Path, name: str) -> None:
    for answer in ask(open_to_all(shipped), f"/-/{name}", f"/-/{name}.json", f"/-/{name}?x=1"):
        assert answer.status_code == 404
        assert str(shipped.parent) not in answer.text


def test_no_answer_tells_a_path_of_the_machine(shipped: Path) -> None:
    addresses = ["/", "/.json", "/evidence.json", "/evidence", "/evidence/claims.json?_extra=metadata", "/nothing"]
    addresses += ["/evidence/inputs", "/evidence/builds.json?_shape=array", "/evidence/-/health.json"]
    for answer in ask(open_to_all(shipped), *addresses):
        assert str(shipped.parent) not in answer.text, answer.url
        assert str(Path(datasette.__file__).parent) not in answer.text


def test_style_and_database_are_served(shipped: Path) -> None:
    served = open_to_all(shipped)
    (page,) = ask(served, "/")
    style = next(e.attributes["href"] for e in elements(page.text) if e.attributes.get("rel") == "stylesheet")
    sheet, file = ask(served, str(style), "/evidence.db")
    assert sheet.status_code == file.status_code == 200
    assert sheet.headers["content-type"].startswith("text/css")


def test_a_public_site_is_cached_and_only_read(shipped: Path) -> None:
    served = open_to_all(shipped)
    for answer in ask(served, "/", "/evidence/-/map", "/evidence/claims/TRT-0001.json", "/sitemap.xml"):
        assert answer.headers["cache-control"] == "public, max-age=300", answer.url
    (table, missing, local) = (
        *ask(served, "/evidence/claims", "/evidence/claims/NO"),
        *ask(Datasette([], immutables=[str(shipped)]), "/evidence/-/map"),
    )
    assert "max-age=300" in table.headers["cache-control"]
    assert "cache-control" not in missing.headers and "cache-control" not in local.headers

    async def post() -> Any:
        await served.invoke_startup()
        return await served.client.post("/evidence/claims", data={"a": "b"})

    import asyncio

    assert asyncio.run(post()).status_code == 405


def test_sql_is_asked_only_where_that_is_allowed(shipped: Path) -> None:
    question = "/evidence.json?sql=select+1&_shape=array"
    question_1 = "/evidence/-/query.json?sql=select+1&_shape=array"
    closed = ask(open_to_all(shipped), question, question_1, "/evidence/claims?_where=1=1")
    assert all(answer.status_code in (403, 404) for answer in closed)
    opened = ask(open_to_all(shipped, settings={"default_allow_sql": True}), question, question_1)
    assert any(answer.status_code == 200 and answer.json() == [{"1": 1}] for answer in opened)


@pytest.mark.parametrize(
    ("choice", "said", "not_said"),
    [
        ("pages", "Disallow: /*?", "Disallow: /\n"),
        ("all", "Allow: /", "Disallow"),
        ("none", "Disallow: /\n", "Sitemap"),
    ],
)
def test_crawlers_are_told_what_they_may_read(shipped: Path, choice: str, said: str, not_said: str) -> None:
    (answer,) = ask(open_to_all(shipped, robots=choice, address="https://bone.example"), "/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert said in answer.text and not_said not in answer.text
    assert ("Sitemap: https://bone.example/sitemap.xml" in answer.text) == (choice != "none")


def test_a_wrong_choice_is_refused(shipped: Path) -> None:
    with pytest.raises(UsageError, match="robots is one of pages, all, none"):
        ask(open_to_all(shipped, robots="maybe"), "/robots.txt")


def test_the_sitemap_names_pages_that_are_there(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = open_to_all(shipped, address="https://bone.example")
    (answer,) = ask(served, "/sitemap.xml")
    places = [str(node.text) for node in ElementTree.fromstring(answer.text).iter() if node.tag.endswith("loc")]
    assert len(places) == len(set(places)) > 400
    paths = [place.removeprefix("https://bone.example") for place in places]
    assert {page.status_code for page in ask(served, *paths[::9])} == {200}
    monkeypatch.setattr(public, "PART", 100)
    index, first, last, beyond = ask(served, "/sitemap.xml", "/sitemap-1.xml", "/sitemap-5.xml", "/sitemap-99.xml")
    assert "<sitemapindex" in index.text and "https://bone.example/sitemap-5.xml" in index.text
    assert first.status_code == last.status_code == 200 and beyond.status_code == 404
    assert first.text.count("<url>") > 100
