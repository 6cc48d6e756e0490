"""CIViC's tables: tab-separated evidence items and assertions, in the layout of its first interface and the present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidencebase.claimsets import civic
from evidencebase.claimsets.claimset import Collection

EVIDENCE = {"evidence_id", "evidence_type", "evidence_direction", "evidence_level"}
ASSERTION = {"assertion_id", "assertion_type", "assertion_direction"}


def is_one(header: Sequence[str]) -> bool:
    """Whether columns are those of such a table."""
    return set(header) >= EVIDENCE or set(header) >= ASSERTION


def read(row: Mapping[str, str], line: int, into: Collection) -> None:
    """Read a row of either table."""
    if "assertion_id" in row:
        civic.add_assertion(_assertion(row), line, into)
    else:
        civic.add_item(_item(row), line, into)


def _item(row: Mapping[str, str]) -> civic.Evidence:
    def get(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    kind, number = get("source_type") or "PubMed", get("citation_id", "pubmed_id")
    if not number and get("asco_abstract_id"):
        kind, number = "ASCO", get("asco_abstract_id")
    return civic.Evidence(
        number=get("evidence_id"),
        profile=get("molecular_profile") or f"{get('gene')} {get('variant')}".strip(),
        disease=get("disease"),
        therapies=get("therapies", "drugs"),
        interaction=get("therapy_interaction_type", "drug_interaction_type"),
        type=get("evidence_type"),
        direction=get("evidence_direction"),
        significance=get("significance", "clinical_significance"),
        statement=get("evidence_statement"),
        status=get("evidence_status"),
        sources=civic.sources(kind, number, get("citation"), get("nct_ids")),
        level=get("evidence_level"),
        rating=get("rating"),
        flagged=get("is_flagged").lower() == "true",
    )


def _assertion(row: Mapping[str, str]) -> civic.Evidence:
    items = [number.strip() for number in row.get("evidence_item_ids", "").split(",")]
    return civic.Evidence(
        number=row["assertion_id"],
        profile=row.get("molecular_profile") or f"{row.get('gene', '')} {row.get('variant', '')}".strip(),
        disease=row.get("disease", ""),
        therapies=row.get("therapies") or row.get("drugs", ""),
        interaction=row.get("therapy_interaction_type", ""),
        type=row.get("assertion_type", ""),
        direction=row.get("assertion_direction", ""),
        significance=row.get("significance") or row.get("clinical_significance", ""),
        statement=row.get("assertion_summary", ""),
        status=row.get("assertion_status", ""),
        level=row.get("amp_category", ""),
        items=tuple(filter(None, items)),
        flagged=row.get("is_flagged", "").lower() == "true",
    )
