"""Regular expressions that are compiled when they are first asked something: few of them are in one run."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """What becomes a pattern, and then answers as quickly as that."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._pattern, self._flags)
        for method in ("search", "match", "fullmatch", "findall", "finditer", "split", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile``, later. A small evidence base is built in less time than all patterns take to compile."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
