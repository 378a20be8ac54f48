"""The front page: what its first screen holds, and what the live picture does.

The one rule: a reader's own screen, keys and clicks; numbers are of the data file.
"""

import gzip
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from scripts.pages import hero
from scripts.pipeline.chromium import until
from tests.browser.conftest import SIZES, window

SLIDER, SWITCH, BUTTON = "input[type=range]", "[role=switch]", ".gd-hero-play"
READY = ".gd-hero[data-state]"
RESTS = ".gd-hero[data-state=rests]"
LARGEST = 60_000  # bytes of script and data, as they are stored
COUNT = re.compile(r"right after ([\d,]+)")


@pytest.fixture(scope="session")
def data(site: Path) -> dict:
    return json.loads((site / hero.FILE).read_text(encoding="utf-8"))


def words(page: Page) -> str:
    return page.locator(".gd-hero-rate output").inner_text()


def picture(page: Page) -> list[str]:
    """What moves: the line, the path, the valley."""
    return page.evaluate(
        """() => [
            document.querySelector('.gd-hero-run').getAttribute('d'),
            document.querySelector('.gd-hero-path').getAttribute('d'),
            document.querySelector('.gd-hero-bands').getAttribute('transform'),
        ]"""
    )


def ready(page: Page) -> Page:
    page.wait_for_selector(READY)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_first_screen_holds_picture_controls_and_three_ways(
    open_page, size, scheme
):
    page = ready(open_page(size=size, scheme=scheme))
    width, height = SIZES[size]
    parts = [".gd-hero-line", ".gd-hero-surface", SLIDER, SWITCH, BUTTON]
    ways = page.locator(".gd-ways a").all()
    assert len(ways) == 3
    for part in [*(page.locator(f".gd-hero {name}") for name in parts), *ways]:
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8


@pytest.mark.parametrize("size", SIZES)
def test_the_first_screen_is_painted_before_the_rest_is_read(browser, address, size):
    context = window(browser, size)
    page = context.new_page()
    painted = "performance.getEntriesByName('first-contentful-paint').length"
    held = []

    def hold(route: Route) -> None:
        until(page, painted)
        assert page.locator(".gd-ways a").count() == 3
        held.append(page.locator("#symptoms").count())
        route.continue_()

    page.route("**/stylesheets/cards.css", hold)
    page.goto(address, wait_until="load")
    expect(page.locator("#symptoms")).to_be_attached()
    assert held == [0]
    context.close()


def test_a_closed_menu_takes_no_key_and_an_open_one_does(open_page):
    page = ready(open_page(size="phone"))
    link = page.locator(".md-nav--primary a[href$='diagnose/']").first
    shown = "link => link.checkVisibility({contentVisibilityAuto: true})"
    assert not link.evaluate(shown)
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()
    assert link.evaluate(shown)
    link.focus()
    expect(link).to_be_focused()


def test_no_stop_of_the_slider_pushes_the_three_ways(open_page, data):
    for size in SIZES:
        page = ready(open_page(size=size))
        way = page.locator(".gd-ways a").last
        before = way.bounding_box()
        for value in range(len(data["raw"]["runs"])):
            page.locator(SLIDER).fill(str(value))
            assert way.bounding_box() == before, (size, value)


def test_the_switch_keeps_the_share_and_one_step_arrives(open_page, data):
    page = ready(open_page())
    first = data["first"]
    assert words(page).startswith("0.5 × the limit")
    page.locator(SWITCH).check()
    assert words(page) == "0.5 × the limit = 0.5"
    expect(page.locator(".gd-hero-step")).to_have_text("1")
    expect(page.locator(".gd-hero-story")).to_contain_text("both right after 1 step")
    assert data["standardized"]["runs"][first]["k"] == [0, 1]
    points = re.findall(r"[ML]([\d.-]+) ([\d.-]+)", picture(page)[1])
    assert [float(number) for number in points[-1]] == pytest.approx([200, 90], abs=0.2)
    for value in (0, 3, len(data["raw"]["runs"]) - 1):
        page.locator(SLIDER).fill(str(value))
        share = words(page).partition(" ")[0]
        page.locator(SWITCH).uncheck()
        assert words(page).partition(" ")[0] == share
        page.locator(SWITCH).check()
        assert words(page).partition(" ")[0] == share


def test_past_the_limit_the_run_leaves_the_picture_and_says_so(open_page, data):
    page = ready(open_page())
    page.locator(SLIDER).fill(str(len(data["raw"]["runs"]) - 1))
    expect(page.locator(".gd-hero-story")).to_contain_text("NaN")
    assert page.locator(".gd-hero[data-past]").count() == 1
    across = [float(x) for x in re.findall(r"[ML]([\d.-]+) ", picture(page)[1])]
    assert min(across) < 0
    assert max(across) > data["size"][0]


WRITE_DOWN = """() => {
    window.said = [];
    const [story, step] = ['story', 'step'].map(
        name => document.querySelector(`.gd-hero-${name}`));
    const write = () => {
        window.said.push(
            [story.textContent, Number(step.textContent.replaceAll(',', ''))]);
        requestAnimationFrame(write);
    };
    requestAnimationFrame(write);
}"""


def test_it_plays_once_and_ends_standardized(open_page, data):
    page = open_page(reduced_motion="no-preference")
    page.wait_for_selector(".gd-hero[data-state=plays]")
    expect(page.locator(SWITCH)).not_to_be_checked()
    until(
        page, "document.querySelector('.gd-hero-step').textContent.length > 3"
    )  # it counts into the hundreds and thousands
    page.evaluate(WRITE_DOWN)
    page.wait_for_selector(RESTS)
    expect(page.locator(SWITCH)).to_be_checked()
    expect(page.locator(".gd-hero-step")).to_have_text("1")
    said = page.evaluate("window.said")
    assert ["Now x is standardized: the valley turns round.", 13_852] in said
    together = [step for story, step in said if "both right after 1 step" in story]
    assert max(together) <= 1, "the counter of one run beside the sentence of another"
    ended = picture(page)
    page.wait_for_timeout(1500)
    assert picture(page) == ended


def test_whoever_takes_a_control_ends_the_play(open_page):
    page = open_page(reduced_motion="no-preference")
    page.wait_for_selector(".gd-hero[data-state=plays]")
    page.locator(BUTTON).click()
    page.wait_for_selector(RESTS)
    stopped = picture(page)
    page.wait_for_timeout(700)
    assert picture(page) == stopped
    expect(page.locator(SWITCH)).not_to_be_checked()


def test_nothing_moves_unasked_under_reduced_motion(open_page):
    page = open_page()
    still = picture(page)
    ready(page)
    page.wait_for_timeout(1500)
    assert picture(page) == still
    page.locator(SLIDER).fill("3")  # the end of the run, at once
    moved = picture(page)
    assert moved != still
    page.wait_for_timeout(500)
    assert picture(page) == moved


def test_it_can_be_worked_by_keyboard(open_page):
    page = ready(open_page())
    page.locator(SLIDER).focus()
    page.keyboard.press("ArrowRight")
    assert words(page).startswith("0.6 × the limit")
    told = page.locator(SLIDER).get_attribute("aria-valuetext")
    assert told == words(page)
    page.keyboard.press("End")
    expect(page.locator(".gd-hero-story")).to_contain_text("NaN")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(SWITCH)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator(BUTTON)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_selector(".gd-hero[data-state=plays]")


@pytest.mark.parametrize("broken", ["script", "data"])
def test_the_picture_stands_without_script_or_data(browser, address, broken):
    context = window(browser, java_script_enabled=broken != "script")
    page = context.new_page()
    if broken == "data":
        page.route("**/hero.json", lambda route: route.abort())
    page.goto(address)
    expect(page.locator(".gd-hero-surface")).to_be_visible()
    assert page.locator(".gd-hero-points").get_attribute("d")
    expect(page.locator(".gd-hero-story")).to_contain_text("right after 13,852")
    expect(page.locator(".gd-hero-step")).not_to_have_text("0")
    if broken == "script":
        expect(page.locator(SLIDER)).to_be_hidden()
    else:
        expect(page.locator(SLIDER)).to_be_disabled()
    context.close()


def test_it_asks_for_no_python_and_for_little(browser, address, site):
    context = window(browser, reduced_motion="no-preference")
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address)
    page.wait_for_selector(RESTS)
    ours = [u for u in loaded if "/hero" in u or u.endswith("/site.js")]
    files = [site / url.removeprefix(address).partition("?")[0] for url in ours]
    assert len(files) == 3  # the data, its script and that of every page
    assert sum(len(file.read_bytes()) for file in files) < LARGEST
    packed = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert packed < LARGEST / 3
    assert not [url for url in loaded if "runtime" in url or ".wasm" in url]
    context.close()


def test_a_browser_that_may_keep_nothing_has_its_theme_and_search(browser, address):
    with window(browser) as context:
        context.add_init_script(
            """for (const kind of ["localStorage", "sessionStorage"])
                Object.defineProperty(window, kind, {configurable: true, get() {
                    throw new DOMException("Access is denied", "SecurityError");
                }});"""
        )
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address, wait_until="load")
        page.locator("[data-md-component=palette] label:visible").first.click()
        page.locator("[data-md-component=palette] label:visible").first.click()
        page.wait_for_selector("body[data-md-color-scheme=slate]")
        page.get_by_role("textbox", name="Search").fill("intercept")
        page.wait_for_selector(".md-search-result__item")
        assert troubles == []


def test_an_old_address_still_finds_its_place(open_page):
    for anchor in ("find", "symptoms", "read", "to-come", "mse", "mae", "computed"):
        page = open_page(f"#{anchor}")
        place = page.locator(f"[id='{anchor}']")
        assert place.count() == 1
        expect(place).to_be_in_viewport()
