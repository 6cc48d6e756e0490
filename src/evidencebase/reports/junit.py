"""Findings as JUnit XML, for services that show tests.

Every rule is a test. One that found something at or above ``fail-on`` has a failed test for each finding; lesser
findings are told in the output of a test that passes. Accepted findings and rules not performed are skipped tests.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from evidencebase.finding import Asked, Checked, Reported

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def render(checked: Checked) -> str:
    """One suite a group of rules."""
    failing = {id(finding) for finding in checked.at_least(checked.fail_on)}
    by_rule: dict[str, list[Reported]] = {}
    for finding in checked.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    suites = [
        _suite(group, [case for rule in members for case in _cases(checked, rule, by_rule.get(rule.rule, []), failing)])
        for group, members in groupby(checked.asked, key=lambda rule: rule.rule.partition("/")[0])
    ]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>"])


def _suite(group: str, cases: list[str]) -> str:
    failures, skipped = sum("<failure" in case for case in cases), sum("<skipped" in case for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'
    return "\n".join([f"  <testsuite name={_quoted(group)} {counts}>", *cases, "  </testsuite>"])


def _cases(checked: Checked, rule: Asked, findings: list[Reported], failing: set[int]) -> list[str]:
    if rule.cause is not None:
        why = _quoted(f"not performed: {rule.cause}")
        inside = f'<failure message={why} type="not-performed"/>' if checked.strict else f"<skipped message={why}/>"
        return [_case(rule.rule, "", rule.seconds, inside)]
    cases = []
    lesser = []
    for finding in findings:
        place = f"{checked.path(finding)}:{finding.line}:{finding.column}"
        text = f"{place}: {finding.severity} {finding.rule} {finding.said}"
        name = f" {finding.row} {finding.field}".rstrip() + f" ({place})"
        if id(finding) in failing:
            body = "\n".join(filter(None, (text, finding.hint)))
            failure = (
                f"<failure message={_quoted(finding.said)} type={_quoted(finding.severity)}>{_text(body)}</failure>"
            )
            cases.append(_case(rule.rule, name, 0, failure))
        elif finding.state == "open":
            lesser.append(text)
        else:
            why = f"{finding.state}: {finding.reason}".rstrip(": ")
            cases.append(_case(rule.rule, name, 0, f"<skipped message={_quoted(why)}/>"))
    if lesser or not cases:
        output = "\n".join(lesser)
        cases.append(_case(rule.rule, "", rule.seconds, f"<system-out>{_text(output)}</system-out>" if lesser else ""))
    return cases


def _case(rule: str, name: str, seconds: float, inside: str) -> str:
    group, _, last = rule.partition("/")
    start = f'    <testcase classname={_quoted(group)} name={_quoted(last + name)} time="{seconds:.6f}"'
    return f"{start}>{inside}</testcase>" if inside else f"{start}/>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
