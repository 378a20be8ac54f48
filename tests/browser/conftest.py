"""Fixtures of the browser tests: a server, a browser, and a page that was visited.

The one rule: each page is loaded once per size and asked many questions, first in
light, then in dark.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.lab import Lab, serve

# What is far below the window is laid out too, as if the reader had been there.
LAID_OUT = "* { content-visibility: visible !important; }"
QUICK = """Object.defineProperty(navigator, "connection",
    {value: {effectiveType: "4g", saveData: false, type: "ethernet"}});"""
ALONE = "Object.defineProperty(navigator, 'serviceWorker', {value: undefined});"
LIVE = ("", "diagnose/", "explorer/")  # they ask for more after the load
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
PATIENCE = 60_000  # milliseconds that a busy machine may take for anything at all
expect.set_options(timeout=PATIENCE)


class Host(SimpleHTTPRequestHandler):
    """A static host that keeps its log to itself.

    The sitemap names SITE_URL, which has no port; instant navigation compares whole
    addresses, so the host adds the port it has. Where there is no file it sends
    404.html of the site, as such hosts do.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small answer waits 40 ms

    def do_GET(self) -> None:
        if not self.path.endswith("/sitemap.xml"):
            return super().do_GET()
        text = Path(self.translate_path(self.path)).read_text(encoding="utf-8")
        port = self.server.server_address[1]
        body = text.replace("//127.0.0.1/", f"//127.0.0.1:{port}/").encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, *explained: str | None) -> None:
        root = self.path.split("/")[1]
        page = Path(self.directory, root, "404.html")
        if code != 404 or not root or not page.is_file():
            return super().send_error(code, *explained)
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's root, `http://127.0.0.1:port/gd/`, served while the tests run."""
    handler = partial(Host, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, python_for_browsers: Path) -> Iterator[Lab]:
    """A page of its own for the runtime."""
    with serve(tmp_path_factory.mktemp("lab"), python_for_browsers) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in a browser window, and what went wrong on the way to it."""

    page: Page
    address: str
    size: str
    scheme: str
    path: str = ""
    troubles: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)  # what it asked for unasked

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._see)
        self.page.on("response", self._check)

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def _see(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.netloc not in ("", urlsplit(self.address).netloc):
            self.troubles.append(f"request to another host: {request.url}")

    def _check(self, response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")

    def open(self, path: str) -> "Visit":
        """Load a page with all its pictures, those further down included."""
        self.path = path
        asked: list[str] = []
        self.page.on("request", lambda request: asked.append(request.url))
        self.page.goto(self.address + path, wait_until="load")
        if path in LIVE:
            self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.first = asked[:]
        self.page.add_style_tag(content=LAID_OUT)
        self.page.mouse.move(1, 1)  # a sign of a reader: small explorers wait for one
        self._load_pictures()
        return self

    def in_scheme(self, scheme: str) -> "Visit":
        """The same page as the system's colors change under it."""
        if scheme != self.scheme:
            self.scheme = scheme
            self.page.emulate_media(color_scheme=scheme)
            name = {"light": "default", "dark": "slate"}[scheme]
            self.page.wait_for_selector(f"body[data-md-color-scheme={name}]")
            self._load_pictures()
        return self

    def _load_pictures(self) -> None:
        self.page.evaluate(
            """async () => {
                const images = [...document.images].filter(e => e.checkVisibility());
                for (const image of images) image.loading = 'eager';
                await Promise.allSettled(images.map(image => image.decode()));
                await document.fonts.ready;
                const moving = document.getAnimations()
                    .filter(motion => motion instanceof CSSTransition);
                await Promise.allSettled(moving.map(motion => motion.finished));
            }"""
        )


def window(
    browser: Browser, size: str = "desktop", scheme: str = "light", **options: object
) -> BrowserContext:
    """A fresh profile; motion is reduced unless the test asks for it.

    What a service worker answers, no route of a test would see: so there is none. A
    busy machine looks like a slow network, on which a page asks for less.
    """
    width, height = SIZES[size]
    usual = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    context = browser.new_context(**{**usual, "reduced_motion": "reduce", **options})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(QUICK)
    if "service_workers" not in options:
        context.add_init_script(ALONE)
    return context


@pytest.fixture(scope="session")
def visits(browser: Browser, address: str):
    """Opens a page in a window of a size, and keeps it until another is asked for."""
    windows = {size: window(browser, size) for size in SIZES}
    opened: dict[tuple[str, str], Visit] = {}

    def visit(path: str, size: str, scheme: str) -> Visit:
        if (path, size) not in opened:
            while opened:
                opened.popitem()[1].page.close()
            page = windows[size].new_page()
            page.emulate_media(color_scheme=scheme)
            opened[path, size] = Visit(page, address, size, scheme).open(path)
        return opened[path, size].in_scheme(scheme)

    yield visit
    for context in windows.values():
        context.close()


@pytest.fixture(scope="module")  # so that pytest keeps the questions to one together
def visit(request: pytest.FixtureRequest, visits) -> Visit:
    """One page, size and scheme of the parametrization `(path, size, scheme)`."""
    return visits(*request.param)


@pytest.fixture
def open_page(browser: Browser, address: str):
    """Opens pages in a window of the test's own choice, and closes it."""
    contexts = []

    def open_in_window(path: str = "", size="desktop", scheme="light", **options):
        contexts.append(window(browser, size, scheme, **options))
        page = contexts[-1].new_page()
        page.goto(address + path, wait_until="load")
        return page

    yield open_in_window
    for context in contexts:
        context.close()
