"""The health page: findings by rule and document, the bibliography, and what was not checked and why."""

from __future__ import annotations

from typing import Any

from evidencebase.site.base import Base


async def page(base: Base, _: Any, __: Any) -> dict[str, Any]:
    """What the checks of this build found."""
    rules = await base.ask_once("health_rules")
    return {
        "found": [rule for rule in rules if rule["open"] or rule["accepted"]],
        "passed": [rule for rule in rules if rule["performed"] and not rule["open"] and not rule["accepted"]],
        "not_performed": [rule for rule in rules if not rule["performed"]],
        "documents": await base.ask_once("health_documents"),
        "bibliography": await base.ask_once("health_bibliography"),
        "inputs": await base.ask_once("health_inputs"),
        "numbers": (await base.ask_once("home_numbers"))[0],
    }
