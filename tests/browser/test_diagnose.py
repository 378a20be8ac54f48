"""The page that diagnoses a run: a paste, a report, a link that gives the same report.

The one rule: a reader's own keys and clicks, on one page whose Python is warm; what a
link holds is opened in a fresh browser.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import SIZES, Visit, window
from tests.browser.pastes import mangled, unanswered
from tests.browser.test_cut import CUT, SMALLEST_TYPE

PATH = "diagnose/"
BOX = ".gd-d-box textarea"
REPORT, HEADLINE, STATUS = ".gd-d-report", ".gd-d-headline", ".gd-d-status"
TEXT = "document.querySelector('.gd-d-report').textContent"
DATA = "x y\n80 162\n95 189\n110 221\n130 259\n150 301"
CODE = """import torch
x = torch.tensor([[80.0], [95.0], [110.0], [130.0]])
y = torch.tensor([[162.0], [189.0], [221.0], [259.0]])
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
for epoch in range(20):
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    print("epoch", epoch, "loss", loss.item())
"""
SCALED = """import numpy as np
area = np.array([850, 900, 1200, 1500, 1700, 2100.])
price = np.array([100, 110, 150, 180, 210, 260.])
x_scaled = (area - area.mean()) / area.std()
w, b = 0., 0.
for _ in range(500):
    e = w * x_scaled + b - price
    w -= 0.1 * 2 * (e * x_scaled).mean()
    b -= 0.1 * 2 * e.mean()
print(w, b)
"""
PREDICTED = """import numpy as np
height = np.array([1.5, 1.6, 1.65, 1.7, 1.75, 1.8, 1.9])
weight = np.array([50., 56., 60., 66., 70., 76., 85.])
m, c = 0.0, 0.0
for epoch in range(2000):
    pred = m * height + c
    m -= 0.1 * 2 * np.mean((pred - weight) * height)
    c -= 0.1 * 2 * np.mean(pred - weight)
"""
JAVASCRIPT = """let w = 0;
for (let i = 0; i < x.length; i++) {
  w -= 0.1 * x[i];
}"""
POST = (
    "My loss explodes at a learning rate of 1e-4, this is the code.\n\n"
    f"```\n{CODE}```\n\nIt prints\n\nepoch 0 loss 48211.2\nepoch 1 loss 96530.1\n"
)
OPEN_FOLDS = "document.querySelectorAll('details').forEach(one => one.open = true)"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """The page on a desktop; Python is warm after the first diagnosis."""
    with window(browser, permissions=CLIPBOARD) as context:
        yield Visit(context.new_page(), address, "desktop", "light").open(PATH)


@pytest.fixture
def page(desk: Visit) -> Page:
    """The same page, empty, for each test."""
    page = desk.page
    if page.url.partition("#")[0] != desk.address + PATH:
        page.goto(desk.address + PATH)
    page.wait_for_selector(BOX)
    page.evaluate("history.replaceState(null, '', location.pathname)")
    page.locator(BOX).fill("")
    page.evaluate("document.querySelector('.gd-d-place').replaceChildren()")
    page.locator(STATUS).evaluate("said => { said.className = 'gd-d-status'; }")
    return page


def diagnosed(page: Page, text: str) -> str:
    """Paste and press the keys; the report's sentence."""
    page.locator(BOX).fill(text)
    page.locator(BOX).press("Control+Enter")
    return sentence(page)


def sentence(page: Page) -> str:
    page.wait_for_selector(REPORT)
    return page.locator(HEADLINE).inner_text()


@pytest.mark.parametrize("size", SIZES)
def test_the_first_screen_has_question_promise_box_and_button(visits, size):
    page = visits(PATH, size, "light").page
    page.evaluate("scrollTo(0, 0)")
    for part in ("h1", ".gd-d-promise", BOX, ".gd-d-box .gd-primary"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["y"] + box["height"] <= SIZES[size][1], part
    expect(page.locator(".gd-d-box")).to_contain_text(
        "Nothing you paste leaves your browser."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


def test_python_is_loaded_for_a_diagnosis_and_not_before(open_page):
    page = open_page(PATH)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.locator(BOX).fill(DATA)
    expect(page.locator(".gd-d-card")).to_contain_text("5 rows; x is “x”, y is “y”.")
    assert not [url for url in loaded if "/runtime/" in url]
    page.locator(BOX).press("Control+Enter")
    expect(page.locator(STATUS)).to_contain_text("Python")
    page.wait_for_selector(REPORT)
    assert [url for url in loaded if "/runtime/" in url]


def test_a_forum_post_becomes_cards_and_a_report(desk: Visit, page: Page):
    said = diagnosed(page, POST)
    kinds = page.locator(".gd-d-card strong").all_text_contents()
    assert kinds == ["Code", "Printed lines", "Words", "Words"]
    assert any(letter.isdigit() for letter in said)
    expect(page.locator(HEADLINE)).to_be_focused()
    expect(page.locator(".gd-d-findings > li").first).to_be_visible()
    assert page.locator(".gd-d-findings").inner_text().count("line") >= 1
    assert desk.troubles == []


def test_code_that_scales_its_data_is_judged_on_the_scaled_ones(page: Page, open_page):
    said = diagnosed(page, SCALED)
    assert "10 % of the limit (1 for" in said
    expect(page.locator(".gd-d-card")).to_contain_text("x is “area”, y is “price”")
    fresh = open_page(f"{PATH}{page.evaluate('location.hash')}")
    assert sentence(fresh) == said
    fresh.get_by_role("button", name="Run it here").click()
    printed = fresh.locator("summary", has_text="What it printed")
    expect(printed).to_be_visible()
    assert "10 % of the limit (1 for" in sentence(fresh)


def test_a_prediction_of_the_code_is_not_taken_for_y(page: Page):
    said = diagnosed(page, PREDICTED)
    expect(page.locator(".gd-d-card")).to_contain_text("x is “height”, y is “weight”")
    assert "Nothing is wrong" not in said


def test_a_link_gives_the_same_report_in_a_fresh_browser(page: Page, open_page):
    diagnosed(page, f"{POST}\n{DATA}")
    until(page, "location.hash.startsWith('#d=1.')")
    fragment = page.evaluate("location.hash")
    fresh = open_page(f"{PATH}{fragment}")
    fresh.wait_for_selector(REPORT)
    expect(fresh.locator(".gd-d-card")).not_to_have_count(0)
    plain = ".gd-d-report details:last-of-type pre"
    assert fresh.locator(plain).text_content() == page.locator(plain).text_content()
    assert fresh.evaluate(TEXT) == page.evaluate(TEXT)
    assert fresh.evaluate("location.hash") == fragment


def test_code_of_a_link_is_shown_and_runs_after_a_click_alone(page: Page, open_page):
    diagnosed(page, f"```\n{CODE}\nprint('it' + 'ran')\n```")
    fresh = open_page(f"{PATH}{page.evaluate('location.hash')}")
    fresh.wait_for_selector(REPORT)
    assert "'it' + 'ran'" in fresh.locator(BOX).input_value()
    assert "itran" not in fresh.evaluate(TEXT)
    fresh.get_by_role("button", name="Run it here").click()
    printed = fresh.locator("summary", has_text="What it printed")
    expect(printed).to_be_visible()
    assert "itran" in fresh.evaluate(TEXT)


def test_what_is_no_python_is_not_offered_to_run(page: Page):
    run_here = page.get_by_role("button", name="Run it here")
    diagnosed(page, CODE)
    expect(run_here).to_be_visible()
    diagnosed(page, f"{JAVASCRIPT}\n\n{DATA}")
    expect(page.locator(".gd-d-report")).to_contain_text("only Python is read")
    expect(run_here).to_have_count(0)


def test_a_program_that_fails_is_judged_with_what_it_raised(page: Page):
    diagnosed(page, f"{CODE}print(undefined)\n")
    page.get_by_role("button", name="Run it here").click()
    page.locator("summary", has_text="What it printed").wait_for()
    seen = page.locator(".gd-d-findings > li", has_text="When it ran")
    expect(seen.first).to_contain_text("which nothing has set before")


@pytest.mark.parametrize(
    "fragment", ["#d=", "#d=hello", "#d=1.AAAA", "#d=9.AAAA", "#d=1.%3Cb%3E"]
)
def test_a_damaged_link_says_so_and_leaves_the_page(open_page, fragment):
    page = open_page(f"{PATH}{fragment}")
    expect(page.locator(STATUS)).to_contain_text("damaged")
    expect(page.locator(BOX)).to_be_editable()
    assert page.locator(REPORT).count() == 0


def test_markup_in_a_paste_is_text(desk: Visit, page: Page):
    evil = "<img src=x onerror=window.spoilt=1>"
    rows = f"{evil},y\n1,2\n2,4.5\n3,6"
    diagnosed(page, f"{rows}\n\n```\n# {evil}\n{CODE}```")
    assert page.evaluate("window.spoilt") is None
    assert page.locator(".gd-diagnose img").count() == 0
    assert desk.troubles == []


def test_where_python_does_not_load_the_paste_stays(open_page):
    page = open_page(PATH)
    page.route("**/runtime/**", lambda route: route.abort())
    page.locator(BOX).fill(DATA)
    page.get_by_role("button", name="Diagnose", exact=True).click()
    expect(page.locator(STATUS)).to_contain_text("Python could not")
    assert page.locator(BOX).input_value() == DATA
    page.unroute("**/runtime/**")
    page.get_by_role("button", name="Diagnose", exact=True).click()
    assert sentence(page)


def test_nothing_and_words_alone_are_answered_with_what_to_do(page: Page):
    for text in ("", "How do I choose the learning rate?"):
        page.locator(BOX).fill(text)
        page.locator(BOX).press("Control+Enter")
        expect(page.locator(STATUS)).to_contain_text("paste data, code or the lines")
        expect(page.locator(BOX)).to_be_focused()


def test_an_emptied_box_says_of_what_the_report_below_is(page: Page):
    page.locator(BOX).fill(DATA)
    page.get_by_role("button", name="Diagnose", exact=True).click()
    assert sentence(page)
    page.locator(BOX).fill("")
    page.locator(BOX).press("Control+Enter")
    expect(page.locator(STATUS)).to_contain_text("There is nothing to diagnose yet")
    expect(page.locator(STATUS)).to_contain_text("is of what stood here before.")


def test_what_can_be_read_in_two_ways_is_asked_first(page: Page):
    page.locator(BOX).fill("1,250 2,500\n1,300 2,601\n1,370 2,700")
    page.locator(BOX).press("Control+Enter")
    expect(page.locator(STATUS)).to_contain_text("One thing is open")
    option = page.locator(".gd-d-reading").first
    expect(option).to_be_focused()
    option.press("Enter")
    page.locator(BOX).press("Control+Enter")
    assert sentence(page)


def test_moments_alone_are_diagnosed(page: Page):
    page.locator(".gd-d-known > summary").click()
    for name, value in (
        ("Learning rate", "1e-3"),
        ("Rows n", "50"),
        ("Mean of x", "88"),
        ("Standard deviation of x", "6.2"),
    ):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Diagnose", exact=True).click()
    assert "limit" in sentence(page)


def test_the_answer_for_a_forum_is_copied_with_its_link(page: Page):
    said = diagnosed(page, f"{DATA}\n\nepoch 0 loss 4\nepoch 1 loss 9\nepoch 2 loss 20")
    page.get_by_role("button", name="Copy as forum answer").click()
    expect(page.locator(".gd-d-tools [role=status]")).to_contain_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\\", "").startswith(f"**{said}**")
    assert page.url in copied


def test_the_run_opens_in_the_explorer_and_comes_back(page: Page, open_page):
    diagnosed(page, DATA)
    link = page.get_by_role("link", name="Open in the explorer")
    href = link.get_attribute("href")
    assert href
    assert "/explorer/#s=1." in href
    back = open_page(f"{PATH}#s={href.partition('#s=')[2]}")
    assert sentence(back)
    expect(back.locator(".gd-d-card").first).to_contain_text("5 rows")


def test_each_example_is_diagnosed_by_one_click(desk: Visit, page: Page):
    cards = page.locator("[data-example]")
    assert cards.count() >= 16
    for card in cards.all():
        page.evaluate("document.querySelector('.gd-d-place').replaceChildren()")
        card.get_by_role("button").click()
        assert sentence(page).endswith((".", "?", ")")), card.inner_text()
    assert desk.troubles == []


@pytest.mark.parametrize("size", SIZES)
def test_a_report_can_be_read_by_all(browser, address, size):
    with window(browser, size) as context:
        visit = Visit(context.new_page(), address, size, "light").open(PATH)
        page = visit.page
        diagnosed(page, POST)
        page.evaluate(OPEN_FOLDS)
        for scheme in ("light", "dark"):
            visit.in_scheme(scheme)
            assert violations(page) == []
            assert page.evaluate(CUT, SMALLEST_TYPE) == []
            controls = ".gd-diagnose :is(button, select, summary):visible"
            for control in page.locator(controls).all():
                box = control.bounding_box()
                assert box
                assert min(box["height"], box["width"]) >= 24, control.inner_text()


def test_without_script_the_examples_and_the_command_stand_there(open_page):
    page = open_page(PATH, java_script_enabled=False)
    expect(page.locator(".gd-diagnose")).to_contain_text("python -m gdcore")
    assert page.locator("[data-example] h3").count() >= 16
    assert page.locator(".gd-diagnose button").count() == 0


def test_whatever_is_pasted_gets_an_answer(desk: Visit, page: Page):
    assert json.dumps(unanswered(page, mangled([POST, DATA, CODE], 40))) == "[]"
    assert desk.troubles == []
