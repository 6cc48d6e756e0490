"""CIViC: evidence items and assertions, as rows of its tables (old and present layout) or as JSON of its interfaces.

Items that say the same of the same molecular profile, therapy and disease are one claim, which their sources support
or dispute. CIViC's levels A to E and its rating are no GRADE certainty and stay what they are, in ``x_`` columns.
Meaning of the fields: CIViC's documentation, "Evidence" and "Assertions".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidencebase.claimsets.claimset import Collection, Link, Work

RELATIONS = {"supports": "supports", "does not support": "disputes"}
KINDS = {"diagnostic": "diagnosis", "functional": "mechanism", "oncogenic": "mechanism"}
_BETWEEN = re.compile(r"\s*[,;]\s*")
_CITATION = re.compile(r"(?P<who>[^,]+?)(?P<more> et al\.?)?,\s*(?P<year>\d{4})(?:,\s*(?P<where>.+?)\.?)?$")


class Source(NamedTuple):
    """Where an item comes from; ``kind`` is PubMed, ASCO or ASH, ``number`` the identifier there."""

    kind: str
    number: str
    citation: str = ""
    title: str = ""
    journal: str = ""
    year: str = ""
    pmcid: str = ""
    trials: str = ""


class Evidence(NamedTuple):
    """An evidence item or an assertion (``items`` are the evidence items under it) in CIViC's own words."""

    number: str
    profile: str
    disease: str
    therapies: str
    interaction: str
    type: str
    direction: str
    significance: str
    statement: str
    status: str
    sources: tuple[Source, ...] = ()
    level: str = ""
    rating: str = ""
    items: tuple[str, ...] = ()  # evidence items under an assertion
    flagged: bool = False


def add_item(item: Evidence, line: int, into: Collection) -> None:
    """Add an evidence item: to the claim that it makes, and as a piece on which assertions may rest."""
    name = f"evidence item {item.number}"
    if item.status.casefold() == "rejected":
        into.leave_out(line, f"{name} was rejected by the editors of CIViC; it is left out")
        return
    sources = [source for source in item.sources if source.number]
    said = sentence(item)
    if not said:
        into.leave_out(line, f"{name} names neither profile nor disease; it is left out")
        return
    relation = RELATIONS.get(item.direction.casefold(), "mentions")
    claim = into.claim(said, line, _cells(item, "EID"))
    cells = {
        "finding": item.statement,
        "x_civic": f"EID{item.number}",
        "x_civic_level": item.level,
        "x_civic_rating": item.rating,
        "x_civic_status": item.status,
        "x_civic_flagged": "flagged" if item.flagged else "",
    }
    links = [Link(into.work(_work(source)), relation, cells) for source in sources]
    for link in links:
        claim.link(link)
    into.piece(item.number, links)
    if not links:
        into.leave_out(line, f"{name} names no source; its claim has no work from it")


def add_assertion(assertion: Evidence, line: int, into: Collection) -> None:
    """Add an assertion: its summary is the claim, the sources of its items support or dispute it."""
    if assertion.status.casefold() == "rejected":
        into.leave_out(line, f"assertion {assertion.number} was rejected by the editors of CIViC; it is left out")
        return
    said = assertion.statement or sentence(assertion)
    if not said:
        into.leave_out(line, f"assertion {assertion.number} says nothing; it is left out")
        return
    against = RELATIONS.get(assertion.direction.casefold()) == "disputes"
    claim = into.claim(said, line, {**_cells(assertion, "AID"), "x_amp_category": assertion.level})
    for number in assertion.items:
        into.rests_on(claim, number, not against)


def sentence(item: Evidence) -> str:
    """What an item is about, as a claim."""
    if not item.profile and not item.disease:
        return ""
    significance = item.significance.lower().replace("n/a", "").strip() or "significance"
    where = f" in {item.disease}" if item.disease else ""
    profile = item.profile or "The variant"
    match item.type.casefold():
        case "predictive":
            how = f" ({item.interaction.lower()})" if item.interaction else ""
            treated = f" to {' and '.join(_BETWEEN.split(item.therapies))}{how}" if item.therapies else ""
            if significance == "significance":
                significance = "response"
            return f"{profile} predicts {significance}{treated}{where}."
        case "prognostic":
            return f"{profile} is associated with {significance}{where}."
        case "diagnostic":
            return f"{profile} is a {significance} diagnostic marker{' of ' + item.disease if item.disease else ''}."
        case "predisposing":
            return f"{profile} bears on predisposition{' to ' + item.disease if item.disease else ''}: {significance}."
        case other:
            return f"{profile}{f' ({other})' if other else ''}: {significance}{where}."


def _cells(item: Evidence, prefix: str) -> dict[str, str]:
    topics = [item.disease, *_BETWEEN.split(item.therapies)]
    return {
        "kind": KINDS.get(item.type.casefold(), ""),
        "topics": "; ".join(filter(None, topics)).replace(" ;", ";"),
        "x_source": f"CIViC {prefix}{item.number}",
    }


def _work(source: Source) -> Work:
    """The work as far as CIViC tells: a citation like ``Planchard et al., 2016, Lancet Oncol.``."""
    fields = {"title": source.title, "journal": source.journal, "year": source.year}
    if match := _CITATION.match(source.citation):
        fields["author"] = match["who"] + (" and others" if match["more"] else "")
        fields["journal"] = source.journal or match["where"] or ""
        fields["year"] = source.year or match["year"]
    else:
        fields["note"] = source.citation
    fields |= {"pmcid": source.pmcid, "x-trial": source.trials}
    kind = source.kind.casefold()
    key = "" if fields.get("author") else f"{kind.replace('pubmed', 'pmid')}{source.number}"
    if kind == "pubmed":
        return Work(f"pmid:{source.number}", "article", {**fields, "pmid": source.number}, key)
    note = f"{source.kind} abstract {source.number}"
    return Work(f"{kind}:{source.number}", "misc", {**fields, "note": note}, key)


def sources(kind: str, numbers: str, citation: str, trials: str) -> tuple[Source, ...]:
    """The sources of one row; a cell may hold several identifiers, and then its citation is of none alone."""
    found = [number for number in _BETWEEN.split(numbers) if number]
    shared = citation if len(found) == 1 else ""
    return tuple(Source(kind, number, shared, trials=trials) for number in found)
