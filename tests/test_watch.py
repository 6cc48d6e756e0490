"""``check --watch``: an answer within a blink after a save."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from evidencebase.watch import saves
from tests.conftest import CLAIMS, Make
from tests.test_bad_input import run


def until(log: Path, text: str) -> float:
    """Seconds until the text stands in the log."""
    begun = time.monotonic()
    while text not in log.read_text("utf-8"):
        assert time.monotonic() - begun < 20, log.read_text("utf-8")
        time.sleep(0.01)
    return time.monotonic() - begun


def test_answers_after_a_save_and_lives_through_what_cannot_be_read(make: Make, tmp_path: Path) -> None:
    base, log = make({}), tmp_path / "log"
    command = [sys.executable, "-u", "-m", "evidencebase", "check", "--watch", "-C", str(base)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        until(log, "watching")
        (base / "claims.csv").write_text(CLAIMS.replace("works2020", "nobody1999"))
        assert until(log, "dangling-key") < 2  # a blink here, but machines are busy
        (base / "evidencebase.toml").write_text("titel = 1")
        until(log, "did you mean 'title'")
        (base / "evidencebase.toml").unlink()
        (base / "claims.csv").replace(base / "away.csv")
        until(log, "a bibliography of 1 work, no claims")
        (base / "claims.csv").write_text(CLAIMS + "AB-2,Bone grows,,\n")
        until(log, "claims/uncited AB-2")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()


def test_waits_until_saving_is_done(make: Make) -> None:
    base = make({})
    pauses = 0

    def pause(seconds: float) -> None:
        nonlocal pauses
        pauses += 1
        if pauses < 5:  # somebody is still writing
            with (base / "claims.csv").open("a") as file:
                file.write(f"AB-{pauses + 1},more,,\n")

    looks = saves(base, pause)
    next(looks)
    assert pauses == 5


def test_watch_only_looks(make: Make) -> None:
    result = run("check", "-C", make({}), "--watch", "--fix")
    assert result.exit_code == 2 and "--watch only looks: leave out --fix" in result.output
