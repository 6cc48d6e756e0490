"""The settings, ``evidencebase.toml`` or ``[tool.evidencebase]`` in ``pyproject.toml``, -> one Config.

Every key and value is examined. What only a file with settings needs is imported when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evidencebase.config import FAIL_ON, MEANINGS, PROFILES, REGISTRIES, RULE_SEVERITIES, Config, Scope, Waive
from evidencebase.files import settings_file
from evidencebase.finding import UsageError
from evidencebase.nearest import suggestion

_WORDS = {"fail_on": FAIL_ON, "profile": tuple(PROFILES)}
_KINDS = {str: "text", bool: "true or false", dict: "a table", tuple: "a list of rule names"}
_WAIVE = re.compile(r"^[ \t]*\[\[[ \t]*(?:tool\.evidencebase\.)?waive[ \t]*\]\]", re.MULTILINE)


def load(directory: Path, profile: str | None = None) -> Config:
    """Read the settings of an evidence base; ``profile`` is stronger than the one they name.

    Raises:
        UsageError: the file cannot be read, or holds a key or a value that is not known.
    """
    path = settings_file(directory)
    settings: dict[str, Any] = {}
    if path is not None:
        settings = _read(path)
    chosen = profile or settings.get("profile", "default")
    if chosen not in PROFILES:
        raise UsageError(f"no profile '{chosen}'{suggestion(chosen, PROFILES, 'Known')}")
    everything = {**PROFILES[chosen], **settings, "profile": chosen}
    return Config(**everything, file=path.name if path else "", given=frozenset(settings))


def _read(path: Path) -> dict[str, Any]:
    """The settings that a file makes, by name."""
    import tomllib

    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
        if path.name == "pyproject.toml":
            table = table["tool"]["evidencebase"]
        if not isinstance(table, dict):
            raise UsageError(f"{path.name}: [tool.evidencebase] must be a table")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}") from None
    known = [name.replace("_", "-") for name in MEANINGS]
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in MEANINGS:
            raise UsageError(f"{path.name}: unknown setting '{key}'{suggestion(key, known, 'Known')}")
        settings[name] = _value(path.name, key, name, value, text)
    if "/" in settings.get("output", "") or "\\" in settings.get("output", ""):
        raise UsageError(f"{path.name}: output is a file name, not a path: '{settings['output']}'")
    return settings


def _value(source: str, key: str, name: str, value: Any, text: str) -> Any:
    if name == "rules":
        return _rules(source, key, value)
    if name == "registries":
        return _registries(source, key, value)
    if name == "paths":
        return tuple(_scope(source, entry) for entry in _tables(source, key, value))
    if name == "waive":
        lines = [text.count("\n", 0, match.start()) + 1 for match in _WAIVE.finditer(text)]
        entries = _tables(source, key, value)
        places = lines if len(lines) == len(entries) else range(-len(entries), 0)
        return tuple(_waive(source, entry, line) for entry, line in zip(entries, places, strict=True))
    kind = type(getattr(Config(), name))
    if kind is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f"{source}: {key} must be {_KINDS[kind]}: {MEANINGS[name]}")
        return tuple(value)
    if not isinstance(value, kind):
        raise UsageError(f"{source}: {key} must be {_KINDS[kind]}: {MEANINGS[name]}")
    if name in _WORDS and value not in _WORDS[name]:
        words = _WORDS[name]
        raise UsageError(f"{source}: {key} may not be '{value}'{suggestion(value, words, 'Allowed')}")
    return value


def _rules(source: str, key: str, value: Any) -> dict[str, Mapping[str, Any]]:
    if not isinstance(value, dict):
        raise UsageError(f'{source}: {key} must be tables, like [rules."works/bad-year"]')
    for rule, options in value.items():
        if not isinstance(options, dict):
            raise UsageError(f'{source}: [{key}."{rule}"] must be a table, like severity = "warning"')
        severity = options.get("severity", "error")
        if severity not in RULE_SEVERITIES:
            hint = suggestion(str(severity), RULE_SEVERITIES, "Allowed")
            raise UsageError(f"{source}: severity of {rule} may not be '{severity}'{hint}")
    return value


def _registries(source: str, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(f'{source}: {key} must be a table, like crossref = "https://..."')
    for name, address in value.items():
        if name not in REGISTRIES:
            raise UsageError(f"{source}: no registry '{name}'{suggestion(name, REGISTRIES, 'Known')}")
        if not isinstance(address, str) or not address.startswith(("https://", "http://")):
            raise UsageError(f"{source}: {key}.{name} must be an address that begins with https://")
    return value


def _tables(source: str, key: str, value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise UsageError(f"{source}: {key} must be tables, each begun by [[{key}]]")
    return value


def _scope(source: str, entry: Mapping[str, Any]) -> Scope:
    _known(source, "paths", entry, Scope._fields)
    path = entry.get("path")
    if not isinstance(path, str) or not path:
        raise UsageError(f'{source}: every [[paths]] needs a path, like path = "references/old-*.bib"')
    return Scope(path, _rules(source, "paths.rules", entry.get("rules", {})))


def _waive(source: str, entry: Mapping[str, Any], line: int) -> Waive:
    from datetime import date

    from evidencebase.dates import is_date

    _known(source, "waive", entry, Waive._fields[:-1])
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in entry.items()}
    for name, value in texts.items():
        if not isinstance(value, str):
            raise UsageError(f"{source}: {name} of [[waive]] must be text")
    waive = Waive(**{"rule": "", **texts}, line=line)
    if not waive.rule or not (waive.row or waive.path):
        raise UsageError(
            f"{source}: every [[waive]] needs a rule, and a row or a path; `ignore` leaves out a whole rule"
        )
    if waive.until and not is_date(waive.until):
        raise UsageError(f"{source}: until of [[waive]] must be a date, like 2027-01-31, not '{waive.until}'")
    return waive


def _known(source: str, what: str, entry: Mapping[str, Any], names: Sequence[str]) -> None:
    for name in entry:
        if name not in names:
            raise UsageError(f"{source}: [[{what}]] has no '{name}'{suggestion(name, names, 'Known')}")
