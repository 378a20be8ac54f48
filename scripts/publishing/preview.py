"""What `mkdocs serve` sends while a build runs, and after one that failed.

The one rule: no request waits for a build. The last good site is served until the next
is whole; what is wrong is laid over it, and open pages are told of both.
"""

import importlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from mkdocs.livereload import LiveReloadServer

Fails = Callable[[Exception], list[str]]


class Preview:
    """The server of `mkdocs serve`, taught to serve one site while it builds another.

    Attributes:
        target: The folder that the next build writes to.
    """

    def __init__(
        self,
        server: LiveReloadServer,
        begins: Callable[[], None],
        fails: Fails,
        lines: Sequence[str],
    ) -> None:
        self._server = server
        self._begins, self._fails = begins, fails
        self._lines = list(lines)
        self._spare = tempfile.mkdtemp(prefix="mkdocs_")
        self._own = self._spare
        self.target = server.root
        self._builder, self._injects = server.builder, server._inject_js_into_html
        self._changed: Any = server._epoch_cond  # the server's "a page is newer"
        changed: Any = server
        changed.builder = self.build
        changed.error_handler = self.error_page
        changed._inject_js_into_html = self.injected
        self._serves, changed.serve_forever = server.serve_forever, self.serve

    def build(self) -> None:
        """Build beside what is served; it never fails, so that pages are told."""
        self.target = self._server.root if self._dirty else self._spare
        self._serve_meanwhile()
        try:
            self._begins()
            self._builder()
        except (
            Exception
        ) as error:  # the boundary to every part of a build: all is shown
            self._lines = self._fails(error)
        else:
            self._lines = []
            if not self._dirty:
                self._spare, self._server.root = self._server.root, self._spare
        self._tell()

    def serve(self, interval: float) -> None:
        """Answer until the server is closed, be it as it begins."""
        try:
            self._serves(interval)
        except ValueError:  # of a socket that is no more
            if self._server.fileno() >= 0:
                raise

    def injected(self, content: bytes, epoch: int) -> bytes:
        """A page as it is sent: what is wrong, and the script that waits for news."""
        page = _overlay().laid_over(content, self._lines)
        return bytes(self._injects(page, epoch))

    def error_page(self, code: int) -> bytes:
        """What is sent where there is no page: it waits for one, too."""
        path = Path(self._server.root, f"{code}.html")
        page = path.read_bytes() if path.is_file() else _overlay().PLAIN.encode()
        return self.injected(page, self._server._visible_epoch)

    def close(self) -> None:
        """Delete the second folder."""
        shutil.rmtree(self._own, ignore_errors=True)

    @property
    def _dirty(self) -> bool:
        """Whether `--dirty` adds to the folder that is served."""
        return _option("build_type") == "dirty"

    def _serve_meanwhile(self) -> None:
        """Nobody waits: what was visible is what is wanted."""
        with self._changed:
            self._server._wanted_epoch = self._server._visible_epoch
            self._changed.notify_all()

    def _tell(self) -> None:
        """The server calls this build visible next, and pages load themselves anew."""
        now = round(time.monotonic() * 1000)
        self._server._wanted_epoch = max(now, self._server._visible_epoch + 1)


def outlive(fails: Fails) -> None:
    """Have the first build of `mkdocs serve` fail without ending the server."""
    from mkdocs.commands import serve

    if not _option("livereload"):
        return  # nothing would build it again
    module: Any = serve
    build = module.build

    def first(*arguments: Any, **options: Any) -> None:
        module.build = build
        try:
            build(*arguments, **options)
        except Exception as error:  # as in Preview.build
            fails(error)

    module.build = first


def _option(name: str) -> Any:
    """An option of the command line."""
    context = click.get_current_context(silent=True)
    return context.params.get(name) if context else None


def _overlay() -> Any:
    return importlib.import_module("scripts.publishing.overlay")
