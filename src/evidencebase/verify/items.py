"""CSL items of registries -> records that can be compared, and notices with the work that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from evidencebase.comparison import identity
from evidencebase.comparison.record import Notice, Person, Record
from evidencebase.comparison.verdict import Answer, Verdict

_LONGEST = 2_000  # characters of one value that are kept: hostile metadata must not fill the lock
_MOST_AUTHORS = 3_000
_LONGEST_NAME = 200

# words of Crossref ("type" of an update) and of NLM (RefType) for what happened to a work
_NATURES = {
    "retraction": "retraction",
    "partial_retraction": "concern",
    "removal": "removal",
    "withdrawal": "withdrawal",
    "expression_of_concern": "concern",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "reinstatement": "reinstatement",
    "retractionin": "retraction",
    "partialretractionin": "concern",
    "expressionofconcernin": "concern",
    "erratumin": "correction",
    "correctedandrepublishedin": "correction",
    "corrected and republished in": "correction",
}


class About(NamedTuple):
    """A notice and the DOI or PubMed id of the work that it is about."""

    work: str
    notice: Notice


def record(source: str, item: Mapping[str, Any]) -> Record:
    """The bibliographic facts of an item, and no others."""
    custom = item.get("custom", {})
    identifier = item.get("DOI", "") if source != "pubmed" else item.get("PMID", "")
    return Record(
        source=source,
        identifier=identifier,
        kind=item.get("type", ""),
        titles=_texts([item.get("title"), *custom.get("titles", ())]),
        authors=tuple(_people(item.get("author", ()))),
        years=_years(item, custom),
        containers=_texts(
            [item.get("container-title"), item.get("container-title-short"), *custom.get("containers", ())]
        ),
        issns=_texts([*custom.get("issns", ()), item.get("ISSN")]),
        volume=_cut(item.get("volume")),
        issue=_cut(item.get("issue")),
        pages=_cut(item.get("page")),
        doi=_cut(item.get("DOI")).lower(),
        pmid=_cut(item.get("PMID")),
        pmcid=_cut(item.get("PMCID")),
    )


def notices(source: str, item: Mapping[str, Any]) -> list[About]:
    """What the item says happened to its work. Only what is about this work: a notice is no retracted work."""
    about = _cut(item.get("PMID") if source == "pubmed" else item.get("DOI")).lower()
    found = []
    for one in item.get("custom", {}).get("notices", ()):
        nature = _NATURES.get(str(one.get("type", "")).lower().replace("-", "_"))
        if nature and about:
            who = "pubmed" if source == "pubmed" else one.get("source") or "publisher"
            number = _cut(one.get("DOI") or one.get("PMID")).lower()
            found.append(About(about, Notice(nature, _cut(one.get("date"))[:10], number, _cut(who))))
    types = item.get("custom", {}).get("publication-types", ())
    if "Retracted Publication" in types and not any(one.notice.nature == "retraction" for one in found):
        found.append(About(about, Notice("retraction", "", "", "pubmed")))
    return found


def publication_types(item: Mapping[str, Any]) -> tuple[str, ...]:
    """What NLM says the work is: Randomized Controlled Trial, Review ..."""
    return _texts(item.get("custom", {}).get("publication-types", ()))


def meant_numbers(found: Verdict, answers: Sequence[Answer]) -> list[str]:
    """DOIs and PubMed ids under which registries know the work that is meant."""
    if found.meant is None:
        return []
    records = [record for answer in answers for record in answer.records if identity.identified(found.meant, record)]
    return sorted({number for record in (found.meant, *records) for number in (record.doi, record.pmid) if number})


def _years(item: Mapping[str, Any], custom: Mapping[str, Any]) -> tuple[int, ...]:
    parts = item.get("issued", {}).get("date-parts") or [[0]]
    return tuple(dict.fromkeys(year for year in (parts[0][0], *custom.get("years", ())) if year))


def _people(people: Iterable[Mapping[str, str]]) -> Iterable[Person]:
    for number, one in enumerate(people):
        if number >= _MOST_AUTHORS:
            return
        given = " ".join(filter(None, (one.get("given", ""), one.get("suffix", ""))))
        yield Person((one.get("family") or one.get("literal") or "")[:_LONGEST_NAME], given[:_LONGEST_NAME])


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cut for value in values if (cut := _cut(value))))


def _cut(value: Any) -> str:
    return str(value or "")[:_LONGEST]
