"""The site of somebody else: other owner, other name, other address, not one edit.

The one rule: it differs from ours in its addresses alone, to the last byte.
"""

import re
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Host, Visit, window
from tests.conftest import REPOSITORY, ROOT, SITE_URL, build_site, once
from tests.markup import Markup, page_paths, permalinks

FORKS = {  # the last part of a name is that of a folder to serve
    "a folder of another name": (
        "https://ada.github.io/descent/",
        "https://github.com/ada/descent",
    ),
    "a domain of its own": (
        "https://down.example.org/",
        "https://github.com/hill/down",
    ),
}
MISSING = "404.html"  # the one page that is sent for any address, so it has whole ones
DIGESTS = re.compile(r"(?: 'sha256-[^']+')+")  # of all scripts, that one's included


@pytest.fixture(scope="module", params=FORKS)
def fork(request, shared) -> tuple[str, str, Path]:
    """Its address, its repository, and its site."""
    address, repository = FORKS[request.param]
    folder = shared / "forks" / repository.rpartition("/")[2]
    build = partial(build_site, ROOT, SITE_URL=address, REPO_URL=repository)
    return address, repository, once(folder, build)


def texts(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*")):
        if path.is_file():
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
            yield path.relative_to(site).as_posix(), text


def test_it_has_the_same_files_and_addresses(site, fork):
    _, _, other = fork
    names, others = (
        {path.relative_to(one).as_posix() for path in one.rglob("*")}
        for one in (site, other)
    )
    assert names == others
    assert permalinks(site) == permalinks(other)


def test_it_differs_in_its_addresses_alone(site, fork):
    address, repository, other = fork
    ours = dict(texts(site))
    unlike = []
    for name, text in texts(other):
        assert SITE_URL not in text, name
        assert REPOSITORY["REPO_URL"] not in text, name
        like = text.replace(address, SITE_URL).replace(
            repository.removeprefix("https://github.com/"),
            REPOSITORY["REPO_URL"].removeprefix("https://github.com/"),
        )
        if name != MISSING and DIGESTS.sub("", like) != DIGESTS.sub("", ours[name]):
            unlike.append(name)
    assert unlike == []


def test_each_page_tells_where_it_is_and_what_it_was_made_of(fork):
    address, repository, other = fork
    for page in page_paths():
        markup = Markup(other / page / "index.html")
        assert ("canonical", address + page) in markup.rels, page
        assert markup.metas["og:image"].startswith(f"{address}"), page
    books = {path for path in page_paths() if path.startswith("notebooks/")}
    colab = f"https://colab.research.google.com/github/{repository[19:]}/blob/main/"
    for page in books - {"notebooks/"}:
        links = Markup(other / page / "index.html").links
        assert [link for link in links if link.startswith(colab)], page


def test_what_is_missing_says_so_with_whole_addresses(fork):
    address, _, other = fork
    prefix = "/" + address.split("/", 3)[3]
    page = Markup(other / MISSING)
    inside = [link for link in page.links + page.loads if link.startswith("/")]
    assert inside
    assert [link for link in inside if not link.startswith(prefix)] == []
    for link in page.loads:
        assert (other / link.removeprefix(prefix)).is_file(), link


def test_it_is_read_and_run_below_its_own_folder(fork, browser):
    """The explorer's Python, a page opened by script, and an address of nothing."""
    _, _, other = fork
    handler = partial(Host, directory=str(other.parent))
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        window(browser) as context,
    ):
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{other.name}/"
        visit = Visit(context.new_page(), address, "desktop", "light")
        page = visit.page
        page.goto(address, wait_until="load")
        page.locator("nav.md-nav--primary a[href$='topics/mse/']").first.click()
        page.wait_for_url("**/topics/mse/")
        expect(page.locator("article .katex").first).to_be_visible()
        page.goto(f"{address}explorer/", wait_until="load")
        page.wait_for_selector(".gd-view-surface .gd-marker")
        expect(page.locator(".gd-loading")).to_be_hidden()
        assert visit.troubles == []
        page.goto(f"{address}of/nothing", wait_until="load")
        expect(page.locator("h1")).to_be_visible()
        server.shutdown()
