"""Looking up works of which only an identifier is known, in the registries that know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencebase import settings
from evidencebase.progress import Progress

if TYPE_CHECKING:
    from evidencebase.verify.transport import Client


_TOGETHER = 100  # PubMed ids in one question
_AT_ONCE = 3  # DOIs


class Lookup(NamedTuple):
    """An identifier without any description of its work, and where it stands."""

    file: str
    line: int
    scheme: str  # doi or pmid
    value: str


class Found(NamedTuple):
    """The item of an identifier; or, without one, why there is none."""

    item: Mapping[str, Any] | None
    cause: str = ""


def look_up(
    directory: Path, wanted: Sequence[Lookup], environment: Mapping[str, str], progress: Progress
) -> list[Found]:
    """Ask about the identifiers, by the settings of the evidence base; the answers are in their order.

    Raises:
        UsageError: there is no contact address that registries could write to, or our clock is wrong.
    """
    from evidencebase.verify.run import contact_of
    from evidencebase.verify.transport import Client

    chosen = settings.load(directory)
    client = Client(contact_of(chosen.contact, environment), chosen.registries)
    dois = list(dict.fromkeys(one.value for one in wanted if one.scheme == "doi"))
    pmids = list(dict.fromkeys(one.value for one in wanted if one.scheme == "pmid"))
    found: dict[tuple[str, str], Found] = {}
    try:
        for at in range(0, len(pmids), _TOGETHER):
            progress(f"looking up {len(pmids)} PubMed ids", at / len(pmids))
            found |= {("pmid", one): said for one, said in _by_pmid(client, pmids[at : at + _TOGETHER]).items()}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for number, (doi, said) in enumerate(
                zip(dois, pool.map(lambda one: _by_doi(client, one), dois), strict=True)
            ):
                progress(f"looking up {len(dois)} DOIs", number / len(dois))
                found["doi", doi] = said
    finally:
        client.stop.set()
        client.close()
    return [found[one.scheme, one.value] for one in wanted]


def _by_doi(client: Client, doi: str) -> Found:
    from evidencebase.verify import crossref, datacite
    from evidencebase.verify.transport import UnansweredError

    try:
        item = crossref.by_doi(client, doi) or datacite.by_doi(client, doi)
    except UnansweredError as cause:
        return Found(None, f"could not be looked up: {cause}")
    return Found(item) if item else Found(None, "is known neither to Crossref nor to DataCite")


def _by_pmid(client: Client, pmids: Sequence[str]) -> dict[str, Found]:
    from evidencebase.verify import pubmed
    from evidencebase.verify.transport import UnansweredError

    try:
        items = pubmed.by_id(client, pmids)
    except UnansweredError as cause:
        return dict.fromkeys(pmids, Found(None, f"could not be looked up: {cause}"))
    return {one: Found(items[one]) if one in items else Found(None, "is not known to PubMed") for one in pmids}
