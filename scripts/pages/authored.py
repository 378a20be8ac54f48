"""The Markdown pages of docs/: front matter, typed numbers, macros.

The one rule: a page that had no mistake, and all that its macros read, is known by
digest, and then neither checked nor carried out again.
"""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from scripts.pages import front_matter, typed_numbers, ways
from scripts.pages.jinja import PageError
from scripts.pages.macros import Macros, load, render, sources
from scripts.pages.mistakes import Mistake, Mistakes
from scripts.pipeline.files import digest
from scripts.pipeline.kept import Kept
from scripts.pipeline.snapshot import ANSWERS


class Authored:
    """Those of one build.

    Attributes:
        unread: Pages that cannot be read at all; they are left empty.
        doubtful: Pages with a macro that failed: something is missing in them.
    """

    def __init__(self, root: Path, build: Path, mistakes: Mistakes) -> None:
        self._root = root
        self._build = build
        self._mistakes = mistakes
        self._kept = Kept(build / "cache/pages/authored")
        self._keys: dict[str, str] = {}
        self._ready: dict[str, dict[str, Any]] = {}
        self.unread: set[str] = set()
        self.doubtful: set[str] = set()

    def check(self, file: File) -> None:
        """Front matter and typed numbers of a page; or it cannot be read."""
        name, path = file.src_uri, Path(file.abs_src_path or "")
        shown = f"docs/{name}"
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            faults = [_no_text(shown, error)]
        else:
            self._keys[name] = digest(text, file.url, self._sources)
            if ready := self._kept.value(name, self._keys[name]):
                self._ready[name] = ready
                return
            faults = list(front_matter.mistakes(shown, text))
            if not faults and shown.startswith(f"{ANSWERS}/"):
                faults = list(ways.mistakes(shown, text))
        if faults:
            self.unread.add(name)
        else:
            found = typed_numbers.findings(text)
            faults = [typed_numbers.mistake(finding, shown) for finding in found]
        if faults:  # what is wrong is said at each build: such a page is not kept
            self._keys.pop(name, None)
        self._mistakes.note(*faults)

    def markdown(self, markdown: str, page: Page) -> str:
        """The page, and its description, with the macros carried out."""
        name = page.file.src_uri
        ready = self._ready.get(name)
        # MkDocs has read the file once more since it was checked.
        if not ready or ready["of"] != digest(markdown):
            ready = self._carried_out(markdown, page)
        if "description" in ready:
            page.meta["description"] = ready["description"]
        return str(ready["markdown"])

    def _carried_out(self, markdown: str, page: Page) -> dict[str, Any]:
        count = len(self._mistakes.lines)
        whole = page.file.content_string
        first = whole.count("\n") - markdown.count("\n") + 1
        ready = {"of": digest(markdown)}
        if "{" in (description := str(page.meta.get("description", ""))):
            line = front_matter.line_of(whole, "description")
            ready["description"] = self._rendered(description, page, line)
        ready["markdown"] = self._rendered(markdown, page, first)
        name = page.file.src_uri
        key = digest(whole, page.file.url, self._sources)
        if len(self._mistakes.lines) == count and key == self._keys.get(name):
            self._kept.put_value(name, key, ready)
        return ready

    def _rendered(self, text: str, page: Page, first: int) -> str:
        macros = replace(self._macros, url=page.url)

        def note(error: PageError) -> None:
            self.doubtful.add(page.file.src_uri)
            wrong, _, remedy = str(error).partition("; ")
            file = f"docs/{page.file.src_uri}"
            self._mistakes.note(Mistake(file, error.line, wrong, remedy))

        try:
            return render(text, macros, first_line=first, note=note)
        except PageError as error:
            note(error)
            return ""

    @cached_property
    def _macros(self) -> Macros:
        return load(self._root, self._build, "")

    @cached_property
    def _sources(self) -> str:
        return sources(self._root, self._build)


def _no_text(name: str, error: UnicodeDecodeError) -> Mistake:
    line = error.object[: error.start].count(b"\n") + 1
    return Mistake(name, line, "this is not UTF-8", "save the file as UTF-8")
