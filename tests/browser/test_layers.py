"""The explorer's two layers: what is in sight, what is under "More", and on a phone.

The one rule: in each state every target is large enough, every name is the only one of
its kind, and what the page says to do keeps its promise.
"""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from gdcore.datasets import outliers
from scripts.exercises import EXERCISES
from scripts.pipeline import links
from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window
from tests.browser.test_explorer import PATH, scrub
from tests.browser.test_explorer import value as shown
from tests.browser.test_panel import DRAWN, settle

LEAST = 24  # CSS px, WCAG 2.2 target size
TARGETS = (
    "button, select, summary, input, textarea, a, [tabindex='0'], .gd-points circle"
)
SMALL = """([targets, least]) => [...document.querySelectorAll(
        `.gd-explorer :is(${targets})`)]
    .filter(e => e.checkVisibility() && getComputedStyle(e).pointerEvents !== 'none')
    .map(e => {
        const whole = e.matches('.gd-toggle input') ? e.parentNode : e;
        const { width, height } = whole.getBoundingClientRect();
        const { strokeWidth } = getComputedStyle(e);
        const hand = e.matches('circle') ? parseFloat(strokeWidth) : 0;
        return [width + hand, height + hand, e.outerHTML.slice(0, 90)];
    })
    .filter(([width, height]) => width < least || height < least)"""
NAMED = "button|combobox|spinbutton|slider|textbox|checkbox|switch|radio|radiogroup"


def repeated(page: Page) -> list[str]:
    """Controls that share their role and their name with another."""
    lines = page.locator(".gd-explorer").aria_snapshot().splitlines()
    names = Counter(
        line.strip().removeprefix("- ").strip("'").partition('"')[0]
        + line.split('"')[1]
        for line in lines
        if '"' in line and line.strip(" -'").split(" ")[0] in NAMED.split("|")
    )
    return [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_targets_are_large_names_are_unique_and_axe_is_silent(
    browser: Browser, address: str, size: str
):
    """The first layer, then all, each in both schemes on one page."""
    with window(browser, size, has_touch=size == "phone") as context:
        visit = Visit(context.new_page(), address, size, "light")
        page = visit.page
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        page.locator(".gd-more").wait_for()
        page.get_by_role("button", name="Pin this run").click()
        asked(visit, "light")
        asked(visit, "dark")
        page.evaluate(
            "document.querySelectorAll('.gd-live details')"
            ".forEach(fold => { fold.open = true; })"
        )
        page.locator(".gd-chip", has_text="Your data").click()
        settle(page)
        asked(visit, "dark")
        asked(visit, "light")


def asked(visit: Visit, scheme: str) -> None:
    page = visit.in_scheme(scheme).page
    assert page.evaluate(SMALL, [TARGETS, LEAST]) == []
    assert repeated(page) == []
    rules = {"rules": {"target-size": {"enabled": True}}}
    assert violations(page, rules, place=".gd-explorer") == []


def test_the_first_layer_is_enough_for_the_first_lesson(browser: Browser, address: str):
    """What stands above the pictures is followed word for word."""
    with window(browser) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        page.locator(".gd-more").wait_for()
        guide = page.locator(".gd-guide")
        expect(guide).to_have_text(
            "Press play, and watch which of the two errors stays."
        )
        scrub(page, 500)
        expect(guide).to_contain_text("Standardize x")
        before = shown(page, "loss")
        page.get_by_role("button", name="Pin this run").click()
        page.get_by_role("switch", name="Standardize x").click()
        settle(page)
        assert shown(page, "step") <= 500
        assert shown(page, "loss") < before
        expect(page.locator(".gd-pin-list")).to_contain_text("raw")
        expect(guide).to_contain_text("Past the limit")
        page.get_by_role("button", name="Past the limit").click()
        settle(page)
        expect(guide).to_contain_text("Half the limit")
        expect(page.locator(".gd-verdict")).to_contain_text("times the limit")
        page.get_by_role("button", name="Half the limit").click()
        settle(page)
        expect(page.locator(".gd-verdict")).not_to_contain_text("times the limit")
        assert not page.locator(".gd-more").evaluate("fold => fold.open")


def median_residual(page: Page) -> float:
    points = outliers()
    w, b = shown(page, "w"), shown(page, "b")
    return float(np.median(np.abs(w * points.x + b - points.y)))


def test_what_to_watch_is_what_is_seen(browser: Browser, address: str):
    """Instructions of the page below the pictures, those that no other test follows."""
    with window(browser) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        page.locator(".gd-more > summary").click()
        rate = page.get_by_label("Learning rate η", exact=True)
        rate.press("End")  # beyond the mark of the limit
        settle(page)
        expect(page.locator(".gd-past-limit")).to_be_visible()
        scrub(page, 100)
        out = page.locator(".gd-view-surface .gd-cross")
        expect(out).to_have_attribute("d", re.compile("M"))
        page.get_by_role("button", name="Reset", exact=True).click()
        settle(page)
        page.get_by_role("radio", name="Outliers").check()
        settle(page)
        scrub(page, 500)
        squares = median_residual(page)
        page.get_by_label("Loss", exact=True).select_option("mae")
        settle(page)
        scrub(page, 500)
        assert median_residual(page) < 0.8 * squares


def test_chips_are_chosen_by_keyboard_and_follow_the_settings(
    browser: Browser, address: str
):
    with window(browser) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        method = page.get_by_role("radio", name="Gradient descent")
        method.focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Momentum")).to_be_checked()
        settle(page)
        page.locator(".gd-more > summary").click()
        page.get_by_label("All methods", exact=True).select_option("Chebyshev")
        settle(page)
        assert page.locator(".gd-chips[aria-label=Method] :checked").count() == 0
        expect(page.locator(".gd-more > summary")).to_contain_text("Chebyshev")
        page.get_by_role("radio", name="Two-variable thread").check()
        settle(page)
        expect(page.get_by_role("switch", name="Standardize x")).to_be_disabled()
        expect(page.locator(".gd-standardize .gd-hint")).to_contain_text("needs a line")
        pictures = page.locator(".gd-chip svg path")
        assert pictures.count() == 7
        assert all(
            d.count("M") == 34
            for d in pictures.evaluate_all(
                "all => all.map(path => path.getAttribute('d'))"
            )
        )


def test_on_a_phone_the_pictures_stay_above_the_controls(
    browser: Browser, address: str
):
    with window(browser, "phone", has_touch=True) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        page.locator(".gd-more").scroll_into_view_if_needed()
        for view in ("line", "surface"):
            box = page.locator(f".gd-view-{view} svg").bounding_box()
            assert box
            assert box["height"] == pytest.approx(150, abs=1)
            assert 40 < box["y"] < 120
        header = page.locator(".md-header").bounding_box()
        pictures = page.locator(".gd-pictures").bounding_box()
        assert header
        assert pictures
        assert pictures["y"] == pytest.approx(header["height"], abs=1.5)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A page that one link after the other is opened in, its Python warm."""
    with window(browser, "phone", has_touch=True) as context:
        yield context.new_page()


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("threshold", ".gd-method-rate"),
        ("normalize", ".gd-standardize"),
        ("ridge", ".gd-field"),
        ("sweet-spot", ".gd-method"),
        ("dozen", ".gd-chips"),
    ],
)
def test_on_a_phone_the_card_of_an_exercise_has_its_control_and_verdict(
    phone: Page, address: str, name: str, control: str
):
    (exercise,) = [one for one in EXERCISES if one.id == name]
    fragment = links.encode(exercise.settings("preset"))
    phone.goto(f"{address}{PATH}#s={fragment}", wait_until="load")
    card = phone.get_by_role("region", name="Exercise")
    expect(card).to_contain_text(exercise.title)
    expect(card.locator(".gd-judged")).to_contain_text("Not yet")
    expect(card.locator(f".gd-exercise-controls > {control}").first).to_be_visible()
    bottom = phone.evaluate(
        "document.querySelector('.gd-judged').getBoundingClientRect().bottom + scrollY"
    )
    assert bottom < 844
    card.get_by_role("button", name="Leave").click()
    expect(phone.locator(".gd-exercise-controls > *")).to_have_count(0)
    assert phone.locator(f".gd-controls {control}").count() >= 1


def test_the_rate_dial_is_turned_by_pointer_and_keys(browser: Browser, address: str):
    with window(browser) as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        page.get_by_text("The rate dial", exact=True).click()
        curves = page.locator(".gd-dial-drawing .gd-curve")
        expect(curves).to_have_count(3)
        drawing = page.get_by_role("slider", name="Rate dial")
        drawing.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        says = page.locator(".gd-dial").get_by_role("status")
        expect(says).to_contain_text("Standardized: ")
        page.keyboard.press("Enter")
        settle(page)
        expect(page.get_by_role("switch", name="Standardize x")).to_be_checked()
        promised = says.inner_text()
        steps = max(shown(page, f"steps, {name} to 1 %") for name in "wb")
        assert f": {steps:,.0f} step" in promised
        box = drawing.bounding_box()
        assert box
        drawing.scroll_into_view_if_needed()
        box = drawing.bounding_box()
        assert box
        page.mouse.click(box["x"] + 60, box["y"] + 40)
        settle(page)
        expect(says).to_contain_text("Raw: ")
        expect(page.get_by_role("switch", name="Standardize x")).not_to_be_checked()
        page.get_by_role("radio", name="L-BFGS").check()
        expect(says).to_contain_text("L-BFGS has none")
        expect(drawing).to_be_hidden()
