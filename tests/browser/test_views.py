"""The pictures of the explorer: what holds still, what is alike, where words stand.

The one rule: places are read from the screen, as an eye or a hand would.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.pipeline.chromium import until
from tests.browser.conftest import SIZES, Visit, window
from tests.browser.test_explorer import PATH, center, open_link, scrub
from tests.browser.test_panel import BARE, DRAWN, settle

PLACE = """() => {  // at once: a new frame draws a new marker
    const {x, y, width, height} = document
        .querySelector('.gd-view-surface .gd-marker').getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
DESCENT = {"name": "GradientDescent"}
SPOTS = [(0.12 + 0.04 * i, 0.2 + 0.6 * (i * 7 % 20) / 20) for i in range(20)]
ON_LINES = """() => {
    const numbers = text => text.match(/-?[\\d.]+/g).map(Number);
    const points = line => line.tagName === 'line'
        ? [['x1', 'y1'], ['x2', 'y2']].map(ends => ends.map(
            name => Number(line.getAttribute(name))))
        : (line.getAttribute('d') ?? '').split(/[ML]/).slice(1).map(numbers);
    const hits = ([x1, y1], [x2, y2], box) => {
        let [enter, leave] = [0, 1];
        for (const [step, room] of [[x1 - x2, x1 - box.left], [x2 - x1, box.right - x1],
                [y1 - y2, y1 - box.top], [y2 - y1, box.bottom - y1]]) {
            if (step === 0 && room < 0) return false;
            if (step < 0) enter = Math.max(enter, room / step);
            if (step > 0) leave = Math.min(leave, room / step);
        }
        return enter <= leave;
    };
    const faults = [];
    for (const view of document.querySelectorAll('.gd-view-line, .gd-view-surface')) {
        const shown = {visibilityProperty: true};
        const lines = [...view.querySelectorAll(
            '.gd-line, .gd-best, .gd-path, .gd-direction line')]
            .filter(e => e.checkVisibility(shown)).map(e => [e, points(e)]);
        for (const text of view.querySelectorAll('.gd-name, .gd-gone, .gd-alike')) {
            if (!text.textContent || !text.checkVisibility(shown)) continue;
            const {x, y, width, height} = text.getBBox();
            const box = {left: x + 1, right: x + width - 1, top: y + 3,
                bottom: y + height - 4};
            const arrow = text.matches('.gd-alike') ? '.gd-arrow line' : 'none';
            const more = [...view.querySelectorAll(arrow)].map(e => [e, points(e)]);
            for (const [line, all] of [...lines, ...more])
                if (all.some((to, i) => i && hits(all[i - 1], to, box)))
                    faults.push(text.textContent + ' on ' + line.getAttribute('class'));
        }
    }
    return faults;
}"""


TOUCHING = """() => [...document.querySelectorAll('.gd-axis')].flatMap(axis => {
    const words = [...axis.querySelectorAll('text')].filter(e => e.checkVisibility());
    const boxes = words.map(e => e.getBoundingClientRect());
    return words.flatMap((word, i) => words.slice(i + 1).filter((_, j) => {
        const [a, b] = [boxes[i], boxes[i + 1 + j]];
        return a.left < b.right + 2 && b.left < a.right + 2
            && a.top < b.bottom - 2 && b.top < a.bottom - 2;
    }).map(other => word.textContent + ' touches ' + other.textContent));
})"""


LARGE = """() => {
    const root = document.documentElement;
    root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""
OUTSIDE = """() => [...document.querySelectorAll('.gd-live *, .gd-hero *')]
    .filter(e => e.checkVisibility() && !e.closest('svg')
        && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 80))"""
OVERLAP = """() => {
    const button = document.querySelector('.gd-bowl-switch').getBoundingClientRect();
    const words = document.createRange();
    words.selectNodeContents(document.querySelector('.gd-view-surface figcaption'));
    const cells = [...document.querySelectorAll('.gd-numbers-now > div')].map(cell => {
        const name = document.createRange();
        name.selectNodeContents(cell.querySelector('dt'));
        return [name, cell.querySelector('dd').getBoundingClientRect()];
    });
    const touches = (part, box) => part.right > box.left + 1
        && part.left < box.right - 1 && part.bottom > box.top + 1
        && part.top < box.bottom - 1;
    return [[words, button], ...cells]
        .filter(([range, box]) => [...range.getClientRects()]
            .some(part => touches(part, box)))
        .map(([range]) => range.toString());
}"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["", PATH])
def test_letters_of_twice_the_size_stay_in_the_window(open_page, path, size):
    page = open_page(path, size=size)
    if path:
        until(page, "document.querySelector('.gd-more') !== null")
    else:
        page.wait_for_selector(".gd-hero[data-state]")
    page.evaluate(LARGE)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.evaluate(OUTSIDE) == []
    if path:
        assert page.evaluate(OVERLAP) == []


@pytest.mark.parametrize("viewport", [(844, 390), (768, 1024)])
def test_between_phone_and_desk_the_pictures_stand_side_by_side(open_page, viewport):
    width, height = viewport
    page = open_page(PATH, viewport={"width": width, "height": height})
    until(page, "document.querySelector('.gd-more') !== null")
    names = ["view-line", "view-surface", "play", "rate-track", "standardize"]
    boxes = [page.locator(f".gd-{name}").first.bounding_box() for name in names]
    line, surface, *controls = boxes
    assert line["y"] == surface["y"]
    assert line["x"] + line["width"] <= surface["x"]
    beside = controls if height < width else controls[:1]
    first = min(box["y"] for box in [line, *beside])
    end = max(box["y"] + box["height"] for box in [surface, *beside])
    top = page.locator(".md-header").bounding_box()["height"]
    assert end - first < height - top, "seen whole beside what moves it"


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    with window(browser) as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        visit.page.goto(address + PATH, wait_until="load")
        until(visit.page, DRAWN)
        yield visit


@pytest.fixture
def page(desk: Visit) -> Page:
    desk.page.evaluate(BARE)
    settle(desk.page)
    return desk.page


@pytest.mark.parametrize("coordinates", ["raw", "standardized"])
def test_the_view_holds_still_and_the_marker_is_under_the_hand(page, coordinates):
    rate = 0.0004 if coordinates == "raw" else 0.4
    open_link(
        page, coordinates=coordinates, optimizer=DESCENT | {"learning_rate": rate}
    )
    box = page.locator(".gd-view-surface svg").bounding_box()
    ticks = page.locator(".gd-view-surface .gd-axis").evaluate_all
    assert box
    axes = ticks("all => all.map(e => e.textContent)")
    page.mouse.move(*center(page.locator(".gd-view-surface .gd-handle")))
    page.mouse.down()
    worst = 0.0
    for x, y in SPOTS:
        spot = (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.mouse.move(*spot, steps=3)
        for pause in (0, 120):
            page.wait_for_timeout(pause)
            at = page.evaluate(PLACE)
            worst = max(worst, abs(at[0] - spot[0]), abs(at[1] - spot[1]))
        assert ticks("all => all.map(e => e.textContent)") == axes
    assert worst <= 2
    page.mouse.up()
    settle(page)


def test_a_round_bowl_is_round_and_says_so(page: Page):
    open_link(
        page, coordinates="standardized", optimizer=DESCENT | {"learning_rate": 0.1}
    )
    sizes = page.locator(".gd-contours path").last.evaluate(
        "e => { const {width, height} = e.getBBox(); return [width, height]; }"
    )
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)
    surface = page.locator(".gd-view-surface")
    expect(surface.get_by_text("every direction alike")).to_be_visible()
    assert surface.locator(".gd-direction").count() == 0
    expect(page.locator(".gd-words")).to_contain_text("of the first error is left")
    for k in range(0, 60, 3):  # the arrow of a step passes the optimum
        scrub(page, k)
        assert page.evaluate(ON_LINES) == [], k


def test_the_arrow_of_a_step_ends_at_the_edge_of_the_picture(page: Page):
    """On a phone it lay on the name of the axis above."""
    open_link(page, optimizer=DESCENT | {"learning_rate": 0.0004})
    shown = """arrow => {
        const cut = arrow.closest('[clip-path]').getAttribute('clip-path');
        const area = document.querySelector(cut.slice(4, -1)).firstElementChild;
        const ground = document.querySelector('.gd-view-surface .gd-contours rect');
        const sides = ['x', 'y', 'width', 'height'];
        return sides.every(side =>
            area.getAttribute(side) === ground.getAttribute(side));
    }"""
    assert page.locator(".gd-view-surface .gd-arrow").evaluate(shown)


def test_the_flat_error_is_not_told_where_rounding_hides_it(page: Page):
    open_link(page, optimizer=DESCENT | {"learning_rate": 0.002})
    page.locator(".gd-scrub").focus()
    page.keyboard.press("End")
    expect(page.locator(".gd-words")).to_contain_text(
        "flat error is lost in the rounding"
    )
    expect(page.locator(".gd-view-modes")).to_contain_text("lost in rounding")


@pytest.mark.parametrize(
    "name", ["clean", "outliers", "intercept_thread", "two_variables"]
)
@pytest.mark.parametrize("rate", [1e-5, 4e-4, 2e-3])
def test_no_word_stands_on_a_line(page: Page, name: str, rate: float):
    open_link(page, data={"name": name}, optimizer=DESCENT | {"learning_rate": rate})
    for step in (0, 1, 2, 7, 60, 500):
        scrub(page, step)
        assert page.evaluate(ON_LINES) == [], step


@pytest.mark.parametrize("coordinates", ["raw", "standardized"])
@pytest.mark.parametrize(
    "name", ["clean", "outliers", "saturating", "intercept_thread", "two_variables"]
)
def test_no_words_of_an_axis_touch(page: Page, name: str, coordinates: str):
    open_link(
        page,
        data={"name": name},
        coordinates=coordinates,
        optimizer=DESCENT | {"learning_rate": 1e-5},
    )
    assert page.evaluate(TOUCHING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ground_is_a_ramp(desk: Visit, page: Page, scheme: str):
    desk.in_scheme(scheme)
    fills = page.locator(".gd-contours > *").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    assert len(set(fills)) == 12
    desk.in_scheme("light")


def test_the_console_was_silent(desk: Visit):
    assert desk.troubles == []
