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
# name: page, width, height, whether the person prefers dark
SHOTS = {
    "home": ("/", 1280, 800, False),
    "claims": ("/evidence/claims?_relation=disputes", 1280, 900, False),
    "claim": ("/evidence/claims/TRT-0001", 1280, 1300, False),
    "claim-dark": ("/evidence/claims/TRT-0033", 800, 1100, True),
    "phone": ("/evidence/claims/TRT-0033", 390, 1100, False),
    "map": ("/evidence/-/map", 1280, 1000, False),
    "summary": ("/evidence/-/summary", 1280, 900, False),
    "document": ("/evidence/documents/trt-combination", 1280, 1000, False),
    "work": ("/evidence/works/trinh2019", 1280, 1000, False),
    "reach": ("/evidence/-/reach/trinh2019", 1280, 900, False),
    "graph": ("/evidence/-/graph/TRT-0001", 1280, 900, False),
    "health": ("/evidence/-/health", 1280, 1000, False),
    "findings": ("/evidence/findings", 1280, 900, False),
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
            for name, (page, width, height, dark) in SHOTS.items():
                screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
                browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
                scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
                browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
                browser.get(address + page)
                browser.save_screenshot(str(folder / f"{name}.png"))
        finally:
            browser.quit()
            process.terminate()


if __name__ == "__main__":
    main()
