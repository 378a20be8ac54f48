"""An answer as text for a forum: words, repaired code, figure and the way back.

The one rule: it is made of what the page says, and each address in it is whole.
"""

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts.pages import macros, snippets, ways
from scripts.pages.snippets import Kind
from scripts.pipeline.snapshot import SNIPPETS
from scripts.publishing import short

ANSWER = re.compile(r'<div class="gd-answer" markdown>\n(.*?)\n</div>', re.DOTALL)
MORE = re.compile(r'<div class="gd-copied" markdown>\n(.*?)\n</div>', re.DOTALL)
PART = re.compile(r"\s+(?=\*\*\[?(?:Why|Fix|Check)\b)")
MARKS = re.compile(r"</?(?:data|span)\b[^>]*>")  # what only the page can show
LINK = re.compile(r"(?<=\]\()([^)\s]*)(?=\))")
FIGURE = re.compile(r"\{% call figure\(\"([\w.-]+)\"\) %\}")
FIRST_FIGURE = '<figure id="figure-'
DISCLOSURE = "Disclosure: I am affiliated with the site that this answer links to."


class Form(NamedTuple):
    """A kind of forum: what begins its files and its fences, what its rules ask for."""

    name: str
    label: str
    fence: str
    last: str


FORMS = (
    Form("discourse", "Discourse", "", ""),
    Form("stackoverflow", "Stack Overflow", "lang-", DISCLOSURE),
)


class Parts(NamedTuple):
    """What a text is made of, with whole addresses; `more` stands before the code."""

    words: str
    picture: str
    source: str
    more: str = ""


def add(root: Path, page: Page, files: Files, config: MkDocsConfig) -> str:
    """Put the texts of an answer beside it; the HTML that offers them.

    Without `site_url` no address is whole: then there is nothing to offer.
    """
    answer = ANSWER.search(page.markdown or "")
    text = page.file.content_string
    kinds = ways.kinds_of(root, text)
    if not (config.site_url and answer and kinds):
        return ""
    ours = macros.load(root, root / ".build", page.url)
    parts = _parts(answer[1], page, ours, files, config.site_url)
    codes = _codes(root, ways.snippet_of(text), ours)
    for form in FORMS:
        for kind in kinds:
            place = f"{page.url}{_file(form, kind)}"
            content = written(form, kind, parts, codes[kind])
            files.append(File.generated(config, place, content=content))
    return _box(kinds, config.site_url + short.address(page.url))


def written(form: Form, kind: Kind, parts: Parts, code: str) -> str:
    """The text for one kind of forum, with the code of one framework."""
    fenced = snippets.block(f"{form.fence}{kind.language.lexer}", code)
    repaired = f"The repaired code, with {kind.label}:"
    explained = (parts.words, parts.more, repaired, fenced)
    said = (*explained, parts.picture, parts.source, form.last)
    return "\n\n".join(part for part in said if part) + "\n"


def offered(content: str, box: str) -> str:
    """The page with the box behind its answer, before its first figure."""
    head, mark, tail = content.partition(FIRST_FIGURE)
    return f"{head}{box}{mark}{tail}"


def whole(text: str, page: str, files: Files, site_url: str) -> str:
    """Markdown whose links are whole.

    Args:
        text: Markdown of a page.
        page: That page, from docs/.
        files: All files of the site.
        site_url: Where the site stands.
    """

    def address(match: re.Match[str]) -> str:
        path, mark, anchor = match[1].partition("#")
        place = posixpath.join(posixpath.dirname(page), path) if path else page
        file = files.get_file_from_path(posixpath.normpath(place))
        return f"{site_url}{file.url}{mark}{anchor}" if file else match[1]

    return LINK.sub(address, text)


def _parts(
    answer: str, page: Page, ours: macros.Macros, files: Files, site_url: str
) -> Parts:
    words = " ".join(MARKS.sub("", answer.partition('\n=== "')[0]).split())
    more = MORE.search(page.markdown or "")
    title = _escaped(str(page.meta.get("title") or page.title))
    return Parts(
        PART.sub("\n\n", whole(words, page.file.src_uri, files, site_url)),
        _picture(page, ours, site_url),
        f"More, with the run to step through: "
        f"[{title}]({site_url}{short.address(page.url)})",
        _copied(more[1], page, files, site_url) if more else "",
    )


def _copied(more: str, page: Page, files: Files, site_url: str) -> str:
    """What a page wants in its texts besides its answer, such as formulas."""
    return whole(MARKS.sub("", more).strip(), page.file.src_uri, files, site_url)


def _picture(page: Page, ours: macros.Macros, site_url: str) -> str:
    """The first figure of the page."""
    match = FIGURE.search(page.file.content_string)
    figure = ours.figures.get(match[1]) if match else None
    if not figure:
        return ""
    file = figure["files"]["light"]
    return f"![{_escaped(figure['alt'])}]({site_url}assets/{file})"


def _codes(root: Path, name: str, ours: macros.Macros) -> dict[Kind, str]:
    """The repaired code in each framework."""
    return {
        kind: code
        for stem in (name, f"{name}_after")
        for kind, code in snippets.found(root / SNIPPETS, stem, ours.plain).items()
    }


def _box(kinds: tuple[Kind, ...], address: str) -> str:
    rows = "".join(_row(form, kinds) for form in FORMS)
    where = html.escape(address)
    return (
        '<details class="gd-forum" data-forum><summary>Copy as forum answer</summary>'
        f"<ul>{rows}</ul><p>The text ends with a link to this page: "
        f'<a href="{where}">{where}</a>. For Stack Overflow it says as well that you '
        "belong to this site; take that out if you do not.</p></details>\n"
    )


def _row(form: Form, kinds: tuple[Kind, ...]) -> str:
    links = "".join(_links(form, kinds))
    return f'<li data-form="{form.label}">{form.label}, the text:{links}</li>'


def _links(form: Form, kinds: tuple[Kind, ...]) -> Iterator[str]:
    for kind in kinds:
        name = f"Text for {form.label}, {kind.label}"
        yield f' <a href="{_file(form, kind)}" aria-label="{name}">{kind.label}</a>'


def _file(form: Form, kind: Kind) -> str:
    return f"{form.name}-{kind.ending.partition('.')[0]}.txt"


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)
