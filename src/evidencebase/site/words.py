"""Plain words for the vocabulary: what the codes of the schema mean to somebody who never read GRADE."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from evidencebase.schema import DESIGNS, FACTORS, KINDS, STRENGTH_LEVELS

STRENGTH = {
    "high": "High",
    "moderate": "Moderate",
    "low": "Low",
    "very-low": "Very low",
    "ungraded": "Not graded yet",
    "not-gradable": "Not gradable",
}
CERTAINTY = {
    "high": "Further research is very unlikely to change our confidence in this.",
    "moderate": "It is probably so, but it may turn out substantially different.",
    "low": "It may be so; the truth may be substantially different.",
    "very-low": "We know very little; the truth is likely to be substantially different.",
    "ungraded": "Nobody has judged the evidence for this claim yet.",
    "not-gradable": "A definition, a mechanism or the like: the certainty of its evidence is not graded.",
}
GRADABLE = ",".join(level for level in STRENGTH if level != "not-gradable")
DOTS = {"high": 4, "moderate": 3, "low": 2, "very-low": 1}
FITTING = {level.name: level.phrase for level in STRENGTH_LEVELS}
RANK = {level.name: level.rank for level in STRENGTH_LEVELS}
WORDED = {level.wording: level.rank for level in STRENGTH_LEVELS}
WORDING = {
    "strong": "as a fact",
    "likely": "as likely",
    "may": "as possible",
    "uncertain": "as uncertain",
    "quoted": "in somebody else's words",
}
RELATION = {
    "supports": "Evidence for",
    "disputes": "Evidence against",
    "qualifies": "Evidence that limits it",
    "mentions": "Background",
}
SIDES = {
    "supports": "Supported by a work",
    "disputes": "Disputed by a work",
    "qualifies": "Limited by a work",
    "mentions": "Background to it",
    "uncited": "No work, not even as background",
}
LAYER = {
    "supported": "supported by a work",
    "unsupported": "supported by no work",
    "contested": "contested or disputed",
    "no-work": "no work bears on it",
}
RELATION_MEANING = {
    "supports": "Their findings support the claim.",
    "disputes": "Their findings go against the claim.",
    "qualifies": "Other people, smaller effects, or only under conditions.",
    "mentions": "They are about the subject but do not decide the claim.",
}
BEARS = {"disputes": "disputes", "qualifies": "limits"}
WITHOUT = {
    "disputes": "Without it, less evidence goes against them.",
    "qualifies": "Without it, less evidence limits them.",
}
DIRECTION = {
    "increases": "Increases",
    "decreases": "Decreases",
    "no-effect": "No effect",
    "mixed": "Mixed",
    "inconclusive": "Inconclusive",
    "none": "No direction",
}
ARROW = {"increases": "↑", "decreases": "↓", "no-effect": "=", "mixed": "↕", "inconclusive": "?", "none": "·"}
STATUS = {
    "draft": "Draft",
    "active": "Active",
    "contested": "Contested",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
}
RECORD = {
    "confirmed": "Record seen by a person",
    "differs": "Record differs",
    "not-found": "Work not found",
    None: "Record not checked",
}
RECORD_MEANING = {
    "confirmed": "A person compared the record with the work and found it right.",
    "differs": "A person found the work, but the record differs from it.",
    "not-found": "A person looked for the work and could not find it.",
    None: "Nobody has compared this record with the work yet.",
}
VERDICT = {
    "verified": "Verified in registries",
    "verified-minor": "Verified, small differences",
    "metadata-differs": "Registries differ",
    "mixed-record": "Two works mixed",
    "wrong-identifier": "Identifier of another work",
    "dead-identifier": "Identifier opens nothing",
    "slot-taken": "Another work in its place",
    "not-found": "Not found in registries",
    "ambiguous": "Could be two works",
    "unverifiable": "Not verifiable",
    "incomplete": "Registries did not answer",
    "unverified": "Unverified",
}
VERDICT_MEANING = {
    "verified": "Registries know this work, and every field of the record agrees.",
    "verified-minor": "Registries know this work; the record differs only in spelling and the like.",
    "metadata-differs": "Registries know this work, but a field of the record is another.",
    "mixed-record": "The title is that of one work, the place in the journal that of another.",
    "wrong-identifier": "The DOI or PubMed id belongs to another work.",
    "dead-identifier": "The DOI or PubMed id is registered with nobody.",
    "slot-taken": "Another work stands in this place of the journal.",
    "not-found": "The registries that were asked know no such work; it may still exist.",
    "ambiguous": "The record fits two works.",
    "unverifiable": "Registries do not list works of this kind.",
    "incomplete": "A registry did not answer, so that nothing can be said.",
    "unverified": "No registry has been asked about this record as it stands.",
}
NOTICE = {
    "none-found": "No notice found",
    "corrected": "Corrected",
    "concern": "Expression of concern",
    "retracted": "Retracted",
    "withdrawn": "Withdrawn",
    "reinstated": "Reinstated",
    "unknown": "Notices unknown",
}
SUPPORT = {
    "confirmed": "Confirmed support",
    "unconfirmed": "Unconfirmed support",
    "retracted": "Retracted support",
}
SUPPORT_MEANING = {
    "confirmed": "Registries confirm a work that supports it.",
    "unconfirmed": "No work that supports it is confirmed by a registry.",
    "retracted": "Every work that supports it was retracted.",
}
AGREEMENT = {
    "match": "agrees",
    "minor": "small difference",
    "differ": "differs",
    "missing": "missing here",
    "not-comparable": "not comparable",
}
COMPARED_FIELD = {
    "author": "first author",
    "given": "given name of the first author",
    "container": "journal",
    "pmid": "PubMed id",
}
READ = {"full-text": "full text read", "abstract": "abstract read", "none": "not read"}
IMPORTANCE = {
    "critical": "matters critically to patients",
    "important": "matters to patients",
    "surrogate": "a stand-in for what matters to patients",
    "laboratory": "a laboratory measure",
}
KIND = {kind.name: kind.meaning for kind in KINDS}
DESIGN = {design.name: design.meaning for design in DESIGNS}
START = {design.name: design.start for design in DESIGNS}
FACTOR = {factor.name: factor.meaning for factor in FACTORS}
TELLING = 3  # words of a sentence that say something without the rest of it
SEVERITY = {"error": "Error", "warning": "Warning", "information": "Information"}


def words(code: str | None) -> str:
    """A code of the vocabulary as words: ``risk-of-bias`` -> ``risk of bias``."""
    return (code or "").replace("-", " ")


def marked(text: str | None) -> Markup:
    """A text of the schema or of a rule page, in which ``code`` is all the Markdown there is."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text or ""))))


def prose(text: str | None) -> Markup:
    """The same in paragraphs."""
    return Markup("").join(Markup("<p>{}</p>").format(marked(part)) for part in re.split(r"\n\s*\n", text or ""))


def any_word(text: str) -> str:
    """A full-text search for any of the words, in SQLite's syntax: ``"bone" OR "mass"``."""
    return " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text)) or '""'


def narrowing(argument: str, value: str) -> str:
    """What an argument that is no facet narrows claims to."""
    if argument == "_layer":
        return LAYER.get(value, value)
    return f"{'no work on the list of' if argument == '_unlisted' else argument.strip('_') + ':'} {value}"


def rule(name: str) -> str:
    """A rule's name for people: ``claims/uncited-by-its-document`` -> ``Uncited by its document``."""
    return words(name.rpartition("/")[2]).capitalize()


def template(message: str, example: str | None) -> str:
    """The sentence of a rule with an ellipsis for each placeholder; one that it said, when it is little else."""
    shown = re.sub(r"…[… ]*…", "…", re.sub(r"\{\w+\}", "…", message))
    return f"for example: {example}" if example and len(re.findall(r"\w+", shown)) < TELLING else shown


def plural(count: int, noun: str, nouns: str = "") -> str:
    """``3 works``, with separators from a thousand on."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def best_start(designs: list[str | None]) -> str | None:
    """The design among these whose evidence GRADE lets start highest."""
    graded = [design for design in designs if design and START.get(design)]
    return max(graded, key=lambda design: RANK[START[design] or ""], default=None)


def too_strong(wording: str | None, strength: str | None) -> int:
    """By how many levels a wording is above the grade; 0 when it is not, or when either is not on the scale."""
    if wording not in WORDED or strength not in RANK:
        return 0
    return max(0, WORDED[wording] - RANK[strength])


def number(value: float | None) -> str:
    """A number as people write it: no trailing zeros, a real minus sign."""
    return "" if value is None else f"{value:g}".replace("-", "\N{MINUS SIGN}")
