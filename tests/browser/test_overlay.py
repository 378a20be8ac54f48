"""Mistakes over the page that `mkdocs serve` shows: seen, heard, closed, gone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import served
from tests.browser.conftest import SIZES, Visit, window
from tests.served import INDEX, Served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("toy project")]

PAGE = "docs/index.md"
BAD = INDEX.replace("The last line.", "It takes 7 steps.")
# The least contrast of text in the overlay with what is behind it.
CONTRAST = """() => {
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const box = document.getElementById("gd-mistakes");
  const paper = light(getComputedStyle(box).backgroundColor);
  const inks = [box, ...box.querySelectorAll("*")].map((part) =>
    light(getComputedStyle(part).color));
  return Math.min(...inks.map((ink) =>
    (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
}"""


@pytest.fixture(scope="module")
def site(shared, tmp_path_factory) -> Iterator[Served]:
    project = served.make(shared, tmp_path_factory.mktemp("overlaid") / "project")
    with served.serving(project) as site:
        yield site


@pytest.fixture
def mended(site: Served) -> Iterator[Served]:
    yield site
    site.write(PAGE, INDEX)
    site.wait(lambda: not site.shown())


def overlay(page: Page):
    return page.get_by_role("alert").filter(has_text="The build has stopped")


def test_an_open_page_shows_a_mistake_and_its_repair_by_itself(browser, mended):
    context = window(browser)
    visit = Visit(context.new_page(), mended.address, "desktop", "light")
    visit.page.goto(mended.address)
    expect(overlay(visit.page)).to_have_count(0)
    mended.write(PAGE, BAD)
    expect(overlay(visit.page)).to_be_visible()
    expect(overlay(visit.page)).to_contain_text("docs/index.md:")
    expect(overlay(visit.page)).to_contain_text("'7' is typed")
    mended.write(PAGE, INDEX.replace("The last line.", "Another line."))
    expect(visit.page.get_by_text("Another line.")).to_be_visible()
    expect(overlay(visit.page)).to_have_count(0)
    assert visit.troubles == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_overlay_can_be_read_and_closed_by_keyboard(
    browser: Browser, mended: Served, size: str, scheme: str
):
    mended.write(PAGE, BAD)
    mended.wait(mended.shown)
    context = window(browser, size, scheme)
    for path in ("", "nonesuch/"):
        page = context.new_page()
        page.goto(mended.address + path)
        expect(overlay(page)).to_be_visible()
        box = overlay(page).bounding_box()
        width, height = SIZES[size]
        assert (box["x"], box["width"]) == (0, width)
        assert box["y"] + box["height"] == height
        assert box["height"] <= 0.7 * height + 1
        assert overlay(page).evaluate("box => box.scrollWidth <= box.clientWidth")
        assert page.evaluate(CONTRAST) >= 4.5
        button = page.get_by_role("button", name="Close (Esc)").bounding_box()
        assert min(button["width"], button["height"]) >= 40
        page.keyboard.press("Escape")
        expect(overlay(page)).to_have_count(0)
        page.reload()
        page.get_by_role("button", name="Close (Esc)").click()
        expect(overlay(page)).to_have_count(0)
    context.close()
