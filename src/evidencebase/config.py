"""Settings: ``evidencebase.toml`` or ``[tool.evidencebase]`` in ``pyproject.toml`` -> one Config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase.finding import SEVERITIES, UsageError
from evidencebase.nearest import suggestion

FILES = ("evidencebase.toml", "pyproject.toml")
FAIL_ON = (*SEVERITIES, "never")


class Config(NamedTuple):
    """What is in force. ``rules`` maps a rule's name to ``{"severity": ..., option: value}``."""

    title: str = "Evidence base"
    description: str = ""
    source_url: str = ""
    output: str = "evidence.db"
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = {}


_MEANINGS = {
    "title": "name shown on every page",
    "description": "one paragraph shown on the home page",
    "source_url": "address of the repository",
    "output": "file name of the database",
    "fail_on": "lowest severity that makes check exit with 1: error, warning, information or never",
    "select": "rules to report; empty: all",
    "ignore": "rules not to report",
    "rules": "severity and options by rule",
}


def file_of(directory: Path) -> Path | None:
    """The settings file of an evidence base, if it has one."""
    for name in FILES:
        path = directory / name
        if path.is_file() and (name != "pyproject.toml" or b"[tool.evidencebase" in path.read_bytes()):
            return path
    return None


def load(directory: Path) -> Config:
    """Read the settings of an evidence base.

    Raises:
        UsageError: the file cannot be read, or holds a key or a value that is not known.
    """
    path = file_of(directory)
    if path is None:
        return Config()
    import tomllib  # only when there is a file to read

    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}") from None
    if path.name == "pyproject.toml":
        table = table["tool"]["evidencebase"]
    return _checked(table, path.name)


def _checked(table: Mapping[str, Any], source: str) -> Config:
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in _MEANINGS:
            raise UsageError(
                f"{source}: unknown setting '{key}'{suggestion(key, _spelt())} Known: {', '.join(_spelt())}"
            )
        default = getattr(Config(), name)
        if isinstance(default, tuple):
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise UsageError(f"{source}: {key} must be a list of rule names")
            settings[name] = tuple(value)
            continue
        if isinstance(value, str) != isinstance(default, str):
            raise UsageError(
                f"{source}: {key} must be {'text' if isinstance(default, str) else 'a table'}: {_MEANINGS[name]}"
            )
        settings[name] = value
    fail_on = settings.get("fail_on", "error")
    if fail_on not in FAIL_ON:
        raise UsageError(
            f"{source}: fail-on may not be '{fail_on}'{suggestion(fail_on, FAIL_ON)} Allowed: {', '.join(FAIL_ON)}"
        )
    output = settings.get("output", "evidence.db")
    if "/" in output or "\\" in output:
        raise UsageError(f"{source}: output is a file name, not a path: '{output}'")
    for rule, options in settings.get("rules", {}).items():
        if not isinstance(options, dict):
            raise UsageError(f'{source}: [rules."{rule}"] must be a table, like severity = "warning"')
        if options.get("severity", "error") not in SEVERITIES:
            raise UsageError(f"{source}: severity of {rule} must be one of {', '.join(SEVERITIES)}")
    return Config(**settings)


def _spelt() -> list[str]:
    return [name.replace("_", "-") for name in _MEANINGS]
