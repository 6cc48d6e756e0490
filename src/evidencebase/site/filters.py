"""Filters of tables and views: by work and by finding, search of views; and a plain refusal of what does not exist."""

from __future__ import annotations

import re
from typing import Any

from datasette.filters import FilterArguments, Filters
from datasette.utils.asgi import BadRequest

from evidencebase.database import views
from evidencebase.nearest import suggestion
from evidencebase.schema import CLAIMS
from evidencebase.site import columns, evidence_bases, selection, spared, words
from evidencebase.site.base import Base, queries

_UNDER = (
    "{} IN (WITH RECURSIVE under(id) AS (SELECT :{} UNION SELECT t.id FROM terms t JOIN under ON t.parent = under.id)"
    " SELECT id FROM under)"
)
_SEARCH = "rowid IN (SELECT rowid FROM {0}_fts WHERE {0}_fts MATCH escape_fts(:eb_search))"
_SEARCHED_THROUGH = ("claims", "works", "terms")  # what a view names; the title of a document would be in each row
_LAYERS = {
    "supported": "instr(relations, 'supports')",
    "unsupported": "NOT instr(relations, 'supports')",
    "contested": "(status = 'contested' OR instr(relations, 'disputes'))",
    "no-work": "NOT (instr(relations, 'supports') OR instr(relations, 'disputes') OR instr(relations, 'qualifies'))",
}
_UNLISTED = f"rowid IN (SELECT value FROM json_each(({queries()['claims_unlisted'].replace(':document', ':{}')})))"
_MANY = {
    **{f"_{column}": (f"{column} or narrower", _UNDER.format(column, "{}")) for column in selection.TERMS},
    "_work": ("work", "id IN (SELECT claim FROM evidence WHERE relation <> 'mentions' AND work = :{})"),
    "_unlisted": ("borne out by no work on the list of", _UNLISTED),
    "_document": ("document", "id IN (SELECT claim FROM statements WHERE document = :{})"),
    "_topic": ("topic", "id IN (SELECT claim FROM topics WHERE topic = :{})"),
    "_relation": ("evidence", "instr(relations, '\"' || :{} || '\"')"),
    "_rule": ("finding", "id IN (SELECT row_key FROM findings WHERE rule = :{})"),
}
_OWN = {*_MANY, "_layer", "_kinds"}  # of claims
# what Datasette itself knows of tables, 0.65 and 1.0; a test compares it with the one that is installed
_DATASETTES = {
    *("_sort", "_sort_desc", "_sort_by_desc", "_size", "_next", "_col", "_nocol", "_label", "_labels", "_where"),
    *("_through", "_search", "_searchmode", "_fts_table", "_fts_pk", "_timelimit", "_nocount", "_nofacet", "_extra"),
    *("_facet", "_facet_array", "_facet_date", "_facet_size", "_shape", "_json", "_json_infinity", "_nl", "_extras"),
    *("_nosuggest", "_header", "_stream", "_dl", "_trace", "_ttl", "_hash", "_blob_column", "_blob_hash"),
    *("_initial", "_row"),
}
_NUMBERED = re.compile(r"_filter_(?:column|op|value)(?:_\d+)?")  # of Datasette's form
_SEARCH_COLUMN = "_search_"


async def refuse(datasette: Any, request: Any, database: str, table: str) -> None:
    """Raise ``BadRequest`` for what Datasette would silently misunderstand."""
    if evidence_bases.is_one(datasette, database):
        known = await datasette.get_database(database).table_columns(table)
        _refuse_unknown(request, table, [*known, "rowid"])


async def arguments(datasette: Any, request: Any, database: str, table: str) -> FilterArguments | None:
    """Clauses for our own arguments."""
    if not evidence_bases.is_one(datasette, database):
        return None
    left_to_us = spared.restore(request)
    clauses, values, descriptions, extra = [], {}, [], {}
    if left_to_us and "_search" in request.args:  # the first one, as Datasette
        clauses.append(_SEARCH.format(table))
        values["eb_search"] = request.args["_search"]
        descriptions.append(f'search matches "{request.args["_search"]}"')
    if searched := _searched(table):
        extra = {"supports_search": True}
        if "_search" in request.args:
            clauses.append(searched)
            values["eb_search"] = extra["search"] = request.args["_search"]
            descriptions.append(f'search matches "{request.args["_search"]}"')
    if table == "claims":
        for argument, (noun, clause) in _MANY.items():
            for number, value in enumerate(request.args.getlist(argument)):
                name = f"eb{argument}{number}"
                clauses.append(clause.format(name))
                values[name] = value
                descriptions.append(f'{noun} is "{value}"')
        layer = request.args.get("_layer")
        if layer:
            if layer not in _LAYERS:
                raise BadRequest(f"_layer is one of {', '.join(_LAYERS)}")
            clauses.append(_LAYERS[layer])
            descriptions.append(words.LAYER[layer])
        if request.args.get("_kinds") == "effects":
            clauses.append("kind IN ('effect', 'harm')")
            descriptions.append("kind is effect or harm")
    if left_to_us and (exact := await spared.rows(Base(datasette, database), request, table)):
        clauses, values = exact.where_clauses, exact.params
    return FilterArguments(clauses, values, descriptions, extra)


def _searched(view: str) -> str:
    """The clause that searches a view through the claims, works and terms that its rows name; empty for a table."""
    if view not in views():
        return ""
    named = [(name, *column.refers_to.split(".")) for name, column in columns.of(view).items() if column.refers_to]
    found = [
        f"{name} IN (SELECT {key} FROM {table} WHERE {_SEARCH.format(table)})"
        for name, table, key in named
        if table in _SEARCHED_THROUGH
    ]
    return f"({' OR '.join(found)})" if found else ""


def _refuse_unknown(request: Any, table: str, names: list[str]) -> None:
    lookups = {lookup for lookup, *_ in Filters([]).lookups()}
    known = _DATASETTES | (_OWN if table == CLAIMS.name else set())
    for key in request.args:
        column, _, lookup = key.rpartition("__")
        if key.startswith("_") and not column:
            if key not in known and not key.startswith(_SEARCH_COLUMN) and not _NUMBERED.fullmatch(key):
                raise BadRequest(f"There is no parameter '{key[:60]}'{suggestion(key, [*known, *names])}")
            continue
        if not column or lookup not in lookups:
            column = key
        if column not in names:
            raise BadRequest(f"There is no column '{column[:60]}'{suggestion(column, names)}")
    if request.args.get("_search") and not _searched(table) and not columns.searchable(table):
        raise BadRequest("This table has no search; its columns can be compared with words")
    for key in ("_facet", "_facet_array", "_facet_date"):
        for value in request.args.getlist(key):
            if value not in names:
                raise BadRequest(f"There is no column '{value[:60]}' to count{suggestion(value, names)}")
    for key in ("_sort", "_sort_desc"):
        value = request.args.get(key)
        if value and value not in names:
            raise BadRequest(f"There is no column '{value[:60]}' to sort by{suggestion(value, names)}")
    if request.args.get("_sort") and request.args.get("_sort_desc"):
        raise BadRequest("Sort one way: _sort or _sort_desc")
