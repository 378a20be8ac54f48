"""Measures the explorer in a browser: the first frame, playing, a slider that moves.

The one rule: what is timed is what a reader waits for, on the built site.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from scripts.benchmark.browser import chromium, served
from scripts.benchmark.rows import Row, rounds
from scripts.benchmark.sites import built_site
from scripts.pipeline.chromium import until

FIRST = """() => new Promise(done => {
    const look = () => document.querySelector('.gd-view-surface .gd-marker')
        ? requestAnimationFrame(() => done(performance.now()))
        : requestAnimationFrame(look);
    look();
})"""
PLAYING = """async () => {
    document.querySelector('.gd-play').click();
    const gaps = [];
    let last = await new Promise(requestAnimationFrame);
    while (gaps.length < 300) {
        const now = await new Promise(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
    }
    document.querySelector('.gd-play').click();
    return gaps.sort((a, b) => a - b)[150];
}"""
SLIDER = """async () => {
    const slider = document.querySelector('.gd-rate input[type=range]');
    const picture = document.querySelector('.gd-view-surface svg');
    const waits = [];
    for (let i = 0; i < 60; i += 1) {
        const drawn = new Promise(done => {
            const observer = new MutationObserver(() => {
                observer.disconnect();
                done();
            });
            observer.observe(picture, {childList: true});
        });
        const before = performance.now();
        slider.value = Number(slider.value) + (i % 20 < 10 ? -3 : 3);
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        await drawn;
        waits.push(performance.now() - before);
    }
    return waits.slice(10).sort((a, b) => a - b)[25];
}"""


@contextmanager
def explorer() -> Iterator[Any]:
    """A page of a browser, and the address of the explorer of a site built now."""
    with served(built_site()) as address, chromium() as browser:
        size: Any = {"width": 1280, "height": 800}
        page = browser.new_page(viewport=size, reduced_motion="no-preference")
        yield page, f"{address}explorer/"


def first_frame(quick: bool) -> list[Row]:
    """From the click on a link to the first frame, without Python."""
    with explorer() as (page, address):
        page.route("**/assets/runtime/**", lambda route: route.abort())
        waits = []
        for _ in range(rounds(5, quick)):
            page.goto("about:blank")
            page.goto(address, wait_until="commit")
            waits.append(page.evaluate(FIRST))
    wait = median(waits)
    what = "explorer, navigation to first frame, no Python"
    return [Row(what, f"{wait:.0f} ms", "under 1000 ms", wait < 1000)]


def frames(_: bool) -> list[Row]:
    """Frames a second while a run plays."""
    with explorer() as (page, address):
        _ready(page, address)
        rate = 1000 / page.evaluate(PLAYING)
    what = "explorer, frames while playing, median"
    return [Row(what, f"{rate:.1f} a second", "at least 55 a second", rate >= 55)]


def slider(_: bool) -> list[Row]:
    """From a slider that moved to the new picture, Python warm, 500 epochs."""
    with explorer() as (page, address):
        _ready(page, address)
        wait = page.evaluate(SLIDER)
    what = "explorer, learning rate moved to new picture, 500 epochs, median"
    return [Row(what, f"{wait:.0f} ms", "under 50 ms", wait < 50)]


def _ready(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".gd-view-surface .gd-marker")
    page.wait_for_selector(".gd-rate input[type=range]")
    loaded = "document.querySelector('.gd-loading')?.hidden === true"
    until(page, loaded)
