"""All features of a posted table: chosen, fitted, drawn along two directions, judged.

The one rule: one page is opened at each size, and what it shows is held against the
engine's own frame.
"""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window
from tests.browser.test_explorer import PATH, center
from tests.browser.test_panel import (
    DRAWN,
    READY,
    choose_data,
    field,
    open_folds,
    settle,
)
from tests.browser.test_panel import shared as linked

ROWS = [
    (900 + 37 * (17 * i % 40), 2 + 7 * i % 4, 11 * i % 30, i % 2) for i in range(60)
]
PRICES = [100 * s + 8000 * r - 900 * a + 20_000 + 400 * (i % 5) for s, r, a, i in ROWS]
TABLE = "sqft,rooms,age,city,price\n" + "\n".join(
    f"{s},{r},{a},{('Oslo', 'Rome')[i]},{price}"
    for (s, r, a, i), price in zip(ROWS, PRICES, strict=True)
)
WIDTH = "document.documentElement.scrollWidth"
SMALL = """all => all.map(e => e.getBoundingClientRect())
    .filter(box => box.width < 24 || box.height < 24)"""
CUT = """() => [...document.querySelectorAll('.gd-view text')].filter(node => {
    const [own, box] = [node, node.closest('svg')].map(e => e.getBoundingClientRect());
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1);
}).map(node => node.textContent)"""


@pytest.fixture(scope="module", params=["desktop", "phone"])
def visit(request, browser: Browser, address: str) -> Iterator[Visit]:
    """The explorer at a size, with all features of the table fitted."""
    size = request.param
    allowed = ["clipboard-read", "clipboard-write"]
    with window(browser, size, permissions=allowed) as context:
        visit = Visit(context.new_page(), address, size, "light")
        page = visit.page
        page.goto(address + PATH, wait_until="load")
        until(page, DRAWN)
        until(page, READY)
        open_folds(page)
        choose_data(page, "own")
        settle(page)
        page.locator(".gd-own textarea").fill(TABLE)
        page.get_by_role("button", name="Use these points").click()
        settle(page)
        page.get_by_role("button", name="Fit all features").click()
        expect(page.locator(".gd-features")).to_be_visible()
        settle(page)
        yield visit


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit.page


def cells(page: Page) -> list[list[str]]:
    """The rows of the table of coefficients."""
    return page.locator(".gd-coefficients tbody tr").evaluate_all(
        "all => all.map(row => [...row.children].map(cell => cell.textContent))"
    )


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def test_the_reading_names_the_features_and_what_is_left_out(page: Page):
    expect(page.locator(".gd-own [role=status]")).to_have_text(
        "60 rows; y is “price”; the features are sqft, rooms, age; “city” is left out "
        "(no numbers)."
    )
    data = linked(page)["data"]
    assert [name for name, _ in data["features"]] == ["sqft", "rooms", "age"]
    assert data["y"] == PRICES


def test_captions_eigenvalues_and_coefficients_are_there(page: Page):
    expect(page.locator(".gd-view-line figcaption")).to_contain_text("predicted y")
    expect(page.locator(".gd-view-surface figcaption")).to_have_text(
        "The loss over its flat and steep direction"
    )
    axes = page.locator(".gd-view-surface .gd-axis-name")
    expect(axes).to_have_text(["along the flat direction", "along the steep direction"])
    expect(page.locator(".gd-eigenvalue")).to_have_count(4)
    caption = page.locator(".gd-view-eigenvalues figcaption")
    expect(caption).to_contain_text("All 4 eigenvalues of the Hessian; κ = ")
    X = np.array([(s, r, a, 1) for s, r, a, _ in ROWS], float)
    best, *_ = np.linalg.lstsq(X, np.array(PRICES, float))
    rows = cells(page)
    assert [name for name, *_ in rows] == ["sqft", "rooms", "age", "intercept"]
    np.testing.assert_allclose([number(row[2]) for row in rows], best, rtol=1e-4)
    expect(page.locator(".gd-verdict")).to_contain_text("Standardize x")


def test_nothing_is_cut_and_nothing_violates(page: Page, visit: Visit):
    assert page.evaluate(WIDTH) <= page.viewport_size["width"]
    assert page.evaluate(CUT) == []
    buttons = page.locator(".gd-own :is(button, select, textarea):visible")
    assert buttons.evaluate_all(SMALL) == []
    for scheme in ("light", "dark"):
        visit.in_scheme(scheme)
        assert violations(page) == []


def test_the_run_moves_the_points_and_the_coefficients(page: Page):
    field(page, "Coordinates").select_option("standardized")
    settle(page)
    points = page.locator(".gd-fitted")
    first = points.get_attribute("d")
    page.get_by_label("Play", exact=True).focus()
    page.keyboard.press("End")
    rows = cells(page)
    for _, now, best in rows:
        assert number(now) == pytest.approx(number(best), rel=1e-3)
    assert points.get_attribute("d") != first
    field(page, "Show residuals").check()
    assert page.locator(".gd-residuals").get_attribute("d").count("V") == 60
    field(page, "Show residuals").uncheck()


def test_the_start_is_moved_along_the_two_directions(page: Page):
    handle = page.locator(".gd-view-surface .gd-handle")
    handle.scroll_into_view_if_needed()
    handle.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    flat, steep = linked(page)["start"]
    assert flat > 0
    assert steep == pytest.approx(0, abs=1e-6 * flat)
    page.keyboard.press("Home")
    assert center(handle)
    field(page, "Start flat").fill("0")
    field(page, "Start flat").blur()
    settle(page)
    assert linked(page)["start"] == [0, steep]


def test_a_run_is_pinned_and_told_apart_after_its_rate_was_kept(page: Page):
    """The frame of a kept share has the reader's data in its settings, too."""
    page.get_by_role("button", name="Pin this run").click()
    field(page, "Coordinates").select_option("centered")
    settle(page)
    items = page.get_by_role("list", name="Pinned runs").get_by_role("listitem")
    expect(items).to_contain_text("standardized")
    expect(page.locator(".gd-view-surface .gd-pin-1")).to_have_count(1)
    assert page.locator(".gd-view-surface .gd-pin-1").get_attribute("d")
    assert linked(page)["pins"][0]["data"]["y"] == PRICES
    page.get_by_role("list", name="Pinned runs").get_by_role("button").first.click()
    field(page, "Coordinates").select_option("standardized")
    settle(page)


def test_a_column_is_chosen_again_and_all_of_them_by_the_list(page: Page):
    page.get_by_role("button", name="Change how it was read").click()
    field(page, "Column for x").select_option("“rooms”")
    settle(page)
    assert "x" in linked(page)["data"]
    expect(page.locator(".gd-features")).to_be_hidden()
    expect(page.locator(".gd-view-line figcaption")).to_have_text(
        "The data and the line"
    )
    field(page, "Column for x").select_option("All features")
    settle(page)
    field(page, "Column for y").select_option("“age”")
    settle(page)
    names = [name for name, _ in linked(page)["data"]["features"]]
    assert names == ["sqft", "rooms", "price"]
    split = page.get_by_role("button", name="One rate for each parameter")
    expect(split).to_have_count(0)


def test_the_console_was_silent(visit: Visit):
    assert visit.troubles == []
