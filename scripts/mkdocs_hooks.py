"""The only place where MkDocs meets the rest: it hands over files and asks for pages.

The one rule: no logic here, and no state beyond one build: `mkdocs serve` keeps this
module loaded, so what was computed is read from .build/ at every build.
"""

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # MkDocs puts the path back after loading this file

from scripts import generated, katex, notebook, notebook_page, pages, prose  # noqa: E402

BUILD = ROOT / ".build"
_contents: dict[str, str] = {}  # the HTML of pages from on_env until it is written
EMPTY_HEADER = re.compile(r"<th((?: [^>]*)?)></th>")
log = logging.getLogger("mkdocs.hooks.gradient_descent")


def on_startup(**_: Any) -> None:
    """Date the site by its last commit: two builds of it are the same bytes."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    command = ["git", "log", "-1", "--format=%ct"]
    if shutil.which("git"):
        git = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if not git.returncode:
            os.environ.setdefault("SOURCE_DATE_EPOCH", git.stdout.strip())
    if "SOURCE_DATE_EPOCH" not in os.environ:
        log.info("No commit tells a date: the sitemap will bear the day of the build.")


def on_pre_build(**_: Any) -> None:
    """Bring .build/ up to date, in a process that reads the code as it is now."""
    generated.hold(ROOT)
    if failed := generated.update(ROOT):
        raise PluginError("\n".join(failed))


def on_post_build(**_: Any) -> None:
    """Other builds may go on."""
    generated.release()


def on_build_error(**_: Any) -> None:
    """Other builds may go on."""
    generated.release()


def on_files(files: Files, config: MkDocsConfig, **_: Any) -> Files:
    """Refuse numbers typed into prose, then add what was generated."""
    sources = [file for file in files.documentation_pages() if _is_ours(file)]
    paths = [Path(file.abs_src_path or "") for file in sources]
    if found := list(prose.messages(paths, ROOT)):
        raise PluginError("\n".join(["Numbers are typed into prose:", *found]))
    for path, place in generated.files(ROOT):
        files.append(File.generated(config, place, abs_src_path=str(path)))
    _add_notebooks(files, config)
    return files


def _add_notebooks(files: Files, config: MkDocsConfig) -> None:
    """Figures and downloads of the notebooks; numbers of unknown origin are refused."""
    paths = [Path(file.abs_src_path or "") for file in files if _is_notebook(file)]
    try:
        found = [said for path in paths for said in notebook_page.messages(path)]
        if found:
            raise PluginError("\n".join(["Numbers are typed into prose:", *found]))
        for path in paths:
            for place, content in notebook_page.files(path, config.repo_url or ""):
                files.append(File.generated(config, place, content=content))
    except notebook.NotebookError as error:
        raise PluginError(f"docs/notebooks/{error}") from error


def on_pre_page(page: Page, **_: Any) -> Page:
    """A notebook is rendered as Markdown: the plugin's HTML brings its own styles."""
    if _is_notebook(page.file):
        vars(page).pop("render", None)
    return page


def on_page_read_source(page: Page, config: MkDocsConfig, **_: Any) -> str | None:
    """The Markdown of a notebook."""
    if not _is_notebook(page.file):
        return None
    book = notebook.load(Path(page.file.abs_src_path or ""))
    branch = (config.edit_uri or "edit/main").split("/")[1]
    return notebook_page.markdown(book, page.url, config.repo_url or "", branch)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Carry out the macros of a page, and those of its description."""
    if not _is_ours(page.file):
        return markdown
    macros = pages.load(ROOT, BUILD, page.url)
    first_line = page.file.content_string.count("\n") - markdown.count("\n") + 1
    try:
        if "description" in page.meta:
            described = pages.render(str(page.meta["description"]), macros)
            page.meta["description"] = described
        return pages.render(markdown, macros, first_line=first_line)
    except pages.PageError as error:
        raise PluginError(f"docs/{page.file.src_uri}: {error}") from error


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Markdown makes headers of empty corners of tables; a screen reader must not."""
    if _is_notebook(page.file):
        html = notebook_page.light(html)
    return EMPTY_HEADER.sub(r"<td\1></td>", html)


def on_env(env: Any, files: Files, **_: Any) -> None:
    """Set the math of all pages at once; the search index reads it as plain letters."""
    ready = [(file.page, file.page.content or "") for file in files if file.page]
    setter = katex.Setter(ROOT, BUILD / "cache/katex.json")
    setter.prepare(content for _, content in ready)
    for page, content in ready:
        page.content = setter.text(content)
        _contents[page.file.src_uri], problems = setter.page(content)
        for problem in problems:
            # An error, not a warning: --quiet would hide that from --strict.
            log.error("docs/%s: bad formula %s", page.file.src_uri, problem)
        for entry in _entries(page.toc):
            entry.title = setter.title(entry.title)


@event_priority(-100)
def on_page_context(context: Any, page: Page, **_: Any) -> None:
    """Put the set math in place, after the search index has read the page."""
    page.content = _contents.pop(page.file.src_uri)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Notebooks are long: what is only layout of the source is left out."""
    return notebook_page.packed(output) if _is_notebook(page.file) else output


def _is_ours(file: File) -> bool:
    """Whether a file is a Markdown page of docs/, and not generated."""
    return file.src_uri.endswith(".md") and not file.generated_by


def _is_notebook(file: File) -> bool:
    """Whether a file is a notebook of docs/."""
    return file.src_uri.endswith(".ipynb") and not file.generated_by


def _entries(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in toc:
        yield entry
        yield from _entries(entry.children)
