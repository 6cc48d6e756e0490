"""The same references and answers, judged by public tools; prints a table in Markdown.

python benchmarks/part_verification.py --cases cases.jsonl
VENV/bin/python benchmarks/peers_verification.py cases.jsonl

VENV has academic-refchecker, bibguard and bibtex-updater. Their addresses of registries are constants, so no server on
loopback can stand in; instead the library with which each asks is given a transport that answers from the cases, and
knows no other address. Only Crossref answers in all three; what else they ask is answered with an empty list.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import parse_qs, unquote, urlsplit

Case = Mapping[str, Any]
FIELDS = ("author", "given", "container", "year", "volume", "pages", "title", "doi")


class Judged(NamedTuple):
    """What a tool made of a reference: found, the DOI of the work that it compared with, the fields that it named."""

    found: bool
    doi: str
    fields: frozenset[str]


class Replay:
    """Answers of the registries to the case at hand, in the words of HTTP."""

    def __init__(self) -> None:
        self.case: Case = {}

    def answer(self, address: str, params: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """Status and body for an address."""
        parts = urlsplit(address)
        asked = {**{name: values[0] for name, values in parse_qs(parts.query).items()}, **dict(params or {})}
        records = [record for answer in self.case["answers"] for record in answer["records"]]
        doi = unquote(parts.path).removeprefix("/works").removeprefix("/").lower()
        if parts.netloc == "api.crossref.org" and doi:
            known = next((one for one in records if one["doi"] == doi), None)
            return (200, {"message": message(known)}) if known else (404, "Resource not found.")
        if parts.netloc == "api.crossref.org":
            found = [one for answer in self.case["answers"] if answer["how"] == "search" for one in answer["records"]]
            if year := re.search(r"from-pub-date:(\d{4})", str(asked.get("filter", ""))):
                found = [one for one in found if int(year[1]) in one["years"]]
            return 200, {"message": {"items": list(map(message, found)), "total-results": len(found)}}
        if parts.netloc.endswith("doi.org"):
            return (200, "") if any(one["doi"] == doi for one in records) else (404, "")
        return 200, {"data": [], "results": [], "notes": [], "result": {"hits": {"@total": "0", "hit": []}}}


def message(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as Crossref sends it."""
    return {
        "DOI": record["doi"],
        "type": "journal-article",
        "title": record["titles"][:1],
        "author": [{"family": family, "given": given} for family, given in record["authors"]],
        "container-title": record["containers"][:1],
        "published-print": {"date-parts": [record["years"][:1]]},
        "published": {"date-parts": [record["years"][:1]]},
        "issued": {"date-parts": [record["years"][:1]]},
        "volume": record["volume"],
        "issue": record["issue"],
        "page": record["pages"],
        "URL": f"https://doi.org/{record['doi']}",
    }


def refchecker(replay: Replay) -> Callable[[Case], Judged]:
    """RefChecker's checker of Crossref."""
    from refchecker.checkers.crossref import CrossRefReferenceChecker

    checker = CrossRefReferenceChecker()
    checker.request_delay = 0.0
    names = {"author": "author", "title": "title", "year": "year", "venue": "container", "doi": "doi"}

    def judge(case: Case) -> Judged:
        entry = case["entry"]
        work, errors, _ = checker.verify_reference(
            {
                "title": entry["titles"][0],
                "authors": [f"{given} {family}".strip() for family, given in entry["authors"]],
                "year": entry["years"][0],
                "venue": entry["containers"][0],
                "doi": entry["doi"],
            }
        )
        kinds = {error.get("error_type") or error.get("warning_type") for error in errors}
        return Judged(bool(work), (work or {}).get("doi") or "", frozenset(names.get(kind, "") for kind in kinds))

    return judge


def bibguard(replay: Replay) -> Callable[[Case], Judged]:
    """bibguard, with Crossref by DOI and its search of OpenAlex."""
    from bibguard import core

    names = {"authors": "author", "venue": "container", "phantom_doi": "doi"}

    def judge(case: Case) -> Judged:
        entry = case["entry"]
        result = core.verify_entry(
            {
                "key": "key",
                "type": "article",
                "title": entry["titles"][0],
                "author": _bibtex_names(entry),
                "year": str(entry["years"][0]),
                "venue": entry["containers"][0],
                "journal": entry["containers"][0],
                "doi": entry["doi"],
                "url": "",
            }
        )
        bad = {check["field"] for check in result.checks if check["status"] == "FAIL"} - {"verification"}
        dois = [data.get("doi") for data in result.api_data.values() if data.get("doi")]
        return Judged(bool(result.sources_hit), dois[0] if dois else "", frozenset(names.get(one, one) for one in bad))

    return judge


def updater(replay: Replay) -> Callable[[Case], Judged]:
    """bibtex-updater's check of references."""
    import httpx
    from bibtex_updater import fact_checker, utils

    def handle(request: httpx.Request) -> httpx.Response:
        status, body = replay.answer(str(request.url))
        return httpx.Response(status, json=body) if not isinstance(body, str) else httpx.Response(status, text=body)

    http = utils.HttpClient(
        timeout=5.0, user_agent="replay", rate_limiter=utils.RateLimiter(10_000_000), cache=utils.DiskCache(None)
    )
    http.client = httpx.Client(transport=httpx.MockTransport(handle), follow_redirects=True)
    checker = fact_checker.FactChecker(
        fact_checker.CrossrefClient(http),
        fact_checker.DBLPClient(http),
        fact_checker.SemanticScholarClient(http),
        fact_checker.FactCheckerConfig(check_venue_existence=False),
        logging.getLogger("updater"),
    )
    names = {
        "author_mismatch": "author",
        "given_name_substitution": "given",
        "title_mismatch": "title",
        "year_mismatch": "year",
        "venue_mismatch": "container",
        "doi_mismatch": "doi",
        "doi_not_found": "doi",
    }
    lost = {"not_found", "hallucinated", "api_error"}

    def judge(case: Case) -> Judged:
        entry = case["entry"]
        result = checker.check_entry(
            {
                "ID": "key",
                "ENTRYTYPE": "article",
                "title": entry["titles"][0],
                "author": _bibtex_names(entry),
                "year": str(entry["years"][0]),
                "journal": entry["containers"][0],
                "volume": entry["volume"],
                "pages": entry["pages"],
                **({"doi": entry["doi"]} if entry["doi"] else {}),
            }
        )
        status = result.status.value
        work = result.best_match
        named = {names[status]} if status in names else set()
        if status == "partial_match":
            named = {
                {"author": "author", "title": "title", "year": "year", "venue": "container"}.get(name, name)
                for name, compared in result.field_comparisons.items()
                if not compared.matches
            }
        return Judged(status not in lost and work is not None, (work.doi or "") if work else "", frozenset(named))

    return judge


TOOLS = {"academic-refchecker": refchecker, "bibguard": bibguard, "bibtex-updater": updater}


def main() -> None:
    """Judge every case with every tool, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text(encoding="utf-8").splitlines()]
    logging.disable(logging.CRITICAL)
    for name, tool in TOOLS.items():
        replay = Replay()
        with (
            mock.patch("requests.get", _get(replay)),
            mock.patch("requests.head", _get(replay)),
            mock.patch("time.sleep"),
        ):
            judge = tool(replay)
            print(f"\n{name}\n\n{_table(cases, replay, judge)}", flush=True)


def _table(cases: list[Case], replay: Replay, judge: Callable[[Case], Judged]) -> str:
    lines = [
        "| planted | n | accepted | right field named | another field only | not found | wrong work |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in dict.fromkeys(case["kind"] for case in cases):
        counts: Counter[str] = Counter()
        of_kind = [case for case in cases if case["kind"] == kind and not _failing(case)]
        for case in of_kind:
            replay.case = case
            try:
                judged = judge(case)
            except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
                counts[f"failed: {type(error).__name__}"] += 1
                continue
            counts["wrong"] += judged.found and bool(judged.doi) and judged.doi.lower() != case["meant"]
            if not judged.found:
                counts["lost"] += 1
            elif case["field"] in judged.fields:
                counts["named"] += 1
            else:
                counts["other" if judged.fields else "accepted"] += 1
        shown = [counts[name] or "" for name in ("accepted", "named", "other", "lost", "wrong")]
        if of_kind:
            lines.append(f"| {kind} | {len(of_kind)} | {' | '.join(map(str, shown))} |")
        if failed := {name: count for name, count in counts.items() if name.startswith("failed")}:
            lines[-1] += f" {failed}"
    return "\n".join(lines)


def _failing(case: Case) -> bool:
    return any(answer["state"] == "failed" for answer in case["answers"])


def _bibtex_names(entry: Mapping[str, Any]) -> str:
    names = [f"{family}, {given}".rstrip(", ") for family, given in entry["authors"]]
    return " and ".join("others" if name == "et al." else name for name in names)


class _Response:
    def __init__(self, status: int, body: Any) -> None:
        self.status_code, self.body, self.ok = status, body, status < 400
        self.headers: dict[str, str] = {}
        self.text = body if isinstance(body, str) else json.dumps(body)

    def json(self) -> Any:
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        import requests

        if not self.ok:
            raise requests.HTTPError(str(self.status_code))


def _get(replay: Replay) -> Callable[..., _Response]:
    def get(url: str, params: Mapping[str, Any] | None = None, **_: Any) -> _Response:
        status, body = replay.answer(url, params)
        if "api.openalex.org" in url:  # bibguard searches there only; the candidates are the same
            body = {
                "results": [
                    _openalex(one) for one in replay.answer("https://api.crossref.org/works")[1]["message"]["items"]
                ]
            }
        return _Response(status, body)

    return get


def _openalex(work: Mapping[str, Any]) -> dict[str, Any]:
    names = [f"{one['given']} {one['family']}".strip() for one in work["author"]]
    return {
        "id": work["DOI"],
        "title": work["title"][0],
        "doi": f"https://doi.org/{work['DOI']}",
        "publication_year": work["issued"]["date-parts"][0][0],
        "authorships": [{"author": {"display_name": name}} for name in names],
        "primary_location": {"source": {"display_name": work["container-title"][0]}},
    }


if __name__ == "__main__":
    main()
