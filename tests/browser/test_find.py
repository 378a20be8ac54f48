"""The ways to an answer: the three questions, a mistyped address, a short one, a copy.

The one rule: a reader's own keys and clicks, with script and without.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PLACES = ("", "find/")
NAN = "details:has(> summary > #see-nan)"
ANSWER = "answers/years-as-x/"
NUMPY, TORCH = (f"{ANSWER}discourse-{name}.txt" for name in ("numpy", "torch"))
FOLD = ".gd-forum"
MISTYPED = {
    "answers/los-is-nan": "answers/loss-is-nan/",
    "answer/loss_is_nan.html": "answers/loss-is-nan/",
    "a/loss-is-nann/": "answers/loss-is-nan/",
    "Answers/Cost-Increase": "answers/cost-increases/",
    "answers/intercept-not-learned": "answers/intercept-not-learnt/",
    "answers/two-variable-milion-step/": "answers/two-variables-million-steps/",
    "answers/nan-at-step-0": "answers/nan-at-step-zero/",
    "answers/celcius-to-farenheit": "answers/celsius-to-fahrenheit/",
    "docs/answers/predict-mean.md": "answers/predicts-the-mean/",
    "ansers/wrong-gradiant?utm=x#y": "answers/wrong-gradient/",
    "topics/learning_rate": "topics/learning-rate/",
    "topics/ilconditioning/": "topics/ill-conditioning/",
    "topics/adma/": "topics/adam/",
    "topics/ridge-regression/": "topics/ridge/",
    "reference/glosary": "reference/glossary/",
    "explore": "explorer/",
}


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_three_questions_lead_to_the_code_by_keyboard(open_page, address, path, script):
    page = open_page(path, java_script_enabled=script)
    summary = page.locator(f"{NAN} > summary")
    question = page.locator(f"{NAN} a[href$='{ANSWER}']")
    expect(question).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(question).to_be_visible()
    moments = page.locator(f"{NAN} dt").all_inner_texts()
    assert moments == [
        "Before the first step",
        "In the first steps",
        "Since I changed data or code",
    ]
    page.locator(f"{NAN} a[href*='{ANSWER}#']", has_text="PyTorch").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ANSWER}#__tabbed_1_2")
    expect(page.locator(".gd-answer p").first).to_be_in_viewport()
    if script:
        expect(page.locator("#__tabbed_1_2")).to_be_checked()
        expect(
            page.locator(".gd-answer pre").locator("visible=true").first
        ).to_contain_text("torch")


def test_a_tab_of_code_is_shown_below_its_answer_on_a_slow_machine(open_page):
    page = open_page()
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 12})
    page.locator(f"{NAN} > summary").click()
    page.locator(f"{NAN} a[href*='{ANSWER}#']", has_text="PyTorch").click()
    expect(page.locator("#__tabbed_1_2")).to_be_checked()
    page.wait_for_timeout(1000)  # for whatever else may scroll
    expect(page.locator(".gd-answer p").first).to_be_in_viewport()


def test_a_fold_of_the_path_has_an_address(open_page):
    page = open_page("find/#see-wrong")
    expect(page.locator("details:has(#see-wrong) dd").first).to_be_visible()


@pytest.mark.parametrize("typed", MISTYPED)
def test_a_mistyped_address_offers_the_right_page_first(open_page, address, typed):
    page = open_page(typed)
    expect(page.locator("h1")).to_have_text("There is no page at this address")
    first = page.locator("[data-nearest] li a").first
    expect(first).to_have_attribute("href", f"{address}{MISTYPED[typed]}")
    assert page.locator("[data-nearest] li").count() <= 5


def test_what_is_like_nothing_gets_the_other_ways_alone(open_page, address):
    for script in (True, False):
        page = open_page("qqq/xyzzy/", java_script_enabled=script)
        expect(page.get_by_role("link", name="Find your answer").last).to_be_visible()
        assert page.locator("[data-nearest] *").count() == 0
        ways = page.locator(".md-content li a")
        hrefs = [way.evaluate("link => link.href") for way in ways.all()]
        assert hrefs == [f"{address}find/", address]


def test_a_missing_page_asks_no_other_host(open_page, address):
    page = open_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{address}answers/los-is-nan/deeper/")
    expect(page.locator("[data-nearest] li a").first).to_be_visible()
    assert loaded
    assert all(url.startswith(address) for url in loaded)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_short_address_keeps_what_follows_it(open_page, address, script):
    page = open_page(
        "a/loss-is-nan/?from=print#figure-loss-is-nan", java_script_enabled=script
    )
    kept = "?from=print#figure-loss-is-nan" if script else ""
    page.wait_for_url(re.compile(rf".*/answers/loss-is-nan/{re.escape(kept)}"))
    expect(page.locator("h1")).to_contain_text("Loss is NaN")


def opened(page: Page) -> Page:
    page.locator(f"{FOLD} > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy for Discourse")).to_be_visible()
    return page


def test_an_answer_is_copied_with_the_code_of_the_open_tab(open_page, site: Path):
    grant = ["clipboard-read", "clipboard-write"]
    page = opened(open_page(ANSWER, permissions=grant))
    for tab, file in (("NumPy", NUMPY), ("PyTorch", TORCH)):
        page.locator(".gd-answer .tabbed-labels label", has_text=tab).first.click()
        page.get_by_role("button", name="Copy for Discourse").focus()
        page.keyboard.press("Enter")
        note = page.locator(f"{FOLD} [role=status]")
        expect(note).to_have_text(
            f"The answer for Discourse, with the code for {tab}, is copied."
        )
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == (site / file).read_text(encoding="utf-8")
    page.get_by_role("button", name="Copy for Stack Overflow").click()
    expect(note).to_contain_text("for Stack Overflow, with the code for PyTorch, is")
    assert "Disclosure: " in page.evaluate("navigator.clipboard.readText()")


def test_where_the_clipboard_is_closed_the_text_is_selected(open_page, site: Path):
    page = open_page(ANSWER)
    page.evaluate(
        "() => { navigator.clipboard.writeText = async () => { throw Error(); }; }"
    )
    opened(page).get_by_role("button", name="Copy for Discourse").click()
    expect(page.locator(f"{FOLD} [role=status]")).to_contain_text("copy it from here")
    selected = page.locator(f"{FOLD} textarea").evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert selected == (site / NUMPY).read_text(encoding="utf-8")
    expect(page.locator(f"{FOLD} textarea")).to_be_focused()


def test_a_text_that_does_not_load_is_told(open_page):
    page = open_page(ANSWER)
    page.route("**/*.txt", lambda route: route.abort())
    opened(page).get_by_role("button", name="Copy for Discourse").click()
    expect(page.locator(f"{FOLD} [role=status]")).to_contain_text(
        "its link leads to it"
    )


def test_without_script_the_texts_are_links(open_page, address):
    page = open_page(ANSWER, java_script_enabled=False)
    page.locator(f"{FOLD} > summary").click()
    assert page.locator(f"{FOLD} button").count() == 0
    page.get_by_role("link", name="Text for Discourse, PyTorch").click()
    page.wait_for_url(f"{address}{TORCH}")
    expect(page.locator("body")).to_contain_text("The repaired code, with PyTorch:")


def test_an_answer_loads_nothing_for_a_fold_that_is_closed(open_page, address):
    page = open_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address + ANSWER, wait_until="load")
    assert not [url for url in loaded if url.endswith(("forum.js", ".txt"))]
