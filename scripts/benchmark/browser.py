"""A folder served, and a Chromium to look at it: what the browser benchmarks share.

The one rule: nothing of one benchmark is left for the next.
"""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scripts.benchmark.rows import LeftOut
from scripts.pipeline.chromium import FLAGS, REMEDY, installed


class Quiet(SimpleHTTPRequestHandler):
    """A static host that keeps connections open and its log to itself."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small answer waits 40 ms

    def log_message(self, *_: object) -> None:
        pass


class Host(ThreadingHTTPServer):
    """Does not mind that a browser hangs up."""

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, while it is served."""
    handler = functools.partial(Quiet, directory=str(folder))
    with Host(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Any]:
    """The machine's own Chromium, or Playwright's."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=installed(), args=FLAGS.split()
            )
        except Error as error:
            raise LeftOut(f"A browser is missing. {REMEDY}") from error
        with browser:
            yield browser
