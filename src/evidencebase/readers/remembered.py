"""What was found out about a whole text, kept while that text is the one that is asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")


def of_text(function: Callable[..., T]) -> Callable[..., T]:
    """Call the function once for a text and the same further arguments, until another text comes.

    Texts are told apart by identity: ``lru_cache`` would compare one of twenty megabytes with its equal at every call.
    """
    last: str | None = None
    known: dict[tuple[Any, ...], T] = {}

    @wraps(function)
    def remembered(text: str, *more: Any) -> T:
        nonlocal last, known
        if text is not last:
            last, known = text, {}
        if more not in known:
            known[more] = function(text, *more)
        return known[more]

    return remembered
