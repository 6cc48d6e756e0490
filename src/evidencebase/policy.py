"""What is in force for each rule: its severity and options, everywhere or for some files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from evidencebase.config import Config
from evidencebase.finding import UsageError
from evidencebase.nearest import suggestion
from evidencebase.rulebook import Pages, Rule

Given = dict[str, dict[str, Any]]  # options by rule, "severity" among them


class Policy:
    """The settings applied to the rule pages.

    Of several settings for one rule the later counts; one for some files counts there more than one for all.

    Raises:
        UsageError: the settings name a rule or an option that does not exist, or a value of another type.
    """

    def __init__(self, settings: Config, pages: Pages) -> None:
        self._draft = settings.profile == "draft"
        self._pages = pages
        self._everywhere = _by_rule(settings.rules, pages)
        self._scopes = [(scope.path, _by_rule(scope.rules, pages)) for scope in settings.paths]
        for waive in settings.waive:
            if len(pages.find(waive.rule)) > 1:
                raise UsageError(f"'{waive.rule}' is a group: name one rule in each [[waive]] of {settings.file}")

    def severity(self, rule: Rule, own: str = "", file: str = "") -> str:
        """Severity of a finding of a rule in a file; ``own`` is the one that the rule gave this finding."""
        given = self.given(rule.name, file).get("severity")
        return given or (self._draft and rule.draft) or own or rule.severity

    def options(self, rule: Rule, file: str = "") -> dict[str, Any]:
        """Values of the rule's options in a file."""
        given = self.given(rule.name, file)
        return {name: given.get(name, default) for name, default in rule.options.items()}

    def variants(self, rule: Rule, files: Iterable[str]) -> list[dict[str, Any]]:
        """The different options under which a rule has to be asked: those for all files first."""
        found = [self.options(rule)]
        if rule.options and any(rule.name in rules for _, rules in self._scopes):
            for file in files:
                if (options := self.options(rule, file)) not in found:
                    found.append(options)
        return found

    def given(self, rule: str, file: str = "") -> Mapping[str, Any]:
        """What the settings say of a rule in a file."""
        everywhere = self._everywhere.get(rule, {})
        if not file or not self._scopes:
            return everywhere
        scoped = [rules[rule] for path, rules in self._scopes if rule in rules and fnmatchcase(file, path)]
        return {name: value for given in (everywhere, *scoped) for name, value in given.items()}


def _by_rule(settings: Mapping[str, Mapping[str, Any]], pages: Pages) -> Given:
    found: Given = {}
    for word, given in settings.items():
        for rule in pages.find(word):
            for option, value in given.items():
                if option != "severity":
                    _examine(rule, option, value)
            found.setdefault(rule.name, {}).update(given)
    return found


def _examine(rule: Rule, option: str, value: Any) -> None:
    if option not in rule.options:
        known = ("severity", *rule.options)
        raise UsageError(f"{rule.name} has no option '{option}'{suggestion(option, known, 'Known')}")
    if type(value) is not type(rule.options[option]):
        raise UsageError(f"option {option} of {rule.name} must be like {rule.options[option]!r}, not {value!r}")
