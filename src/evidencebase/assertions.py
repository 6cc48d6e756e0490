"""What the wording of a claim gives away: a second assertion, a number; and that of a text, an assertion."""

from __future__ import annotations

import re
from functools import lru_cache

from evidencebase.patterns import late

# Patterns that look at many claims begin with the signs they look for and then look back: so `re` can skip to these.

EFFECTS = """
abolish accelerate activate aggravate alleviate alter ameliorate attenuate augment block boost cause decrease delay
depress diminish elevate eliminate enhance exacerbate facilitate halt hasten impair improve increase induce inhibit
lessen lower normalise normalize prevent promote protect raise reduce reinforce restore reverse shorten slow stimulate
strengthen suppress weaken worsen
""".split()  # noqa: SIM905  # a list would fill the page


def _forms(verb: str) -> list[str]:
    return [verb, f"{verb}es" if verb.endswith(("ss", "sh", "ch")) else f"{verb}s"]


_VERBS = "|".join(sorted((form for verb in EFFECTS for form in _forms(verb)), key=len, reverse=True))
_VERB = late(rf"\b(?:{_VERBS})\b")
_VERB_FORMS = frozenset(_VERBS.split("|"))
_ADVERBS = frozenset(["also", "then", "thereby", "thus", "further", "even", "so", "does", "do", "not"])
_CLAUSE = late(r", (?:whereas|although|though|but|while) (?!not\b|only\b|also\b|no\b|less\b|more\b|rather\b)\S.*")
_UNIT = (
    r"%|percent|per cent|fold|times|[mkµμn]?g\b|mcg|[mdµμ]?l\b|[mnpµμ]?mol|m?IU|U/|units?|[cmkµμn]?m\b|mm ?Hg|kcal|kJ|"
    r"mSv|cm2|seconds?|minutes?|hours?|days?|weeks?|months?|years?|points?|people|patients?|women|men|of \d"
)
_NUMBER = r"\d(?<![\w.,-].)\d*(?:[.,]\d+)*"
_QUANTITY = late(rf"({_NUMBER})(?:(?: ?(?:to|-|–|and|or) ?)(\d+(?:[.,]\d+)*))?[ -]?(?:{_UNIT})", re.I)
_DIGITS = late(r"\d+(?:[.,]\d+)*")
_SENTENCE = late(r"[.!?] (?<=[a-z0-9)%\]]. )(?=[A-Z])(?<!vs. )(?<!cf. )(?<!al. )(?<!e.g. )(?<!i.e. )(?<!ca. )(?<!sp. )")
_SEMICOLON = late(r"; (?=\w)")


def second_assertion(claim: str) -> str | None:
    """The words with which a second assertion begins, or ``None``."""
    ends = "." in claim[:-1] or "!" in claim or "?" in claim  # looked for quicker than the pattern fails
    if match := (_SENTENCE.search(claim) if ends else None) or (_SEMICOLON.search(claim) if ";" in claim else None):
        return claim[match.end() :]
    if match := _CLAUSE.search(claim):
        return match[0].removeprefix(", ")
    for conjunction in (" and ", " but ", " yet "):
        at = claim.find(conjunction)
        while at >= 0:
            if _leading(claim[at + 5 : at + 60]) in _VERB_FORMS and _VERB.search(claim, 0, at):
                return claim[at + 1 :]
            at = claim.find(conjunction, at + 1)
    return None


def _leading(words: str) -> str:
    """The first of the words that is no adverb."""
    parts = words.split(None, 1)
    while parts and parts[0] in _ADVERBS:
        parts = " ".join(parts[1:]).split(None, 1)
    return parts[0].rstrip(".,") if parts else ""


def number_without_source(claim: str, evidence: str) -> str | None:
    """The first quantity (a number with a unit) of a claim that the words about its evidence do not hold."""
    if quantities := list(_QUANTITY.finditer(claim)):
        known = set(map(_value, _DIGITS.findall(evidence)))
        for match in quantities:
            for number in filter(None, match.groups()):
                if _value(number) not in known:
                    return match[0]
    return None


@lru_cache(maxsize=4096)
def _value(number: str) -> float:
    """1,250 is a thousand; 0,35 is a third."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    whole, _, rest = number.replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '') or 0}")


_PAGES = late(r"\b(?:pp?\.?|pages?) ?(\d+)(?: ?(?:--?|–|—) ?(\d+))?", re.I)
_RANGE = late(r"(\d+) ?(?:--?|–|—) ?(\d+)")


def outside_pages(locator: str, pages: str) -> int:
    """1 when the locator names a page that a work with such a range of pages does not have."""
    span = _RANGE.fullmatch(pages)
    named = _PAGES.search(locator)
    if span is None or named is None:
        return 0
    first, last = _ends(*span.groups())
    begin, end = _ends(named[1], named[2] or named[1])
    inside = first <= begin and end <= last
    of_copy = end <= last - first + 1
    return int(first <= last and not inside and not of_copy)


def _ends(first: str, last: str) -> tuple[int, int]:
    """1234--45 ends at 1245."""
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return int(first), int(last)


_SENTENCES = late(
    r"(?<=[.!?])[\"”’)\]]* +(?=[A-Z\"“(\[])(?<!vs. )(?<!cf. )(?<!al. )(?<!e.g. )(?<!i.e. )(?<!ca. )(?<!Fig. )"
)
_BASES = "|".join(EFFECTS)
_THIRD = "|".join(form for verb in EFFECTS for form in _forms(verb)[1:])
_SAYS = late(
    rf"\b(?:can|may|might|could|will|would|does|do|did) (?:not |also |further |significantly )?(?:{_BASES})\b"
    rf"|(?<!the )(?<!of )\b(?:{_THIRD})\b(?! (?:in|of|and|or|are|were)\b)"
    r"|\b(?:is|are|was|were|been) (?:\w+ly )?(?:associated with|linked (?:to|with)|effective (?:in|for|at|against))\b"
    r"|(?<!provides )(?<!provide )\b(?:leads? to|led to|results? in|resulted in|contributes? to|plays? an? \w+ role)\b",
    re.I,
)
_SHARE = late(
    rf"{_NUMBER} ?(?:%|percent\b|per cent\b"
    r"|(?:-?fold|times) (?:more|less|higher|lower|greater|as|increase|decrease|rise)\b)",
    re.I,
)
_FEWEST = 5  # words of a sentence that says something


def asserting_sentence(text: str) -> str | None:
    """The first sentence of a text that says what affects what, or gives a share, and is no question; or ``None``."""
    for sentence in _SENTENCES.split(text):
        is_question = sentence.rstrip('"”’)]').endswith("?")
        long_enough = len(sentence.split()) >= _FEWEST
        if long_enough and not is_question and (_SAYS.search(sentence) or _SHARE.search(sentence)):
            return sentence
    return None


def copied_words(claim: str, text: str, least: int) -> str | None:
    """The first run of so many words that a claim and a text share, or ``None``. Case and signs do not count."""
    one, other = (re.findall(r"\w+", words.casefold()) for words in (claim, text))
    runs = {tuple(other[at : at + least]) for at in range(len(other) - least + 1)}
    for at in range(len(one) - least + 1):
        if tuple(one[at : at + least]) in runs:
            return " ".join(one[at : at + least])
    return None
