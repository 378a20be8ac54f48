"""One build of the site, from MkDocs' list of files to its pages.

The one rule: what is wrong is noted with its line and the build goes on, so that all
mistakes are said together, before a page is written.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from scripts.pages import katex, lines, notebook, notebook_page
from scripts.pages.authored import Authored
from scripts.pages.mistakes import Mistake, Mistakes, shown
from scripts.pages.ways import FOLDER
from scripts.pipeline.kept import Kept
from scripts.publishing import (
    folds,
    forum,
    head,
    link_pictures,
    material,
    nearest,
    reference,
    short,
    stylesheets,
    tables,
)
from scripts.publishing.rendered import Renderer

TEX = "correct it; scripts/pages/katex.mjs has the commands of the house"


class NotebookFile(File):
    """A notebook of docs/, which becomes a page like those of Markdown."""

    def is_documentation_page(self) -> bool:
        return True


class Site:
    """The pages of one build.

    Attributes:
        root: The project's folder.
        build: What was generated.
        mistakes: Where they are noted.
    """

    def __init__(self, root: Path, build: Path, mistakes: Mistakes) -> None:
        self.root = root
        self.build = build
        self.mistakes = mistakes
        self._authored = Authored(root, build, mistakes)
        self._renderer: Renderer | None = None
        self._contents: dict[str, str] = {}  # HTML of pages until it is written
        self._titled: dict[str, link_pictures.Titled] = {}
        self._pictures: dict[str, link_pictures.Picture] = {}

    def files(
        self, files: Files, config: MkDocsConfig, generated: Iterable[tuple[Path, str]]
    ) -> Files:
        """Check the sources, turn notebooks into pages, add what was generated."""
        for file in files:
            if is_ours(file):
                self._authored.check(file)
        for path, place in generated:
            files.append(File.generated(config, place, abs_src_path=str(path)))
        material.mend(files)
        stylesheets.join(files, config)
        for page in reference.pages(self.root, config):
            files.append(page)
        short.add(files, config)
        books = [file for file in files if is_notebook(file)]
        for file in books:
            self._add_notebook(file, files, config)
        return Files(
            _page_of(file, config) if file in books else file for file in files
        )

    def source(self, page: Page, config: MkDocsConfig) -> str | None:
        """The Markdown of a notebook; nothing of what cannot be read."""
        if page.file.src_uri in self._authored.unread:
            return ""
        if not is_notebook(page.file):
            return None
        path = _path(page.file)
        branch = notebook_page.branch(config.edit_uri or "")
        try:
            book = notebook.load(path)
            return notebook_page.markdown(book, page.url, config.repo_url or "", branch)
        except notebook.NotebookError as error:
            self._refuse(page.file, error)
            return ""

    def markdown(self, markdown: str, page: Page) -> str:
        """The page, and its description, with the macros carried out."""
        if not is_ours(page.file) or page.file.src_uri in self._authored.unread:
            return markdown
        return self._authored.markdown(markdown, page)

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Have the page rendered only if it has changed."""
        if not self._renderer:
            kept = Kept(self.build / reference.RENDERED)
            self._renderer = Renderer(kept, config, files, self.mistakes)
        vars(page)["render"] = partial(self._renderer.render, page)

    def environment(self, files: Files, config: MkDocsConfig) -> None:
        """Set the math of all pages at once; then all mistakes are known."""
        reference.unstyled(config)
        if self._renderer:
            self._renderer.settle(config)
        ready = [(file.page, file.page.content or "") for file in files if file.page]
        setter = katex.Setter(self.root, self.build / "cache/pages/katex")
        setter.prepare(content for _, content in ready)
        for page, content in ready:
            page.content = setter.text(content)  # the search index reads letters
            self._titled[page.file.src_uri] = link_pictures.titled(page)
            self._contents[page.file.src_uri], problems = setter.page(content)
            if page.file.src_uri not in self._authored.doubtful:
                self._note_formulas(page.file, problems)
            for entry in _entries(page.toc):
                entry.title = setter.title(entry.title)
        self._check_anchors([page for page, _ in ready], files, config)
        self.mistakes.stop()
        self._add_made_of_pages([page for page, _ in ready], files, config)

    def _add_made_of_pages(
        self, every: list[Page], files: Files, config: MkDocsConfig
    ) -> None:
        """What is made of pages that are whole: texts for forums, and their list."""
        nearest.add(files, config)
        for page in every:
            name = page.file.src_uri
            if name.startswith(FOLDER):
                box = forum.add(self.root, page, files, config)
                self._contents[name] = forum.offered(self._contents[name], box)

    def pictures(self, files: Files, config: MkDocsConfig) -> None:
        """Have a picture of each page among the files, for the boxes of links."""
        pictures = link_pictures.Pictures(self.root, self.build, self.mistakes)
        for place, content in pictures.draw(self._titled, config.site_name):
            files.append(File.generated(config, place, content=content))
        self._pictures = pictures.made
        self.mistakes.stop()

    def head(self, page: Page, config: MkDocsConfig) -> str:
        """What the page's head says to those who link to it."""
        name = page.file.src_uri
        title = self._titled[name].title
        return head.tags(page, title, config, self._pictures.get(name))

    @property
    def _broken(self) -> set[str]:
        """Pages of which something is missing."""
        return self._authored.unread | self._authored.doubtful

    def content(self, page: Page) -> str:
        """The page's HTML with its math, for the template; it is asked for once."""
        return self._contents.pop(page.file.src_uri)

    def _add_notebook(self, file: File, files: Files, config: MkDocsConfig) -> None:
        """Its figures and downloads; numbers of unknown origin are refused."""
        name, path = f"docs/{file.src_uri}", _path(file)
        try:
            self.mistakes.note(*notebook_page.mistakes(path, name))
            for place, content in notebook_page.files(path, config.repo_url or ""):
                files.append(File.generated(config, place, content=content))
        except notebook.NotebookError as error:
            self._refuse(file, error)

    def _refuse(self, file: File, error: notebook.NotebookError) -> None:
        self._authored.unread.add(file.src_uri)
        mistake = notebook_page.of_error(error, _path(file), f"docs/{file.src_uri}")
        self.mistakes.note(mistake)

    def _note_formulas(self, file: File, problems: list[katex.Problem]) -> None:
        path = _path(file)
        text = lines.text(path) if problems else ""
        for tex, reason in problems:
            line = lines.of_formula(text, tex)
            wrong = f"the formula {tex} is refused: {reason}"
            self.mistakes.note(Mistake(shown(path, self.root), line, wrong, TEX))

    def _check_anchors(
        self, every: list[Page], files: Files, config: MkDocsConfig
    ) -> None:
        """As MkDocs does when all is written; what is missing is no wrong link."""
        for page in every:
            if page.file.src_uri in self._broken:
                page.present_anchor_ids = None
        for page in every:
            level = config.validation.links.anchors
            page.validate_anchor_links(files=files, log_level=level)


def content(html: str, page: Page) -> str:
    """What Markdown cannot say of notebooks, of tables and of folds.

    The tables of notebooks scroll on a phone: labels would make their pages heavy.
    """
    light = notebook_page.light if is_notebook(page.file) else tables.cards
    return folds.folded(tables.framed(tables.without_empty_headers(light(html))))


def packed(output: str, page: Page) -> str:
    """Notebooks are long: what is only layout of the source is left out."""
    return notebook_page.packed(output) if is_notebook(page.file) else output


def is_ours(file: File) -> bool:
    """Whether a file is a Markdown page of docs/, and not generated."""
    return file.src_uri.endswith(".md") and not file.generated_by


def is_notebook(file: File) -> bool:
    """Whether a file is a notebook of docs/."""
    return file.src_uri.endswith(".ipynb") and not file.generated_by


def _page_of(file: File, config: MkDocsConfig) -> NotebookFile:
    return NotebookFile(
        file.src_uri,
        file.src_dir,
        config.site_dir,
        config.use_directory_urls,
        inclusion=file.inclusion,
    )


def _path(file: File) -> Path:
    return Path(file.abs_src_path or "")


def _entries(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in toc:
        yield entry
        yield from _entries(entry.children)
