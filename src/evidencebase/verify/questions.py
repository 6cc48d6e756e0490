"""The questions about some works, in an order that spares the registries: what settles a work ends its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evidencebase.comparison import identity
from evidencebase.comparison.decision import decide
from evidencebase.comparison.record import Record
from evidencebase.comparison.verdict import ANSWERED, EMPTY, FAILED, VERIFIED, VERIFIED_MINOR, Answer, Verdict
from evidencebase.verify import crossref, datacite, doi_org, items, pubmed
from evidencebase.verify.items import About
from evidencebase.verify.lock import RECORDS, Line, asked
from evidencebase.verify.transport import Client, UnansweredError

Item = Mapping[str, Any]


def ask(client: Client, entries: Sequence[Record], today: str) -> list[Line]:
    """What the registries say of some entries: by identifier and place first, by words where that does not settle it.

    Raises:
        StoppedError: the user has ended the run.
        UsageError: our clock is wrong.
    """
    return _Questions(client, entries, today).lines()


class _Questions:
    """The answers so far, by citation key; notices by the work that they are about."""

    def __init__(self, client: Client, entries: Sequence[Record], today: str) -> None:
        self._client = client
        self._entries = entries
        self._today = today
        self._answers: dict[str, list[Answer]] = {entry.identifier: [] for entry in entries}
        self._noticed: dict[str, dict[str, str]] = {entry.identifier: {} for entry in entries}
        self._notices: dict[str, list[About]] = {entry.identifier: [] for entry in entries}
        self._types: dict[str, dict[str, tuple[str, ...]]] = {entry.identifier: {} for entry in entries}

    def lines(self) -> list[Line]:
        self._by_doi()
        self._in_pubmed()
        for entry in self._entries:
            if entry.titles and not self._settled(entry):
                self._search(entry)
            self._look_up_meant(entry)
        return [
            Line(
                entry.identifier,
                asked(entry),
                self._today,
                tuple(self._answers[entry.identifier]),
                self._noticed[entry.identifier],
                tuple(self._notices[entry.identifier]),
                self._types[entry.identifier],
            )
            for entry in self._entries
        ]

    def _verdict(self, entry: Record) -> Verdict:
        return decide(entry, self._answers[entry.identifier])

    def _settled(self, entry: Record) -> bool:
        return self._verdict(entry).verdict in (VERIFIED, VERIFIED_MINOR)

    def _add(self, entry: Record, registry: str, how: str, found: Sequence[Item]) -> None:
        """Keep an answer: of the records the likest, with what is said of notices."""
        records = [items.record(registry, item) for item in found]
        state = ANSWERED if records else EMPTY
        kept = tuple(identity.likest(entry, records, RECORDS))
        self._answers[entry.identifier].append(Answer(registry, how, state, kept))

    def _failed(self, entry: Record, registry: str, how: str, cause: object) -> None:
        self._answers[entry.identifier].append(Answer(registry, how, FAILED, (), str(cause)))

    def _notice(self, entry: Record, registry: str, item: Item) -> None:
        """Keep what a whole record of a registry says about what happened to the work."""
        key = entry.identifier
        number = str(item.get("PMID" if registry == "pubmed" else "DOI", "")).lower()
        self._noticed[key][number] = self._today
        self._notices[key] += items.notices(registry, item)
        if types := items.publication_types(item):
            self._types[key][number] = types

    def _in_pubmed(self) -> None:
        """Records by PubMed id, DOI, and place in a journal: three questions for all entries together."""
        wanted: dict[tuple[str, str], list[str]] = {}  # key and how -> PubMed ids; none yet for those by DOI
        placed = [entry for entry in self._entries if pubmed.place(entry)]
        with_doi = [entry for entry in self._entries if entry.doi]
        for entry in self._entries:
            if entry.pmid:
                wanted[entry.identifier, "pmid"] = [entry.pmid]
        found: dict[str, list[str]] | None = self._try(
            placed, "citmatch", lambda: pubmed.at_places(self._client, placed)
        )
        for key, pmids in (found or {}).items():
            wanted[key, "citmatch"] = pmids
        dois = [entry.doi for entry in with_doi]
        with_dois: list[str] = self._try(with_doi, "doi", lambda: pubmed.with_dois(self._client, dois)) or []
        numbers = [*(pmid for pmids in wanted.values() for pmid in pmids), *with_dois]
        entries = {entry.identifier: entry for entry in self._entries}
        try:
            known = pubmed.by_id(self._client, numbers)
        except UnansweredError as cause:
            for key, how in wanted:
                self._failed(entries[key], "pubmed", how, cause)
            return
        by_doi = {str(item.get("DOI", "")).lower(): item for item in known.values() if item.get("DOI")}
        for (key, how), pmids in wanted.items():
            self._add(entries[key], "pubmed", how, [known[pmid] for pmid in pmids if pmid in known])
        for entry in with_doi:
            if item := by_doi.get(entry.doi.lower()):
                self._add(entry, "pubmed", "doi", [item])
        for entry in self._entries:
            mine = [pmid for (key, _), pmids in wanted.items() if key == entry.identifier for pmid in pmids]
            own = by_doi.get(entry.doi.lower()) if entry.doi else None
            for item in {id(item): item for item in [*map(known.get, mine), own] if item}.values():
                self._notice(entry, "pubmed", item)

    def _try(self, entries: Sequence[Record], how: str, question: Callable[[], Any]) -> Any:
        """The answer to a question to PubMed about some entries; ``None`` without entries or answer."""
        if not entries:
            return None
        try:
            return question()
        except UnansweredError as cause:
            for entry in entries:
                self._failed(entry, "pubmed", how, cause)
            return None

    def _by_doi(self) -> None:
        """The record of each DOI at the agency that registered it."""
        entries = [entry for entry in self._entries if entry.doi]
        agencies: Mapping[str, str] = {}
        cause = "does not know which agency registered it"
        if entries:
            try:
                agencies = doi_org.agencies(self._client, list(dict.fromkeys(entry.doi for entry in entries)))
            except UnansweredError as error:
                cause = str(error)
        for entry in entries:
            agency = agencies.get(entry.doi.lower())
            answers = self._answers[entry.identifier]
            if agency is None:
                self._failed(entry, "doi.org", "doi", cause)
            elif agency == doi_org.NOBODY:
                answers.append(Answer("doi.org", "doi", EMPTY))
                continue
            else:
                answers.append(Answer("doi.org", "doi", ANSWERED, (), agency))
            if agency in (None, "Crossref"):
                self._one(entry, "crossref", lambda doi: crossref.by_doi(self._client, doi))
            elif agency == "DataCite":
                self._one(entry, "datacite", lambda doi: datacite.by_doi(self._client, doi))

    def _one(self, entry: Record, registry: str, question: Callable[[str], Item | None]) -> None:
        try:
            item = question(entry.doi)
        except UnansweredError as cause:
            self._failed(entry, registry, "doi", cause)
            return
        self._add(entry, registry, "doi", [item] if item else [])
        if item:
            self._notice(entry, registry, item)

    def _search(self, entry: Record) -> None:
        """Search by words; at PubMed only where Crossref gives nothing that fits."""
        try:
            self._add(entry, "crossref", "search", crossref.search(self._client, entry))
        except UnansweredError as cause:
            self._failed(entry, "crossref", "search", cause)
        if self._verdict(entry).meant:
            return
        try:
            known = pubmed.by_id(self._client, pubmed.with_title(self._client, entry))
        except UnansweredError as cause:
            self._failed(entry, "pubmed", "search", cause)
            return
        self._add(entry, "pubmed", "search", list(known.values()))
        for item in known.values():
            self._notice(entry, "pubmed", item)

    def _look_up_meant(self, entry: Record) -> None:
        """Notices of the work that is meant, where Crossref was not asked for it by its DOI."""
        key = entry.identifier
        agency = next((one.cause for one in self._answers[key] if (one.registry, one.how) == ("doi.org", "doi")), "")
        for number in items.meant_numbers(self._verdict(entry), self._answers[key]):
            if number.isdigit() or number in self._noticed[key] or agency not in ("", "Crossref"):
                continue
            try:
                item = crossref.by_doi(self._client, number)
            except UnansweredError:
                continue  # then it is unknown whether there are notices, and the status says so
            self._noticed[key][number] = self._today
            if item:
                self._notice(entry, "crossref", item)


def notices(client: Client, line: Line, works: Sequence[str], today: str) -> Line:
    """A line with what the registries now say happened to its works, named by DOI or PubMed id.

    Raises:
        UnansweredError: one of them did not answer.
        StoppedError: the user has ended the run.
    """
    noticed, found, types = {**line.noticed, **dict.fromkeys(works, today)}, [], dict(line.types)
    pmids = [work for work in works if work.isdigit()]
    asked_now: list[tuple[str, Item | None]] = [("pubmed", item) for item in pubmed.by_id(client, pmids).values()]
    asked_now += [("crossref", crossref.by_doi(client, work)) for work in works if not work.isdigit()]
    for registry, item in asked_now:
        if item:
            number = str(item.get("PMID" if registry == "pubmed" else "DOI", "")).lower()
            found += items.notices(registry, item)
            if said := items.publication_types(item):
                types[number] = said
    kept = [about for about in line.notices if noticed.get(about.work) != today]
    return line._replace(noticed=noticed, notices=tuple(sorted({*kept, *found})), types=types)
