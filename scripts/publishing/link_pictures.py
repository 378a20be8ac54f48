"""The pictures that a link to a page brings along, one for each page.

The one rule: a picture is made of the page's title, its figure as it was planned and
the code that draws; while these are as they were, it is taken from what was kept.
"""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.structure.pages import Page

from scripts.drawing.link_card import Card
from scripts.pages import front_matter
from scripts.pages.mistakes import Mistake, Mistakes
from scripts.pipeline import plan
from scripts.pipeline.failures import Failure
from scripts.pipeline.files import digest, read_json
from scripts.pipeline.kept import Kept
from scripts.pipeline.manifest import Manifest
from scripts.pipeline.pool import Job, working
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

FOLDER = "assets/previews"
CHOICE = "picture"  # in the front matter: the figure to show, instead of the first
MADE_BY = "scripts.drawing.link_picture"
HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
BESIDE = re.compile(r'<a class="headerlink".*?</a>|<[^>]*>', re.DOTALL)
DRAWN = r"assets/(?:figures|animations)/(\w+)/([\w-]+)-light"
FRAMED = re.compile(rf"<figure\b(?:(?!</figure>).)*?{DRAWN}", re.DOTALL)
SHOWN = re.compile(DRAWN)
REMEDY = "name one of figures.json, such as mse.slices"


class Titled(NamedTuple):
    """A page with its title in letters: of its front matter, else its heading."""

    page: Page
    title: str


class Picture(NamedTuple):
    """The picture of a page: its place in the site, and what it shows."""

    place: str
    alt: str


class Pictures:
    """Those of one build.

    Attributes:
        made: The picture of each page, by its file.
    """

    def __init__(self, root: Path, build: Path, mistakes: Mistakes) -> None:
        self._build = build
        self._mistakes = mistakes
        self._kept = Kept(build / "cache/pages/link-pictures")
        self._manifest = Manifest(build)
        self._snapshot = Snapshot.take(root)
        self._sources = Sources(self._snapshot, self._manifest.summaries)
        self._pins = plan.drawing_pins(self._sources)
        self._figures: dict[str, Any] = read_json(build / "figures.json") or {}
        self.made: dict[str, Picture] = {}

    def draw(
        self, pages: Mapping[str, Titled], site: str
    ) -> Iterator[tuple[str, bytes]]:
        """The picture of each page and its place; drawn if it is a new one.

        Args:
            pages: By their files.
            site: The site's name.
        """
        common = digest(self._sources.closure(MADE_BY), self._pins)
        keys: dict[str, str] = {}
        contents: dict[str, bytes] = {}
        jobs: dict[Job, tuple[Any, ...]] = {}
        for name, (page, title) in pages.items():
            figure = self._figure(page)
            about = str(page.meta.get("description", ""))
            card = Card(title, site, "" if figure else about)
            alt = self._figures[figure]["alt"] if figure else f"{title}. {about}"
            self.made[name] = Picture(place(page), alt)
            keys[name] = digest(common, *card, figure, self._drawn(figure))
            if (kept := self._kept.get(name, keys[name])) is not None:
                contents[name] = kept
            else:
                jobs |= self._job(name, figure, card)
        for name, content in self._new(jobs):
            contents[name] = content
            if self._settled:
                self._kept.put(name, keys[name], content)
        for name, content in contents.items():
            yield self.made[name].place, content

    def _job(self, name: str, figure: str, card: Card) -> dict[Job, tuple[Any, ...]]:
        topic, _, artifact = figure.partition(".")
        data = plan.recorded(self._manifest, topic) if figure else None
        return {("picture", name, topic, artifact): (card, data)}

    def _new(self, jobs: dict[Job, tuple[Any, ...]]) -> Iterator[tuple[str, bytes]]:
        """Each picture as soon as it is drawn; what fails is noted."""
        if not jobs:
            return
        with working(self._snapshot, self._build) as pool:
            for job, result in pool.each(jobs, "pictures"):
                if isinstance(result, Failure):
                    self._mistakes.note(str(result))
                else:
                    yield job[1], result

    @cached_property
    def _settled(self) -> bool:
        """Whether the sources are still those of the build: else nothing is kept."""
        return self._manifest.tree == digest(self._snapshot.digest(), self._pins)

    def _drawn(self, figure: str) -> str:
        """The key under which the figure was planned."""
        topic, _, artifact = figure.partition(".")
        planned = self._manifest.facts(f"topic/{topic}") if figure else None
        return str(planned["artifacts"][artifact]["key"]) if planned else ""

    def _figure(self, page: Page) -> str:
        """The key of the figure to show; nothing for a page without one."""
        if chosen := page.meta.get(CHOICE):
            if chosen in self._figures:
                return str(chosen)
            line = front_matter.line_of(page.file.content_string, CHOICE)
            wrong = f"{CHOICE} names {chosen!r}, which is no figure"
            at = f"docs/{page.file.src_uri}"
            self._mistakes.note(Mistake(at, line, wrong, REMEDY))
        content = page.content or ""
        found = FRAMED.search(content) or SHOWN.search(content)
        key = ".".join(found.groups()) if found else ""
        return key if key in self._figures else ""


def titled(page: Page) -> Titled:
    """A page that has been rendered, before its formulas are more than letters."""
    if given := page.meta.get("title"):
        return Titled(page, str(given))
    heading = HEADING.search(page.content or "")
    words = BESIDE.sub("", heading[1]) if heading else str(page.title)
    return Titled(page, html.unescape(" ".join(words.split())))


def place(page: Page) -> str:
    """Where its picture stands in the site."""
    return f"{FOLDER}/{page.file.src_uri.rpartition('.')[0]}.png"
