"""Whatever an address asks, the answer is a page or a plain refusal: never 500, never a traceback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import evidencebase
from evidencebase import database
from evidencebase.rulebook import rules
from evidencebase.schema import TABLES
from evidencebase.site.server import application

# Datasette leaves what it had begun when a facet cannot be counted
pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:coroutine .* was never awaited:RuntimeWarning"
)
Ask = Callable[[str], Any]
OWN = ["/", *(f"/evidence/-/{name}" for name in ("home", "documents", "map", "map/file", "summary", "health", "reach"))]
TABLES_ = [f"/evidence/{table.name}" for table in TABLES] + [f"/evidence/{view}" for view in database.views()]
QUERIES = [f"/evidence/{rule.name.replace('/', '-')}" for rule in rules().values() if rule.sql and not rule.compares]
ROWS = ["/evidence/claims/TRT-0001", "/evidence/works/trinh2019", "/evidence/documents/trt-combination"]
ROWS += ["/evidence/-/graph/TRT-0001", "/evidence/-/reach/trinh2019", "/evidence/rules/claims~2Funcited"]
PATHS = [*OWN, *ROWS, "/evidence", *TABLES_, *QUERIES, "/robots.txt", "/sitemap.xml", "/evidence/-/map.svg"]
NAMES = [
    *("_facet", "_facet_array", "_facet_date", "_facet_size", "_through", "_where", "_sort", "_sort_desc", "_next"),
    *("_size", "_search", "_searchmode", "_search_claim", "_col", "_nocol", "_shape", "_extra", "_labels", "_json"),
    *("_json_infinity", "_nl", "_ttl", "_trace", "_timelimit", "_filter_column", "_filter_op", "_filter_value"),
    *("_filter_column_1", "_facet_sizes", "_nocount", "_nofacet", "_nosuggest", "_stream", "_dl", "_format", "_header"),
    *("_work", "_rule", "_topic", "_document", "_relation", "_intervention", "_outcome", "_population", "_layer"),
    *("_kinds", "kind", "id", "id__in", "id__notin", "id__arraycontains", "line__gt", "line__date", "claim__like"),
    *("documents__arraycontains", "topics__arraynotcontains", "__in", "__", "id__", "key__glob", "note__isnull", "sql"),
    *("layer", "kinds", "population", "document", "detail", "whole", "q", "intervention", "comparator", "rowid"),
]
VALUES = ["", "1", "-1", "x", "{", "[", "[1,2", "{}", "[]", "null", "1,2", "id", "claim", "all", "max", "on", "array"]
VALUES += ["objects", "arrays", "object", "arrayfirst", "facet_results", "raw", '"', "'", "a OR", "NEAR(", "*", "id:x"]
VALUES += [
    '{"table":"claims","column":"id","value":"x"}',
    '{"table":"x"}',
    '["claims"]',
    "99999999999999999999",
    "1e309",
]
VALUES += [
    "\x00",
    "%00",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "supported",
    "effects",
    "fine",
]
VALUES += ["claims/uncited", "trinh2019", "id__in", "1=1", "select 1", "1; drop table claims", "x" * 3000, "\u202e"]
WORST = ["", "-1", "x", "{", "[1,2", '{"table":"x"}', "99999999999999999999", "\x00"]
arguments = st.lists(
    st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), st.sampled_from(VALUES) | st.text()), max_size=4
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    path = evidencebase.build(Path(__file__).parents[2], tmp_path_factory.mktemp("site") / "evidence.db").output
    served = application(path)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(served.invoke_startup())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("datasette.handle_exception.rich", None)
        yield lambda address: loop.run_until_complete(served.client.get(address))
    loop.close()


def refused_or_answered(answer: Any) -> None:
    assert answer.status_code in (200, 302, 400, 403, 404), (answer.status_code, answer.url, answer.text[:300])
    assert "Traceback (most recent" not in answer.text and 'File "' not in answer.text, answer.url


@settings(max_examples=300)
@given(st.sampled_from(PATHS), st.sampled_from(["", "", ".json", ".csv"]), arguments)
@example("/evidence/claims", "", [("_through", "{}")])
@example("/evidence/claims", ".csv", [("_facet", "{"), ("_stream", "on")])
@example("/evidence", ".csv", [])
@example("/evidence", ".csv", [("_search", "")])
@example("/evidence/claims", ".json", [("id__in", "[1,2")])
@example("/evidence/claim_overview", "", [("_next", "x")])
@example("/evidence/claims", "", [("_size", "99999999999999999999")])
def test_of_parameters(asked: Ask, path: str, suffix: str, given_: list[tuple[str, str]]) -> None:
    form = suffix if path not in ("/", "/robots.txt", "/sitemap.xml", "/evidence/-/map.svg") else ""
    query = urlencode([(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in given_])
    refused_or_answered(asked(f"{path}{form}?{query}"))


@settings(max_examples=120)
@given(
    st.sampled_from(
        ["claims/", "works/", "documents/", "rules/", "-/graph/", "-/reach/", "-/", "", "terms/", "builds/"]
    ),
    st.text(max_size=30) | st.sampled_from(["~", "~ZZ", "~2F", "..", "%00", "a,b", ",", ".json", "x.json", "~00"]),
)
def test_of_keys(asked: Ask, path: str, key: str) -> None:
    refused_or_answered(asked(f"/evidence/{path}{quote(key.encode('utf-8', 'replace'), safe='~')}"))


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_the_claims(asked: Ask, name: str) -> None:
    for value in WORST:
        refused_or_answered(asked(f"/evidence/claims?{urlencode([(name, value)])}"))
