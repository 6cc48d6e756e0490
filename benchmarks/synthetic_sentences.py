"""Made-up claims as sentences: eight ways to say it, of the claim's own terms, with words that follow Zipf's law."""

from __future__ import annotations

from synthetic_words import Prose

_VERBS = {
    "increases": ("raises", "increases", "improves", "adds to", "is followed by a rise of"),
    "decreases": ("lowers", "reduces", "diminishes", "takes from", "is followed by a fall of"),
    "no-effect": ("does not change", "leaves unchanged", "has no effect on", "makes no difference to", "spares"),
    "inconclusive": ("has an uncertain effect on", "may or may not change", "has not been shown to alter"),
    "mixed": ("changes in both directions", "has inconsistent effects on"),
    "": ("bears on", "is described for", "acts upon", "is measured with", "depends on"),
}


def sentence(prose: Prose, number: int, people: str, drug: str, other: str, result: str, direction: str) -> str:
    """A sentence about the labels of a claim's terms; ``number`` chooses its form and its verb."""
    tail = prose.phrase(4)
    if not drug:
        return f"{tail.capitalize()} means {prose.phrase(5)}."
    verbs = _VERBS[direction]
    verb = verbs[number // 8 % len(verbs)]
    forms = (
        f"{drug} {verb} {result} in {people} {tail}",
        f"in {people}, {drug} {verb} {result} {tail}",
        f"{tail}: {drug} {verb} {result}",
        f"compared with {other or 'no treatment'}, {drug} {verb} {result} in {people} by {number % 60} % {tail}",
        f"among {people}, {tail} and {drug} {verb} {result}",
        f"{result} {tail} when {drug} is given to {people}",
        f"after {number % 40} months, {drug} {verb} {result} {tail}",
        f"{tail} {verb} {result} in {people} who take {drug}",
    )
    text = forms[number % 8]
    return f"{text[0].upper()}{text[1:]}."
