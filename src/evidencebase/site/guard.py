"""What every answer of an evidence base carries, and what a public site withholds: one ASGI layer around Datasette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from evidencebase.site import evidence_bases, spared
from evidencebase.site.public import Public, chosen
from evidencebase.site.spreadsheets import Harmless

Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

_REST = "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
# our pages: no script at all, nothing from elsewhere, in nobody's frame
STRICT = f"default-src 'none'; style-src 'self' 'unsafe-inline'; {_REST}"
# Datasette 0.65's inline scripts never change; 1.0 writes data into its own and has no nonces yet
DATASETTES_SCRIPTS = (
    "'sha256-DMtesc2dB3xCZhCWIkDIjRY30AJia2dU9R83J/BG2Y4='",
    "'sha256-uEjwHx6B6TylDkwnKXY5NeNNPyI38FvghD4BDhzZMRc='",
    "'sha256-fyi5q99UcdjzV8X7vfr/UYD4dsV4ViDDhotcy8GQ6PM='",
    "'sha256-yVPefuQ6YSumwweHWL1Fw4YNWqWFG1ru4KxqhINGLlU='",
)
HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin"}
_READING = ("GET", "HEAD", "OPTIONS")
_SHOWN = ("/-/static/", "/-/evidencebase/")  # what else lies below /-/ tells paths, versions and settings


def wrapped(datasette: Any, app: Asgi) -> Asgi:
    """The application with safe headers on every page of an evidence base; on a public site, on everything."""
    from datasette import __version__

    public = chosen(datasette)
    scripts = " ".join(DATASETTES_SCRIPTS) if __version__.startswith("0.") else "'unsafe-inline'"
    loose = f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    loose += _REST

    async def guarded(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path = evidence_bases.path_below(datasette, scope["path"])
        own = evidence_bases.of_path(datasette, path) is not None
        if not own and not public:
            await app(scope, receive, send)
            return
        if public and (refused := _refused(scope["method"], path)):
            await _plain(send, *refused)
            return

        harmless = Harmless() if own and path.endswith(".csv") else None

        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body" and harmless:
                last = not message.get("more_body", False)
                message = {**message, "body": harmless(message.get("body", b""), last)}
            if message["type"] == "http.response.start":
                added = {**HEADERS, "content-security-policy": STRICT if own else loose}
                added |= _caching(datasette, public, scope["method"], message["status"])
                headers = message.get("headers", ())
                if harmless:  # an apostrophe makes it longer
                    headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
                message = {**message, "headers": list(_with(headers, added))}
            await send(message)

        await app(spared.request(scope, path) if own else scope, receive, send_with_headers)

    return guarded


def _refused(method: str, path: str) -> tuple[int, str] | None:
    """Status and reason, if a public site does not answer this."""
    if method not in _READING:
        return 405, "This site can only be read."
    if path.startswith("/-/") and not path.startswith(_SHOWN):
        return 404, "This page does not exist."
    return None


def _caching(datasette: Any, public: Public | None, method: str, status: int) -> dict[str, str]:
    ttl = datasette.setting("default_cache_ttl")
    if public and ttl and status == 200 and method != "OPTIONS":
        return {"cache-control": f"public, max-age={ttl}"}
    return {}


def _with(headers: Any, added: dict[str, str]) -> Iterator[tuple[bytes, bytes]]:
    """The headers, and those of ours that are not there yet; the policy is ours alone."""
    kept = [(name, value) for name, value in headers if name.lower() != b"content-security-policy"]
    yield from kept
    there = {name.lower() for name, _ in kept}
    for name, value in added.items():
        if name.encode() not in there:
            yield name.encode(), value.encode()


async def _plain(send: Any, status: int, text: str) -> None:
    head = {"content-type": "text/plain; charset=utf-8", **HEADERS, "content-security-policy": STRICT}
    await send({"type": "http.response.start", "status": status, "headers": list(_with((), head))})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
