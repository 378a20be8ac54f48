"""A notebook as a page of the site: Markdown, figures in both schemes, downloads.

The one rule: MkDocs gets Markdown like that of any other page, so type, math, anchors,
links and checks are the same; code and outputs stay out of the search index.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.utils import get_relative_url

from scripts.drawing import style
from scripts.drawing.declarations import NARROW, PIXELS_PER_INCH
from scripts.pages import lines, notebook, typed_numbers
from scripts.pages.mistakes import Mistake
from scripts.pages.notebook import Cell, Notebook, NotebookError, Output
from scripts.pages.notebook_numbers import numbers

PLACE = "assets/notebooks"
SETUP = ("setup", "style")  # cells that every notebook begins with, folded on its page
ADDRESS = re.compile(r'^REPOSITORY = ""', re.MULTILINE)
HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')
COLAB = "https://colab.research.google.com/github"
TOKEN = re.compile(r'<span class="(\w{1,2})">([^<]*)</span>')
# Keywords, comments and strings are told apart, by short tags: the rest only weighs.
TAGS = {"b": ("k", "kn", "ow"), "i": ("c1", "sd"), "span": ("s1", "s2")}
TO_THE_RIGHT = re.compile(r'(<t[dh]) style="text-align: right;"')  # notebook.css does
SEARCHED = ' data-search-exclude="data-search-exclude"'
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"'
LIGHT_ICON = '<svg viewBox="0 0 24 24"'  # HTML knows it without the namespace
UNSEEN = "stands neither in the notebook's code nor in what it printed"
MEND = "correct it in Jupyter, then `make notebooks`"
PREFORMATTED = re.compile(r"(<pre.*?</pre>)", re.DOTALL)


def markdown(book: Notebook, url: str, repository: str, branch: str) -> str:
    """The page, with its front matter.

    Args:
        book: The notebook.
        url: Where the page stands, for links out of it.
        repository: Its address, such as https://github.com/owner/name, or "".
        branch: The repository's branch that readers are led to.
    """
    title, _, lead = book.cells[0].source.partition("\n")
    picture = f"picture: {json.dumps(book.picture)}\n" if book.picture else ""
    front = f"---\ndescription: {json.dumps(book.description)}\n{picture}---\n"
    parts = [front, title, _bar(book, url, repository, branch), lead.strip()]
    setup = [cell for cell in book.cells if cell.id in SETUP]
    for cell in book.cells[1:]:
        if cell in setup:
            parts += [_folded(setup)] if cell is setup[0] else []
        else:
            parts.append(_code(book, cell, url) if cell.is_code else _prose(cell))
    return "\n\n".join(parts) + "\n"


def branch(edit_uri: str) -> str:
    """The branch that `edit/BRANCH/docs/` names; it may hold slashes."""
    match = re.fullmatch(r"[^/]+/(.+)/docs/?", edit_uri)
    return match[1] if match else "main"


def files(path: Path, repository: str) -> Iterator[tuple[str, str | bytes]]:
    """What the site publishes beside the page: (place, content).

    Raises:
        NotebookError: If a figure has a color that no theme knows.
    """
    book = notebook.load(path)
    for place, output in _figures(book):
        where = f"{PLACE}/{book.name}/{place}"
        for theme in style.THEMES:
            yield f"{where}-{theme.name}.svg", recolored(output.content, theme, where)
    raw = json.loads(path.read_text(encoding="utf-8"))
    for cell in raw["cells"]:
        source = addressed("".join(cell["source"]), repository)
        cell["source"] = source.splitlines(keepends=True)
    text = json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True)
    yield f"{PLACE}/{book.name}.ipynb", text + "\n"
    yield f"{PLACE}/{book.name}.py", addressed(script(book), repository)


def mistakes(path: Path, file: str) -> Iterator[Mistake]:
    """One for each number in prose that code and outputs do not show.

    Args:
        path: The notebook.
        file: Its name in the message.
    """
    book = notebook.load(path)
    raw = path.read_text(encoding="utf-8")
    shown = {
        value
        for cell in book.cells
        if cell.is_code
        for value in numbers(f"{cell.source}\n{cell.text}")
    }
    for cell in book.cells:
        for finding in [] if cell.is_code else typed_numbers.findings(cell.source):
            if not set(numbers(finding.text.rstrip(" %"))) & shown:
                line = lines.of_source(raw, cell.id, finding.line)
                wrong = f"cell {cell.id!r}: {finding.text!r} {UNSEEN}"
                yield Mistake(file, line, wrong, "have a cell print it, or reword")


def of_error(error: NotebookError, path: Path, file: str) -> Mistake:
    """What a notebook is refused for, at the line of its cell."""
    fault = str(error).removeprefix(path.stem).removeprefix(".ipynb").lstrip(",: ")
    cell = re.match(r"cell (?:id )?'([^']*)'", fault)
    if cell:
        raw = path.read_text(encoding="utf-8")
        return Mistake(file, lines.of_cell(raw, cell[1]), fault, MEND)
    cause = error.__cause__
    if isinstance(cause, json.JSONDecodeError):
        return Mistake(file, cause.lineno, f"this is not JSON: {cause.msg}", MEND)
    return Mistake(file, 1, fault, MEND)


def script(book: Notebook) -> str:
    """The notebook as a Python file, in the percent format that editors know."""
    parts = []
    for cell in book.cells:
        if cell.is_code:
            parts.append(f"# %%\n{cell.source}\n")
        else:
            lines = (f"# {line}".rstrip() for line in cell.source.split("\n"))
            parts.append("\n".join(["# %% [markdown]", *lines]) + "\n")
    return "\n".join(parts)


def addressed(source: str, repository: str) -> str:
    """Source whose set-up cell knows where to install gdcore from."""
    return ADDRESS.sub(f"REPOSITORY = {json.dumps(repository)}", source)


def recolored(svg: str, theme: style.Theme, where: str) -> str:
    """A figure that was drawn in light colors, in those of the theme.

    Raises:
        NotebookError: If one of its colors is none of the palette.
    """
    colors = dict(zip(_palette(style.LIGHT), _palette(theme), strict=True))

    def replace(match: re.Match[str]) -> str:
        if (color := match[0].upper()) not in colors:
            raise NotebookError(
                f"{where}: {match[0]} is no color of "
                "scripts/drawing/style.py, so it cannot be shown in dark mode"
            )
        return colors[color]

    return HEX.sub(replace, svg)


def light(content: str) -> str:
    """The page's content without what changes nothing to see: half of its weight."""
    blocks = (
        TOKEN.sub(_told, part) if part.startswith("<pre") else part
        for part in PREFORMATTED.split(content)
    )
    return TO_THE_RIGHT.sub(r"\1", "".join(blocks))


def packed(page: str) -> str:
    """The whole page without its template's indents, and what search has read."""
    parts = (
        part if part.startswith("<pre") else re.sub(r"\n\s+", "\n", part)
        for part in PREFORMATTED.split(page)
    )
    return "".join(parts).replace(SEARCHED, "").replace(ICON, LIGHT_ICON)


def _told(token: re.Match[str]) -> str:
    """One token of code as its tag says, or bare."""
    for tag, kinds in TAGS.items():
        if token[1] in kinds:
            return token[0] if tag == "span" else f"<{tag}>{token[2]}</{tag}>"
    return token[2]


def _palette(theme: style.Theme) -> list[str]:
    roles = ("text", "muted", "grid", "paper", *style.ROLES)
    return [*(getattr(theme, role).upper() for role in roles), *theme.contours]


def _bar(book: Notebook, url: str, repository: str, branch: str) -> str:
    """What it was executed with, and ways to have it."""
    links = [
        _link(get_relative_url(f"{PLACE}/{book.name}.ipynb", url), "Download .ipynb"),
        _link(get_relative_url(f"{PLACE}/{book.name}.py", url), "Download .py"),
    ]
    parts = urlsplit(repository)
    if parts.netloc == "github.com":
        place = f"{parts.path.strip('/')}/blob/{branch}/{notebook.FOLDER}"
        links.append(_link(f"{COLAB}/{place}/{book.name}.ipynb", "Open in Colab"))
    torch = html.escape(book.stamp.get("torch", "nothing yet"))
    items = "".join(
        f"<li>{item}</li>" for item in (f"Executed with torch {torch}", *links)
    )
    return f'<ul class="gd-notebook" data-search-exclude>{items}</ul>'


def _link(address: str, words: str) -> str:
    return f'<a href="{html.escape(address)}">{words}</a>'


def _prose(cell: Cell) -> str:
    headings = notebook.headings(cell.source)
    if not headings:
        return cell.source
    return cell.source.replace(headings[0], f"{headings[0]} {{#{cell.id}}}", 1)


def _folded(cells: list[Cell]) -> str:
    code = "\n\n".join(_fence(cell.source) for cell in cells)
    summary = "<summary>Set-up: packages, colors</summary>"
    fold = '<details class="gd-setup" data-search-exclude markdown>'
    return f"{fold}\n{summary}\n\n{code}\n\n</details>"


def _code(book: Notebook, cell: Cell, url: str) -> str:
    parts = [_fence(cell.source)]
    places = {id(output): place for place, output in _figures(book)}
    for output in cell.outputs:
        if output.kind == "text/markdown":
            body = f'<div class="gd-output" markdown>\n\n{output.content}\n\n</div>'
        elif output.kind == "text/plain":
            text = html.escape(output.content.strip("\n"))
            body = f'<pre class="gd-output gd-printed">{text}</pre>'
        else:
            body = _figure(book, output, places[id(output)], url)
        parts.append(body)
    inside = "\n\n".join(parts)
    head = '<section class="gd-cell" data-search-exclude markdown>'
    return f"{head}\n\n{inside}\n\n</section>"


def _fence(source: str) -> str:
    return f"```python\n{source}\n```"


def _figures(book: Notebook) -> Iterator[tuple[str, Output]]:
    """Each figure with its name: that of its cell, counted if there are several."""
    for cell in book.cells:
        drawn = [output for output in cell.outputs if output.kind == "image/svg+xml"]
        for count, output in enumerate(drawn):
            yield f"{cell.id}-{count + 1}" if count else cell.id, output


def _figure(book: Notebook, output: Output, name: str, url: str) -> str:
    size = SIZE.search(output.content)
    if not size:
        raise NotebookError(f"{book.name}: figure {name!r} states no size in points")
    width, height = (
        round(float(side) / 72 * PIXELS_PER_INCH) for side in size.groups()
    )
    if width > NARROW * PIXELS_PER_INCH:
        raise NotebookError(
            f"{book.name}: figure {name!r} is {width / PIXELS_PER_INCH:g} inches wide; "
            f"on a phone only {NARROW:g} can be read: give it another figsize"
        )
    place = f"{PLACE}/{book.name}/{name}"
    images = "".join(
        f'<img class="gd-only-{theme.name}" '
        f'src="{get_relative_url(f"{place}-{theme.name}.svg", url)}" '
        f'width="{width}" height="{height}" loading="lazy" '
        f'alt="{html.escape(output.alt)}">'
        for theme in style.THEMES
    )
    return f'<figure id="figure-{name}"><div class="gd-media">{images}</div></figure>'
