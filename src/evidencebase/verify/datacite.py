"""DataCite: works by DOI (data sets, software, preprints)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from evidencebase.formats import datacite
from evidencebase.verify.transport import Client, UnansweredError


def by_doi(client: Client, doi: str) -> Mapping[str, Any] | None:
    """The item of a DOI; ``None`` when DataCite does not know it. Raises ``UnansweredError``."""
    data = client.get("datacite", f"dois/{quote(doi, safe='')}", {}, form="json")
    if data is None:
        return None
    items = datacite.read(data).items
    if not items:
        raise UnansweredError("JSON in which there is no work")
    return items[0]
