"""SQL functions that rules and the site share, beyond what SQLite has."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from inspect import signature

from evidencebase import assertions, causation, measures
from evidencebase.nearest import Names, likeness


def register(connection: sqlite3.Connection) -> None:
    """Add the functions of this module to a connection.

    ``nearest(word, table, column)``: the value of that column nearest to a misspelt word, or NULL. The values are
    read once a connection. ``likeness(one, other)``: how alike the words of two texts are, 0 to 100.

    ``second_assertion(claim)``, ``number_without_source(claim, evidence)``, ``outside_pages(locator, pages)``,
    ``asserting_sentence(text)``, ``copied_words(claim, text, least)``: see :mod:`evidencebase.assertions`.
    ``causal_words(claim)``, ``names_bench(claim)``: see :mod:`evidencebase.causation`; ``is_ratio(measure)``: see
    :mod:`evidencebase.measures`.
    """
    connection.create_function("nearest", 3, _nearest(connection), deterministic=True)
    connection.create_function("likeness", 2, likeness, deterministic=True)
    for name, function in _OF_TEXT.items():
        connection.create_function(name, _arguments(function), _or_null(function), deterministic=True)


def _nearest(connection: sqlite3.Connection) -> Callable[[str | None, str, str], str | None]:
    known: dict[tuple[str, str], Names] = {}

    def nearest(word: str | None, table: str, column: str) -> str | None:
        if not word:
            return None
        if (table, column) not in known:
            columns = {row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))}
            if column not in columns:  # names cannot be SQL parameters, so only real ones get into the statement
                return None
            values = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')
            known[table, column] = Names(str(value) for (value,) in values)
        return known[table, column].nearest(word)

    return nearest


_OF_TEXT: dict[str, Callable[..., str | int | None]] = {
    "second_assertion": assertions.second_assertion,
    "number_without_source": assertions.number_without_source,
    "outside_pages": assertions.outside_pages,
    "causal_words": causation.causal_words,
    "names_bench": causation.names_bench,
    "is_ratio": measures.is_ratio,
    "asserting_sentence": assertions.asserting_sentence,
    "copied_words": assertions.copied_words,
}


def _or_null(function: Callable[..., str | int | None]) -> Callable[..., str | int | None]:
    """The function, NULL for NULL."""
    if _arguments(function) == 1:  # most calls, and a fifth quicker
        return lambda value: None if value is None else function(value)
    return lambda *values: None if None in values else function(*values)


def _arguments(function: Callable[..., str | int | None]) -> int:
    return len(signature(function).parameters)
