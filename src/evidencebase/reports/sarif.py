"""Findings as SARIF 2.1.0 (OASIS), for GitHub code scanning and editors.

Lines and columns count Unicode code points. Accepted and waived findings carry a suppression with their reason;
``baselineState`` is *new* for open findings and *unchanged* for those that people accepted or that stood before.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from evidencebase.finding import Asked, Checked, Reported
from evidencebase.rulebook import Rule, rules
from evidencebase.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "off": "none"}
_SUPPRESSIONS = {"accepted": "external", "waived": "inSource"}


def render(checked: Checked) -> str:
    """One run: every rule of the check with its page as help, every finding, and the checks not performed."""
    pages = rules()
    index = {asked.rule: number for number, asked in enumerate(checked.asked)}
    run = {
        "tool": {
            "driver": {
                "name": "evidencebase",
                "semanticVersion": VERSION,
                "rules": [_rule(pages[asked.rule], asked) for asked in checked.asked],
            }
        },
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"evidencebase/{quote(checked.folder)}"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolConfigurationNotifications": [
                    {
                        "level": "error" if checked.strict else "warning",
                        "message": {"text": f"{rule} was not performed: {cause}"},
                        "associatedRule": {"id": rule, "index": index[rule]},
                    }
                    for rule, cause in checked.not_performed
                ],
            }
        ],
        "results": [_result(checked, finding, index) for finding in checked.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(page: Rule, asked: Asked) -> dict[str, Any]:
    help_ = f"{page.explanation}\n\nWhat to do: {page.hint}"
    return {
        "id": page.name,
        "name": "".join(word.capitalize() for word in page.name.replace("/", "-").split("-")),
        "shortDescription": {"text": page.message},
        "fullDescription": {"text": " ".join(page.explanation.partition("\n\n")[0].split())},
        "help": {"text": help_, "markdown": help_},
        "defaultConfiguration": {"level": _LEVELS[asked.severity]},
        "properties": {"tags": [page.table], "code": page.code},
    }


def _result(checked: Checked, finding: Reported, index: dict[str, int]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(checked.path(finding)), "uriBaseId": "%SRCROOT%"}}
    if finding.line:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.said}\n{finding.hint}".strip()},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"name": finding.row, "fullyQualifiedName": _full(finding)}],
            }
        ],
        "partialFingerprints": {
            "evidencebaseFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",  # the one that GitHub looks at
        },
        "baselineState": "new" if finding.state == "open" else "unchanged",
    }
    if finding.state in _SUPPRESSIONS:
        kind = _SUPPRESSIONS[finding.state]
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": finding.reason}]
    return result


def _full(finding: Reported) -> str:
    return "/".join(filter(None, (finding.rule.partition("/")[0], finding.row, finding.field)))
