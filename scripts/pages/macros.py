"""The macros of the pages: numbers, figures, animations and code, in Markdown.

The one rule: a page names what it shows and types none of it; a name that nothing
computed fails the build.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.utils import get_relative_url

from scripts.drawing import numerals
from scripts.exercises import named
from scripts.pages import environment, examples, hero, jinja, pictures, snippets, ways
from scripts.pages.jinja import PageError
from scripts.pages.markup import attribute, named_entry
from scripts.pipeline import cache
from scripts.pipeline.files import digest, read_json
from scripts.pipeline.manifest import Manifest
from scripts.pipeline.snapshot import SNIPPETS, Snapshot

MADE_BY = "scripts.pages.authored"
EXPLORER = "explorer/"
CATALOG = "data/explorer/catalog.json"  # of the build
HANDLES = "data/explorer/handles.json"
NAMES = (
    *("number", "tex", "plain", "quoted", "figure", "animation", "code", "repair"),
    *("explorer", "versions", "datasets", "optimizers", "notebooks", "exercise"),
    *("path", "card", "hero", "handle", "diagnosis", "examples"),
)
CLOSE = "close each brace, and each {% call … %} by {% endcall %}"
MACROS = f"the macros are {', '.join(NAMES)}; CONTRIBUTING.md shows how each is written"


@dataclass(frozen=True)
class Macros:
    """What was computed, as functions for one page.

    Attributes:
        root: The project's folder.
        numbers: numbers.json.
        figures: figures.json, figures and animations alike.
        url: Where the page stands, for links out of it.
    """

    root: Path
    numbers: dict[str, Any]
    figures: dict[str, Any]
    url: str

    def number(self, key: str, form: str = ".4g", scale: float = 1) -> str:
        """A computed number, with a tooltip: what it is and what computed it."""
        entry = self._number(key)
        unit = "" if entry["unit"] == "dimensionless" else f" ({entry['unit']})"
        title = f"{entry['meaning']}{unit}. Computed by {entry['module']}"
        shown = numerals.as_html(entry["value"], form, scale)
        return (
            f'<data class="gd-number" value="{attribute(str(entry["value"]))}" '
            f'title="{attribute(title)}">{shown}</data>'
        )

    def tex(self, key: str, form: str = ".4g", scale: float = 1) -> str:
        """The same number for use inside a formula."""
        return numerals.as_tex(self._number(key)["value"], form, scale)

    def plain(self, key: str, form: str = ".4g", scale: float = 1) -> str:
        """The same number as bare text, for blocks of code."""
        return numerals.as_text(self._number(key)["value"], form, scale)

    def quoted(self, text: str, source: str = "", tex: bool = False) -> str:
        """A number that somebody else wrote, exactly as written, with its source."""
        if not source.strip():
            raise PageError(f"quoted({text!r}) names no source; quoted(number, source)")
        if tex:  # a formula shows no tooltip
            return text
        title = attribute(f"Quoted from {source}")
        return f'<span class="gd-quoted" title="{title}">{html.escape(text)}</span>'

    def figure(self, key: str, caller: Callable[[], str]) -> str:
        """A figure with its caption, the body of the call block."""
        figure = self._figure(key, "figure")
        media = pictures.still(figure, self._url)
        return pictures.framed(key, media, f"{caller().strip()} {self._opens(key)}")

    def animation(self, key: str, caller: Callable[[], str]) -> str:
        """A film with its caption, and a link to the GIF of it."""
        film = self._figure(key, "animation")
        media = pictures.film(film, self._url)
        gif = self._url(film["files"]["gif"])
        link = f'<a data-search-exclude href="{gif}">GIF for forum posts</a>'
        caption = f"{caller().strip()} {link} {self._opens(key)}"
        return pictures.framed(key, media, caption)

    def explorer(self, preset: str, small: bool = False) -> str:
        """The explorer at a preset; until it runs, and without script, its picture."""
        figure = self._figure(f"explorer.{preset}", "figure")
        attributes = f'data-preset="{preset}" data-base="{self._base()}"'
        link = ""
        if small:
            attributes += " data-small"
            opens = self._explorer(figure, "Open in the full explorer")
            link = f'<p class="gd-explorer-link">{opens}</p>'
        return (
            f'<section class="gd-explorer" data-explorer {attributes} '
            f'aria-label="Explorer"><div class="gd-media">'
            f"{pictures.still(figure, self._url)}</div>{link}</section>"
        )

    def handle(self, name: str) -> str:
        """A number in a sentence; with script, dragging it moves the page's picture."""
        handles = read_json(self.root / ".build" / HANDLES) or {}
        shown = named_entry(handles, name, "handle")
        label = attribute(shown["label"])
        return (
            f'<span class="gd-number-handle" data-handle="{name}" data-label="{label}" '
            f'data-at="{shown["at"]}" data-of="{shown["of"]}">{shown["text"]}</span>'
        )

    def hero(self) -> str:
        """The live picture of the front page; its script needs no Python."""
        data = read_json(self.root / ".build" / hero.FILE)
        if not data:
            raise PageError(f"there is no .build/{hero.FILE}; build it first")
        return hero.markup(data, f"{self._base()}{hero.FILE}")

    def diagnosis(self) -> str:
        """The place of the page's tool, which its script fills."""
        return examples.tool(self._base())

    def examples(self) -> str:
        """The examples of the diagnosis as cards; without the build's file, none."""
        known = read_json(self.root / ".build" / examples.FILE) or []
        return examples.cards(known, self._url(examples.FILE))

    def card(self, key: str, caller: Callable[[], str]) -> str:
        """The body of the call block under a figure, made small."""
        images = pictures.still(self._figure(key, "figure"), self._url)
        picture = f'<div class="gd-card-picture">{images}</div>'
        return (
            f'<div class="gd-card" markdown>\n{picture}\n\n{caller().strip()}\n</div>'
        )

    def path(self, level: int = 2) -> str:
        """Folds that lead to each answer by what is seen, when, and the framework."""
        return ways.folds(ways.listed(self.root), level, self._from_root)

    def exercise(self, name: str) -> str:
        """The task of an exercise, the way to its start, and its folded answer."""
        from scripts.pipeline.links import encode  # numpy, which few builds need

        task = named(name)
        preset = {"explorer": encode(task.settings("preset"))}
        name = f"Open in explorer: {attribute(task.title)}"
        link = self._explorer(preset, "Open in explorer", name)
        parts = {"Hint": task.hint, "Answer": task.answer}
        folds = (
            f'??? question "{title}"\n\n    {task.filled(text, self.number)}\n'
            for title, text in parts.items()
        )
        return "\n".join([f"{task.filled(task.task, self.number)} {link}\n", *folds])

    def code(self, name: str) -> str:
        """The same code in each language, as tabs, from files that a test runs."""
        blocks = {
            kind.label: snippets.block(kind.language.lexer, text)
            for kind, text in self._snippets(name).items()
        }
        return self._tabs(name, blocks)

    def repair(self, name: str) -> str:
        """What changes from NAME_before to NAME_after, and all of the repaired code."""
        before, after = (self._snippets(f"{name}_{w}") for w in ("before", "after"))
        if odd := before.keys() ^ after.keys():
            label = min(kind.label for kind in odd)
            raise PageError(f"repair({name!r}): {label} is on one side alone")
        blocks = {
            kind.label: snippets.repaired(kind, before[kind], code)
            for kind, code in after.items()
        }
        return self._tabs(f"{name}_after", blocks)

    def versions(self) -> dict[str, dict[str, str]]:
        """Versions of what computed the site, of what was recorded, of the browser."""
        return environment.versions(self.root)

    def datasets(self) -> list[dict[str, Any]]:
        """The datasets of points, teaching ones first: name, title, lesson."""
        return [data for data in self._catalog("datasets") if data["line"]]

    def optimizers(self) -> list[dict[str, Any]]:
        """The methods of the explorer, as its catalog has them."""
        return self._catalog("optimizers")

    def notebooks(self) -> list[dict[str, Any]]:
        """The committed notebooks, with what is compared when they are run again."""
        return environment.notebooks(self.root)

    def _snippets(self, name: str) -> dict[snippets.Kind, str]:
        return snippets.found(self.root / SNIPPETS, name, self.plain)

    @staticmethod
    def _tabs(name: str, blocks: dict[str, str]) -> str:
        if not blocks:
            endings = (f"_{kind.ending}" for kind in snippets.KINDS)
            wrong = f"there is no {SNIPPETS}/{name} with one of the endings"
            raise PageError(f"{wrong} {', '.join(endings)}; write one")
        return snippets.tabs(blocks)

    def _catalog(self, part: str) -> Any:
        return (read_json(self.root / ".build" / CATALOG) or {}).get(part, [])

    def _number(self, key: str) -> dict[str, Any]:
        return named_entry(self.numbers, key, "number")

    def _figure(self, key: str, kind: str) -> dict[str, Any]:
        of_kind = {k: v for k, v in self.figures.items() if v["kind"] == kind}
        return named_entry(of_kind, key, kind)

    def _opens(self, key: str) -> str:
        """The quiet link under a picture; its name tells it from the others."""
        name = f"Open in explorer: {key.rpartition('.')[2].replace('-', ' ')}"
        return self._explorer(self.figures[key], "Open in explorer", name)

    def _explorer(self, figure: dict[str, Any], text: str, name: str = "") -> str:
        url = f"{self._from_root(EXPLORER)}#s={figure['explorer']}"
        label = f' aria-label="{name}"' if name else ""
        return f'<a class="gd-open" data-search-exclude href="{url}"{label}>{text}</a>'

    def _base(self) -> str:
        """The site's root, from the page."""
        return self._from_root("assets/").removesuffix("assets/") or "./"

    def _url(self, file: str) -> str:
        return self._from_root(f"assets/{file}")

    def _from_root(self, address: str) -> str:
        return get_relative_url(address, self.url)


def render(
    markdown: str,
    macros: Macros,
    *,
    first_line: int = 1,
    note: Callable[[PageError], None] | None = None,
) -> str:
    """Markdown with its macros carried out.

    Args:
        markdown: The page without its front matter.
        macros: What the page may call.
        first_line: Line of the file at which `markdown` begins, for messages.
        note: Told of each macro that fails, which then leaves nothing.

    Raises:
        PageError: At the first macro that fails, or if the page is no template.
    """
    name = f"{macros.url}:{first_line}"
    kept = macros.root / ".build/cache/pages/macros"
    environment = jinja.environment(name, markdown, kept)
    calls = {
        name: jinja.guarded(getattr(macros, name), first_line, MACROS, note)
        for name in NAMES
    }
    try:
        return environment.get_template(name).render(calls)
    except jinja2.TemplateSyntaxError as error:
        line = jinja.opening(environment, markdown, error)
        raise jinja.at(line + first_line - 1, f"{error.message}; {CLOSE}") from error
    except (jinja2.UndefinedError, TypeError, ValueError) as error:
        line = jinja.line_of(error) + first_line - 1
        raise jinja.at(line, f"{error}; {MACROS}") from error


def load(root: Path, build: Path, url: str) -> Macros:
    """The macros of the page at `url`, over what the last build computed."""
    numbers = read_json(build / "numbers.json") or {}
    figures = read_json(build / "figures.json") or {}
    return Macros(root=root, numbers=numbers, figures=figures, url=url)


def sources(root: Path, build: Path) -> str:
    """Digest of all that macros read and run, beside the page itself."""
    names = ("numbers.json", "figures.json", CATALOG, HANDLES, hero.FILE, examples.FILE)
    built = (build / name for name in names)
    present = [p for p in (*built, *environment.files(root)) if p.is_file()]
    snapshot = Snapshot.take(root)
    return digest(
        Manifest(build).text(snapshot, MADE_BY),
        snapshot.digest(SNIPPETS),
        repr(ways.listed(root)),
        cache.versions(*environment.INSTALLED),
        *(path.name for path in present),
        *(path.read_bytes() for path in present),
    )
