"""Filters of tables: by work and by finding, and a plain refusal of columns that do not exist."""

from __future__ import annotations

from typing import Any

from datasette.filters import FilterArguments, Filters
from datasette.utils.asgi import BadRequest

from evidencebase.nearest import suggestion
from evidencebase.site import evidence_bases, selection, spared
from evidencebase.site.base import Base

_UNDER = (
    "{} IN (WITH RECURSIVE under(id) AS (SELECT :{} UNION SELECT t.id FROM terms t JOIN under ON t.parent = under.id)"
    " SELECT id FROM under)"
)
_SEARCH = "rowid IN (SELECT rowid FROM {0}_fts WHERE {0}_fts MATCH escape_fts(:eb_search))"
_LAYERS = {
    "supported": "instr(relations, 'supports')",
    "unsupported": "NOT instr(relations, 'supports')",
    "contested": "(status = 'contested' OR instr(relations, 'disputes'))",
}
_MANY = {
    **{f"_{column}": (f"{column} or narrower", _UNDER.format(column, "{}")) for column in selection.TERMS},
    "_work": ("work", "id IN (SELECT claim FROM evidence WHERE relation <> 'mentions' AND work = :{})"),
    "_document": ("document", "id IN (SELECT claim FROM statements WHERE document = :{})"),
    "_topic": ("topic", "id IN (SELECT claim FROM topics WHERE topic = :{})"),
    "_relation": ("evidence", "instr(relations, '\"' || :{} || '\"')"),
    "_rule": ("finding", "id IN (SELECT row_key FROM findings WHERE rule = :{})"),
}


async def arguments(datasette: Any, request: Any, database: str, table: str) -> FilterArguments | None:
    """Clauses for our own arguments; raises ``BadRequest`` for what Datasette would silently misunderstand."""
    if not evidence_bases.is_one(datasette, database):
        return None
    left_to_us = spared.restore(request)
    columns = await datasette.get_database(database).table_columns(table)
    _refuse_unknown(request, [*columns, "rowid"])
    clauses, values, descriptions = [], {}, []
    if left_to_us and "_search" in request.args:  # the first one, as Datasette
        clauses.append(_SEARCH.format(table))
        values["eb_search"] = request.args["_search"]
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
            descriptions.append(layer)
        if request.args.get("_kinds") == "effects":
            clauses.append("kind IN ('effect', 'harm')")
            descriptions.append("kind is effect or harm")
    if left_to_us and (exact := await spared.rows(Base(datasette, database), request, table)):
        clauses, values = exact.where_clauses, exact.params
    return FilterArguments(clauses, values, descriptions)


def _refuse_unknown(request: Any, columns: list[str]) -> None:
    lookups = {lookup for lookup, *_ in Filters([]).lookups()}
    for key in request.args:
        column, _, lookup = key.rpartition("__")
        if key.startswith("_") and not column:
            continue
        if not column or lookup not in lookups:
            column = key
        if column not in columns:
            raise BadRequest(f"There is no column '{column[:60]}'{suggestion(column, columns)}")
    for key in ("_facet", "_facet_array", "_facet_date"):
        for value in request.args.getlist(key):
            if value not in columns:
                raise BadRequest(f"There is no column '{value[:60]}' to count{suggestion(value, columns)}")
    for key in ("_sort", "_sort_desc"):
        value = request.args.get(key)
        if value and value not in columns:
            raise BadRequest(f"There is no column '{value[:60]}' to sort by{suggestion(value, columns)}")
    if request.args.get("_sort") and request.args.get("_sort_desc"):
        raise BadRequest("Sort one way: _sort or _sort_desc")
