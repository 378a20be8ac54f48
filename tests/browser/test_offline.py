"""What was read can be read again without a network, and nothing older beside it.

The one rule: the host is a folder of the test, since these tests take it away and edit
it; every page is one of the built site.
"""

import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scripts.pipeline.chromium import until
from tests.browser.conftest import Host, window

READY = "navigator.serviceWorker.ready.then(() => true)"
KEPT = """async (name) => {
    const cache = await caches.open("seen-1");
    return (await cache.keys()).some(({url}) => url.includes(name));
}"""
READ = ("topics/mse/", "explorer/")  # before the network goes


class Served:
    """A copy of the site; once it is `gone`, no request is answered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gone = gone = threading.Event()

        class Mortal(Host):
            def do_GET(self) -> None:
                if gone.is_set():
                    self.close_connection = True
                else:
                    super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

        handler = partial(Mortal, directory=str(folder.parent))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/{folder.name}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def served(site, tmp_path):
    (tmp_path / "gd").mkdir()
    for path in site.iterdir():  # all of it; what a test edits is a file of its own
        (tmp_path / "gd" / path.name).symlink_to(path)
    served = Served(tmp_path / "gd")
    yield served
    served.close()


@pytest.fixture
def page(browser, served):
    with window(browser, "phone", service_workers="allow") as context:
        yield context.new_page()


def read(page: Page, served: Served, *paths: str) -> None:
    """Read these pages, to the end of all that is kept of them."""
    for path in paths:
        page.goto(served.address + path, wait_until="load")
        assert page.evaluate(READY)
        for name in (path, "assets/site.", "assets/explorer/site.js"):
            until(page, KEPT, arg=name)
    page.wait_for_timeout(500)


def test_a_page_that_was_read_is_whole_without_a_network(page, served):
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    read(page, served, *READ)
    served.gone.set()
    for path in READ:
        page.goto(served.address + path, wait_until="load")
        assert page.locator("article h1").is_visible()
        sheets = "[...document.styleSheets].filter((one) => one.cssRules.length).length"
        assert page.evaluate(sheets) >= 2
    page.wait_for_selector(".gd-is-live")
    assert troubles == []


def test_a_page_that_was_not_read_says_which_were(page, served):
    read(page, served, "topics/mse/")
    served.gone.set()
    answer = page.goto(f"{served.address}topics/floats/", wait_until="load")
    assert answer is not None
    assert answer.status == 503
    assert "no network" in page.inner_text("h1")
    page.locator("li a").first.click()
    page.wait_for_url("**/topics/mse/")
    assert page.locator("article h1").is_visible()


def test_while_there_is_a_network_what_is_new_is_shown(page, served):
    read(page, served, "topics/mse/")
    path = served.folder / "topics"
    path.unlink()
    shutil.copytree(Path(served.folder / "answers").resolve().parent / "topics", path)
    text = (path / "mse/index.html").read_text(encoding="utf-8")
    new = text.replace("</h1>", " as edited</h1>", 1)
    (path / "mse/index.html").write_text(new, encoding="utf-8")
    page.goto(f"{served.address}topics/mse/", wait_until="load")
    assert "as edited" in page.inner_text("h1")
    page.wait_for_timeout(300)
    served.gone.set()
    page.reload(wait_until="load")
    assert "as edited" in page.inner_text("h1")


def test_a_browser_that_may_keep_nothing_reads_all_the_same(browser, served):
    with window(browser, service_workers="allow") as context:
        context.add_init_script(
            "navigator.serviceWorker.register = () => Promise.reject(new Error('no'))"
        )
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.goto(f"{served.address}topics/mse/", wait_until="networkidle")
        assert page.locator("article h1").is_visible()
        assert troubles == []
