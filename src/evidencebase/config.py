"""What can be set: one Config; and what the profiles bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from evidencebase.files import DATABASE
from evidencebase.finding import SEVERITIES

FAIL_ON = (*SEVERITIES, "never")
REGISTRIES = ("crossref", "pubmed", "doi.org", "datacite")
RULE_SEVERITIES = (*SEVERITIES, "off")

# What a profile brings, where the settings say nothing. A rule's page says how severe it is in a draft.
PROFILES: Mapping[str, Mapping[str, Any]] = {
    "draft": {"fail_on": "error", "strict_checks": False},
    "default": {"fail_on": "error", "strict_checks": False},
    "strict": {"fail_on": "warning", "strict_checks": True},
}


class Scope(NamedTuple):
    """Severity and options by rule, for the files that a pattern names."""

    path: str
    rules: Mapping[str, Mapping[str, Any]]


class Waive(NamedTuple):
    """A finding accepted in the settings: of a rule, for a row or for the files that a pattern names."""

    rule: str
    row: str = ""
    path: str = ""
    reason: str = ""
    until: str = ""
    line: int = 0


class Config(NamedTuple):
    """What is in force. ``rules`` maps a rule's name to ``{"severity": ..., option: value}``."""

    title: str = "Evidence base"
    description: str = ""
    source_url: str = ""
    contact: str = ""
    registries: Mapping[str, str] = {}
    output: str = DATABASE
    profile: str = "default"
    fail_on: str = "error"
    strict_checks: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = {}
    paths: tuple[Scope, ...] = ()
    waive: tuple[Waive, ...] = ()
    file: str = ""  # where the settings stand; not a setting
    given: frozenset[str] = frozenset()  # names of the settings that stand there


MEANINGS = {
    "title": "name shown on every page",
    "description": "one paragraph shown on the home page",
    "source_url": "address of the repository",
    "contact": "e-mail address that `evidencebase verify` gives to registries, so that they can write to you",
    "registries": "base addresses of registries other than the usual ones: crossref, pubmed, doi.org, datacite",
    "output": "file name of the database",
    "profile": "draft, default or strict: how severe checks are while nothing else is said",
    "fail_on": "lowest severity that makes check exit with 1: error, warning, information or never",
    "strict_checks": "whether a check that could not be performed makes check exit with 1",
    "select": "rules to report; empty: all",
    "ignore": "rules not to report",
    "rules": "severity and options by rule",
    "paths": "severity and options by rule, for the files of a path",
    "waive": "accepted findings: rule, row or path, reason, until",
}
