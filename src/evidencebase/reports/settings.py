"""Everything that is in force, as TOML that could stand in ``evidencebase.toml``, with where each value came from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidencebase.config import PROFILES, Config
from evidencebase.rulebook import Pages, Rule

_SIMPLE = ("title", "description", "source_url", "output", "profile", "fail_on", "strict_checks", "select", "ignore")


def render(config: Config, pages: Pages, severities: dict[str, str], *, profile_option: bool = False) -> str:
    """Settings, then every rule with severity and options. ``severities`` are those in force, by rule."""
    lines = []
    for name in _SIMPLE:
        origin = config.file if name in config.given else "default"
        if name == "profile" and profile_option:
            origin = "--profile"
        elif origin == "default" and name in PROFILES[config.profile]:
            origin = f"profile {config.profile}"
        lines.append((f"{name.replace('_', '-')} = {_value(getattr(config, name))}", origin))
    for scope in config.paths:
        lines += [("", ""), ("[[paths]]", config.file), (f"path = {_value(scope.path)}", "")]
        for rule, given in scope.rules.items():
            lines += [(f'rules."{rule}".{option} = {_value(value)}', "") for option, value in given.items()]
    for waive in config.waive:
        lines += [("", ""), ("[[waive]]", f"{config.file}, line {waive.line}" if waive.line > 0 else config.file)]
        lines += [(f"{key} = {_value(value)}", "") for key, value in waive._asdict().items() if value and key != "line"]
    for rule_ in pages.values():
        lines += [("", ""), *_rule(rule_, config, severities[rule_.name], pages)]
    width = min(max(len(line) for line, origin in lines if origin), 60)
    return "\n".join(f"{line:<{width}}  # {origin}" if origin else line for line, origin in lines)


def _rule(rule: Rule, config: Config, severity: str, pages: Pages) -> Iterator[tuple[str, str]]:
    given: dict[str, Any] = {}
    for word, settings in config.rules.items():
        if rule in pages.find(word):
            given.update(settings)
    origin = "page of the rule"
    if "severity" in given:
        origin = config.file
    elif config.profile == "draft" and rule.draft:
        origin = "profile draft"
    yield f'[rules."{rule.name}"]', ""
    yield f"severity = {_value(severity)}", origin
    for option, default in rule.options.items():
        yield (
            f"{option} = {_value(given.get(option, default))}",
            config.file if option in given else "page of the rule",
        )


def _value(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
