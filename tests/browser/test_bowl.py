"""The loss as a bowl in three dimensions: asked for, turned, followed, saved.

The one rule: what a turn or a step must change is read from the screen, and so is what
it must leave as it is.
"""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect

from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window
from tests.browser.test_explorer import PATH, center, open_link, scrub
from tests.browser.test_panel import BARE, DRAWN, settle, shared

SURFACE = ".gd-view-surface"
CHUNK = "bowl_shape"
RISEN = f"document.querySelector('{SURFACE} canvas:not([hidden])') !== null"
REST = 250  # milliseconds: after a turn it is painted in full
PAINTED = """() => {  // the colors that many pixels have, as text
    const canvas = document.querySelector('.gd-view-surface canvas');
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d', {willReadFrequently: true});
    context.drawImage(canvas, 0, 0);
    const {data} = context.getImageData(0, 0, copy.width, copy.height);
    const counts = {};
    for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255) {
            const key = data.slice(i, i + 3).join();
            counts[key] = (counts[key] ?? 0) + 1;
        }
    return Object.keys(counts).filter(key => counts[key] > 30);
}"""
RAMP = """() => {
    const probe = document.createElement('i');
    document.querySelector('.gd-explorer').append(probe);
    const colors = Array.from({length: 12}, (_, i) => {
        probe.style.color = `var(--gd-ramp-${i + 1})`;
        return getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).join();
    });
    probe.remove();
    return colors;
}"""
TRAIL = (
    f"[...document.querySelectorAll('{SURFACE} "
    ".gd-path:not(.gd-future, .gd-second)')].map(e => e.getAttribute('d')).join('')"
)


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    rights = ["clipboard-read", "clipboard-write"]
    with window(browser, permissions=rights, accept_downloads=True) as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        visit.page.goto(address + PATH, wait_until="load")
        until(visit.page, DRAWN)
        yield visit


@pytest.fixture
def page(desk: Visit) -> Page:
    """The bowl of the first settings."""
    desk.page.evaluate(BARE)
    until(desk.page, "document.querySelector('.gd-controls select') !== null")
    settle(desk.page)
    raise_bowl(desk.page)
    return desk.page


def raise_bowl(page: Page) -> None:
    page.get_by_role("button", name="3-D").click()
    until(page, RISEN)


def turned(page: Page) -> str:
    return page.locator(".gd-turn").get_attribute("aria-valuetext")


def swipe(page: Page, right: float, down: float) -> None:
    """A finger on the picture, from its middle."""
    devtools = page.context.new_cdp_session(page)
    x, y = center(page.locator(f"{SURFACE} svg"))
    for share in range(11):
        point = {"x": x + right * share / 10, "y": y + down * share / 10}
        kind = "touchMove" if share else "touchStart"
        touch = {"type": kind, "touchPoints": [point]}
        devtools.send("Input.dispatchTouchEvent", touch)
        page.wait_for_timeout(16)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(REST)


def marker(page: Page) -> tuple[float, float]:
    return center(page.locator(f"{SURFACE} .gd-marker"))


def test_nothing_of_it_is_loaded_before_it_is_asked_for(browser: Browser, address: str):
    with window(browser) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        button = page.get_by_role("button", name="3-D")
        expect(button).to_have_attribute("aria-pressed", "false")
        assert not [url for url in asked if CHUNK in url]
        button.click()
        until(page, RISEN)
        assert len([url for url in asked if CHUNK in url]) == 1
        expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_the_colors_of_the_map(desk: Visit, page: Page, scheme: str):
    desk.in_scheme(scheme)
    page.wait_for_timeout(50)
    assert len(set(page.evaluate(RAMP)) & set(page.evaluate(PAINTED))) >= 8
    assert violations(page) == []
    desk.in_scheme("light")


def test_a_drag_and_keys_turn_it_and_leave_the_run(page: Page):
    first = turned(page), page.evaluate(PAINTED), marker(page)
    x, y = center(page.locator(f"{SURFACE} svg"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 20, steps=6)
    page.mouse.up()
    page.wait_for_timeout(REST)
    assert turned(page) != first[0]
    assert marker(page) != first[2]
    handle = page.locator(".gd-turn")
    handle.focus()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Shift+ArrowLeft"):
        before = turned(page)
        page.keyboard.press(key)
        page.wait_for_timeout(REST)
        described = page.locator(".gd-turn").get_attribute("aria-valuetext")
        assert described != before, key
        expect(handle).to_be_focused()
    page.keyboard.press("Home")
    page.wait_for_timeout(REST)
    assert (turned(page), page.evaluate(PAINTED), marker(page)) == first
    settings = shared(page)
    assert settings["show"]["bowl"] is True
    assert (settings["start"], settings["step"]) == ([0, 0], 0)


def test_the_path_follows_the_step(page: Page):
    scrub(page, 0)
    assert page.evaluate(TRAIL) == ""
    start = center(page.locator(f"{SURFACE} .gd-start"))
    assert marker(page) == pytest.approx(start, abs=1)
    lengths, before = [], marker(page)
    for step in (1, 3, 100, 500):
        scrub(page, step)
        assert marker(page) != before
        before = marker(page)
        lengths.append(len(page.evaluate(TRAIL)))
    assert lengths == sorted(lengths)
    assert 0 < lengths[0] < lengths[-1]


def test_a_run_that_leaves_is_told(page: Page):
    rate = {"name": "GradientDescent", "learning_rate": 0.002}
    open_link(page, optimizer=rate, show={"bowl": True})
    until(page, RISEN)
    scrub(page, 500)
    expect(page.locator(f"{SURFACE} .gd-gone")).to_contain_text("left at w")
    expect(page.locator(f"{SURFACE} .gd-marker")).to_be_hidden()


def test_pinned_runs_lie_on_it_dashed(page: Page):
    page.get_by_role("button", name="Pin this run").click()
    dashed = page.locator(f"{SURFACE} .gd-second.gd-pin-1").first
    assert dashed.get_attribute("d").startswith("M")
    assert dashed.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"


def test_it_is_flat_again_and_the_start_can_be_dragged(page: Page):
    page.get_by_role("button", name="3-D").click()
    expect(page.locator(f"{SURFACE} canvas")).to_be_hidden()
    assert page.locator(".gd-contours path").count() > 8
    page.locator(f"{SURFACE} .gd-handle").focus()
    page.keyboard.press("ArrowUp")
    settle(page)
    assert shared(page)["start"] != [0, 0]


def test_the_saved_picture_has_it(page: Page, tmp_path):
    page.mouse.move(0, 0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the picture as PNG").click()
    download.value.save_as(tmp_path / "saved.png")
    saved = Image.open(tmp_path / "saved.png").convert("RGB")
    figure = page.locator(SURFACE)
    seen = Image.open(BytesIO(figure.screenshot())).convert("RGB")
    stage = page.locator(".gd-view-line").bounding_box()
    box = figure.bounding_box()
    assert stage
    assert box
    x, y = round(box["x"] - stage["x"]) + 12, 12
    size = (seen.width, seen.height - 40)
    ours = saved.resize((saved.width // 2, saved.height // 2)).crop(
        (x, y + 40, x + size[0], y + 40 + size[1])
    )
    difference = ImageChops.difference(ours, seen.crop((0, 40, *seen.size)))
    assert max(ImageStat.Stat(difference).mean) < 6
    ramp = {tuple(map(int, text.split(","))) for text in page.evaluate(RAMP)}
    assert len(ramp & {color for _, color in saved.getcolors(1 << 24)}) >= 8


def test_a_link_opens_it_in_a_frame_too(page: Page, desk: Visit, browser: Browser):
    fragment = page.evaluate("location.hash")
    if not fragment:
        until(page, "location.hash !== ''")
        fragment = page.evaluate("location.hash")
    with window(browser, viewport={"width": 640, "height": 360}) as context:
        frame = Visit(context.new_page(), desk.address, "frame", "light")
        frame.page.goto(f"{desk.address}{PATH}?embed=1{fragment}")
        until(frame.page, RISEN)
        assert frame.page.evaluate("document.documentElement.scrollWidth") == 640
        assert frame.troubles == []


def test_where_it_cannot_be_drawn_the_map_stays_and_a_line_says_why(
    browser: Browser, address: str
):
    with window(browser) as context:
        page = context.new_page()
        page.route(f"**/{CHUNK}*", lambda route: route.abort())
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        button = page.get_by_role("button", name="3-D")
        button.click()
        says = page.locator(SURFACE).get_by_role("status")
        expect(says).to_contain_text("The bowl cannot be drawn")
        expect(button).to_have_attribute("aria-pressed", "false")
        assert page.locator(".gd-contours path").count() > 8


AT_REST = """async () => {
    for (let still = 0, last = -1; still < 10; last = scrollY) {
        await new Promise(requestAnimationFrame);
        still = scrollY === last ? still + 1 : 0;
    }
}"""


def test_on_a_phone_a_finger_turns_it_sideways_and_scrolls_the_page_upwards(
    browser: Browser, address: str
):
    with window(browser, "phone", has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        button = page.get_by_role("button", name="3-D")
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        button.tap()
        until(page, RISEN)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        drawing = page.locator(f"{SURFACE} svg").bounding_box()
        assert drawing
        left, right = drawing["x"] - 1, drawing["x"] + drawing["width"] + 1
        for text in page.locator(f"{SURFACE} svg text").all():
            if place := text.bounding_box():
                assert left <= place["x"] <= right - place["width"]
        first = turned(page)
        swipe(page, 0, -150)
        assert page.evaluate("scrollY") > 100
        assert turned(page) == first
        page.evaluate(AT_REST)  # a finger's scroll goes on for a while
        page.evaluate("scrollTo(0, 0)")
        swipe(page, 80, 10)
        assert turned(page) != first
        assert page.evaluate("scrollY") == 0


def test_the_console_was_silent(desk: Visit):
    assert desk.troubles == []
