"""A served evidence base: in process for pages as data, as a process of its own for the browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of this repository's evidence base, served by the command that people use."""
    database = tmp_path_factory.mktemp("served") / "evidence.db"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "evidencebase", "serve", "-C", str(root), "--output", str(database), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            lines = []
            for line in process.stdout:
                lines.append(line)
                if line.startswith("Serving "):
                    # Datasette prints what it refuses; a full pipe would stop it
                    Thread(target=process.stdout.read, daemon=True).start()
                    yield line.split()[1].removesuffix("/")
                    break
            else:
                pytest.fail("".join(lines) or "nothing was served")
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Debian's chromium, headless, reaching nothing but this machine."""
    yield from _chromium(tmp_path_factory.mktemp("chromium"), scripts=True)


@pytest.fixture
def browser_without_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The same, with JavaScript off."""
    yield from _chromium(tmp_path_factory.mktemp("chromium"), scripts=False)


def _chromium(folder: Path, scripts: bool) -> Iterator[object]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("no chromium and chromedriver on this machine")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1400,1000",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={folder}",
    ):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver_ = webdriver.Chrome(options=options, service=Service(driver))
    yield driver_
    driver_.quit()
