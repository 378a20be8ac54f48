"""Where MkDocs meets the rest: one function for each of its events, and no logic.

The one rule: each module is looked up when an event comes, so that under `mkdocs serve`
the code runs as it was saved last. What lives longer than one build stands in `now`.
"""

import importlib
import logging
import os
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # MkDocs puts the path back after loading this file

import scripts  # noqa: E402

BUILD = ROOT / ".build"
KEPT = ("scripts/__init__.py", "scripts/mkdocs_hooks.py")
log = logging.getLogger("mkdocs.hooks.gradient_descent")


def part(name: str) -> Any:
    """A module of scripts/, as it is now."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"scripts.{name}")


class Keeper(logging.Filter):
    """Turns what MkDocs complains of into mistakes."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            return bool(part("publishing.complaints").passes(record, now.mistakes))
        except (ImportError, SyntaxError):  # half saved: the build itself will tell
            return True


now = SimpleNamespace(
    mistakes=part("pages.mistakes").Mistakes(ROOT),  # of this build
    site=None,  # this build
    target="site",  # the folder it is written to
    serves=False,  # whether for `mkdocs serve`
    preview=None,  # what `mkdocs serve` shows
)
part("publishing.complaints").listen(Keeper())


def on_startup(command: str = "build", dirty: bool = False, **_: Any) -> None:
    """Give the build its date; a server starts although its first build fails."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        if not part("publishing.dates").fix(ROOT):
            log.info("No commit tells a date: the sitemap will bear the day.")
    except ValueError as error:
        raise Abort(str(error)) from error
    now.serves = command == "serve"
    if now.serves:
        part("publishing.preview").outlive(failed)


@event_priority(100)  # before mkdocstrings
def on_config(config: MkDocsConfig, **_: Any) -> None:
    """While the last good site is served, the next is written beside it."""
    part("publishing.reference").prepare(ROOT, config)
    part("publishing.material").lighten(config.theme)
    if now.preview:
        config.site_dir = now.preview.target
    now.target = config.site_dir


def on_pre_build(**_: Any) -> None:
    """Bring .build/ up to date, and keep other builds out of it until this one ends."""
    now.mistakes.note(*part("publishing.generated").hold(ROOT, part("build").PARTS))
    now.mistakes.stop()


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Check the sources and add what was generated."""
    now.site = part("publishing.site").Site(ROOT, BUILD, now.mistakes)
    generated = part("publishing.generated").files(ROOT)
    whole: Files = now.site.files(files, config, generated)
    return whole


def on_pre_page(page: Page, config: MkDocsConfig, files: Files, **_: Any) -> None:
    """A page is rendered once, until it changes."""
    now.site.render(page, config, files)


def on_page_read_source(page: Page, config: MkDocsConfig, **_: Any) -> str | None:
    """The Markdown of a notebook."""
    source: str | None = now.site.source(page, config)
    return source


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Carry out the macros of a page, and those of its description."""
    return str(now.site.markdown(markdown, page))


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """What Markdown cannot say otherwise."""
    return str(part("publishing.site").content(html, page))


@event_priority(-60)  # after autorefs, which sets the links of API pages
def on_env(env: Any, config: MkDocsConfig, files: Files, **_: Any) -> None:
    """Set the math; mistakes stop the build here, before a page is written."""
    now.site.environment(files, config)
    if not config.site_url:
        log.info(part("publishing.head").WITHOUT_ADDRESS)
    elif not now.serves:  # nobody links to the pages of an author
        now.site.pictures(files, config)
    env.bytecode_cache = part("pipeline.kept").Templates(
        BUILD / "cache/pages/templates"
    )


@event_priority(-100)
def on_page_context(context: Any, page: Page, config: MkDocsConfig, **_: Any) -> None:
    """Put the set math in place, after the search index has read the page."""
    page.content = now.site.content(page)
    context["gd_head"] = now.site.head(page, config)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """The page as it is written."""
    return str(part("publishing.site").packed(output, page))


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Give the pages their policy; what was complained of last."""
    policy, site = part("publishing.policy"), Path(config.site_dir)
    policy.protect(site, policy.frame_of(BUILD), served=now.serves)
    part("publishing.generated").release()
    now.mistakes.stop()


def on_build_error(error: Exception, **_: Any) -> None:
    """Say what ended the build in one line; --verbose shows the whole way there."""
    part("publishing.generated").release()
    if not isinstance(error, Abort) and not log.isEnabledFor(logging.DEBUG):
        now.mistakes.explain(error, str(now.target))
        now.mistakes.stop()


def on_serve(server: LiveReloadServer, **_: Any) -> None:
    """Show mistakes on the page, and the last good site meanwhile."""
    now.preview = part("publishing.preview").Preview(
        server, begin, failed, now.mistakes.lines
    )


def on_shutdown(**_: Any) -> None:
    """Leave nothing behind."""
    if now.preview:
        now.preview.close()


def begin() -> None:
    """A new build, by the code as it is now: nothing is wrong yet."""
    now.mistakes = type(now.mistakes)(ROOT)
    for path in scripts.refresh():
        if path in KEPT:
            text = f"{path}:1: a server keeps this as it was; start the server anew"
            print(text, file=sys.stderr, flush=True)
    now.mistakes = part("pages.mistakes").Mistakes(ROOT)


def failed(error: Exception) -> list[str]:
    """All that was wrong, said; for the page that shows it."""
    if not isinstance(error, Abort):
        now.mistakes.explain(error, str(now.target))
    if not now.mistakes.lines:
        if not isinstance(error, Abort):
            traceback.print_exception(error)
        now.mistakes.note(f"{type(error).__name__}: {error}")
    return list(now.mistakes.lines)
