"""The panels of the explorer: controls, code, exercises, and the address they keep.

The one rule: one page is opened and asked many questions; each test begins at the
page's first settings.
"""

import base64
import json
import random
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.exercises import EXERCISES
from scripts.pipeline import links
from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window
from tests.browser.test_explorer import PATH, READY, SETTLED, scrub

RAN = "document.querySelector('.gd-running')?.textContent === ''"
DRAWN = "document.querySelector('.gd-marker') !== null"
BESIDE = "!!document.querySelector('.cm-content')"
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
CATALOG = "fetch('../data/explorer/catalog.json').then(answer => answer.json())"
BARE = """() => {
    history.pushState(null, '', location.pathname);
    dispatchEvent(new PopStateEvent('popstate'));
    document.activeElement.blur();
    scrollTo(0, 0);
}"""
SPOILT = "window.stays || window.steps !== undefined || window.spoilt"
COUNT_STEPS = """() => {
    const push = history.pushState;
    window.steps = 0;
    history.pushState = function (...entry) {
        window.steps += 1;
        return push.apply(this, entry);
    };
}"""
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """The explorer on a desktop, its Python ready."""
    with window(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        visit.page.goto(address + PATH, wait_until="load")
        until(visit.page, DRAWN)
        until(visit.page, READY)
        yield visit


@pytest.fixture
def page(desk: Visit) -> Page:
    """The same page for each test, at its first settings, its Python warm."""
    page = desk.page
    if page.url.partition("#")[0] != desk.address + PATH or page.evaluate(SPOILT):
        anew(desk)
    page.evaluate(BARE)
    until(page, "document.querySelector('.gd-more') !== null")
    page.evaluate("document.querySelector('.gd-more').open = true")
    settle(page)
    return page


def anew(desk: Visit) -> None:
    desk.page.goto("about:blank")
    desk.page.goto(desk.address + PATH, wait_until="load")
    until(desk.page, "document.querySelector('.gd-more') !== null")


def settle(page: Page) -> None:
    """Until the picture answers the controls, and the address says what they show."""
    until(page, READY)
    page.wait_for_timeout(30)
    until(page, SETTLED)


def open_folds(page: Page) -> None:
    """Open what is folded, the panel included, which comes after the picture."""
    until(page, "document.querySelector('.gd-more') !== null")
    page.evaluate(OPEN_FOLDS)


def opened(page: Page, fragment: str) -> None:
    page.evaluate("fragment => { location.hash = fragment; }", fragment)
    page.wait_for_timeout(50)
    settle(page)


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def choose_data(page: Page, name: str) -> None:
    page.locator(f".gd-chip input[value={name}]").check()


def shared(page: Page) -> dict[str, Any]:
    """The settings that the button copies."""
    page.get_by_role("button", name="Link to this step").click()
    expect(page.locator(".gd-share")).to_contain_text("Copied.")
    address = page.evaluate("navigator.clipboard.readText()")
    settings, problem = links.decode(address.partition("#s=")[2])
    assert problem == ""
    return settings


def code(page: Page) -> Locator:
    """The real editor, in its open fold."""
    page.evaluate("document.querySelector('.gd-code-fold').open = true")
    until(page, BESIDE)
    return page.locator(".cm-content")


def write(page: Page, text: str) -> None:
    """Put a program in the editor, which may take as long as a busy machine does."""
    code(page)
    field(page, "Seconds at most").fill("60")
    code(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def run(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+Enter")
    page.wait_for_timeout(50)
    until(page, RAN)


def test_the_stable_zone_is_that_of_these_data(page: Page):
    number = field(page, "Learning rate η, as a number")
    says, rate = page.locator(".gd-rate-says"), page.locator(".gd-rate")
    expect(page.locator(".gd-rate-mark")).to_have_text("limit 0.001238")
    expect(says).to_have_text("0.4038 of the limit")
    field(page, "Learning rate η").fill("900")
    settle(page)
    expect(says).to_contain_text("times the limit: it diverges")
    expect(rate).to_have_class("gd-field gd-rate gd-has-limit gd-past-limit")
    zone = page.evaluate(
        "getComputedStyle(document.querySelector('.gd-rate-zone'), '::after')"
        ".backgroundImage"
    )
    assert zone.startswith("repeating-linear-gradient")
    number.fill("-1")
    expect(number).to_have_attribute("aria-invalid", "true")
    number.fill("0.0002")
    settle(page)
    said = field(page, "Learning rate η").get_attribute("aria-valuetext")
    assert said == "0.0002, 0.1615 of the limit"
    field(page, "Coordinates").select_option("standardized")
    settle(page)
    expect(page.locator(".gd-rate-mark")).to_have_text("limit 1")


def test_each_method_has_the_controls_of_its_fields(page: Page):
    catalog = page.evaluate(
        "fetch('../data/explorer/catalog.json').then(r => r.json())"
    )
    assert field(page, "All methods").locator("option").count() == len(
        catalog["optimizers"]
    )
    for entry in catalog["optimizers"]:
        field(page, "All methods").select_option(entry["name"])
        settle(page)
        fields = ".gd-method > .gd-field, .gd-method-rate:not([hidden]) .gd-rate"
        count = page.locator(fields).count()
        assert count == len(entry["fields"]), entry["name"]
        expect(page.locator(".gd-problem")).to_have_text("")
        assert shared(page)["optimizer"]["name"] == entry["name"]


def test_what_does_not_go_together_says_why(page: Page):
    choose_data(page, "two_variables")
    settle(page)
    options = field(page, "Coordinates").locator("option")
    assert options.all_inner_texts()[1:] == [
        "Centered (needs a line)",
        "Standardized (needs a line)",
    ]
    assert options.nth(1).is_disabled()
    expect(field(page, "Start x₀")).to_be_visible()
    choose_data(page, "outliers")
    field(page, "All methods").select_option("Chebyshev")
    field(page, "Ridge weight α").fill("2")
    settle(page)
    field(page, "Loss").select_option("mae")
    settle(page)
    expect(page.locator(".gd-problem")).to_have_text("")
    settings = shared(page)
    assert settings["optimizer"]["name"] == "SubgradientDescent"
    assert settings["l2"] == 0
    expect(field(page, "Ridge weight α")).to_be_disabled()
    option = field(page, "All methods").locator("option[value=Chebyshev]")
    expect(option).to_have_text("Chebyshev (needs squared error)")
    expect(option).to_be_disabled()


def test_each_parameter_can_have_a_rate_of_its_own(page: Page):
    page.get_by_role("button", name="One rate for each parameter").click()
    field(page, "Learning rate of b, as a number").fill("0.3")
    settle(page)
    assert shared(page)["optimizer"]["learning_rate"] == [0.0005, 0.3]
    page.get_by_role("button", name="One rate for both").click()
    settle(page)
    assert shared(page)["optimizer"]["learning_rate"] == 0.0005


def test_points_are_pasted_and_refused_by_row(page: Page):
    choose_data(page, "own")
    settle(page)
    assert len(shared(page)["data"]["x"]) == 100
    text, says = page.locator(".gd-own textarea"), page.locator(".gd-own [role=status]")
    use = page.get_by_role("button", name="Use these points")
    text.fill("t;height\n1,5;2\n2,5;three")
    use.click()
    expect(says).to_contain_text("Row 3: “three” is not a number")
    expect(says).to_contain_text("The pictures still show the points before.")
    expect(text).to_be_focused()
    text.fill("t;height\n1,5;2\n2,5;3,5\n4;9")
    use.click()
    settle(page)
    expect(says).to_have_text(
        "3 rows; x is “t”, y is “height”; comma is the decimal mark."
    )
    assert shared(page)["data"] == {"name": "own", "x": [1.5, 2.5, 4], "y": [2, 3.5, 9]}


def test_what_is_ambiguous_is_asked_and_can_be_changed_by_keyboard(page: Page):
    choose_data(page, "own")
    settle(page)
    text, says = page.locator(".gd-own textarea"), page.locator(".gd-own [role=status]")
    text.focus()
    page.evaluate("navigator.clipboard.writeText('1,020 171,500\\n1,045 180,250')")
    page.keyboard.press("ControlOrMeta+v")
    expect(says).to_contain_text("1,020 can be read in two ways")
    readings = page.locator(".gd-own > .gd-readings button")
    expect(readings).to_have_text(
        [
            "comma is a thousands separatorx = 1020, y = 171500",
            "comma is the decimal markx = 1.02, y = 171.5",
        ]
    )
    expect(readings.first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settle(page)
    assert shared(page)["data"]["x"] == [1.02, 1.045]
    alter = page.get_by_role("button", name="Change how it was read")
    alter.focus()
    page.keyboard.press("Enter")
    expect(alter).to_have_attribute("aria-expanded", "true")
    page.locator(".gd-columns .gd-readings button").click()
    settle(page)
    assert shared(page)["data"]["x"] == [1020, 1045]
    small = page.locator(".gd-own :is(button, select, textarea):visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect())"
        ".filter(box => box.width < 24 || box.height < 24)"
    )
    assert small == []
    assert violations(page) == []


DROP = """([name, text]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    const event = { dataTransfer, bubbles: true, cancelable: true };
    document.querySelector('.gd-own').dispatchEvent(new DragEvent('drop', event));
}"""


def test_a_dropped_file_has_its_columns_chosen(page: Page):
    choose_data(page, "own")
    settle(page)
    houses = "id,sqft,rooms,price\n1,1000,2,200\n2,1200,3,250\n3,1500,4,310\n"
    says = page.locator(".gd-own [role=status]")
    page.evaluate(DROP, ["houses.csv", houses])
    expect(says).to_have_text(
        "3 rows; x is “sqft”, y is “price”; column 1 is an index and left out."
    )
    settle(page)
    page.get_by_role("button", name="Change how it was read").click()
    field(page, "Column for x").select_option("“rooms”")
    settle(page)
    expect(field(page, "Column for x")).to_be_focused()
    assert shared(page)["data"] == {"name": "own", "x": [2, 3, 4], "y": [200, 250, 310]}
    page.evaluate(DROP, ["picture.png", "\0PNG"])
    expect(says).to_contain_text("picture.png is not a text")
    page.locator(".gd-own input[type=file]").set_input_files(
        {"name": "t.txt", "mimeType": "text/plain", "buffer": b"5 6\n7 9\n"}
    )
    expect(says).to_have_text("2 rows.")


def test_many_rows_are_thinned_in_the_picture_and_kept_out_of_links(page: Page):
    choose_data(page, "own")
    settle(page)
    rows = "\n".join(f"{i % 997},{(7 * i) % 1009 + 0.5}" for i in range(60_000))
    page.evaluate(DROP, ["many.csv", rows])
    drawn = (
        "document.querySelector('.gd-thinned')?.textContent.startsWith('2,000 of 60')"
    )
    until(page, drawn)
    settle(page)
    expect(page.locator(".gd-points circle")).to_have_count(2000)
    page.get_by_role("button", name="Link to this step").click()
    expect(page.locator(".gd-share")).to_contain_text("too many rows for a link")
    until(page, "!location.hash.includes('#s=')")
    field(page, "Precision").select_option("float32")
    field(page, "Epochs").fill("5")
    settle(page)
    expect(page.locator(".gd-problem")).to_be_empty()


def test_runs_are_pinned_labeled_and_removed(page: Page):
    number = field(page, "Learning rate η, as a number")
    add = page.get_by_role("button", name="Pin this run")
    items = page.get_by_role("list", name="Pinned runs").get_by_role("listitem")
    add.click()
    expect(items).to_contain_text(["the same run"])
    number.fill("0.001")
    settle(page)
    expect(items).to_contain_text(["learning rate 0.0005"])
    pinned = page.locator(".gd-view-surface path.gd-second")
    before = pinned.get_attribute("d")
    add.click()
    field(page, "All methods").select_option("Momentum")
    settle(page)
    number.fill("0.0001")
    settle(page)
    expect(items).to_contain_text(["gradient descent", "gradient descent"])
    assert before
    for view in ("line", "surface", "loss"):
        expect(page.locator(f".gd-view-{view} .gd-second")).to_have_count(2)
    expect(page.locator(".gd-bar-second")).to_have_count(4)
    pins = shared(page)["pins"]
    rates = [pin["optimizer"]["learning_rate"] for pin in pins]
    assert rates == [0.0005, 0.001]
    choose_data(page, "outliers")
    settle(page)
    assert shared(page)["pins"] == pins
    for _ in range(2):
        add.click()
        settle(page)
    expect(add).to_be_disabled()
    expect(page.locator(".gd-pins [role=status]")).to_contain_text("4 runs are pinned")
    dashes = page.locator(".gd-view-surface path.gd-second").evaluate_all(
        "all => all.map(e => getComputedStyle(e).strokeDasharray)"
    )
    assert len(set(dashes)) == 4
    assert violations(page) == []
    page.get_by_role("button", name="Remove pin 1").click()
    expect(items).to_have_count(3)
    expect(add).to_be_enabled()
    assert shared(page)["pins"][0] == pins[1]


def test_a_link_with_pins_draws_them_anew(page: Page):
    pins = [{"optimizer": {"name": "Momentum", "learning_rate": 0.0002}}, {"l2": 3}]
    opened(page, f"s={links.encode({'epochs': 60, 'pins': pins})}")
    expect(page.locator(".gd-view-loss path.gd-second")).to_have_count(2)
    items = page.get_by_role("list", name="Pinned runs").get_by_role("listitem")
    expect(items).to_contain_text(["momentum", "α 3"])


def test_epochs_start_and_views_are_set(page: Page):
    field(page, "Epochs").fill("1000001")
    expect(page.locator(".gd-slider .gd-hint:visible")).to_contain_text("1,000,000")
    field(page, "Epochs").fill("40")
    field(page, "Start w").fill("0.65")
    field(page, "Start b").fill("14")
    field(page, "Show residuals").check()
    settle(page)
    settings = shared(page)
    assert (settings["epochs"], settings["start"]) == (40, [0.65, 14])
    assert settings["show"] == {
        "residuals": True,
        "predicted": True,
        "bowl": False,
    }


def test_the_step_is_kept_while_a_number_of_epochs_is_typed(page: Page):
    scrub(page, 366)
    field(page, "Epochs").fill("1")
    settle(page)
    expect(page.locator(".gd-position")).to_contain_text("1 of 1")
    field(page, "Epochs").fill("1000")
    settle(page)
    expect(page.locator(".gd-position")).to_contain_text("366 of 1,000")


def test_a_hint_goes_with_the_number_that_was_refused(page: Page):
    ridge = field(page, "Ridge weight α")
    hint = page.locator(".gd-field", has=ridge).locator(".gd-hint")
    ridge.fill("-3")
    ridge.press("Tab")
    expect(hint).to_have_text("A number from 0 to 10¹⁰⁰.")
    page.get_by_role("button", name="Reset", exact=True).first.click()
    settle(page)
    expect(ridge).to_have_value("0")
    expect(hint).to_be_hidden()
    start = field(page, "Start w")
    start.fill("1e200")  # refused where it stands, not by a name of the settings
    expect(start).to_have_attribute("aria-invalid", "true")
    hint = page.locator(".gd-field", has=start).locator(".gd-hint")
    expect(hint).to_have_text("A number from −10¹⁰⁰ to 10¹⁰⁰.")
    expect(page.locator(".gd-problem")).to_be_empty()


def test_the_editor_runs_prints_and_says_the_line(page: Page):
    write(page, "print('from', len(x), 'points')\nlr = 1e-4\n")
    run(page)
    expect(page.locator(".gd-printed")).to_have_text("from 100 points\n")
    expect(page.locator(".gd-code-wrong")).to_be_hidden()
    write(page, "print('before')\nx.nothing\n")
    run(page)
    wrong = page.locator(".gd-code-wrong")
    expect(wrong).to_contain_text("Line 2: AttributeError")
    assert wrong.get_attribute("id") in code(page).get_attribute("aria-describedby")
    expect(code(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    expect(page.locator(".gd-printed")).to_have_text("before\n")
    assert violations(page) == []
    page.get_by_role("button", name="Reset the program").click()
    expect(code(page)).to_contain_text("def gradient(x, y, w, b):")
    expect(wrong).to_be_hidden()
    assert shared(page)["code"] is None


def test_a_wrong_gradient_is_named_beside_the_program(page: Page):
    loss = "def loss(x, y, w, b):\n    return np.mean((w * x + b - y) ** 2)\n"
    gradient = "def gradient(x, y, w, b):\n    r = w * x + b - y\n    return {}\n"
    verdict, status = page.locator(".gd-code-says"), page.locator(".gd-verdict")
    write(page, loss + gradient.format("2 * np.mean(r), 2 * np.mean(r * x)"))
    run(page)
    expect(verdict).to_contain_text("exchanged: return (dw, db)")
    expect(verdict).to_have_class("gd-code-says gd-wrong-text")
    expect(status).to_contain_text("exchanged: return (dw, db)")
    expect(status).to_have_class("gd-verdict gd-wrong-text")
    assert violations(page) == []
    write(page, loss + gradient.format("np.mean(r * x), np.mean(r)"))
    run(page)
    expect(verdict).to_contain_text("½ of the loss's. That is fine")
    expect(verdict).to_have_class("gd-code-says")
    expect(page.locator(".gd-rate-mark").first).to_have_text("limit 0.002476")
    expect(status).to_contain_text("learning rate is 0.002476")
    write(page, "x.nothing")
    run(page)
    expect(verdict).to_be_hidden()
    page.get_by_role("button", name="Reset the program").click()
    expect(verdict).to_be_hidden()


def test_a_program_says_what_it_takes_and_a_method_leaves_it(page: Page):
    says, pins = page.locator(".gd-kept"), page.locator(".gd-pins")
    pin = page.get_by_role("button", name="Pin this run")
    field(page, "All methods").select_option("LBFGS")
    settle(page)
    expect(says).to_contain_text("No learning rate is set for L-BFGS.")
    write(page, "print(lr)")
    run(page)
    expect(page.locator(".gd-printed")).to_have_text("0.0005\n")
    expect(says).to_contain_text("You see your program.")
    expect(says).to_contain_text("lr = 0.0005")
    expect(pin).to_be_disabled()
    expect(pins).to_contain_text("a program of yours cannot be pinned")
    field(page, "All methods").select_option("Momentum")
    settle(page)
    expect(says).to_contain_text("the learning rate is")
    expect(page.locator(".gd-printed")).to_have_text("0.0005\n")  # not run again
    expect(pin).to_be_enabled()
    expect(pins).not_to_contain_text("program")
    assert 0 < shared(page)["optimizer"]["learning_rate"] < 0.01


def test_batches_fit_the_rows_and_a_refusal_marks_the_picture(page: Page):
    choose_data(page, "own")
    settle(page)
    page.locator(".gd-own textarea").fill("1,1\n2,3\n4,2")
    page.get_by_role("button", name="Use these points").click()
    settle(page)
    field(page, "All methods").select_option("MinibatchGradientDescent")
    settle(page)
    expect(page.locator(".gd-problem")).to_be_empty()
    assert shared(page)["optimizer"]["batch_size"] == 3
    live = page.locator(".gd-live")
    field(page, "Batch size").fill("2")
    settle(page)
    expect(page.locator(".gd-words")).to_contain_text("Step 0, epoch 0:")
    stale = {"data": {"name": "own", "x": [3, 3], "y": [1, 2]}}
    opened(page, f"s={links.encode(stale)}")
    expect(page.locator(".gd-problem")).to_contain_text("those of the settings before")
    expect(live).to_have_class("gd-live gd-stale")
    choose_data(page, "clean")
    settle(page)
    expect(live).to_have_class("gd-live")
    expect(page.locator(".gd-problem")).to_be_empty()


def test_escape_then_tab_leaves_the_editor(page: Page):
    code(page).click()
    page.keyboard.press("Tab")
    expect(code(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()


def test_an_endless_loop_is_stopped_by_hand_and_by_time(page: Page):
    write(page, "while True:\n    pass")
    page.keyboard.press("ControlOrMeta+Enter")
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(page.locator(".gd-running")).to_have_text("Running …")
    stop.click()
    until(page, RAN)
    page.evaluate("window.spoilt = true")
    field(page, "Seconds at most").fill("1")
    code(page).click()
    run(page)
    expect(page.locator(".gd-code-wrong")).to_contain_text("Stopped after 1 second")
    write(page, "print('again')")  # Python starts anew
    run(page)
    expect(page.locator(".gd-printed")).to_have_text("again\n")


def test_a_plain_field_does_where_the_editor_cannot_be_had(browser, address):
    with window(browser) as context:
        page = context.new_page()
        page.route("**/editor-*.js", lambda route: route.abort())
        page.goto(address + PATH, wait_until="load")
        page.get_by_text("The algorithm, to edit and run").click()
        field(page, "Seconds at most").fill("60")
        area = page.get_by_label("Your program, in Python")
        area.fill("print('plain')")
        area.press("ControlOrMeta+Enter")
        expect(page.locator(".gd-printed")).to_have_text("plain\n")


def test_a_program_from_a_link_waits_for_a_click(page: Page):
    program = "print('it ran')\nx = x / 2\n"
    opened(page, f"s={links.encode({'code': program, 'epochs': 77})}")
    expect(page.locator(".gd-note-code")).to_contain_text("It has not been run")
    until(page, BESIDE)
    expect(code(page)).to_contain_text("it ran")
    page.get_by_role("button", name="Play").first.click()
    field(page, "Learning rate η, as a number").fill("0.0001")
    settle(page)
    expect(page.locator(".gd-printed")).to_be_hidden()
    field(page, "Seconds at most").fill("60")
    page.get_by_role("button", name="Run", exact=True).click()
    until(page, RAN)
    expect(page.locator(".gd-printed")).to_have_text("it ran\n")
    expect(page.locator(".gd-note-code")).to_be_hidden()


def damaged(count: int) -> Iterator[str]:
    """Fragments that are no links, each a function of its number."""
    whole = links.encode({"epochs": 77, "code": "print('it ran')"})
    evil: list[Any] = [
        {"epochs": 1e300},
        {"epochs": "<img src=x onerror=window.hit=1>"},
        {"code": ["print(1)"]},
        {"data": {"name": "own", "x": [1, None], "y": [1, 2]}},
        {"optimizer": {"name": "__proto__", "learning_rate": 1}},
        {"exercise": "<script>window.hit = 1</script>"},
        [1, 2],
        "text",
        None,
        {"v": 99, "epochs": 3},
    ]
    for number in range(count):
        seeded = random.Random(number)
        at = seeded.randrange(3, len(whole))
        match number % 4:
            case 0:
                yield whole[:at]
            case 1:
                yield f"1.{seeded.randbytes(40).hex()}"
            case 2:
                yield f"{whole[:at]}%00<b>{whole[at:]}"
            case _:
                yield _packed(json.dumps(evil[number // 4 % len(evil)]))
    yield _packed('{"code":"' + "x" * 2_000_000 + '"}')
    yield _packed("[" * 90_000)
    yield "7.AAAA"


def _packed(text: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    return "1." + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def test_damaged_links_on_the_page(browser: Browser, address: str):
    """A message each, the usual pictures, nothing run, nothing in the console."""
    with window(browser) as context:
        visit = Visit(context.new_page(), address, "desktop", "light")
        page, silent = visit.page, []
        problem = page.locator(".gd-problem").first
        for number, fragment in enumerate(damaged(40)):
            if number % 10 == 0:
                page.goto("about:blank")
                page.goto(f"{address}{PATH}#s={fragment}", wait_until="commit")
            else:  # the page is open already
                page.evaluate(BARE)
                expect(problem).to_be_empty()
                page.evaluate("text => { location.hash = text; }", f"s={fragment}")
            expect(problem).not_to_be_empty()
            if not problem.inner_text().startswith(("This link", "In these settings")):
                silent.append((fragment, problem.inner_text()))
            assert page.locator(".gd-marker").count()
        assert silent == []
        assert page.evaluate("window.hit") is None
        assert visit.troubles == []


@pytest.mark.parametrize("name", [exercise.id for exercise in EXERCISES])
def test_an_exercise_is_passed_by_its_answer_alone(name: str, desk: Visit):
    page = desk.page
    (exercise,) = [exercise for exercise in EXERCISES if exercise.id == name]
    opened(page, f"s={links.encode(exercise.settings('preset'))}")
    judged = page.locator(".gd-judged")
    expect(page.locator(".gd-exercise-title")).to_have_text(exercise.title)
    expect(judged).to_have_attribute("data-passed", "false")
    page.locator(".gd-exercise summary", has_text="Answer").click()
    solve = "Put the program in" if exercise.code else "Set it so"
    page.get_by_role("button", name=solve).click()
    settle(page)
    if exercise.code:
        expect(judged).to_have_attribute("data-passed", "false")
        field(page, "Seconds at most").fill("60")
        page.get_by_role("button", name="Run", exact=True).click()
        until(page, RAN)
    expect(judged).to_have_attribute("data-passed", "true")


def test_exercises_follow_one_another(page: Page):
    first, second = EXERCISES[:2]
    opened(page, f"s={links.encode(first.settings('preset'))}")
    assert violations(page) == []
    page.get_by_role("button", name="Next exercise").click()
    settle(page)
    expect(page.locator(".gd-exercise-title")).to_have_text(second.title)
    field(page, "Choose an exercise").select_option(first.id)
    settle(page)
    expect(page.locator(".gd-exercise-title")).to_have_text(first.title)
    page.get_by_role("button", name="Leave").click()
    expect(page.locator(".gd-exercise")).to_be_hidden()
    assert shared(page)["exercise"] is None


def test_the_history_has_a_step_for_each_deliberate_change(page: Page):
    page.evaluate(COUNT_STEPS)  # the length of a history ends at fifty
    number = field(page, "Learning rate η, as a number")
    number.fill("0.0001")
    page.wait_for_url("**#s=1.*")
    number.fill("0.0002")
    page.wait_for_timeout(600)
    assert page.evaluate("window.steps") == 0
    for step, method in enumerate(("Momentum", "Nesterov"), start=1):
        field(page, "All methods").select_option(method)
        settle(page)
        until(page, f"window.steps >= {step}")
    page.wait_for_timeout(100)
    assert page.evaluate("window.steps") == 2
    page.go_back()
    settle(page)
    expect(field(page, "All methods")).to_have_value("Momentum")
    page.go_back()
    settle(page)
    expect(field(page, "All methods")).to_have_value("GradientDescent")
    expect(number).to_have_value("0.0002")
    page.go_forward()
    settle(page)
    expect(field(page, "All methods")).to_have_value("Momentum")


def test_scrolling_leaves_the_address_alone(page: Page):
    """Material's navigation.tracking would write the heading in view into it."""
    field(page, "All methods").select_option("Adam")
    page.wait_for_url("**#s=1.*")
    address = page.url
    for end in ("document.body.scrollHeight", "0"):
        page.evaluate(f"window.scrollTo(0, {end})")
        page.wait_for_timeout(1000)
        assert page.url == address


def test_a_link_within_the_page_leaves_the_explorer_as_it_is(desk: Visit):
    """Material would load the page anew at the first one."""
    anew(desk)
    page = desk.page
    page.get_by_role("radio", name="Adam").check()
    settle(page)
    article = page.locator("article").element_handle()
    page.evaluate("location.hash = '#keyboard'")
    page.wait_for_timeout(500)
    assert article.evaluate("article => article.isConnected")
    expect(field(page, "All methods")).to_have_value("Adam")
    assert page.locator(".gd-live").count() == 1
    assert page.url.endswith("#keyboard")
    page.locator(".gd-scrub").fill("1.32222")
    expect(page.locator(".gd-readouts dd").first).to_have_text("20")


def test_instant_navigation_and_back(page: Page):
    page.evaluate("window.stays = true")
    field(page, "All methods").select_option("Adam")
    settle(page)
    page.wait_for_url("**#s=1.*")
    page.locator("article a[href$='exercises/']").first.click()
    page.wait_for_url("**/exercises/")
    page.get_by_role("link", name="Open in explorer: Add momentum").click()
    expect(page.locator(".gd-exercise-title")).to_have_text("Add momentum")
    page.go_back()
    page.wait_for_url("**/exercises/")
    page.go_back()
    expect(field(page, "All methods")).to_have_value("Adam")
    assert page.evaluate("window.stays"), "the page was loaded anew"


def test_the_run_is_copied(page: Page):
    for button, part in (
        ("NumPy", "import numpy as np"),
        ("PyTorch", "torch.optim.SGD"),
        ("Forum answer", "Clean line, gradient descent"),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".gd-copies [role=status]")).to_contain_text("copied.")
        text = page.evaluate("navigator.clipboard.readText()")
        assert part in text
        assert "undefined" not in text
    assert "/explorer/#s=1." in text
    field(page, "All methods").select_option("ConjugateGradient")
    settle(page)
    page.get_by_role("button", name="PyTorch", exact=True).click()
    said = page.locator(".gd-copies [role=status]")
    expect(said).to_contain_text("torch.optim has no conjugate gradients")


def test_a_closed_clipboard_leaves_a_field_to_copy_from(page: Page):
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Link to this step").click()
    link = field(page, "What to copy by hand")
    expect(link).to_be_visible()
    assert links.decode(link.input_value().partition("#s=")[2])[1] == ""
    page.get_by_role("button", name="NumPy", exact=True).click()
    text = field(page, "The text to copy")
    expect(text).to_be_visible()
    assert "import numpy" in text.input_value()


def test_the_console_was_silent(desk: Visit):
    assert desk.troubles == []


def colors(part: Locator, trim: int = 0) -> list[tuple[int, ...]]:
    """The colors of a part of the page, the most frequent first."""
    picture = Image.open(BytesIO(part.screenshot())).convert("RGB")
    width, height = picture.size
    inner = picture.crop((trim, trim, width - trim, height - trim))
    return [color for _, color in sorted(inner.getcolors(1 << 16), reverse=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_is_seen_in_colors_of_the_system(browser, address, scheme):
    with window(browser, scheme=scheme, forced_colors="active") as context:
        page = context.new_page()
        page.goto(address + PATH, wait_until="load")
        until(page, "document.querySelector('.gd-more') !== null")
        switch = page.get_by_role("switch", name="Standardize x")
        assert len(colors(switch)) > 1
        off = colors(switch, 2)[0]
        assert len(colors(page.locator(".gd-rate-track"))) > 2
        for label in ("Method", "Data"):
            chips = page.locator(f".gd-chips[aria-label='{label}'] .gd-chip")
            chosen, other = (
                colors(chips.filter(has=page.locator(f"input{state}")).first, 3)[0]
                for state in (":checked", ":not(:checked, :disabled)")
            )
            assert chosen != other
        width = page.locator(".gd-more > summary").bounding_box()["width"]
        clip = page.locator(".gd-more > summary").screenshot()
        picture = Image.open(BytesIO(clip)).convert("RGB")
        chevron = picture.crop((int(width) - 16, 0, int(width), picture.height))
        assert len(chevron.getcolors(1 << 16)) > 1
        switch.check()
        settle(page)
        assert colors(switch, 2)[0] != off


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_everything_fits_and_can_be_told(browser, address, scheme):
    with window(browser, "phone", scheme, has_touch=True) as context:
        page = context.new_page()
        settings = EXERCISES[6].settings("solution")
        page.goto(f"{address}{PATH}#s={links.encode(settings)}", wait_until="load")
        until(page, DRAWN)
        until(page, "document.querySelector('.gd-exercise-title')?.textContent")
        page.get_by_role("button", name="Pin this run").click()
        open_folds(page)
        until(page, BESIDE)
        settle(page)
        assert page.evaluate(WIDTH) <= 390
        assert violations(page) == []
        low = page.evaluate(
            """() => [...document.querySelectorAll('.gd-controls :is(button, select)')]
                .filter(e => e.checkVisibility()
                    && e.getBoundingClientRect().height < 30)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert low == []
