"""Pages whose Markdown is as it was need no second rendering.

The one rule: a page is taken from what was kept only if its Markdown, the files that it
could link to, the extensions and their versions are the same; one with a mistake is
never kept.
"""

from collections.abc import Iterable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from scripts import read
from scripts.pages.mistakes import Mistakes
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.kept import Kept
from scripts.publishing import reference

MAKERS = ("markdown", "mkdocs", "mkdocs-material", "pygments", "pymdown-extensions")


class Renderer:
    """Renders the pages of one build, or takes what was kept of them."""

    def __init__(
        self, kept: Kept, config: MkDocsConfig, files: Files, mistakes: Mistakes
    ) -> None:
        self._kept = kept
        self._mistakes = mistakes
        places = (f"{file.src_uri} {file.url} {file.inclusion}" for file in files)
        self._pending: list[Page] = []  # API pages whose links are still open
        self._common = digest(
            cache.versions(*MAKERS),
            read("scripts/publishing/rendered.py"),
            repr([name for name in config["markdown_extensions"] if type(name) is str]),
            repr(config["mdx_configs"]),
            repr(config["validation"]),
            *sorted(places),
        )

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """What `page.render` does."""
        name = page.file.src_uri
        own = reference.made_of(page.file, config)
        key = own or digest(self._common, page.url, page.markdown or "")
        again = own and reference.in_work(config)
        if not again and (kept := self._kept.value(name, key)) is not None:
            _restore(page, kept, files)
            return
        before = self._noted()
        type(page).render(page, config, files)
        if again:
            self._pending.append(page)
        elif self._noted() == before:  # a wrong link is to be said at each build
            self._kept.put_value(name, key, _value(page))

    def settle(self, config: MkDocsConfig) -> None:
        """Keep the API pages, now that their links to each other are set."""
        if not self._pending or self._mistakes.lines:
            return
        key = reference.key(self._mistakes.root, config)
        for page in self._pending:  # unless gdcore was edited meanwhile
            if key == reference.made_of(page.file, config):
                self._kept.put_value(page.file.src_uri, key, _value(page))

    def _noted(self) -> tuple[int, int]:
        return len(self._mistakes.lines), self._mistakes.met.total()


def _value(page: Page) -> dict[str, Any]:
    links = page.links_to_anchors or {}
    return {
        "content": page.content,
        "toc": _tokens(page.toc),
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: anchors for file, anchors in links.items()},
    }


def _restore(page: Page, value: dict[str, Any], files: Files) -> None:
    page.content = value["content"]
    page.toc = get_toc(value["toc"])
    page._title_from_render = value["title"]
    page.present_anchor_ids = set(value["anchors"])
    anchors = (
        (files.get_file_from_path(name), to) for name, to in value["links"].items()
    )
    page.links_to_anchors = {file: to for file, to in anchors if file}


def _tokens(toc: Iterable[AnchorLink]) -> list[Any]:
    return [
        {
            "name": entry.title,
            "id": entry.id,
            "level": entry.level,
            "children": _tokens(entry.children),
        }
        for entry in toc
    ]
