"""The nginx configuration of ``docs/publishing.md``, as it stands there, in front of a public site."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError

import pytest

from tests.conftest import Make
from tests.site.test_publication import BASE, OLD, run, served

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")  # not on everybody's PATH
pytestmark = [
    pytest.mark.skipif(not NGINX, reason="no nginx on this machine"),
    pytest.mark.skipif(not OLD, reason="serve.sh is for 0.65"),
]
DOCS = Path(__file__).parents[2] / "docs/publishing.md"


@contextmanager
def nginx(folder: Path, behind: str) -> Iterator[str]:
    """The documented configuration without TLS, on a free port, with its files in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = re.search(r"```nginx\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found
    site = found.group(1)
    for there, here in (
        ("/var/cache/nginx/evidence", f"{folder}/cache"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port}"),
        ("http://127.0.0.1:8001", behind),
    ):
        assert site.count(there) == 1, there
        site = site.replace(there, here)
    kinds = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers may not write to the folder
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;"
        f" events {{}} http {{ access_log off; {kinds}\n{site}}}"
    )
    command = [str(NGINX), "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = monotonic() + 30
            while True:
                assert process.poll() is None and monotonic() < end, (folder / "error.log").read_text()
                try:
                    ask(f"http://127.0.0.1:{port}/robots.txt")
                    break
                except URLError:
                    sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    told = {"Host": "evidence.example.org", **headers}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, None, told, method=method), timeout=30) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def test_it_caches_compresses_limits_and_lets_only_read(make: Make, tmp_path: Path) -> None:
    run(make(BASE), tmp_path / "public", "--address", "https://evidence.example.org")
    (tmp_path / "nginx").mkdir()
    with (
        served(["sh", "serve.sh"], tmp_path / "public") as behind,
        nginx(tmp_path / "nginx", behind) as front,
    ):
        code, head, plain = ask(f"{front}/evidence/claims")
        assert code == 200 and head["x-cache"] == "MISS" and b"AB-1" in plain
        code, head, packed = ask(f"{front}/evidence/claims", **{"Accept-Encoding": "gzip"})
        assert head["x-cache"] == "HIT" and head["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == plain and len(packed) < len(plain) / 2
        assert "frame-ancestors 'none'" in head["content-security-policy"]
        assert head["x-content-type-options"] == "nosniff" and "max-age=300" in head["cache-control"]
        assert ask(f"{front}/-/threads")[0] == 404 and ask(f"{front}/evidence/claims", "POST")[0] == 403
        with ThreadPoolExecutor(8) as many:
            codes = list(many.map(lambda _: ask(f"{front}/evidence/claims")[0], range(400)))
        assert set(codes) == {200, 429} and codes.count(200) >= 60
