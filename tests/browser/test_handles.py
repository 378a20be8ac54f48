"""Numbers in sentences move the live picture of their page, by keys and by pointer.

The one rule: what is shown after a move is the frame that the build made for it.
"""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.topics.presets import HANDLES
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window
from tests.conftest import ROOT

LEAST = 3  # on a page
SCREENS = """() => {  // scrolls of a whole screen until the live picture is seen whole
    const live = document.querySelector('.gd-driven .gd-pictures');
    return (live.getBoundingClientRect().bottom + scrollY) / innerHeight - 1;
}"""
STEP = 16  # pixels of a drag, as in handles.js
FRAMES = ROOT / ".build/data/explorer"
TOPICS = sorted(HANDLES)
SMALL = """all => all.map(e => e.getBoundingClientRect())
    .filter(box => box.width < 24 || box.height < 24)"""


@pytest.fixture(params=["desktop", "phone"])
def size(request) -> str:
    return str(request.param)


def live(page: Page) -> None:
    page.locator(".gd-driven").scroll_into_view_if_needed()
    page.mouse.move(1, 1)  # a sign of a reader, which may not have had to scroll
    expect(page.locator(".gd-driven .gd-is-live")).to_have_count(1)
    expect(page.locator(".gd-number-handle[role=slider]").first).to_be_visible()


def states(name: str) -> list[dict]:
    text = (FRAMES / f"handle-{name}.json").read_text(encoding="utf-8")
    return json.loads(text)["states"]


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_number_moves_the_picture(browser, address, topic):
    with window(browser, "desktop") as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        page, asked = visit.page, []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/topics/{topic}/", wait_until="load")
        live(page)
        assert page.evaluate(SCREENS) <= 1
        handles = page.locator(".gd-number-handle").all()
        assert len(handles) >= LEAST
        before = [handle.text_content() for handle in handles]
        for i, handle in enumerate(handles):
            moved(page, handle)
            others = [other.text_content() for other in handles]
            assert others[:i] + others[i + 1 :] == before[:i] + before[i + 1 :]
        assert violations(page) == []
        assert not [url for url in asked if "runtime" in url], "no Python is needed"
        assert visit.troubles == []


def moved(page: Page, handle: Locator) -> None:
    """Both ends, and one back: words, and the step of the picture."""
    made = states(str(handle.get_attribute("data-handle")))
    for key, state in (("Home", made[0]), ("End", made[-1])):
        handle.press(key)
        expect(handle).to_have_text(words(state["text"]))
        expect(handle).to_have_attribute("aria-valuetext", words(state["text"]))
        last = min(state["settings"]["step"], state["frame"]["k"][-1])
        expect(page.locator(".gd-driven .gd-position")).to_contain_text(f"{last:,}")
    handle.press("ArrowLeft")
    expect(handle).to_have_text(words(made[-2]["text"]))


def test_on_a_phone_all_is_within_reach_and_large_enough(browser, address):
    with window(browser, "phone") as context:
        page = context.new_page()
        for topic in TOPICS:
            page.goto(f"{address}/topics/{topic}/", wait_until="load")
            assert page.locator(".gd-answer pre, .gd-answer ~ * pre").count()
            live(page)
            assert page.evaluate(SCREENS) <= 2, topic
            small = page.locator(".gd-number-handle").evaluate_all(SMALL)
            assert small == [], topic


def test_a_drag_goes_through_the_values_and_the_picture_stays(browser, address, size):
    with window(browser, size) as context:
        page = context.new_page()
        page.goto(f"{address}/topics/intercept/", wait_until="load")
        live(page)
        handle = page.locator("[data-handle=intercept-mean]")
        handle.scroll_into_view_if_needed()
        star = page.locator(".gd-driven .gd-view-surface .gd-star")
        place = star.get_attribute("d")
        box = handle.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 2 * STEP, y, steps=4)
        made = states("intercept-mean")
        expect(handle).to_have_text(words(made[2]["text"]))
        page.mouse.move(x + 99 * STEP, y, steps=4)
        expect(handle).to_have_text(words(made[-1]["text"]))
        page.mouse.up()
        expect(star).not_to_have_attribute("d", str(place))
        pictures = page.locator(".gd-driven .gd-pictures").bounding_box()
        assert pictures
        assert pictures["y"] >= 0, "the pictures stay in sight"


def test_without_script_it_is_a_number(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/topics/intercept/")
    handle = page.locator("[data-handle=intercept-epochs]")
    expect(handle).to_have_text("100")
    assert handle.get_attribute("role") is None
    expect(page.get_by_text("moves the picture")).to_be_hidden()
    context.close()
