"""A committed notebook as data: its cells, what they printed, the stamp on it.

The one rule: it reads files and runs nothing, so pages and tests need no torch.
"""

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts.pages import notebook_numbers
from scripts.pages.notebook_numbers import Tolerance
from scripts.pipeline.files import digest
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

FOLDER = "docs/notebooks"
KINDS = ("image/svg+xml", "text/markdown", "text/plain")  # richest first
REMEDY = "make notebooks"
WITHOUT_TORCH = (
    "it needs PyTorch (.venv/bin/python -m pip install torch); without it push, and CI "
    "executes the notebook and says whether its numbers hold"
)
DOCUMENTED = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class NotebookError(Exception):
    """A notebook that cannot become a good page; the message says where and why."""


@dataclass(frozen=True)
class Output:
    """One thing a cell put out: its MIME type, its text, words for a figure."""

    kind: str
    content: str
    alt: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell; `id` is its name and, of a heading, its address."""

    id: str
    is_code: bool
    source: str
    outputs: tuple[Output, ...]

    @property
    def text(self) -> str:
        """All that the cell put out as text, figures apart."""
        return "\n".join(o.content for o in self.outputs if o.kind[:5] == "text/")

    @property
    def tolerance(self) -> Tolerance | None:
        """How its numbers are compared when the notebook is run again."""
        return notebook_numbers.tolerance(self.source)


@dataclass(frozen=True)
class Notebook:
    """A notebook of docs/notebooks as it was last executed.

    Attributes:
        name: Its file name without the ending.
        description: One sentence for search engines.
        stamp: Digests, by part, and versions of its last execution; or nothing.
        cells: In their order.
        picture: The figure of the site that a link to its page shows, or nothing.
    """

    name: str
    description: str
    stamp: dict[str, Any]
    cells: tuple[Cell, ...]
    picture: str = ""

    @cached_property
    def title(self) -> str:
        """The heading of the first cell."""
        return self.cells[0].source.split("\n")[0].removeprefix("# ").strip()

    def cell(self, name: str) -> Cell:
        """The cell with this id.

        Raises:
            NotebookError: If there is none.
        """
        for cell in self.cells:
            if cell.id == name:
                return cell
        raise NotebookError(f"{self.name} has no cell {name!r}")

    def printed(self, name: str) -> str:
        """What the cell printed, its tables included."""
        return self.cell(name).text

    def numbers(self, name: str) -> list[float]:
        """The numbers a cell printed, in their order."""
        return notebook_numbers.numbers(self.cell(name).text)

    def tolerance(self, name: str) -> Tolerance | None:
        """How the numbers of a cell are compared; None if they are not."""
        return self.cell(name).tolerance

    @property
    def code(self) -> list[str]:
        """The sources of the code cells."""
        return [cell.source for cell in self.cells if cell.is_code]

    def digests(self, root: Path) -> dict[str, list[str]]:
        """Of its code, of gdcore, of its outputs: each piece with a digest."""
        cells = [cell for cell in self.cells if cell.is_code]
        return {
            "code": [f"{cell.id} {_short(bare(cell.source))}" for cell in cells],
            "gdcore": _gdcore(root, self.code),
            "outputs": [f"{cell.id} {_short(repr(cell.outputs))}" for cell in cells],
        }

    def changed(self, root: Path) -> dict[str, list[str]]:
        """The parts that differ from its last execution, and what of them does."""
        now, then = self.digests(root), self.stamp
        return {
            part: _differing(then.get(part, []), now[part])
            for part in now
            if then.get(part, []) != now[part]
        }

    def stale(self, root: Path) -> str:
        """What changed since it was executed, and who can mend it; "" if nothing."""
        if not self.stamp:
            return f"{self.name}.ipynb was never executed: {REMEDY}; {WITHOUT_TORCH}"
        changed = self.changed(root)
        if not changed:
            return ""
        what = "; ".join(f"{part} of {', '.join(of)}" for part, of in changed.items())
        shown = what.replace("gdcore of ", "")
        return (
            f"{self.name}.ipynb: changed after it was executed: {shown}. "
            f"To execute it anew: {REMEDY}; {WITHOUT_TORCH}"
        )


def every(root: Path) -> list[Notebook]:
    """The notebooks of the project, by name."""
    return [load(path) for path in sorted((root / FOLDER).glob("*.ipynb"))]


def load(path: Path) -> Notebook:
    """The notebook in a file.

    Raises:
        NotebookError: If it is no notebook of the form that the site can show.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return parse(path.stem, raw)
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(f"{path.name} is not a notebook: {error!r}") from error


def parse(name: str, raw: dict[str, Any]) -> Notebook:
    """The notebook that a file's JSON holds."""
    if (raw["nbformat"], raw["nbformat_minor"]) < (4, 5):
        raise NotebookError(
            f"{name}.ipynb: its cells have no ids; save it as nbformat 4.5"
        )
    ours = raw["metadata"].get("gd", {})
    cells = tuple(_cell(name, cell) for cell in raw["cells"])
    _check_ids(name, cells)
    for cell in cells:
        _check_heading(name, cell, first=cell is cells[0])
    about, stamp = ours.get("description", ""), ours.get("stamp", {})
    return Notebook(name, about, stamp, cells, ours.get("picture", ""))


def headings(markdown: str) -> list[str]:
    """The lines of a Markdown cell that are headings."""
    text = re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#{1,6} .*$", text, re.MULTILINE)


def bare(source: str) -> str:
    """Code without comments, docstrings and empty lines.

    Written for stamps, which are committed: the same text under every Python version.
    """
    return "\n".join(filter(None, _bare_lines(source)))


def _bare_lines(source: str) -> list[str]:
    """Its lines, those of comments and docstrings left empty."""
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            text = node.body[0]
            span = slice(text.lineno - 1, text.end_lineno)
            lines[span] = [""] * len(lines[span])
    return [line.rstrip() for line in lines]


def _gdcore(root: Path, sources: list[str]) -> list[str]:
    """Each module that the cells reach, with a digest of what they reach of it."""
    package = Sources(Snapshot.take(root))
    parts = []
    for name, nodes in package.definitions(sources).items():
        lines = _bare_lines(package.text(name))
        code = (line for node in nodes for line in lines[_span(node)] if line)
        parts.append(f"{name} {_short(*code)}")
    return parts


def _span(node: ast.stmt) -> slice:
    """The lines of a statement, its decorators among them."""
    first = min(
        [node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]
    )
    return slice(first - 1, node.end_lineno)


def _short(*parts: str) -> str:
    """Enough of a digest to notice a change by."""
    return digest(*parts)[:16]


def _differing(then: list[str], now: list[str]) -> list[str]:
    """The names of pieces that changed, came or went; or that their order did."""
    names = sorted({piece.split()[0] for piece in {*then} ^ {*now}})
    return names or ["their order"]


def _cell(name: str, raw: dict[str, Any]) -> Cell:
    where = f"{name}.ipynb, cell {raw['id']!r}"
    outputs = tuple(_output(where, output) for output in raw.get("outputs", []))
    is_code = raw["cell_type"] == "code"
    return Cell(raw["id"], is_code, "".join(raw["source"]), outputs)


def _output(where: str, raw: dict[str, Any]) -> Output:
    if raw["output_type"] == "stream" and raw["name"] == "stdout":
        return Output("text/plain", "".join(raw["text"]))
    if raw["output_type"] in ("display_data", "execute_result"):
        for kind in KINDS:
            if kind in raw["data"]:
                alt = raw.get("metadata", {}).get("alt", "")
                if kind[:5] == "image" and not alt:
                    raise NotebookError(
                        f"{where}: a figure without alt: show(fig, alt)"
                    )
                return Output(kind, "".join(raw["data"][kind]), alt)
    shown = "".join(raw.get("text", raw.get("traceback", raw.get("data", ""))))
    raise NotebookError(
        f"{where}: only print, Markdown and figures can be shown, "
        f"not {raw['output_type']} {shown[:200]!r}"
    )


def _check_ids(name: str, cells: tuple[Cell, ...]) -> None:
    ids = [cell.id for cell in cells]
    for one in ids:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", one) or ids.count(one) > 1:
            raise NotebookError(
                f"{name}.ipynb: cell id {one!r}: ids are unique names of a-z, 0-9 and -"
            )


def _check_heading(name: str, cell: Cell, *, first: bool) -> None:
    """One heading at most, in the first line: its cell's id is its address."""
    titles = [] if cell.is_code else headings(cell.source)
    title = bool(titles) and titles[0].startswith("# ")
    if len(titles) > 1 or (titles and not cell.source.startswith(titles[0])):
        fault = "a heading begins a cell of its own"
    elif first != title:
        fault = "the first cell, and only it, begins with the title, '# …'"
    else:
        return
    raise NotebookError(f"{name}.ipynb, cell {cell.id!r}: {fault}")
