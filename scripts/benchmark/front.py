"""Measures the front page: its largest paint beside that of a bare Material page.

The one rule: both pages come from one host and one browser, in turns, with nothing in
the browser's cache.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from scripts.benchmark.browser import chromium, served
from scripts.benchmark.rows import Row, rounds
from scripts.benchmark.sites import built_site

MOST = 1.2
CONFIG = "site_name: Bare\ntheme: {name: material, font: false}\n"
PAGE = f"# A bare page\n\n{'It has a title and a paragraph. ' * 8}\n"
LARGEST = """() => new Promise(done => {
    new PerformanceObserver(list => {
        const entries = list.getEntries();
        setTimeout(() => done(entries[entries.length - 1].startTime), 500);
    }).observe({type: 'largest-contentful-paint', buffered: true});
})"""
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 800})


def paint(quick: bool) -> list[Row]:
    """The time of the largest paint on a phone's screen and on a desktop's."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder))
        with (
            served(built_site()) as ours,
            served(bare) as plain,
            chromium() as browser,
        ):
            return [
                _row(browser, size, ours, plain, rounds(15, quick)) for size in SIZES
            ]


def _row(browser: Any, size: Any, ours: str, plain: str, times: int) -> Row:
    pairs = [
        [_largest(browser, size, address) for address in (ours, plain)]
        for _ in range(times)
    ]
    mine, other = (median(times) for times in zip(*pairs, strict=True))
    return Row(
        f"largest paint of the index, {size['width']} pixels wide",
        f"{mine:.0f} ms ({mine / other:.2f} times a bare page, {other:.0f} ms)",
        f"at most {MOST} times that of a bare Material page",
        mine <= MOST * other,
    )


def _largest(browser: Any, size: Any, address: str) -> float:
    """In a profile of its own."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(address, wait_until="load")
    time = float(page.evaluate(LARGEST))
    context.close()
    return time


def _bare(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text(PAGE, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return folder / "site"
