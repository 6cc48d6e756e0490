"""One output format each: what a check found in, text out."""

from __future__ import annotations

from importlib import import_module

from evidencebase.finding import Checked

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
WITH_ACCEPTED = ("json", "sarif", "junit")  # the others count accepted findings


def render(format_: str, checked: Checked) -> str:
    """What a check found in one of ``FORMATS``, without colour. Only that format's module is imported."""
    text: str = import_module(f"evidencebase.reports.{format_}").render(checked)
    return text
