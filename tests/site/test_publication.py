"""``evidencebase publish-config``: what it writes is started as it would be on a server, and asked."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError

import datasette
import pytest
import yaml
from click.testing import CliRunner

from evidencebase.cli import main
from tests.conftest import CLAIMS, Make

OLD = datasette.__version__.startswith("0.")
DRAFT = "AB-2,Nobody has seen this,,,draft\n"
BASE = {"claims.csv": CLAIMS.replace(",evidence_strength", ",evidence_strength,status").replace(",low", ",low,active")}
BASE["claims.csv"] += DRAFT.replace(",,,draft", ",,ungraded,draft")


@pytest.fixture
def folder(make: Make, tmp_path: Path) -> Path:
    written = run(make(BASE), tmp_path / "public", "--address", "https://bone.example")
    assert "1 draft left out" in written and "Dockerfile" in written
    return tmp_path / "public"


def run(base: Path, folder: Path, *options: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["publish-config", str(folder), "-C", str(base), *options])
    assert result.exit_code == code, result.output
    return result.output


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[str]:
    """Address at which the command serves, once it does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOST": "127.0.0.1", "PORT": str(port)}
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **places}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = monotonic() + 60
            while True:
                assert process.poll() is None and monotonic() < end, "it does not start"
                try:
                    status(f"http://127.0.0.1:{port}/robots.txt")
                    break
                except URLError:
                    sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def asked(address: str, sql: bool = False) -> dict[str, int]:
    """Statuses that tell whether the site is there, and closed."""
    question = "/evidence.json?sql=select+1&_shape=array" if OLD else "/evidence/-/query.json?sql=select+1"
    paths = ["/", "/evidence/claims", "/evidence/claims/AB-1", "/evidence/claims/AB-2", "/-/threads", question]
    found = {path: status(address + path) for path in paths}
    assert list(found.values()) == [200, 200, 200, 404, 404, 200 if sql else 403], found
    return found


def test_the_command_of_the_dockerfile_serves_a_closed_site(folder: Path) -> None:
    if not OLD:
        pytest.skip("the Dockerfile installs 0.65")
    text = (folder / "Dockerfile").read_text()
    command = json.loads(next(line for line in text.splitlines() if line.startswith("CMD ")).removeprefix("CMD "))
    copied = {name for line in text.splitlines() if line.startswith("COPY ") for name in line.split()[1:-1]}
    assert copied <= {path.name for path in folder.iterdir()} | {"*.whl"}
    assert re.search(r"^USER \d+$", text, re.MULTILINE) and "slim" in text
    with served(command, folder) as address:
        asked(address)
        with urllib.request.urlopen(f"{address}/") as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=300"
        with urllib.request.urlopen(f"{address}/sitemap.xml") as answer:
            body = answer.read().decode()
        assert "https://bone.example/evidence/claims/AB-1<" in body and "AB-2" not in body


def test_both_versions_serve_it_by_their_own_configuration(folder: Path) -> None:
    command = "datasette serve --immutable evidence.db --inspect-file inspect.json --metadata metadata.json"
    options = [] if OLD else ["--config", "datasette.yaml"]
    settings = json.loads((folder / "settings.json").read_text())
    closing = [] if not OLD else ["--setting", "default_allow_sql", "off"]
    assert settings["default_allow_sql"] is False
    port = ["sh", "-c", 'exec "$@" --host "$HOST" --port "$PORT"', "sh"]
    with served([*port, *command.split(), *options, *closing], folder) as address:
        asked(address)


def test_sql_of_visitors_is_a_choice(make: Make, tmp_path: Path) -> None:
    run(make(BASE), tmp_path / "public", "--sql", "--robots", "none")
    assert "--setting default_allow_sql on" in (tmp_path / "public/serve.sh").read_text()
    told = yaml.safe_load((tmp_path / "public/datasette.yaml").read_text())
    assert told["settings"]["default_allow_sql"] is True
    assert told["plugins"]["evidencebase"] == {"public": True, "robots": "none"}
    if OLD:
        with served(["sh", "serve.sh"], tmp_path / "public") as address:
            asked(address, sql=True)


@pytest.mark.skipif(not OLD, reason="the commands of 0.65")
def test_what_datasette_package_and_publish_build_serves_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.utils import temporary_docker_directory

    options = re.findall(r"--setting \S+ \S+", (folder / "serve.sh").read_text())
    monkeypatch.chdir(folder)
    with (
        Path("metadata.json").open() as metadata,
        temporary_docker_directory(
            ["evidence.db"], "evidence", metadata, " ".join(options), None, None, None, [], ["evidencebase"], False,
            None, "secret",
        ) as built,
    ):  # fmt: skip
        text = Path(built, "Dockerfile").read_text()
        assert "pip install -U datasette evidencebase" in text
        subprocess.run(
            [sys.executable, "-m", "datasette", "inspect", "evidence.db", "--inspect-file", "inspect-data.json"],
            cwd=built, check=True,
        )  # fmt: skip
        command = text.rpartition("CMD ")[2].replace("--host 0.0.0.0", "--host 127.0.0.1")
        assert shlex.split(command)[:2] == ["datasette", "serve"]
        with served(["sh", "-c", f"exec {command}"], Path(built)) as address:
            asked(address)


def test_what_a_person_changed_stays(make: Make, folder: Path) -> None:
    base = make(BASE)
    (folder / "Dockerfile").write_text("FROM mine\n")
    (folder / "metadata.json").write_text("{}")
    said = run(base, folder, "--address", "https://bone.example")
    assert f"kept {folder / 'Dockerfile'}, which was changed by hand" in said
    assert (folder / "Dockerfile").read_text() == "FROM mine\n"
    assert json.loads((folder / "metadata.json").read_text())["plugins"]
    run(base, folder, "--force")
    assert "slim" in (folder / "Dockerfile").read_text()


def test_what_cannot_be_done_is_said_in_one_line(make: Make, tmp_path: Path) -> None:
    base = make(BASE)
    assert "--address begins with https://" in run(base, tmp_path / "p", "--address", "bone.example", code=2)
    assert "--robots may not be 'page'; did you mean 'pages'?" in run(base, tmp_path / "p", "--robots", "page", code=2)
    (tmp_path / "file").write_text("")
    assert "cannot be written" in run(base, tmp_path / "file" / "p", code=2)
