"""Measures first views: the largest paint of the front page, and what pages load.

The one rule: pages come from one host and one browser, in turns, with nothing in the
browser's cache.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

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
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SIZES = (PHONE, DESKTOP)
PACKED = {".css", ".html", ".js", ".json", ".svg", ".xml"}  # by a host, on the way
MOST_REQUESTS = 25
VIEWS = {  # a page of each kind, and the most bytes that its first view may take
    "": 350_000,
    "topics/mse/": 350_000,
    "topics/preconditioning/": 350_000,
    "answers/loss-is-nan/": 250_000,
    "notebooks/two_variables/": 350_000,
    "explorer/": 350_000,
    "diagnose/": 350_000,
    "reference/rates/": 350_000,
}


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
                _row(browser, size, ours, plain, rounds(40, quick)) for size in SIZES
            ]


def first_view(quick: bool) -> list[Row]:
    """What a phone loads before a reader does anything, a page of each kind."""
    site = built_site()
    paths = list(VIEWS)[:1] if quick else list(VIEWS)
    with served(site) as address, chromium() as browser:
        return [_view(browser, site, address, path) for path in paths]


def _view(browser: Any, site: Path, address: str, path: str) -> Row:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page, asked = context.new_page(), set[str]()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(address + path, wait_until="networkidle")
    context.close()
    places = {
        urlsplit(url).path.lstrip("/") for url in asked if url.startswith(address)
    }
    size = sum(weight(site / place) for place in places)
    return Row(
        f"first view of {path or 'the index'} on a phone",
        f"{size / 1000:.0f} kB in {len(places)} requests",
        f"at most {VIEWS[path] / 1000:.0f} kB in {MOST_REQUESTS}",
        size <= VIEWS[path] and len(places) <= MOST_REQUESTS,
    )


def weight(path: Path) -> int:
    """Bytes of a file, or of the page of a folder, as a host sends it."""
    file = path / "index.html" if path.is_dir() else path
    content = file.read_bytes()
    return len(gzip.compress(content) if file.suffix in PACKED else content)


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
