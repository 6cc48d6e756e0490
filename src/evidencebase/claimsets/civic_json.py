"""CIViC's JSON: items and assertions wherever they stand in it, of the first interface (v1) and of the present (v2).

Version 2 names its fields in camel case, and the molecular profile in one; version 1 names a variant by number only
in some answers, whose name then stands elsewhere in the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evidencebase.claimsets import civic
from evidencebase.claimsets.claimset import Collection
from evidencebase.formats.json import Value
from evidencebase.formats.plain import listed, mapping, text

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def is_one(value: object) -> bool:
    """Whether a JSON value holds an item, an assertion, a gene or a variant of CIViC."""
    return any(True for _ in _things(value))


def read(values: list[Value], into: Collection, others: list[Value]) -> None:
    """Read all items and assertions; those that stand in several places are read once. ``others`` only give names."""
    things = [(value.line, kind, thing) for value in values for kind, thing in _things(value.value)]
    names = {}
    under: dict[str, list[str]] = {}  # evidence items by assertion, where only the items tell
    for kind, thing in [*(found[1:] for found in things), *(one for value in others for one in _things(value.value))]:
        number = text(thing.get("id"))
        if kind in ("gene", "variant"):
            names[kind, number] = " ".join(filter(None, (text(thing.get("entrez_name")), text(thing.get("name")))))
        for one in (*listed(thing.get("assertions")), *listed(thing.get("_assertions"))):
            under.setdefault(text(mapping(one).get("id")), []).append(number)
    seen: set[tuple[str, str]] = set()
    for line, kind, thing in things:
        about = (kind, text(thing.get("id")))
        if about in seen or kind not in ("evidence", "assertion"):
            continue
        seen.add(about)
        found = _evidence(kind, thing, names)
        if kind == "evidence":
            civic.add_item(found, line, into)
        else:
            items = dict.fromkeys((*found.items, *under.get(found.number, ())))
            civic.add_assertion(found._replace(items=tuple(items)), line, into)


def _things(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in a value that says what it is, the inner things first."""
    for inner in value if isinstance(value, list) else mapping(value).values():
        if isinstance(inner, dict | list):
            yield from _things(inner)
    given = {_HUMP.sub(r"_\1", name).lower(): inner for name, inner in mapping(value).items()}
    if given.get("evidence_level") and given.get("source"):
        yield "evidence", given
    elif given.get("summary") and (given.get("evidence_direction") or given.get("assertion_direction")):
        yield "assertion", given
    elif given.get("type") in ("gene", "variant") and "name" in given:
        yield str(given["type"]), given


def _evidence(kind: str, given: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> civic.Evidence:
    source = mapping(given.get("source"))
    return civic.Evidence(
        number=text(given.get("id")),
        profile=_profile(given, names),
        disease=text(mapping(given.get("disease")).get("name")),
        therapies=_named(given.get("therapies") or given.get("drugs")),
        interaction=_words(given.get("therapy_interaction_type") or given.get("drug_interaction_type")),
        type=_words(given.get("assertion_type") or given.get("evidence_type")),
        direction=_words(given.get("assertion_direction") or given.get("evidence_direction")),
        significance=_words(given.get("significance") or given.get("clinical_significance")),
        statement=text(given.get("summary") if kind == "assertion" else given.get("description")),
        status=text(given.get("status")).lower(),
        sources=(_source(source),) if source else (),
        level=text(given.get("evidence_level") or given.get("amp_level")),
        rating=text(given.get("rating") or given.get("evidence_rating")),
        items=tuple(text(mapping(item).get("id")) for item in listed(given.get("evidence_items"))),
        flagged=bool(given.get("flagged")),
    )


def _profile(given: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
    if profile := text(mapping(given.get("molecular_profile")).get("name")):
        return profile
    state = mapping(given.get("state_params"))
    if name := names.get(("variant", text(given.get("variant_id")))):
        return name
    parts = []
    for kind in ("gene", "variant"):
        number = text(given.get(f"{kind}_id"))
        name = text((mapping(given.get(kind)) or mapping(state.get(kind))).get("name")) or names.get((kind, number), "")
        parts.append(name or (f"{kind} {number} of CIViC" if number else ""))
    return " ".join(filter(None, parts))


def _source(given: Mapping[str, Any]) -> civic.Source:
    get = {_HUMP.sub(r"_\1", name).lower(): value for name, value in given.items()}
    trials = (text(mapping(trial).get("nct_id")) for trial in listed(get.get("clinical_trials")))
    date = mapping(get.get("publication_date"))
    return civic.Source(
        kind=text(get.get("source_type")) or "PubMed",
        number=text(get.get("citation_id") or get.get("pubmed_id") or get.get("asco_abstract_id")),
        citation=text(get.get("citation")),
        title=text(get.get("name") or get.get("title")),
        journal=text(get.get("full_journal_title") or get.get("journal")),
        year=text(date.get("year")) or text(get.get("publication_year")),
        pmcid=text(get.get("pmc_id") or get.get("pmcid")),
        trials="; ".join(filter(None, trials)),
    )


def _named(value: object) -> str:
    return "; ".join(filter(None, (text(mapping(one).get("name")) for one in listed(value))))


def _words(value: object) -> str:
    """``DOES_NOT_SUPPORT`` (v2) as ``Does Not Support`` (v1 and the tables)."""
    said = text(value)
    return said.replace("_", " ").title() if said.isupper() and len(said) > 2 else said
