"""Where the browser tests find a Chromium. Run as a script it starts it and prints its version, or fails."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

# First the edition without a user interface: the same engine, and a new page costs it a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# The tests also run as root in containers, without much shared memory. The rest keeps the browser itself off
# the network.
OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the browser named by PURI_CHROMIUM, else the system's, else the one Playwright installed."""
    if named := os.environ.get("PURI_CHROMIUM"):
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((place for place in PLACES if Path(place).exists()), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    with (
        sync_playwright() as running,
        running.chromium.launch(executable_path=find_chromium(), args=OPTIONS) as started,
    ):
        print(started.version)
