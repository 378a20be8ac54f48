"""At which line of its file something stands that was found only in the finished page.

The one rule: a line that cannot be told is the first one; no message fails for it.
"""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import yaml

CODE = tuple(
    re.compile(pattern, re.MULTILINE | re.DOTALL)
    for pattern in (
        r"^[ \t>]*(`{3,}|~{3,}).*?^[ \t>]*\1[ \t]*$",
        r"<!--.*?-->",
        r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)",
    )
)
FORMULA = re.compile(
    r"\$\$(.+?)\$\$|(?<![\\$])\$((?:(?!\n\n)[^$])+)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]",
    re.DOTALL,
)
MACRO = re.compile(r"\{\{.*?\}\}", re.DOTALL)
QUOTES = re.compile(r"^[ \t>]+", re.MULTILINE)


def text(path: Path) -> str:
    """The text of a page, line by line; of a notebook, what its lines of JSON hold."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    if path.suffix != ".ipynb":
        return source
    return "\n".join(map(_of_json, source.split("\n")))


def of_link(markdown: str, address: str, number: int = 1) -> int:
    """The line of the `number`-th link to this address."""
    text = _without_code(markdown)
    for one in (address, unquote(address)):
        whole = rf"(?<=[(<\"'=\s:]){re.escape(one)}(?=[)>\"'\s]|$)"
        starts = [match.start() for match in re.finditer(whole, text, re.MULTILINE)]
        if starts:
            return _line(text, starts[min(number, len(starts)) - 1])
    return 1


def of_formula(markdown: str, tex: str) -> int:
    """The line where a formula begins, its macros being carried out in `tex`."""
    text = _without_code(markdown)
    wanted = _bare(tex)
    for match in FORMULA.finditer(text):
        written = next(group for group in match.groups() if group is not None)
        parts = map(_bare, MACRO.split(QUOTES.sub("", written)))
        if re.fullmatch(".*".join(map(re.escape, parts)), wanted):
            spaces = len(written) - len(written.lstrip())
            return _line(text, text.index(written, match.start()) + spaces)
    return 1


def of_cell(notebook: str, cell: str) -> int:
    """The line of a notebook's file where the cell of this id names it."""
    match = re.search(rf'^\s*"id": {re.escape(json.dumps(cell))}', notebook, re.M)
    return _line(notebook, match.end()) if match else 1


def of_source(notebook: str, cell: str, line: int) -> int:
    """The line of a notebook's file that holds this line of the cell's source."""
    first = of_cell(notebook, cell)
    below = notebook.split("\n")[first:]
    opened = (n for n, text in enumerate(below) if '"source": [' in text)
    return first + next(opened, -line) + 1 + line


def of_yaml(error: BaseException | None) -> tuple[int, str]:
    """Line and reason of YAML that cannot be read; what is never closed, its start."""
    reason = getattr(error, "problem", None) or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    if "<stream end>" in reason or "end of stream" in reason:
        opened = getattr(error, "context", None) or "something"
        reason = f"{opened.removeprefix('while ')}, which never ends"
        mark = getattr(error, "context_mark", None) or mark
    return (mark.line + 1 if mark else 1), reason


def of_entry(config: str, name: str, key: str = "") -> int:
    """The line of a YAML file with this value, or with this key, below `key`."""
    try:
        tree = yaml.compose(config, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return 1
    if key and isinstance(tree, yaml.MappingNode):
        for head, value in tree.value:
            if head.value == key:
                return _of_scalar(value, name) or _line_of(head)
        return 1
    return (tree and _of_scalar(tree, name)) or 1


def _of_scalar(node: yaml.Node, name: str) -> int:
    if isinstance(node, yaml.ScalarNode):
        return _line_of(node) if node.value == name else 0
    parts = (
        [part for pair in node.value for part in pair]
        if isinstance(node, yaml.MappingNode)
        else node.value
    )
    return next(filter(None, (_of_scalar(part, name) for part in parts)), 0)


def _line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _of_json(line: str) -> str:
    """The text that a line of JSON holds, if it is one string of a list."""
    try:
        value = json.loads(line.strip().rstrip(","))
    except ValueError:
        return ""
    return value.rstrip("\n") if isinstance(value, str) else ""


def _without_code(markdown: str) -> str:
    for pattern in CODE:
        markdown = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), markdown)
    return markdown


def _bare(tex: str) -> str:
    return "".join(tex.split())


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
