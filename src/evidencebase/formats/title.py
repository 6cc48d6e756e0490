"""Titles and subtitles."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def joined(title: str, subtitle: str) -> str:
    """``Title: Subtitle``, unless the title says it already."""
    if not subtitle or not title or _words(subtitle) in _words(title):
        return title or subtitle
    return f"{title}{' ' if title.endswith(('?', '!', ':', '.', '–', '—')) else ': '}{subtitle}"


def _words(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))
