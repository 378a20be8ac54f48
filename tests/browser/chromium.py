"""A Chromium for the tests: the machine's own, or Playwright's, or a clear word.

The one rule: a browser that stands is used; one is downloaded only where none does.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

from tests.conftest import missing

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MAC = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
REMEDY = (
    "Install Chromium (Debian, Ubuntu: sudo apt-get install chromium), Chrome or Edge, "
    "or call: .venv/bin/python -m playwright install chromium"
)


def installed() -> str | None:
    """Path of a browser of this machine."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    mac = [Path("/Applications"), Path.home() / "Applications"]
    variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    windows = [Path(os.environ[name]) for name in variables if name in os.environ]
    candidates = [folder / name for folder in mac for name in MAC]
    candidates += [folder / name for folder in windows for name in WINDOWS]
    return next((str(path) for path in candidates if path.is_file()), None)


def launch(playwright: Playwright) -> Browser:
    """A headless browser; where there is none, the test is skipped (in CI: fails)."""
    path = installed()
    if path is None and not Path(playwright.chromium.executable_path).is_file():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, capture_output=True, timeout=300)
    try:
        return playwright.chromium.launch(executable_path=path, args=FLAGS.split())
    except PlaywrightError as error:
        missing(f"A browser ({str(error).splitlines()[0]})", REMEDY)
