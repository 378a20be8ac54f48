"""The explorer in a frame of another page, and what is taken away from it: code, PNG.

The one rule: a frame shows nothing but the explorer, and opens what its address says.
"""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from scripts.pipeline import links
from scripts.pipeline.chromium import until
from tests.browser.axe import violations
from tests.browser.conftest import Visit, window

PATH = "explorer/"
FRAME = {"viewport": {"width": 640, "height": 360}}
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(
    e => e.checkVisibility() && e.getBoundingClientRect().height > 1
        && !e.closest('.gd-explorer') && !e.contains(document.querySelector('.gd-live'))
).map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_holds_the_explorer_alone_and_all_of_it(
    browser: Browser, address: str, scheme: str
):
    with window(browser, scheme=scheme, **FRAME) as context:
        visit = Visit(context.new_page(), address, "frame", scheme)
        page = visit.page
        page.goto(f"{address}{PATH}?embed=1")
        page.wait_for_selector(".gd-marker", state="attached")
        expect(page.get_by_role("link", name="Open in the explorer")).to_be_visible()
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(
            "[document.documentElement.scrollWidth,"
            " document.documentElement.scrollHeight]"
        ) == [640, 360]
        assert violations(page, place=".gd-explorer") == []
        assert visit.troubles == []


def test_a_frame_opens_its_link_and_leads_to_the_whole_explorer(
    browser: Browser, address: str
):
    settings = {"optimizer": {"name": "GradientDescent", "learning_rate": 0.001}}
    fragment = f"#s={links.encode(settings)}"
    with window(browser, **FRAME) as context:
        page = context.new_page()
        page.goto(f"{address}{PATH}?embed=1{fragment}")
        rate = page.get_by_label("Learning rate η, as a number")
        expect(rate).to_have_value("0.001")
        rate.fill("0.0002")
        link = page.get_by_role("link", name="Open in the explorer")
        until(
            page,
            "before => document.querySelector('.gd-said a').href !== before",
            arg=link.get_attribute("href"),
        )
        whole = urlsplit(link.get_attribute("href"))
        assert (whole.path.rsplit("/", 2)[1], whole.query) == ("explorer", "")
        opened, problem = links.decode(whole.fragment.removeprefix("s="))
        assert (problem, opened["optimizer"]["learning_rate"]) == ("", 0.0002)


def test_the_code_of_a_frame_is_copied(browser: Browser, address: str):
    rights = ["clipboard-read", "clipboard-write"]
    with window(browser, permissions=rights) as context:
        page = context.new_page()
        page.goto(address + PATH)
        page.get_by_role("button", name="Copy iframe").click()
        expect(page.locator(".gd-share")).to_contain_text("Copied.")
        page.set_content(page.evaluate("navigator.clipboard.readText()"))
        frame = page.locator("iframe")
        source = frame.get_attribute("src")
        assert source.startswith(f"{address}{PATH}?embed=1#s=")
        assert (frame.get_attribute("width"), frame.get_attribute("height")) == (
            *("640", "360"),
        )
        assert frame.get_attribute("title")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_saved_picture_is_what_is_seen(
    browser: Browser, address: str, scheme: str, tmp_path
):
    with window(browser, scheme=scheme, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(address + PATH)
        page.wait_for_selector(".gd-marker", state="attached")
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the picture as PNG").click()
        assert download.value.suggested_filename == "gradient-descent.png"
        download.value.save_as(tmp_path / "saved.png")
        saved = Image.open(tmp_path / "saved.png").convert("RGB")
        line = page.locator(".gd-view-line svg")
        seen = Image.open(BytesIO(line.screenshot())).convert("RGB")
        assert saved.getpixel((0, 0)) == seen.getpixel((1, seen.height - 1))
        for hue in ("--gd-optimum", "--gd-steep", "--gd-flat"):
            color = page.evaluate(
                """name => {
                    const probe = document.createElement('i');
                    probe.style.color = `var(${name})`;
                    document.querySelector('.gd-explorer').append(probe);
                    const text = getComputedStyle(probe).color;
                    probe.remove();
                    return text.match(/\\d+/g).slice(0, 3).map(Number);
                }""",
                hue,
            )
            assert tuple(color) in {c for _, c in saved.getcolors(1 << 24)}
