"""One way to ask a registry: its pace, retries, time limits, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from evidencebase.finding import UsageError
from evidencebase.verify.pacing import Pace, StoppedError, Turns
from evidencebase.version import VERSION

if TYPE_CHECKING:
    import httpx

TRIES = 4
PAUSE = 1.0  # seconds before a question is repeated, doubled each time
LARGEST = 16_000_000  # bytes of an answer, unpacked
SLOWEST = 30.0  # seconds between two pieces of an answer
_WHOLE = 90.0  # seconds for a whole answer
_LONGEST_WAIT = 120.0  # seconds that a registry may make us wait
_DOWN_AFTER = 3  # questions in a row that a registry left unanswered
_WRONG_CLOCK = timedelta(hours=26)
_NOT_NOW = (408, 425, 429, 500, 502, 503, 504)


class UnansweredError(Exception):
    """A registry gave no answer that can be used; the message says why."""


class Registry(NamedTuple):
    """A registry: its base address, requests a second by kind (``""`` for all others) and how many at once."""

    name: str
    address: str
    rates: Mapping[str, float]
    at_once: int


# What the registries ask for where their headers say nothing: Crossref's polite pool, NCBI without a key; doi.org and
# DataCite name no figure that is as low
REGISTRIES = (
    Registry("crossref", "https://api.crossref.org", {"work": 10, "list": 3}, 3),
    Registry("pubmed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", {"": 3}, 3),
    Registry("doi.org", "https://doi.org", {"": 5}, 2),
    Registry("datacite", "https://api.datacite.org", {"": 5}, 2),
)


class Client:
    """Asks registries over HTTP, from several threads at once.

    ``contact`` is the address at which their keepers can reach whoever runs this; ``addresses`` replaces base
    addresses by name.
    """

    def __init__(self, contact: str, addresses: Mapping[str, str]) -> None:
        import httpx

        self.contact = contact
        self.stop = Event()
        self._registries = {one.name: one._replace(address=addresses.get(one.name, one.address)) for one in REGISTRIES}
        self._turns = {one.name: Turns(one.at_once, self.stop) for one in REGISTRIES}
        self._paces = {
            (one.name, kind): Pace(rate, self.stop) for one in REGISTRIES for kind, rate in one.rates.items()
        }
        self._failures = dict.fromkeys(self._registries, 0)
        self._closed: dict[str, str] = {}  # registries not asked any more, with the cause
        self._lock = Lock()
        self.answered: set[str] = set()
        agent = f"evidencebase/{VERSION} (mailto:{contact})"
        self._http = httpx.Client(
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(SLOWEST, connect=10.0),
            follow_redirects=True,
        )

    def close(self) -> None:
        """End all connections."""
        self._http.close()

    def get(
        self, name: str, path: str, given: Mapping[str, str], *, form: str, kind: str = "", body: bool = False
    ) -> bytes | None:
        """The answer to one question; ``None`` when the registry says that there is no such thing (404).

        ``form`` is what its content type must name (``json``, ``xml``, ``plain``); ``body`` sends what is given in
        the body of the request, for questions too long for an address.

        Raises:
            UnansweredError: no usable answer after some tries, or the registry is not to be asked any more.
            UsageError: our clock is wrong, so that the date of an answer would be.
            StoppedError: the user has ended the run.
        """
        registry = self._registries[name]
        pace = self._paces[name, kind]
        cause = ""
        for attempt in range(TRIES):
            if name in self._closed:
                raise UnansweredError(self._closed[name])
            pace.wait()
            with self._turns[name].one():
                found = self._once(registry, path, given, form, pace, body)
            if not isinstance(found, _Again):
                with self._lock:
                    self._failures[name] = 0
                    self.answered.add(name)
                return found
            cause = found.cause
            pause = found.pause if found.pause is not None else PAUSE * 2**attempt
            if pause > _LONGEST_WAIT:
                raise self._close(name, f"asks to wait {pause:.0f} seconds; ask again later")
            if attempt + 1 < TRIES:
                pace.hold(pause)
        with self._lock:
            self._failures[name] += 1
            if self._failures[name] >= _DOWN_AFTER:
                self._closed.setdefault(name, f"{cause}; given up after {_DOWN_AFTER} questions")
        raise UnansweredError(cause)

    def _close(self, name: str, cause: str) -> UnansweredError:
        with self._lock:
            self._closed.setdefault(name, cause)
        return UnansweredError(cause)

    def _once(
        self, registry: Registry, path: str, given: Mapping[str, str], form: str, pace: Pace, body: bool
    ) -> bytes | _Again | None:
        import httpx

        address = f"{registry.address.rstrip('/')}/{path}"
        sent: dict[str, Any] = {"data" if body else "params": dict(given)}
        try:
            with self._http.stream("POST" if body else "GET", address, **sent) as response:
                pace.learn(response.headers, self._turns[registry.name])
                if response.status_code != 200:
                    return self._refused(registry.name, response)
                _examine_clock(response.headers)
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                if form not in kind:
                    return _Again(f"{kind or 'something without a content type'} instead of {form}")
                return _whole(self._read(response), form)
        except httpx.TimeoutException:
            return _Again("no answer in time")
        except httpx.HTTPError as error:
            return _Again(f"no connection ({type(error).__name__})")
        except httpx.InvalidURL as error:
            raise UsageError(f"the address of {registry.name} is wrong: {error}") from None

    def _refused(self, name: str, response: httpx.Response) -> _Again | None:
        status = response.status_code
        if status == 404:
            return None
        if status in _NOT_NOW:
            return _Again(f"HTTP {status}", _retry_after(response.headers))
        if status in (401, 403):
            raise self._close(name, f"refuses to answer (HTTP {status}); not asked again")
        raise UnansweredError(f"HTTP {status}")

    def _read(self, response: httpx.Response) -> bytes:
        data = bytearray()
        until = datetime.now(UTC) + timedelta(seconds=_WHOLE)
        for piece in response.iter_bytes():
            data += piece
            if len(data) > LARGEST:
                raise UnansweredError(f"an answer of more than {LARGEST // 1_000_000} MB")
            if self.stop.is_set():
                raise StoppedError
            if datetime.now(UTC) > until:
                raise UnansweredError(f"an answer that takes more than {_WHOLE:.0f} seconds")
        return bytes(data)


class _Again(NamedTuple):
    """The question may be repeated; ``pause`` is the time that the registry asked for, in seconds."""

    cause: str
    pause: float | None = None


def _whole(data: bytes, form: str) -> bytes | _Again:
    if form == "json" and not _is_whole_json(data):
        return _Again("half an answer: the JSON is cut off")
    if form == "xml" and not data.rstrip().endswith(b">"):
        return _Again("half an answer: the XML is cut off")
    return data


def _is_whole_json(data: bytes) -> bool:
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait; a date is taken against the registry's own clock."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    until, now = _date(said), _date(headers.get("date", ""))
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds()) if until else None


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _examine_clock(headers: Mapping[str, str]) -> None:
    theirs = _date(headers.get("date", ""))
    ours = datetime.now(UTC)
    if theirs and abs(theirs - ours) > _WRONG_CLOCK:
        raise UsageError(
            f"this computer says that it is {ours:%Y-%m-%d}, the registry says {theirs:%Y-%m-%d}: set the clock, since "
            "answers are kept with their date"
        )
