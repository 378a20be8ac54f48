"""The explorer as readers have it: by mouse, finger and keys, and without Python.

The one rule: few pages are opened and asked many questions, in the order of a visit; a
test leaves the page with the settings that it began with.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.pipeline import links
from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window

PATH = "explorer/"
START = {"name": "GradientDescent", "learning_rate": 0.0005}
NUMBERS = (
    "() => Object.fromEntries("
    "[...document.querySelectorAll('.gd-numbers-now > div')].map(cell => "
    "[cell.querySelector('dt').textContent, cell.querySelector('dd').textContent]))"
)
READY = "document.querySelector('.gd-loading')?.hidden === true"
SETTLED = "!document.querySelector('.gd-busy')"
ROW = "Math.round(10 ** Number(document.querySelector('.gd-scrub').value) - 1)"
LAST = "Math.round(10 ** Number(document.querySelector('.gd-scrub').max) - 1)"
CENTER = (
    "e => { const box = e.getBoundingClientRect();"
    " return [box.x + box.width / 2, box.y + box.height / 2]; }"
)


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """The explorer on a desktop, its Python ready."""
    with window(browser, reduced_motion="no-preference") as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        visit.page.goto(address + PATH, wait_until="load")
        visit.page.wait_for_selector(".gd-marker", state="attached")
        until(visit.page, READY)
        yield visit


@pytest.fixture
def page(desk: Visit) -> Iterator[Page]:
    """The same page for each test, at the first settings again."""
    yield desk.page
    desk.page.get_by_role("button", name="Reset", exact=True).first.click()
    until(desk.page, SETTLED)
    scrub(desk.page, 0)


def scrub(page: Page, row: int) -> None:
    page.locator(".gd-scrub").evaluate(
        "(slider, step) => { slider.value = Math.log10(1 + step);"
        " slider.dispatchEvent(new Event('input')); }",
        row,
    )


def numbers(page: Page) -> dict[str, str]:
    return page.evaluate(NUMBERS)


def value(page: Page, name: str) -> float:
    return float(numbers(page)[name].replace("−", "-").replace(",", ""))


def open_link(page: Page, **settings: Any) -> None:
    """As if a link to these settings were followed, until its picture is drawn."""
    fragment = f"#s={links.encode({'v': 1, **settings})}"
    page.evaluate(
        """fragment => new Promise(asked => {
            const live = document.querySelector('.gd-live');
            const observer = new MutationObserver(() => {
                if (live.classList.contains('gd-busy')) asked();
            });
            observer.observe(live, {attributes: true});
            location.hash = fragment;
        })""",
        fragment,
    )
    until(page, SETTLED)


def center(locator: Locator) -> tuple[float, float]:
    x, y = locator.evaluate(CENTER)
    return x, y


def test_the_pictures_stand_on_the_first_screen(page: Page):
    names = ["gd-view-line", "gd-view-surface", "gd-player", "gd-controls"]
    for name in names:
        box = page.locator(f".{name}").bounding_box()
        assert box
        assert box["y"] >= 0
        if name != "gd-controls":
            assert box["y"] + box["height"] <= 800
    assert page.locator(".gd-explorer .gd-media").is_hidden()
    assert page.locator(".gd-contours path").count() > 8
    assert numbers(page)["κ"] == "3,010"


def test_no_violation_in_the_first_state(page: Page):
    assert violations(page) == []


def test_it_plays_and_pauses(page: Page):
    before = center(page.locator(".gd-view-surface .gd-marker"))
    page.get_by_role("button", name="Play").click()
    until(page, f"{ROW} > 3")
    assert center(page.locator(".gd-view-surface .gd-marker")) != before
    page.get_by_role("button", name="Pause").click()
    row = page.evaluate(ROW)
    page.evaluate("() => new Promise(done => setTimeout(done, 150))")
    assert page.evaluate(ROW) == row
    until(page, f"document.querySelector('.gd-words').textContent.includes('{row}:')")


def test_play_ends_at_the_end_and_begins_anew(page: Page):
    page.get_by_label("Speed").select_option("16")
    scrub(page, 480)
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for()
    assert page.evaluate(f"{ROW} === {LAST}")
    page.get_by_role("button", name="Play").click()
    until(page, f"{ROW} < 400")
    page.get_by_label("Speed").select_option("1")


def test_scrubbing_moves_all_views(page: Page):
    def places() -> list[Any]:
        shown = [".gd-view-line .gd-line", ".gd-view-surface .gd-marker"]
        shown += [".gd-view-loss .gd-marker", ".gd-bar-flat"]
        return [page.locator(name).first.evaluate("e => e.outerHTML") for name in shown]

    before = places()
    scrub(page, 400)
    assert all(old != new for old, new in zip(before, places(), strict=True))
    assert numbers(page)["step"] == "400"


def test_the_clock_is_logarithmic_and_the_first_steps_are_seen(page: Page):
    """Of five hundred steps, the first ten take more than a third of the time."""
    frames = page.evaluate(
        """async () => {
            document.querySelector('.gd-play').click();
            const seen = [];
            for (let played = 0, before = performance.now(); played < 2600; ) {
                const now = await new Promise(requestAnimationFrame);
                played += Math.min(now - before, 1000); // a longer halt is no play
                before = now;
                seen.push([now, Math.round(
                    10 ** document.querySelector('.gd-scrub').value - 1)]);
            }
            document.querySelector('.gd-play').click();
            return seen;
        }"""
    )
    for (before, step), (now, after) in pairwise(frames):
        assert step <= after
        if now - before < 100 and after <= 8:  # a busy machine leaves frames out
            assert after <= step + 1
    assert 7 <= frames[-1][1] <= 20


def test_single_steps_are_reached_on_the_scrubber(page: Page):
    open_link(page, epochs=1_000_000)
    slider = page.locator(".gd-scrub")
    slider.focus()
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("PageUp", 12),
        ("ArrowLeft", 11),
        ("Home", 0),
        ("End", 1_000_000),
    ]:
        page.keyboard.press(key)
        assert numbers(page)["step"] == f"{step:,}", key
    page.keyboard.press("Home")
    for step in (1, 2, 3):
        page.get_by_role("button", name="One step", exact=True).click()
        assert numbers(page)["step"] == str(step)
    scrub(page, 100)
    assert numbers(page)["step"] == "100"
    marks = page.locator(".gd-marks span").all_text_contents()
    assert marks == ["0", "1", "10", "100", "1,000", "10,000", "10⁵", "10⁶"]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_number_of_the_system_stands_on_another(open_page, size):
    """At any step: what was x = (-2.2e-16, 1.4e-14) stood over the matrix."""
    page = open_page(f"{PATH}#preset=two-variables-million-steps", size)
    page.wait_for_selector(".gd-view-line .gd-bracket")
    assert page.locator(".gd-view-line > svg > .gd-entry").first.text_content() == "0"
    for step in (0, 1, 50, 3000, 10**6):
        scrub(page, step)
        hits = page.evaluate(
            """() => {
                const boxes = [...document.querySelectorAll(
                    '.gd-view-line :is(.gd-entry, .gd-big)')]
                    .map(e => [e.textContent, e.getBoundingClientRect()]);
                const view = document.querySelector('.gd-view-line svg')
                    .getBoundingClientRect();
                const meet = (a, b) => a.left < b.right && b.left < a.right
                    && a.top + 4 < b.bottom - 4 && b.top + 4 < a.bottom - 4;
                return boxes.flatMap(([name, box], i) => [
                    ...boxes.slice(i + 1).filter(([, other]) => meet(box, other))
                        .map(([other]) => name + ' / ' + other),
                    ...(box.left < view.left || box.right > view.right ? [name] : [])]);
            }"""
        )
        assert hits == []


def test_a_preset_opens_where_its_page_says(open_page):
    """ "The thread's run at its end, a million steps"."""
    page = open_page("topics/ill-conditioning/#live")
    page.wait_for_selector(".gd-small .gd-position output")
    expect(page.locator(".gd-position output")).to_have_text("1,000,000 of 1,000,000")


def test_the_loss_curve_is_a_scrubber(page: Page):
    curve = page.locator(".gd-view-loss svg")
    curve.scroll_into_view_if_needed()
    box = curve.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] / 2)
    assert 150 < page.evaluate(ROW) < 350


def test_keys_alone_are_enough(page: Page):
    page.get_by_role("button", name="Play").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(ROW) == 2
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(ROW) == 12
    page.keyboard.press("End")
    assert page.evaluate(f"{ROW} === {LAST}")
    page.keyboard.press("Home")
    page.locator(".gd-points").focus()
    page.keyboard.press(" ")
    until(page, f"{ROW} > 0")
    page.keyboard.press(" ")
    page.get_by_role("button", name="Play").wait_for()
    assert page.locator(".gd-spoken").get_attribute("aria-live") == "polite"


def test_keys_mean_nothing_outside(page: Page):
    page.locator("h1").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(ROW) == 0


def test_the_tab_key_reaches_everything_and_shows_it(page: Page):
    page.get_by_role("button", name="To the start").focus()
    seen = set()
    for _ in range(9):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => {
                const e = document.activeElement, style = getComputedStyle(e);
                const ring = style.outlineStyle !== 'none' && style.outlineWidth;
                return [e.getAttribute('aria-label') ?? e.textContent.trim(), ring];
            }"""
        )
        assert focus[1], focus
        seen.add(focus[0])
    assert {"One step back", "Play", "One step", "Step", "Speed", "Reset"} <= seen


def test_the_marker_is_dragged_to_a_new_start(page: Page):
    box = page.locator(".gd-view-surface svg").bounding_box()
    assert box
    x, y = center(page.locator(".gd-view-surface .gd-handle"))
    page.mouse.move(x, y)
    page.mouse.down()
    goal = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    page.mouse.move(*goal, steps=8)
    page.mouse.up()
    until(page, SETTLED)
    place = center(page.locator(".gd-view-surface .gd-marker"))
    # The region follows the run, so the place of the start is told by its numbers.
    assert 0.15 < value(page, "w") < 0.45
    assert 2 < value(page, "b") < 5
    assert box["x"] < place[0] < box["x"] + box["width"]
    assert numbers(page)["step"] == "0"


def test_the_marker_is_moved_by_arrow_keys(page: Page):
    page.locator(".gd-view-surface .gd-handle").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    until(page, SETTLED)
    assert value(page, "w") > 0
    assert value(page, "b") > 0
    focused = page.evaluate("document.activeElement.classList.contains('gd-handle')")
    assert focused


def test_a_point_is_dragged_and_the_best_line_follows(page: Page):
    best = page.locator(".gd-best").evaluate("e => e.outerHTML")
    x, y = center(page.locator(".gd-points circle").nth(60))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y - 120, steps=6)
    page.mouse.up()
    until(page, SETTLED)
    assert page.locator(".gd-best").evaluate("e => e.outerHTML") != best
    lesson = page.locator(".gd-chips[aria-label=Data] + .gd-hint")
    expect(lesson).to_have_text("1 of these points is moved.")
    page.locator(".gd-points").focus()
    page.keyboard.press("PageUp")
    said = page.locator(".gd-points").get_attribute("aria-valuetext") or ""
    page.keyboard.press("ArrowUp")
    until(page, SETTLED)
    again = page.locator(".gd-points").get_attribute("aria-valuetext") or ""
    assert said.split(":")[0] == again.split(":")[0]
    assert said != again


def test_divergence_is_a_picture_with_its_reason(page: Page):
    open_link(page, optimizer={**START, "learning_rate": 0.0015})
    scrub(page, 30)
    assert page.locator(".gd-cross").get_attribute("d")
    assert page.get_by_text("The line has left the picture.").is_visible()
    verdict = page.locator(".gd-verdict")
    assert "times the limit" in (verdict.text_content() or "")
    assert "gd-wrong-text" in (verdict.get_attribute("class") or "")
    for name in ("gd-view-line", "gd-view-surface", "gd-view-loss"):
        texts = page.locator(f".{name} .gd-axis text").all_text_contents()
        assert texts
        assert not any("NaN" in text or "∞" in text for text in texts)
    assert violations(page) == []


def test_two_runs_are_told_apart_by_dash_and_name(page: Page):
    momentum = {"name": "Momentum", "learning_rate": 0.0005, "beta": 0.9}
    open_link(page, compare={"optimizer": momentum}, epochs=400)
    dashed = page.locator(".gd-view-surface path.gd-second")
    assert dashed.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
    names = page.locator(".gd-pin-list li > span").all_text_contents()
    assert names == ["momentum"]
    assert page.locator(".gd-view-loss path.gd-second").count() == 1


def test_two_variables_have_a_system_instead_of_a_line(page: Page):
    slow = {"name": "GradientDescent", "learning_rate": 1e-5}
    open_link(page, data={"name": "two_variables"}, epochs=1000000, optimizer=slow)
    assert page.locator(".gd-view-line .gd-points").count() == 0
    entries = page.locator(".gd-view-line .gd-entry").all_text_contents()
    assert "−249.69" in entries
    before = page.locator(".gd-bar-run").nth(1).get_attribute("width")
    page.keyboard.press("End")
    scrub(page, page.evaluate(LAST))
    assert page.locator(".gd-bar-run").nth(1).get_attribute("width") != before
    assert numbers(page)["step"] == "1,000,000"


def test_absolute_error_has_no_fixed_directions(page: Page):
    method = {"name": "SubgradientDescent", "learning_rate": 0.02, "power": 0.5}
    open_link(page, data={"name": "outliers"}, loss="mae", optimizer=method)
    assert "Absolute error" in (page.locator(".gd-view-modes").text_content() or "")
    assert page.locator(".gd-direction").count() == 0


def test_the_table_lists_at_most_fifty_rows(page: Page):
    page.get_by_text("The run as a table", exact=True).click()
    rows = page.locator(".gd-table tbody tr")
    rows.first.wait_for()
    assert rows.count() == 50
    assert (rows.last.text_content() or "").startswith("500")
    page.get_by_text("The run as a table", exact=True).click()


def test_no_violation_while_playing_with_every_fold_open(page: Page):
    page.evaluate(
        "document.querySelectorAll('.gd-explorer details').forEach(e => e.open = true)"
    )
    page.get_by_role("button", name="Play").click()
    assert violations(page) == []
    page.evaluate(
        "document.querySelectorAll('.gd-explorer details').forEach(e => e.open = false)"
    )


def test_it_leaves_nothing_behind_and_comes_back(desk: Visit):
    page = desk.page
    for _ in range(2):
        page.get_by_role("button", name="Play").click()
        page.locator(".md-footer__link--next").click()
        page.wait_for_selector("[data-explorer]:not([data-small])", state="detached")
        page.go_back()
        page.wait_for_selector(".gd-live .gd-view-surface .gd-marker")
        assert page.locator(".gd-live").count() == 1
        assert page.evaluate(ROW) == 0
        assert page.locator("iframe").count() <= 1
    page.get_by_role("button", name="One step", exact=True).click()
    assert page.evaluate(ROW) == 1


def test_the_console_was_silent(desk: Visit):
    assert desk.troubles == []


def test_without_python_all_that_was_computed_works(browser: Browser, address: str):
    with window(browser, "phone", "dark", reduced_motion="no-preference") as context:
        context.route("**/assets/runtime/**", lambda route: route.abort())
        page = context.new_page()
        page.goto(address + PATH)
        page.wait_for_selector(".gd-view-surface .gd-marker")
        page.get_by_role("button", name="Play").click()
        until(page, f"{ROW} > 2")
        page.get_by_role("button", name="Pause").click()
        scrub(page, 300)
        assert numbers(page)["step"] == "300"
        said = page.locator(".gd-problem")
        assert said.text_content() == "", "a phone starts no Python before it is asked"
        page.get_by_role("button", name="Past the limit").click()
        until(page, "document.querySelector('.gd-problem').textContent")
        assert "still works" in (said.text_content() or "")
        expect(said).to_contain_text("still those of the settings before")
        live = page.locator(".gd-live")
        expect(live).to_contain_class("gd-stale")
        field = page.get_by_label("Learning rate η, as a number")
        field.fill("0.0005")  # what is shown
        expect(live).not_to_contain_class("gd-stale")


def test_a_preset_that_is_not_there_leaves_the_picture(browser: Browser, address: str):
    with window(browser) as context:
        context.route("**/data/explorer/**", lambda route: route.fulfill(status=404))
        page = context.new_page()
        page.goto(address + PATH)
        page.wait_for_selector(".gd-explorer .gd-problem")
        assert page.locator(".gd-explorer .gd-media img").first.is_visible()
        assert page.locator(".gd-live").count() == 0


def test_the_picture_stands_without_script(browser: Browser, address: str):
    with window(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + PATH)
        picture = page.locator(".gd-explorer .gd-media img").first
        assert picture.is_visible()
        assert len(picture.get_attribute("alt") or "") > 40


def test_reduced_motion_goes_in_large_steps(open_page: Callable[..., Page]):
    page = open_page(PATH)
    page.wait_for_selector(".gd-view-surface .gd-marker")
    page.evaluate(
        """() => {
            window.rows = [];
            const slider = document.querySelector('.gd-position output');
            new MutationObserver(() => window.rows.push(parseInt(slider.textContent)))
                .observe(slider, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.get_by_role("button", name="Play").click()
    until(page, "window.rows.length >= 3")
    first, second, third = page.evaluate("window.rows.slice(0, 3)")
    assert first >= 1
    assert (second + 1) / (first + 1) >= 1.5
    assert (third + 1) / (second + 1) >= 1.5


def test_a_finger_sets_the_start_and_still_scrolls(open_page: Callable[..., Page]):
    page = open_page(PATH, "phone", has_touch=True, is_mobile=True)
    page.wait_for_selector(".gd-view-surface .gd-marker")
    play = page.get_by_role("button", name="Play").bounding_box()
    assert play
    assert play["y"] + play["height"] <= 844
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390
    touch = "e => getComputedStyle(e).touchAction"
    assert page.locator(".gd-view-surface svg").evaluate(touch) == "pan-y"
    assert page.locator(".gd-handle").evaluate(touch) == "none"
    box = page.locator(".gd-view-surface svg").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
    until(page, READY)
    until(page, SETTLED)
    assert value(page, "b") > 3
    small = page.evaluate(
        """() => [...document.querySelectorAll('.gd-player button')]
            .map(e => e.getBoundingClientRect())
            .filter(box => box.height < 36 || box.width < 36).length"""
    )
    assert small == 0
