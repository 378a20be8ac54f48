"""Where a Chromium of this machine is, how it is started, and what to do without one.

The one rule: tests and benchmarks take the same browser in the same way.
"""

import os
import shutil
import time
from pathlib import Path
from typing import Any

NAMES = (
    "chromium-headless-shell",  # no window, no tab: a page opens in half the time
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
    "--disable-background-networking --disable-component-update --disable-sync "
    "--font-render-hinting=none"  # the shell's letters are as wide as the browser's
)
PATIENCE = 60  # seconds
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


def until(page: Any, condition: str, *, arg: Any = None) -> None:
    """Wait until an expression or function of JavaScript is true.

    Playwright's own `wait_for_function` polls by `eval`, which the policy of our pages
    forbids.

    Args:
        page: Of Playwright.
        condition: What is evaluated, now and again.
        arg: For a function.

    Raises:
        TimeoutError: If it is not true after a minute.
    """
    end = time.monotonic() + PATIENCE
    while not page.evaluate(condition, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"not true within {PATIENCE} s: {condition}")
        page.wait_for_timeout(50)
