"""The learning rate in the explorer: its share of the limit, kept, named, undone.

The one rule: what the page tells a reader to do is done here, and its promise is held
against the numbers on the screen.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.pipeline.chromium import until
from tests.browser.conftest import Visit, window
from tests.browser.test_explorer import PATH, scrub
from tests.browser.test_explorer import value as shown
from tests.browser.test_panel import BARE, DRAWN, choose_data, field, settle
from tests.browser.test_panel import shared as settings

STEP = 10


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    with window(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        visit.page.goto(address + PATH, wait_until="load")
        until(visit.page, DRAWN)
        yield visit


@pytest.fixture
def page(desk: Visit) -> Page:
    desk.page.evaluate(BARE)
    until(desk.page, "document.querySelector('.gd-more') !== null")
    desk.page.evaluate("document.querySelector('.gd-more').open = true")
    settle(desk.page)
    return desk.page


def loss_at(page: Page, step: int) -> float:
    scrub(page, step)
    assert shown(page, "step") == step
    return shown(page, "loss")


def test_switch_to_standardized_leaves_less_loss_at_the_same_step(page: Page):
    """An instruction of the page, followed literally."""
    says = page.locator(".gd-kept").get_by_role("status")
    expect(says).to_be_empty()
    before = loss_at(page, STEP)
    share = shown(page, "lr / limit")
    field(page, "Coordinates").select_option("standardized")
    settle(page)
    assert loss_at(page, STEP) < before / 2
    assert shown(page, "lr / limit") == pytest.approx(share, rel=0.005)
    expect(says).to_contain_text(
        "Still 0.404 of the limit: the learning rate is 0.404 instead of 0.0005."
    )
    page.get_by_role("button", name="Undo the change of the learning rate").click()
    settle(page)
    assert settings(page)["optimizer"]["learning_rate"] == 0.0005
    assert settings(page)["coordinates"] == "standardized"
    expect(says).to_be_empty()


@pytest.mark.parametrize(
    "name", ["outliers", "saturating", "intercept_thread", "two_variables"]
)
def test_other_data_open_at_the_same_share(page: Page, name: str):
    choose_data(page, name)
    settle(page)
    assert shown(page, "lr / limit") == pytest.approx(0.4038, rel=0.005)
    assert "diverge" not in (page.locator(".gd-verdict").text_content() or "")


def test_points_of_their_own_open_at_the_same_share(page: Page):
    choose_data(page, "own")
    settle(page)
    page.locator(".gd-own textarea").fill("24000,1\n92000,5\n240000,4")
    page.get_by_role("button", name="Use these points").click()
    settle(page)
    assert shown(page, "lr / limit") == pytest.approx(0.4038, rel=0.005)
    expect(page.locator(".gd-problem")).to_be_empty()


def test_a_share_outlasts_a_method_without_a_limit(page: Page):
    says = page.locator(".gd-kept")
    field(page, "All methods").select_option("Adam")
    settle(page)
    expect(says).to_contain_text("No limit is known for Adam")
    assert settings(page)["optimizer"]["learning_rate"] == 0.001
    field(page, "All methods").select_option("LBFGS")
    settle(page)
    expect(says).to_contain_text("No learning rate is set for L-BFGS.")
    field(page, "All methods").select_option("Momentum")
    settle(page)
    assert shown(page, "lr / limit") == pytest.approx(0.4038, rel=0.005)


def test_the_named_rates_are_a_button_each(page: Page):
    for name, rate, share in [
        ("Half the limit", 0.000619, 0.5),
        ("Best", 0.00123, 0.9934),
        ("Past the limit", 0.00149, 1.2),
    ]:
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        settle(page)
        assert settings(page)["optimizer"]["learning_rate"] == rate
        assert shown(page, "lr / limit") == pytest.approx(share, rel=5e-3)
        expect(button).to_have_attribute("aria-pressed", "true")
    field(page, "All methods").select_option("Nesterov")
    settle(page)
    expect(page.get_by_role("button", name="Best", exact=True)).to_be_hidden()
    field(page, "All methods").select_option("Adam")
    settle(page)
    expect(page.get_by_role("button", name="Past the limit")).to_be_hidden()


def test_a_rate_that_is_set_at_once_is_not_overruled(page: Page):
    field(page, "Coordinates").select_option("standardized")
    field(page, "Learning rate η, as a number").fill("0.2")
    settle(page)
    assert settings(page)["optimizer"]["learning_rate"] == 0.2


def test_what_is_refused_says_the_range_and_a_new_setting_clears_it(page: Page):
    number = field(page, "Learning rate η, as a number")
    says = page.locator(".gd-rate-says")
    number.fill("-1")
    expect(says).to_have_text("A number from 10⁻²⁰ to 1,000.")
    number.press("Tab")
    expect(number).to_have_attribute("aria-invalid", "true")
    field(page, "Precision").select_option("float32")
    settle(page)
    expect(number).to_have_value("0.0005")
    expect(number).to_have_attribute("aria-invalid", "false")
    expect(says).to_have_text("0.4038 of the limit")


def test_a_comma_is_a_decimal_mark(page: Page):
    for name, key in [("Learning rate η, as a number", "rate"), ("Start w", "start")]:
        field(page, name).click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("0,0002")
        expect(field(page, name), key).to_have_value("0.0002")
    settle(page)
    assert settings(page)["optimizer"]["learning_rate"] == 0.0002
    assert settings(page)["start"] == [0.0002, 0]


def test_a_limit_that_is_not_known_yet_is_said_to_be_computed(page: Page):
    page.evaluate(
        """() => {
            window.said = new Set();
            window.hears = new MutationObserver(() =>
                said.add(document.querySelector('.gd-rate-says').textContent));
            hears.observe(document.querySelector('.gd-controls'),
                {childList: true, characterData: true, subtree: true});
        }"""
    )
    says = page.locator(".gd-rate-says")
    field(page, "All methods").select_option("Momentum")
    settle(page)
    expect(says).to_contain_text("of the limit")
    said = page.evaluate("() => { hears.disconnect(); return [...said]; }")
    assert "The limit is being computed." in said
    assert "Theory knows no limit for this run." not in said
    field(page, "All methods").select_option("Adam")
    settle(page)
    expect(says).to_have_text("Theory knows no limit for this run.")


def test_the_console_was_silent(desk: Visit):
    assert desk.troubles == []
