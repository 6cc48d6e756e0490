"""By which words a claim says that one thing brings about another, and whether it says so of animals or cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from evidencebase.assertions import EFFECTS
from evidencebase.patterns import late

# Only verbs in their forms count, with somebody before who acts and something behind that is acted upon: `lower` before
# a noun is a comparison, `an increase in` a thing, `fractures due to falls` a name. The verbs of `assertions` are those
# of effects; these are others of the words that readers took for causal in Haber et al., Am J Epidemiol
# 2022;191:2084-2097.
_VERBS = (*EFFECTS, "affect", "benefit", "damage", "drive", "harm", "influence", "trigger")
_ALSO_NOUNS = "benefit block boost cause damage decrease delay drive harm increase influence trigger"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _past(verb: str) -> str:
    return verb + ("d" if verb.endswith("e") else "ed")


def _third(verb: str) -> str:
    return verb + ("es" if verb.endswith(("ss", "sh", "ch")) else "s")


_BASE = frozenset((*_VERBS, "make"))
_PRESENT = _BASE | {"makes", *map(_third, _VERBS)}
_PAST = frozenset((*(_past(verb) for verb in _VERBS if verb != "drive"), "drove", "driven"))
_AMBIGUOUS = frozenset(form for verb in _ALSO_NOUNS.split() for form in (verb, _third(verb))) | {"lower", "slow"}
_WITH = {  # words that say so together with the next one
    **dict.fromkeys(("lead", "leads", "led", "contribute", "contributes", "contributed"), "to"),
    **dict.fromkeys(("result", "results", "resulted"), "in"),
    **dict.fromkeys(("bring", "brings", "brought"), "about"),
    **dict.fromkeys(("give", "gives", "gave"), "rise"),
}
_WITH_BASE = _set("lead contribute result bring give")
_NAMED = _set("cause causes reason reasons trigger triggers driver drivers")
_EFFECTS_ON = _set("effect effects impact impacts influence")
_PREDICATES = {"due": "to", "responsible": "for"}

_BE = _set("is are was were be been being")
_HAVE = _set("has have had")
_DETERMINERS = _set(
    "the a an this that these those its their his her our your my it them him us any no all both some most many "
    "several such"
)
_PREPOSITIONS = _set(
    "in of with by at on to from for after before during over among between within under per until since through than "
    "as without against into via despite across around about towards toward versus vs"
)
_MODALS = _set("may might can could would should must shall will do does did cannot")
_JOINING = _set("and or but nor while whereas when where because if although though")
_STOPS = frozenset(",;:().!?")
_NO_NOUN = _BE | _HAVE | _DETERMINERS | _PREPOSITIONS | _MODALS | _JOINING | _STOPS | {"which", "who", "each", "every"}
_NO_OBJECT = _NO_NOUN - _DETERMINERS - {"which"} | _set("up out down include includes vary varies differ remain occur")
_NOT_MADE = _set("itself themselves use sense it part sure")  # makes use of, makes sense
_TELLING = _set("show suggest differ differed vary")  # what results do
_HELPERS = _set("do does did will help helps helped")
_AMOUNTS = _set("about approximately nearly almost half up around roughly over one two three a an")
_SHOWN = _set("shown found known proven proved demonstrated help helps helped")
_ADVERBS = _set("also then thereby thus further even so not never more less most often always still")
_NO_ADVERBS = _set("family early daily only elderly supply anomaly fly")
# verbs behind which a participle is an adjective: "had reduced", "predicts increased"
_ROOTS = (
    "show exhibit display demonstrate experience present develop suffer report carry face confer predict reflect "
    "indicate mean imply include involve require reveal find observe see note detect receive undergo exert have"
)
_HAVING = frozenset(form for verb in _ROOTS.split() for form in (verb, _third(verb), _past(verb))) | {"found", "saw"}
_PLURALS = _set("people men women children mice cells they we bacteria those data media criteria")
_HEDGES = _set(
    "may might can could would should possible possibly probable probably likely unlikely perhaps presumably suggest "
    "suggests suggested suggesting seem seems seemed appear appears appeared whether unclear uncertain unknown"
)
_HEDGES_BEHIND = _set("possibly probably perhaps presumably unclear uncertain unknown")
_ASSOCIATED = _set("associated linked related correlated")
_DOUBTS = late(r"\b(?:no|little|limited|insufficient|weak|low|scarce|conflicting) (?:[\w-]+ )?evidence\b")
_ENDS = frozenset(";.!?")


def causal_words(claim: str) -> str | None:
    """The words by which a claim says without reserve that one thing brings about another, or ``None``."""
    text = claim.casefold()
    for stop in ",.;:()":  # a sixth of the time of str.translate
        text = text.replace(stop, " ")
    if _READERS.keys().isdisjoint(text.split()):
        return None
    words = _words(claim.casefold())
    for at, word in enumerate(words):
        read = _READERS.get(word)
        if read and (found := read(words, at)) and not _hedged(words, at):
            return found
    return None


def _words(text: str) -> list[str]:
    """Words and stops, a third of the time of a pattern."""
    for sign in "\"'“”‘’":
        text = text.replace(sign, "")
    for stop in ",;:()!?":
        text = text.replace(stop, f" {stop} ")
    return f"{text} ".replace(". ", " . ").split()


def _of_because(words: Sequence[str], at: int) -> str | None:
    return words[at]


def _of_pair(words: Sequence[str], at: int) -> str | None:
    """Of ``leads``, if ``to`` follows; ``results in`` are those of a study where the verb comes later."""
    word, following = words[at], _next(words, at)
    if following != _WITH[word] or not _acts(words, at):
        return None
    later = words[at + 2 :] if word in ("result", "results") else ()
    is_noun = any(one in _BE or one in _HAVE or one in _TELLING for one in later)
    return None if is_noun else f"{word} {following}"


def _of_predicate(words: Sequence[str], at: int) -> str | None:
    """Of ``is responsible for``; of ``increased due to``, not of ``fractures due to``."""
    word, before = words[at], _before(words, at)
    if _next(words, at) != _PREDICATES[word] or before < 0:
        return None
    says = words[before] in _BE or (word == "due" and words[before].endswith("ed"))
    return f"{words[before]} {word} {_PREDICATES[word]}" if says else None


def _of_effect(words: Sequence[str], at: int) -> str | None:
    """Of ``has an effect on``."""
    has = next((word for word in words[max(0, at - 4) : at] if word in _HAVE), None)
    return f"{has} {words[at]} on" if has and _next(words, at) == "on" else _of_present(words, at)


def _of_present(words: Sequence[str], at: int) -> str | None:
    """Of ``increases``, with somebody who does it and something that it is done to."""
    acts = words[at] in _PRESENT and _has_object(words, at) and _acts(words, at)
    return words[at] if acts else None


def _of_past(words: Sequence[str], at: int) -> str | None:
    """Of ``increased``: somebody increased something, or something was increased by somebody."""
    before, behind = _before(words, at), _behind(words, at)
    if before < 0 or behind == len(words):
        return None
    acting = words[before]
    if words[behind] == "by":
        amount = behind + 1 == len(words) or words[behind + 1][0].isdigit() or words[behind + 1] in _AMOUNTS
        return f"{acting} {words[at]} by" if acting in _BE and not amount else None
    if words[behind] in _DETERMINERS and acting not in _BE:
        return words[at] if acting not in _PREPOSITIONS and acting not in _DETERMINERS else None
    protects = words[at] == "protected" and words[behind] in ("against", "from")
    if acting in _NO_NOUN or acting in _HAVING or acting.endswith("ed") or not (protects or _has_object(words, at)):
        return None
    clause = _clause(words, at)
    finite = any(word in _BE or word in _HAVE or word in _HAVING or word in _MODALS for word in clause)
    return None if finite else words[at]


def _of_named(words: Sequence[str], at: int) -> str | None:
    """Of ``is a cause of``; a certified cause of death is none."""
    if _next(words, at) != "of" or words[at + 2 : at + 3] == ["death"]:
        return _of_present(words, at)
    for back in range(at - 1, max(0, at - 8), -1):
        if words[back] in _BE:
            return f"{words[back]} {'' if _is_plural(words[at]) else 'a '}{words[at]} of"
        one_of = words[back] == "of" and words[back - 1] in ("one", "some")
        if words[back] in _STOPS or (words[back] in _PREPOSITIONS and not one_of and words[back] != "among"):
            return None
    return None


def _acts(words: Sequence[str], at: int) -> bool:
    """Whether somebody stands before a verb in the present."""
    before, behind = _before(words, at), _behind(words, at)
    if before < 0:
        return False
    word, acting = words[at], words[before]
    base = word in _BASE or word in _WITH_BASE
    doubtful = word in _AMBIGUOUS and words[behind : behind + 1] and words[behind] not in _DETERMINERS
    if acting == "to":
        return base and before > 0 and words[before - 1] in _SHOWN
    if acting in ("that", "which", "who"):
        return _relative_asserts(words, before)
    if acting in ("and", "or", "but"):
        return not base
    if acting in _STOPS:
        return acting == ")" or not (base or doubtful)
    return (base and acting in _HELPERS) or _is_noun(words, before, plural=base and bool(doubtful))


def _is_noun(words: Sequence[str], at: int, plural: bool) -> bool:
    """Whether a word can be what acts, or the last of its words; as ``plural`` also levels of something."""
    word = words[at]
    if word in _PLURALS:
        return True
    if word in _NO_NOUN or word in _HAVING or word in _HEDGES:
        return False
    return not plural or _is_plural(word) or _plural_of(_clause(words, at))


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _plural_of(words: Sequence[str]) -> bool:
    return any(word == "of" and _is_plural(words[at]) for at, word in enumerate(words[1:]))


def _relative_asserts(words: Sequence[str], at: int) -> bool:
    """Whether a relative clause says something of its own: behind a comma, or of what another thing is said to be."""
    if words[at] != "that" and at and words[at - 1] == ",":
        return True
    clause = _clause(words, at)
    copula = max((place for place, word in enumerate(clause) if word in _BE), default=-1)
    return copula >= 0 and _ASSOCIATED.isdisjoint(clause[copula:])


def _has_object(words: Sequence[str], at: int) -> bool:
    """Whether something stands behind a verb that it can act upon."""
    behind = _behind(words, at)
    if behind == len(words):
        return False
    if words[at].startswith("protect") and words[behind] in ("against", "from"):
        return True
    if words[at].startswith("make") and (words[behind] in _NOT_MADE or _STOPS.intersection(words[behind + 1 :][:1])):
        return False  # makes sense, makes sclerostin; but: makes bone brittle
    return words[behind] not in _NO_OBJECT and not words[behind][0].isdigit()


def _hedged(words: Sequence[str], at: int) -> bool:
    """Whether what a word says is put in doubt: before it, or by an adverb of doubt behind, in its clause."""
    before = _clause(words, at)
    behind = words[at:]
    for place, word in enumerate(behind):
        if word in _ENDS:
            behind = behind[:place]
            break
    return (
        not _HEDGES.isdisjoint(before)
        or not _HEDGES_BEHIND.isdisjoint(behind)
        or _DOUBTS.search(" ".join(before)) is not None
    )


def _clause(words: Sequence[str], at: int) -> Sequence[str]:
    """The words before a place, from where its clause begins."""
    for place in range(at - 1, -1, -1):
        word = words[place]
        if word in _ENDS or (word == "," and words[place + 1] in ("and", "but", "while", "whereas", "although")):
            return words[place + 1 : at]
    return words[:at]


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word not in _NO_ADVERBS)


def _next(words: Sequence[str], at: int) -> str:
    return words[at + 1] if at + 1 < len(words) else ""


def _before(words: Sequence[str], at: int) -> int:
    """The place of the nearest word before that is no adverb, or -1."""
    at -= 1
    while at >= 0 and _is_adverb(words[at]):
        at -= 1
    return at


def _behind(words: Sequence[str], at: int) -> int:
    at += 1
    while at < len(words) and _is_adverb(words[at]):
        at += 1
    return at


_READERS: dict[str, Callable[[Sequence[str], int], str | None]] = {
    **dict.fromkeys(_PRESENT, _of_present),
    **dict.fromkeys(_PAST, _of_past),
    **dict.fromkeys(_WITH, _of_pair),
    **dict.fromkeys(_PREDICATES, _of_predicate),
    **dict.fromkeys(_NAMED, _of_named),
    **dict.fromkeys(_EFFECTS_ON, _of_effect),
    "because": _of_because,
}

# The animals of MEDLINE's check tags and of the MeSH heading "Models, Animal" that are no food, and work at the bench.
_BENCH = late(
    r"\b(?:animals?|mouse|mice|murine|rats?|rodents?|rabbits?|hamsters?|gerbils?|guinea[ -]pigs?|ferrets?|dogs?|canine|"
    r"cats|feline|(?:mini)?pigs?|piglets?|porcine|swine|sheep|ewes?|lambs?|ovine|goats?|cows|cattle|calves|bovine|"
    r"horses?|equine|chicks?|hens?|monkeys?|macaques?|primates?|baboons?|chimpanzees?|zebrafish|frogs?|xenopus|"
    r"drosophila|nematodes?|elegans|yeasts?|"
    r"in[ -]vitro|ex[ -]vivo|cells|cell[ -](?:lines?|cultures?)|cultured|organoids?|explants?)\b",
    re.I,
)


def names_bench(claim: str) -> int:
    """1 when a claim names animals, cells or the bench, of which it then speaks."""
    return int(_BENCH.search(claim) is not None)
