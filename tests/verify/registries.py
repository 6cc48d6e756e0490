"""Registries on loopback: they answer in the forms of the real ones, about the works that a test gives them.

Whatever they are not made for (an unknown address, a missing contact) is noted, and the test fails.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

JSON = {"content-type": "application/json"}
XML = {"content-type": "text/xml; charset=UTF-8"}


class Work(NamedTuple):
    """A work as registries know it."""

    title: str
    authors: tuple[str, ...]  # "Family, Given"
    journal: str
    year: int
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    agency: str = "Crossref"
    updates: tuple[tuple[str, str, str], ...] = ()  # type, date, DOI of the notice: at Crossref
    relations: tuple[tuple[str, str, str], ...] = ()  # RefType, source with date, PubMed id: at PubMed
    types: tuple[str, ...] = ("Journal Article",)


class Fault(NamedTuple):
    """What is answered instead: a status, headers, a body; after a delay in seconds."""

    status: int = 200
    headers: Mapping[str, str] = JSON
    body: bytes = b"{}"
    delay: float = 0.0


class Registries:
    """The server, its works, the faults that are due, and every request that came."""

    def __init__(self, works: Iterable[Work] = (), latency: float = 0.0) -> None:
        self.works = list(works)
        self.latency = latency
        self.limits: dict[str, str] = {}
        self.compressed = False
        self.requests: list[str] = []
        self.times: list[float] = []
        self.unknown: list[str] = []
        self._faults: list[tuple[str, list[Fault | None]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.serve(self, "")

            def do_POST(self) -> None:
                outer.serve(self, self.rfile.read(int(self.headers["content-length"])).decode())

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                """A client that went away is nobody's fault."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Registries:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def addresses(self) -> dict[str, str]:
        """Base addresses, as the settings take them."""
        base = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {name: f"{base}/{name}" for name in ("crossref", "pubmed", "doi.org", "datacite")}

    def fail(self, path: str, *faults: Fault | None) -> None:
        """Answer requests whose address begins so with these faults, the last one for ever; ``None``: as always."""
        self._faults.append((path, list(faults)))

    def serve(self, request: BaseHTTPRequestHandler, body: str) -> None:
        self.requests.append(request.path)
        self.times.append(time.monotonic())
        time.sleep(self.latency)
        fault = self._due(request.path)
        if fault is None:
            agent = request.headers.get("user-agent", "")
            fault = self._answer(request.path, body) if "(mailto:" in agent else None
        if fault is None:
            self.unknown.append(f"{request.path} {body}")
            fault = Fault(501, {"content-type": "text/plain"}, b"this request is not known")
        time.sleep(fault.delay)
        data, headers = fault.body, {**self.limits, **fault.headers}
        if self.compressed:
            data, headers = gzip.compress(data), {**headers, "content-encoding": "gzip"}
        request.send_response_only(fault.status)
        for name, value in {"content-length": str(len(data)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    def _due(self, path: str) -> Fault | None:
        for start, faults in self._faults:
            if path.startswith(start):
                return faults.pop(0) if len(faults) > 1 else faults[0]
        return None

    def _answer(self, path: str, body: str) -> Fault | None:
        parts = urlsplit(path)
        given = {name: found[0] for name, found in parse_qs(body or parts.query).items()}
        registry, _, rest = unquote(parts.path).lstrip("/").partition("/")
        if registry == "crossref":
            return self._crossref(rest, given)
        if registry == "doi.org" and rest.startswith("doiRA/"):
            return self._json([self._agency(doi) for doi in rest.removeprefix("doiRA/").split(",")])
        if registry == "datacite" and rest.startswith("dois/"):
            found = [work for work in self.works if work.doi == rest.removeprefix("dois/")]
            return self._json({"data": datacite(found[0])}) if found else Fault(404, JSON, b'{"errors": []}')
        if registry == "pubmed" and given.get("email") and given.get("tool") == "evidencebase":
            return self._pubmed(rest, given)
        return None

    def _json(self, value: Any) -> Fault:
        return Fault(body=json.dumps(value).encode())

    def _crossref(self, path: str, given: Mapping[str, str]) -> Fault | None:
        if not given.get("mailto"):
            return None
        known = [work for work in self.works if work.doi and work.agency == "Crossref"]
        if path == "works" and given.get("rows") == "8" and "select" in given:
            words = set(given["query.bibliographic"].casefold().split())
            near = sorted(known, key=lambda work: -len(words & _words(work)))
            items = [crossref(work) | {"updated-by": []} for work in near[:8]]
            return self._json({"status": "ok", "message-type": "work-list", "message": {"items": items}})
        if path.startswith("works/"):
            found = [work for work in known if work.doi == path.removeprefix("works/").lower()]
            if found:
                return self._json({"status": "ok", "message-type": "work", "message": crossref(found[0])})
            return Fault(404, {"content-type": "text/plain"}, b"Resource not found.")
        return None

    def _agency(self, doi: str) -> dict[str, str]:
        found = [work.agency for work in self.works if work.doi == doi.lower()]
        return {"DOI": doi, "RA": found[0]} if found else {"DOI": doi, "status": "DOI does not exist"}

    def _pubmed(self, path: str, given: Mapping[str, str]) -> Fault | None:
        known = [work for work in self.works if work.pmid]
        if path == "efetch.fcgi" and given.get("retmode") == "xml":
            wanted = given["id"].split(",")
            articles = "".join(pubmed(work) for work in known if work.pmid in wanted)
            return Fault(200, XML, f'<?xml version="1.0" ?>\n<PubmedArticleSet>{articles}</PubmedArticleSet>'.encode())
        if path == "ecitmatch.cgi" and given.get("retmode") == "xml":
            lines = (_match(line, known) for line in given["bdata"].split("\r"))
            return Fault(200, {"content-type": "text/plain"}, "\n".join(lines).encode())
        if path == "esearch.fcgi" and given.get("retmode") == "json":
            found = [work.pmid for work in known if _searched(given["term"], work)]
            return self._json({"header": {"type": "esearch"}, "esearchresult": {"count": "1", "idlist": found}})
        return None


def _words(work: Work) -> set[str]:
    said = (work.title, *work.authors, work.journal, str(work.year), work.volume, work.pages)
    return set(" ".join(said).casefold().replace(",", " ").split())


def _match(line: str, known: Iterable[Work]) -> str:
    journal, _, volume, page, _, key, _ = line.split("|")
    ids = [
        work.pmid
        for work in known
        if (journal, volume, page) == (work.journal.lower(), work.volume, work.pages.partition("-")[0])
    ]
    answer = "NOT_FOUND" if not ids else ids[0] if len(ids) == 1 else f"AMBIGUOUS {','.join(ids)}"
    return f"{journal}||{volume}|{page}||{key}|{answer}"


def _searched(term: str, work: Work) -> bool:
    if "[doi]" in term:
        return bool(work.doi) and f'"{work.doi}"[doi]' in term
    title, _, author = term.partition("[ti]")
    family = author.removeprefix(" AND ").removesuffix("[au]").casefold()
    return set(title.casefold().split()) <= _words(work) and family in " ".join(work.authors).casefold()


def crossref(work: Work) -> dict[str, Any]:
    """A work as Crossref sends it."""
    people = [dict(zip(("family", "given"), name.split(", "), strict=False)) for name in work.authors]
    return {
        "DOI": work.doi,
        "type": "journal-article",
        "title": [work.title],
        "author": [{**person, "sequence": "additional", "affiliation": []} for person in people],
        "container-title": [work.journal],
        "issued": {"date-parts": [[work.year]]},
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "updated-by": [
            {
                "type": kind,
                "DOI": doi,
                "source": "publisher",
                "updated": {"date-parts": [[int(part) for part in date.split("-")]]},
            }
            for kind, date, doi in work.updates
        ],
    }


def datacite(work: Work) -> dict[str, Any]:
    """A work as DataCite sends it."""
    return {
        "id": work.doi,
        "attributes": {
            "doi": work.doi,
            "titles": [{"title": work.title}],
            "creators": [{"name": name, "nameType": "Personal"} for name in work.authors],
            "publisher": {"name": work.journal},
            "publicationYear": work.year,
            "types": {"resourceTypeGeneral": "Dataset"},
        },
    }


def pubmed(work: Work) -> str:
    """A work as PubMed's efetch sends it."""
    people = "".join(
        f"<Author ValidYN='Y'><LastName>{escape(family)}</LastName><ForeName>{escape(given)}</ForeName></Author>"
        for family, _, given in (name.partition(", ") for name in work.authors)
    )
    relations = "".join(
        f"<CommentsCorrections RefType='{kind}'><RefSource>{escape(source)}</RefSource><PMID>{pmid}</PMID>"
        "</CommentsCorrections>"
        for kind, source, pmid in work.relations
    )
    types = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in work.types)
    doi = f"<ArticleId IdType='doi'>{escape(work.doi)}</ArticleId>" if work.doi else ""
    return f"""<PubmedArticle><MedlineCitation Status='MEDLINE'><PMID Version='1'>{work.pmid}</PMID>
<Article><Journal><JournalIssue CitedMedium='Print'><Volume>{work.volume}</Volume><Issue>{work.issue}</Issue>
<PubDate><Year>{work.year}</Year></PubDate></JournalIssue><Title>{escape(work.journal)}</Title></Journal>
<ArticleTitle>{escape(work.title)}.</ArticleTitle><Pagination><MedlinePgn>{work.pages}</MedlinePgn></Pagination>
<AuthorList>{people}</AuthorList><PublicationTypeList>{types}</PublicationTypeList></Article>
<CommentsCorrectionsList>{relations}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType='pubmed'>{work.pmid}</ArticleId>{doi}</ArticleIdList></PubmedData>
</PubmedArticle>"""
