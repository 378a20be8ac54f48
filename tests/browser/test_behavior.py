"""What pages do: navigation, films, schemes, search, keyboard, and life without script.

The one rule: each test acts as a reader does and looks at what the reader would see.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from scripts.pipeline.chromium import until
from tests.browser.conftest import LAID_OUT, LIVE, SIZES, window
from tests.markup import ROOT, page_paths

TOPICS = [path for path in page_paths() if path.startswith("topics/")]
# A page of each kind, and each that asks for more after the load.
KINDS = sorted(
    {*LIVE, *{path.rsplit("/", 2)[0]: path for path in page_paths()}.values()}
)


def source(path: str) -> str:
    """The Markdown of a page."""
    name = f"{path.rstrip('/')}.md" if path else "index.md"
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


SCREEN_ONLY = (
    ".gd-film.gd-only-narrow, .gd-open, .gd-numbers, .tabbed-labels, .md-clipboard, "
    ".headerlink, .gd-explorer > :not(.gd-media)"
)
FILMS = [path for path in TOPICS if "call animation(" in source(path)]
TO_THE_END = "window.scrollTo(0, document.body.scrollHeight)"
DOWN = """async () => {  // as a reader comes down the page
    const frame = () => new Promise(requestAnimationFrame);
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await frame();
        await frame();
    }
}"""
# The sum of all movement that no hand has caused; Lighthouse wants less than a tenth.
SHIFTS = """window.shifted = [];
new PerformanceObserver((list) => {
    const what = ({node}) => node?.outerHTML?.slice(0, 80) ?? node?.textContent;
    for (const {hadRecentInput, value, sources} of list.getEntries())
        if (!hadRecentInput) window.shifted.push([value, ...sources.map(what)]);
}).observe({type: "layout-shift", buffered: true});"""
MOST_SHIFT = 0.01
SLOW = {  # milliseconds, and bytes each second
    "offline": False,
    "latency": 100,
    "downloadThroughput": 1_000_000,
    "uploadThroughput": 100_000,
}
PLAYING = "video => !video.paused && video.currentTime > 0"


@pytest.fixture(scope="module")
def plain(browser) -> Iterator[Page]:
    """A page that runs no script."""
    with window(browser, java_script_enabled=False) as context:
        yield context.new_page()


WITHOUT_SCRIPT = """() => [
    [...document.querySelectorAll('article figure')].map(figure =>
        [...figure.querySelectorAll('img, video')]
            .filter(media => media.checkVisibility()).length),
    [...document.querySelectorAll('article .arithmatex')]
        .filter(formula => !formula.querySelector('.katex')).length,
    document.documentElement.scrollWidth > innerWidth,
]"""


@pytest.mark.parametrize("path", page_paths())
def test_a_page_reads_without_script(plain, address, path):
    page = plain
    page.goto(address + path, wait_until="load")
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(
        "document.querySelectorAll('details').forEach(fold => fold.open = true)"
    )
    # The next page comes at the size where this one ends: none is laid out in vain.
    now = page.viewport_size["width"]
    for width, height in sorted(SIZES.values(), key=lambda size: size[0] != now):
        page.set_viewport_size({"width": width, "height": height})
        shown, unset, too_wide = page.evaluate(WITHOUT_SCRIPT)
        assert shown == [1] * len(shown)
        assert unset == 0
        assert not too_wide


def test_instant_navigation_goes_both_ways(open_page):
    page = open_page()
    page.evaluate("window.stays = true")
    first, second = TOPICS[:2]
    for path in (first, second, first):
        page.locator(f"nav.md-nav--primary a[href$='{path}']").first.click()
        page.wait_for_url(f"**/{path}")
        expect(page.locator("article .katex").first).to_be_visible()
    page.go_back()
    page.wait_for_url(f"**/{second}")
    heading = re.compile(re.escape(_title(second)[:20]))
    expect(page.locator("h1")).to_contain_text(heading)
    assert page.evaluate("window.stays"), "the page was loaded anew"


def test_a_link_with_settings_opens_its_page_at_the_top_and_back_leads_back(open_page):
    page = open_page(TOPICS[0])
    link = page.locator("article a[href*='explorer/#s=']:visible").first
    link.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 50)")
    page.wait_for_timeout(500)  # until the explorer stands and Material knows the place
    before = page.evaluate("scrollY")
    assert before > 400
    link.click()
    page.wait_for_url("**/explorer/#s=*")
    expect(page.locator(".gd-view-surface")).to_be_in_viewport(ratio=0.9)
    until(page, "scrollY === 0")
    page.go_back()
    page.wait_for_url(f"**/{TOPICS[0]}")
    until(page, f"Math.abs(scrollY - {before}) < 100")
    assert page.locator("article h1").count() == 1


def comes(page: Page, held: list[Route], condition: str) -> None:
    """Let the requests go until a condition is true."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        while held:
            held.pop().continue_()
        page.wait_for_timeout(100)
    pytest.fail(condition)


@pytest.mark.parametrize(
    "start", ["article a[href*='explorer/#s=']", ".md-footer__link--next"]
)
def test_a_page_that_is_waited_for_keeps_its_place(open_page, start):
    """The top, or where it was left, though the page that stands is scrolled."""
    page = open_page(TOPICS[0])
    held: list[Route] = []
    link = page.locator(f"{start}:visible").first
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.route("**/explorer/", lambda route: held.append(route))
    page.route("**/topics/*/", lambda route: held.append(route))
    left, title = page.url, page.title()
    before = page.evaluate("scrollY")
    assert before > 400
    link.click()
    page.wait_for_url(lambda url: url != left)
    page.evaluate("scrollBy(0, -60)")
    page.wait_for_timeout(300)  # in which Material notes where the reader is
    comes(page, held, f"document.title !== {title!r} && scrollY === 0")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0
    page.go_back()
    page.wait_for_timeout(300)
    place = f"Math.abs(scrollY - {before}) < 100"
    comes(page, held, f"document.title === {title!r} && {place}")


def _title(path: str) -> str:
    return re.search(r"^# (.+?)(?:\s*\{.*)?$", source(path), re.MULTILINE)[1]


def films(page: Page) -> Iterator[Locator]:
    """Each film of the page as a reader comes to it."""
    for place in page.locator("article .gd-film:visible").all():
        place.scroll_into_view_if_needed()
        video = place.and_(page.locator("video"))
        expect(video).to_be_visible()
        yield video


def test_a_page_opened_by_script_keeps_the_sheets_and_letters(open_page):
    page = open_page(TOPICS[0])
    sheets = "[...document.querySelectorAll('link[rel=stylesheet]')]"
    page.evaluate(f"window.sheets = {sheets}; window.faces = [...document.fonts]")
    page.locator(".md-footer__link--next, .md-nav__link[href*='topics/']").last.click()
    page.wait_for_url(lambda url: TOPICS[0] not in url)
    until(page, "document.querySelector('article h1') !== null")
    page.wait_for_timeout(200)
    assert page.evaluate(f"sheets.every((sheet, i) => {sheets}[i] === sheet)")
    loaded = "[...document.fonts].filter(face => face.status === 'loaded')"
    assert page.evaluate("faces.every((face, i) => [...document.fonts][i] === face)")
    assert page.evaluate(f"{loaded}.length") > 1


def test_films_explorers_and_the_search_wait_for_the_reader(open_page):
    page = open_page(FILMS[0], size="phone", scheme="light")
    loaded = """part => performance.getEntriesByType('resource')
        .map(entry => entry.name).filter(name => name.includes(part))"""
    page.wait_for_timeout(500)
    for part in ("animations/", "explorer/explorer.js", "search_index"):
        assert page.evaluate(loaded, part) == []
    film = next(films(page))
    expect(film).to_have_attribute("poster", re.compile(r"-light-narrow\.png$"))
    posters = [name for name in page.evaluate(loaded, "animations/") if ".png" in name]
    assert len(posters) == 1
    page.locator("label[for=__search]:visible").first.click()
    until(page, f"({loaded})('search_index').length === 1")


@pytest.mark.parametrize("path", FILMS)
def test_films_play_in_view_and_rest_out_of_it_or_when_the_reader_paused(
    open_page, path
):
    page = open_page(path, reduced_motion="no-preference")
    first, *others = films(page)
    for video in (first, *others):
        video.scroll_into_view_if_needed()
        until(page, PLAYING, arg=video.element_handle())
    page.evaluate(TO_THE_END)
    until(page, "video => video.paused", arg=video.element_handle())
    until(page, "video => video.paused", arg=first.element_handle())
    first.scroll_into_view_if_needed()
    until(page, PLAYING, arg=first.element_handle())
    first.evaluate("video => video.pause()")
    page.evaluate(TO_THE_END)
    page.wait_for_timeout(200)
    first.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    assert first.evaluate("video => video.paused")


def test_the_scheme_can_be_chosen(open_page):
    page = open_page(TOPICS[0], scheme="light")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(page.locator("html")).to_have_css("color-scheme", "light")
    for _ in range(2):
        page.locator("label[for^='__palette']:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    sources = "images => images.map(image => image.getAttribute('src'))"
    shown = page.locator("figure img:visible").evaluate_all(sources)
    assert shown
    assert all("-dark." in source for source in shown)
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_code_stands_on_a_paper_of_its_own(open_page):
    page = open_page("topics/mse/")
    block, word, around = page.evaluate(
        """['pre > code', 'p > code', 'body'].map(selector => getComputedStyle(
            document.querySelector(selector)).backgroundColor)"""
    )
    assert block == word != around


def test_paper_is_light(open_page):
    page = open_page(scheme="dark")
    body = page.locator("body")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_paper_leaves_out_the_folds_that_nobody_has_opened(open_page):
    page = open_page("topics/lbfgs/")
    folds = page.locator("details.gd-fold")
    folds.first.locator("summary").click()
    opened = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
    page.evaluate(opened)  # as Material does for the printer
    page.emulate_media(media="print")
    expect(folds.first.locator("p").first).to_be_visible()
    expect(folds.nth(1).locator("summary")).to_be_visible()
    expect(folds.nth(1).locator("p").first).to_be_hidden()
    page.emulate_media(media="screen")
    expect(folds.nth(1).locator("p").first).to_be_visible()


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_takes_at_most_eight_pages_of_paper(open_page, topic):
    page = open_page(topic)
    page.evaluate(
        "document.querySelectorAll('img').forEach(image => image.loading = 'eager')"
    )
    page.wait_for_load_state("networkidle")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")
    paper = page.pdf(format="A4", margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 8


def test_search_finds_a_page(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.locator("input.md-search__input").press_sequentially("gradient")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    address = result.get_attribute("href")
    result.click()
    page.wait_for_url(address)


def test_a_number_says_what_computed_it(open_page):
    page = open_page(TOPICS[0], size="phone", has_touch=True)
    number = page.locator("article data.gd-number").first
    number.tap()
    expect(page.locator(".gd-note")).to_have_text(number.get_attribute("title"))
    page.keyboard.press("Escape")
    expect(page.locator(".gd-note")).to_have_count(0)
    fold = page.locator("details.gd-numbers summary")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.gd-numbers dd").first).to_contain_text("Computed by")


def test_the_keyboard_reaches_content_first(open_page):
    page = open_page(TOPICS[0])
    page.keyboard.press("Tab")
    expect(page.locator("a.md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert "#" in page.url


def test_what_scrolls_can_be_reached_by_keyboard(open_page):
    page = open_page(TOPICS[0], size="phone")
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )
    page.evaluate(DOWN)
    page.add_style_tag(content=LAID_OUT)
    unreached = page.evaluate(
        """() => [...document.querySelectorAll('article *')]
            .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
            .filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0)
            .map(e => e.outerHTML.slice(0, 100))"""
    )
    assert unreached == []


def test_what_is_far_below_waits_and_a_link_leads_to_its_place(open_page):
    page = open_page(TOPICS[0], size="phone")
    waits = """formula => !formula.firstElementChild.checkVisibility(
        {contentVisibilityAuto: true})"""
    formulas = page.locator("article > div.arithmatex")
    assert formulas.last.evaluate(waits)
    heading = page.locator("article h2[id]").nth(-2)  # below the last, a page may end
    page.evaluate("id => { location.hash = id; }", heading.get_attribute("id"))
    until(
        page,
        "h => Math.abs(h.getBoundingClientRect().top) < 200",
        arg=heading.element_handle(),
    )
    last = page.locator("article h2[id]").last
    page.evaluate("id => { location.hash = id; }", last.get_attribute("id"))
    seen = """h => { const {top, bottom} = h.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight; }"""
    until(page, seen, arg=last.element_handle())
    page.evaluate("scrollTo(0, 0)")
    formulas.last.scroll_into_view_if_needed()
    comes = f"formula => !({waits})(formula)"
    until(page, comes, arg=formulas.last.element_handle())


def test_a_link_within_the_page_leaves_the_page_as_it_is(open_page):
    page = open_page(TOPICS[0])
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))
    article = page.locator("article").element_handle()
    contents = page.locator(".md-nav--secondary a[href*='#']:visible")
    first, second = contents.nth(1), contents.nth(3)
    for link in (first, second):
        link.click()
        until(page, "link => location.hash === link.hash", arg=link.element_handle())
    place = page.evaluate("scrollY")
    page.go_back()
    until(page, "link => location.hash === link.hash", arg=first.element_handle())
    until(page, f"scrollY < {place}")
    page.go_back()
    until(page, "scrollY === 0 && !location.hash")
    page.evaluate(TO_THE_END)
    own = page.locator("nav.md-nav--primary a.md-nav__link--active:visible").first
    assert own.evaluate("link => link.pathname === location.pathname && !link.hash")
    own.click()
    until(page, "scrollY === 0")
    assert article.evaluate("article => article.isConnected")
    assert not {"xhr", "document"} & {*asked}
    # And other pages are opened as before, this one again among them.
    page.locator(f"nav.md-nav--primary a[href$='{TOPICS[1]}']").first.click()
    page.wait_for_url(f"**/{TOPICS[1]}")
    until(page, "article => !article.isConnected", arg=article)
    page.locator(".md-nav--secondary a[href*='#']:visible").nth(2).click()
    until(page, "scrollY > 100")
    page.go_back()
    page.go_back()
    page.wait_for_url(lambda url: TOPICS[0] in url)
    heading = re.compile(re.escape(_title(TOPICS[0])[:20]))
    expect(page.locator("h1")).to_contain_text(heading)


def test_the_drawer_of_a_phone_closes_over_the_place_that_was_chosen(open_page):
    page = open_page(TOPICS[0], size="phone")
    page.locator("label[for=__drawer]:visible").first.click()
    page.locator("label.md-nav__link[for=__toc]:visible").click()
    link = page.locator(".md-nav--secondary a[href*='#']:visible").nth(2)
    name = link.evaluate("link => link.hash.slice(1)")
    link.click()
    until(page, "() => !document.getElementById('__drawer').checked")
    expect(page.locator(f"#{name}")).to_be_in_viewport()


PLACES = """async () => {
    const hidden = [], bottom = document.querySelector(".md-header").offsetHeight;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
    for (const {hash} of document.querySelectorAll(".md-nav--secondary a")) {
        const place = hash && document.getElementById(hash.slice(1));
        if (!place) continue;
        location.hash = hash;  // Material then opens the fold in which the place is
        await pause();
        const {top} = place.getBoundingClientRect();
        if (top < bottom || top > innerHeight) hidden.push([hash, top]);
    }
    return hidden;
}"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["find/", "topics/lbfgs/"])
def test_a_place_of_the_contents_stands_below_the_header(open_page, path, size):
    page = open_page(path, size=size)
    folds = page.locator("details:has(> summary [id])").count()
    assert folds > 2
    assert page.evaluate(PLACES) == []
    assert page.locator("details[open]:has(> summary [id])").count() == folds


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", KINDS)
def test_nothing_moves_while_a_page_comes(browser, address, path, size):
    """Over a network on which letters and scripts come one after the other."""
    with window(browser, size) as context:
        context.add_init_script(SHIFTS)
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.emulateNetworkConditions", SLOW)
        page.goto(address + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        quick = {**SLOW, "latency": 0, "downloadThroughput": -1}
        network.send("Network.emulateNetworkConditions", quick)
        page.wait_for_load_state("networkidle")
        shifted = page.evaluate("shifted")
        assert sum(value for value, *_ in shifted) <= MOST_SHIFT, shifted


def test_a_print_is_the_page_without_its_controls(open_page):
    page = open_page("topics/intercept/")
    page.emulate_media(media="print")
    shown = page.locator(SCREEN_ONLY).evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.className)"
    )
    assert shown == []
    assert page.locator(".gd-explorer > .gd-media img:visible").count() == 1
    blocks = page.locator(".tabbed-content").first.locator("> .tabbed-block:visible")
    assert blocks.count() == 1
