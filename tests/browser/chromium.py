"""A Chromium for the tests: the machine's own, or Playwright's, or a clear word.

The one rule: a browser that stands is used; one is downloaded only where none does.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

from scripts.pipeline.chromium import FLAGS, REMEDY, installed
from tests.conftest import missing


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
