"""Take the screenshots of the docs from the product: ``python docs/screenshots.py`` (needs chromium, chromedriver)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).parent.parent
SHOTS = {
    "claims.png": ("/evidence/claims?_facet=evidence_strength&_facet=status&_facet_array=relations", 1400, 1000),
    "claim.png": ("/evidence/claims/TRT-0001", 1400, 1100),
}


def main() -> None:
    """Serve this repository's evidence base and photograph its pages."""
    folder = ROOT / "docs/screenshots"
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "evidencebase", "serve", "-C", str(ROOT), "--port", "0"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        tempfile.TemporaryDirectory() as profile,
    ):
        assert process.stdout
        served = next(line for line in process.stdout if line.startswith("Serving "))
        address = served.split()[1].removesuffix("/")
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-background-networking",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            for name, (page, width, height) in SHOTS.items():
                browser.set_window_size(width, height)
                browser.get(address + page)
                browser.save_screenshot(str(folder / name))
        finally:
            browser.quit()
            process.terminate()


if __name__ == "__main__":
    main()
