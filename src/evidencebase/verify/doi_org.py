"""doi.org: which agency registered a DOI, asked before anybody is blamed for not knowing it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from evidencebase.verify.transport import Client, UnansweredError

NOBODY = ""  # the DOI does not exist
_NOT_REGISTERED = ("doi does not exist", "invalid doi")


def agencies(client: Client, dois: Sequence[str]) -> dict[str, str]:
    """Agency of each DOI (``Crossref``, ``DataCite`` ...), ``NOBODY`` where it does not exist.

    A DOI of which doi.org says that it does not know ("Unknown") is left out: that is no answer.

    Raises:
        UnansweredError: doi.org did not answer.
    """
    data = client.get("doi.org", "doiRA/" + ",".join(quote(doi, safe="") for doi in dois), {}, form="json")
    rows = json.loads(data) if data else None
    if not isinstance(rows, list):
        raise UnansweredError("JSON in which there is no list of agencies")
    found = {}
    for row in rows:
        if isinstance(row, dict) and isinstance(doi := row.get("DOI"), str):
            if agency := row.get("RA"):
                found[doi.lower()] = str(agency)
            elif str(row.get("status", "")).lower() in _NOT_REGISTERED:
                found[doi.lower()] = NOBODY
    return found
