"""PubMed: records by PubMed id or DOI, the record at a place in a journal, searches by title (NCBI E-utilities)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evidencebase.comparison import normal
from evidencebase.comparison.record import Record
from evidencebase.formats import pubmed
from evidencebase.verify.transport import Client, UnansweredError

KEY = "NCBI_API_KEY"  # environment variable
_FOUND = 5  # of a search
_NOT_WORDS = re.compile(r"[^\w\s]+")


def by_id(client: Client, pmids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The items of PubMed ids; what PubMed does not know is left out. Raises ``UnansweredError``."""
    wanted = list(dict.fromkeys(pmids))
    if not wanted:
        return {}
    data = _ask(client, "efetch.fcgi", {"db": "pubmed", "id": ",".join(wanted), "retmode": "xml"}, "xml")
    read = pubmed.read(data)
    if read.problems and not read.items and b"<PubmedArticleSet" not in data:
        raise UnansweredError(f"an answer that {read.problems[0].what}")
    return {item["PMID"]: item for item in read.items if item.get("PMID")}


def place(entry: Record) -> str:
    """Journal, volume and first page as ecitmatch takes them; nothing where one is missing."""
    page = normal.pages(entry.pages)
    first = entry.pages.replace("–", "-").partition("-")[0].strip() if page.first else ""
    journal = normal.text(entry.containers[0]) if entry.containers else ""
    return f"{journal}|{entry.volume}|{first}" if journal and entry.volume and first else ""


def at_places(client: Client, entries: Sequence[Record]) -> dict[str, list[str]]:
    """PubMed ids by citation key, of the records at the places that the entries name. Raises ``UnansweredError``.

    The year is left out: journal, volume and first page are nearly a key, and the year may be what is wrong.
    """
    lines = []
    for number, entry in enumerate(entries):
        journal, volume, page = place(entry).split("|")
        lines.append(f"{journal}||{volume}|{page}||{number}|")
    given = {"db": "pubmed", "retmode": "xml", "bdata": "\r".join(lines)}
    found: dict[str, list[str]] = {entry.identifier: [] for entry in entries}
    data = _ask(client, "ecitmatch.cgi", given, "text")
    if data.lstrip().startswith(b"<"):
        raise UnansweredError("a web page instead of PubMed ids")
    for line in data.decode("utf-8", "replace").splitlines():
        cells = line.split("|")
        if len(cells) == 7 and cells[5].isdigit() and int(cells[5]) < len(entries):
            ids = cells[6].strip().removeprefix("AMBIGUOUS").replace(",", " ").split()
            found[entries[int(cells[5])].identifier] = [pmid for pmid in ids if pmid.isdigit()][:_FOUND]
    return found


def with_dois(client: Client, dois: Sequence[str]) -> list[str]:
    """PubMed ids of the records that have one of these DOIs, and perhaps others. Raises ``UnansweredError``."""
    quoted = (doi.replace('"', "") for doi in dois)
    return _search(client, " OR ".join(f'"{doi}"[doi]' for doi in quoted), 3 * len(dois))


def with_title(client: Client, entry: Record) -> list[str]:
    """PubMed ids of records with the words of a title and its first author. Raises ``UnansweredError``."""
    words = " ".join(_NOT_WORDS.sub(" ", entry.titles[0]).split()[:30])
    author = f" AND {_NOT_WORDS.sub(' ', entry.authors[0].family)}[au]" if entry.authors else ""
    return _search(client, f"{words}[ti]{author}", _FOUND)


def _search(client: Client, term: str, most: int) -> list[str]:
    given = {"db": "pubmed", "retmode": "json", "retmax": str(most), "term": term}
    answer = json.loads(_ask(client, "esearch.fcgi", given, "json"))
    found = answer.get("esearchresult") if isinstance(answer, dict) else None
    if not isinstance(found, dict) or not isinstance(found.get("idlist"), list):
        raise UnansweredError("JSON in which there is no list of PubMed ids")
    return [pmid for pmid in found["idlist"] if isinstance(pmid, str) and pmid.isdigit()][:most]


def _ask(client: Client, path: str, given: Mapping[str, str], form: str) -> bytes:
    key = {"api_key": os.environ[KEY]} if os.environ.get(KEY) else {}
    manners = {"tool": "evidencebase", "email": client.contact, **key}
    data = client.get("pubmed", path, {**given, **manners}, form=form, body=len(str(given)) > 1500)
    if data is None:
        raise UnansweredError("HTTP 404")
    return data
