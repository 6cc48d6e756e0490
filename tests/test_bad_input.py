"""Bad input: a clear message with file and line, exit 1 or 2, no traceback, and a former database as it was."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidencebase import database
from evidencebase.cli import main
from evidencebase.inputs import Input
from tests.conftest import CLAIMS, WORKS, Make

NESTED = (
    "@book{deep2020, title = "
    + "{" * 10_000
    + "x"
    + "}" * 10_000
    + ", author = {A, B}, publisher = {P}, year = 2020}\n"
)


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        pytest.param({"claims.csv": ""}, 1, "claims.csv:0:1: error files/unreadable-file", id="empty"),
        pytest.param({"claims.csv": "id,claim\n"}, 1, "claims.csv:1:1: error files/unreadable-file", id="header only"),
        pytest.param({"claims.csv": "id,claim\nAB-1,caf\xe9\n".encode("latin-1")}, 1, "claims.csv:2:1", id="latin-1"),
        pytest.param({"claims.csv": CLAIMS.encode("utf-16")}, 1, "UTF-16", id="utf-16"),
        pytest.param({"claims.csv": b"id,claim\nAB-1,bo\0ne\n"}, 1, "claims.csv:2:1", id="NUL"),
        pytest.param({"claims.csv": 'id,claim\nAB-1,"open\nAB-2,x\n'}, 1, "claims.csv:2:1", id="unclosed quote"),
        pytest.param({"claims.csv": "id,claim\nAB-1," + "x" * 1_000_000}, 1, "1,000,000 characters", id="1 MB cell"),
        pytest.param({"claims.csv": "id,claim,claim\nAB-1,x,y\n"}, 1, "files/repeated-column", id="duplicate header"),
        pytest.param({"claims.csv": "name,text\nAB-1,x\n"}, 1, "files/missing-column", id="no known column"),
        pytest.param(
            {"references/w.bib": WORKS[:60]}, 1, "references/w.bib:1:1: error works/broken-entry", id="cut .bib"
        ),
        pytest.param(
            {"references/w.bib": '@book{a "b" c,\n title={x}}\n' + WORKS}, 1, "references/w.bib:1", id="odd key"
        ),
        pytest.param(
            {"baseline.csv": "what,is\n1,2\n"}, 1, "baseline.csv:1:1: error files/missing-column", id="baseline"
        ),
        pytest.param({"evidencebase.toml": "titel = 'x'"}, 2, "did you mean 'title'", id="unknown setting"),
        pytest.param({"evidencebase.toml": "title = "}, 2, "evidencebase.toml: cannot be read", id="broken settings"),
        pytest.param({"evidencebase.toml": "[rules.'uncitet']"}, 2, "no rule 'uncitet'", id="unknown rule in settings"),
    ],
)
def test_message_and_former_database(make: Make, files: dict[str, str | bytes], code: int, said: str) -> None:
    directory = make({})
    assert run("build", "-C", directory).exit_code == 0
    before = (directory / "evidence.db").read_bytes()
    (directory / "references/works.bib").rename(directory / "references/w.bib")
    make({"references/w.bib": WORKS, **files})
    result = run("check", "-C", directory)
    assert result.exit_code == code
    assert said in result.output
    built = run("build", "-C", directory)
    if (
        "unreadable" in result.output
        or "broken-entry" in result.output
        or "missing-column" in result.output
        or code == 2
    ):
        assert built.exit_code == code
        assert (directory / "evidence.db").read_bytes() == before
    assert sorted(path.name for path in directory.iterdir() if path.name.startswith(".evidence")) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + CLAIMS.encode(), id="BOM"),
        pytest.param(CLAIMS.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(CLAIMS.replace(",", ";").encode(), id="semicolons"),
        pytest.param(CLAIMS.replace(",", "\t").encode(), id="tabs"),
    ],
)
def test_tolerated(make: Make, content: bytes) -> None:
    result = run("check", "-C", make({"claims.csv": content}))
    assert result.exit_code == 0, result.output


def test_ten_thousand_braces_are_read_through(make: Make) -> None:
    base = make({"references/w.bib": NESTED + WORKS})
    assert run("check", "-C", base, "--ignore", "unused-work").exit_code == 0
    assert '"title": "x"' in run("sql", "select title from works order by key", "-C", base, "--format", "json").output


def test_no_claims(tmp_path: Path) -> None:
    for command in ("build", "check", "serve"):
        result = run(command, "-C", tmp_path)
        assert result.exit_code == 2
        assert "evidencebase init" in result.output


def test_folders_in_place_of_files(make: Make, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").mkdir()
    result = run("check", "-C", tmp_path)
    assert result.exit_code == 2 and "claims.csv is a folder" in result.output
    base = make({"references/odd.bib/inside.txt": "x", "references/works.bib": WORKS})
    result = run("check", "-C", base)
    assert result.exit_code == 1 and "references/odd.bib:0:1: error files/unreadable-file" in result.output
    result = run("build", "-C", base, "--output", tmp_path)
    assert result.exit_code == 2 and "is a folder" in result.output


def test_a_file_that_may_not_be_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Input, directory: Path) -> bytes:
        if self.path.endswith(".bib"):
            raise PermissionError(13, "Permission denied")
        return (directory / self.path).read_bytes()

    monkeypatch.setattr(Input, "read", refuse)  # whoever runs as root may read everything
    result = run("check", "-C", make({}))
    assert result.exit_code == 1
    assert "references/works.bib:0:1: error files/unreadable-file cannot be read" in result.output
    assert "Permission denied" in result.output


def test_target_that_cannot_be_written(make: Make) -> None:
    result = run("build", "-C", make({}), "--output", "/proc/evidence.db")
    assert result.exit_code == 2 and "cannot be written" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("sql", "select 1", "-o"),
        ("build", "-o"),
        ("export", "works", "-o"),
        ("check", "--report", "json={}"),
    ],
)
def test_no_file_is_lost_to_what_is_written(arguments: tuple[str, ...], make: Make) -> None:
    base = make({"notes.txt": "mine\n"})
    with closing(sqlite3.connect(base / "other.db")) as other:
        other.execute("CREATE TABLE mine (x)")
    files = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    for path in files if arguments[-1] == "-o" and arguments[0] != "export" else [base / "claims.csv"]:
        last = arguments[-1].format(path)
        given = [*arguments[:-1], last] if "{}" in arguments[-1] else [*arguments, path]
        result = run(*given, "-C", base)
        assert result.exit_code == 2 and path.name in result.output, path
    assert {path: path.read_bytes() for path in files} == files
    damaged = base / "damaged.db"
    damaged.write_bytes(b"what is left of it")
    assert run("build", "-o", damaged, "-C", base).exit_code == 0


def test_full_disk(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make({})
    assert run("build", "-C", base).exit_code == 0
    before = (base / "evidence.db").read_bytes()
    (base / "claims.csv").write_text(CLAIMS + "AB-2,Bone grows,works2020,low\n")
    create = database.create

    def full(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 20")
        create(connection)

    monkeypatch.setattr(database, "create", full)
    result = run("build", "--force", "-C", base)
    assert result.exit_code == 2 and "full" in result.output
    assert (base / "evidence.db").read_bytes() == before


def large(make: Make) -> Path:
    rows = "".join(f"AB-{number},Claim number {number} about bone,works2020,low\n" for number in range(60_000))
    return make({"claims.csv": CLAIMS.splitlines()[0] + "\n" + rows})


def command(base: Path) -> list[str]:
    return [sys.executable, "-m", "evidencebase", "build", "--force", "-C", str(base)]


def test_two_builds_at_once(make: Make) -> None:
    base = large(make)
    processes = [subprocess.Popen(command(base), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    with closing(sqlite3.connect(base / "evidence.db")) as connection:
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (60_000,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_killed_build_leaves_the_former_database(make: Make) -> None:
    base = make({})
    assert run("build", "-C", base).exit_code == 0
    before = (base / "evidence.db").read_bytes()
    large(make)
    process = subprocess.Popen(command(base), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not list(base.glob(".evidence.db.*.building")) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    apart = base / f".evidence.db.{process.pid}.building-apart"  # where a second process leaves files
    apart.mkdir(exist_ok=True)
    (apart / "works.db").touch()
    assert (base / "evidence.db").read_bytes() == before
    assert run("build", "-C", base).exit_code == 0
    assert not list(base.glob(".evidence.db.*")), "what the killed build left is swept away"


def test_wrong_arguments() -> None:
    for arguments, said in (
        (["explain", "uncitet"], "did you mean 'uncited'"),
        (["explain", "zzz.qqq"], "no file or column 'zzz.qqq'. Files: claims.csv"),
        (["explain", "claims.zzzz"], "claims has no column 'zzzz'. It has: id, "),
        (["check", "--select", "klaims"], "no rule 'klaims'. `evidencebase rules` lists them"),
        (["check", "--fail-on", "xyz"], "may not be 'xyz'. Allowed: error"),
        (["--json", "check"], "no option '--json' before a command: options stand behind its name; see `"),
        (["sql", "selec 1"], "cannot be run"),
        (["sql", "drop table claims"], "cannot be run"),
        (["sql", "pragma journal_mode = wal; select 1"], "cannot be run"),
    ):
        result = run(*arguments, "-C", ".") if arguments[0] != "explain" else run(*arguments)
        assert result.exit_code == 2, arguments
        assert said in result.output


def test_init_overwrites_nothing(make: Make) -> None:
    base = make({})
    result = run("init", base)
    assert result.exit_code == 2 and "is there already" in result.output
