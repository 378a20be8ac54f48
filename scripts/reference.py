"""What gdcore says of itself: a page for each module, and its datasets as CSV.

The one rule: these files hold what the code holds and nothing else, so they are never
edited and never out of date.
"""

import ast
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.files import digest, prune, read_json, write, write_json

PACKAGE = "gdcore"
MODULES = (
    "problems",
    "datasets",
    "linesearch",
    "optimizers",
    "runs",
    "spectral",
    "preconditioning",
    "diagnosis",
)
FOLDER = "pages/reference/gdcore"


def stale(root: Path, build: Path) -> bool:
    """Whether gdcore or this file has changed, comments apart, since the last build."""
    record = read_json(_record(build)) or {}
    if not all((build / name).is_file() for name in record.get("files", [])):
        return True
    same = record.get("bytes") == _bytes(root)
    return not same and record.get("key") != _key(root)


def update(root: Path, build: Path) -> None:
    """Write the pages of `MODULES` and the datasets, if gdcore has changed."""
    if not stale(root, build):
        return
    paths = [*_write_pages(root, build), *_write_datasets(build)]
    names = [path.relative_to(build).as_posix() for path in paths]
    record = {"bytes": _bytes(root), "key": _key(root), "files": names}
    write_json(_record(build), record)


def _write_pages(root: Path, build: Path) -> list[Path]:
    import griffe

    package = griffe.load(PACKAGE, search_paths=[root], docstring_parser="google")
    paths = [build / FOLDER / f"{name}.md" for name in MODULES]
    for name, path in zip(MODULES, paths, strict=True):
        write(path, "\n".join(_page(package[name])) + "\n")
    prune(build / FOLDER, paths)
    return paths


def _write_datasets(build: Path) -> list[Path]:
    """x and y of every dataset of points, in full precision."""
    from gdcore import datasets

    makers = [*datasets.TEACHING.values(), datasets.intercept_thread]
    paths = [build / "data" / f"{maker.__name__}.csv" for maker in makers]
    for maker, path in zip(makers, paths, strict=True):
        points = maker()
        rows = zip(points.x.tolist(), points.y.tolist(), strict=True)
        write(path, "x,y\n" + "".join(f"{x!r},{y!r}\n" for x, y in rows))
    return paths


def public(module: Any) -> list[Any]:
    """Classes and functions that a module offers, where it re-exports them too."""
    home = module.canonical_path
    names = module.exports or [name for name in module.members if name[0] != "_"]
    members = [module.members[str(name)] for name in names]
    ours = [m for m in members if not m.is_alias or m.target_path.startswith(home)]
    found = [m.final_target if m.is_alias else m for m in ours]
    return [member for member in found if member.is_class or member.is_function]


def _record(build: Path) -> Path:
    return build / "cache/reference.json"


def _sources(root: Path) -> list[Path]:
    return [*sorted((root / PACKAGE).rglob("*.py")), Path(__file__)]


def _bytes(root: Path) -> str:
    return digest(*(path.read_bytes() for path in _sources(root)))


def _key(root: Path) -> str:
    """What a reader of the pages sees of the sources: docstrings, but no comments."""
    trees = (ast.parse(path.read_bytes()) for path in _sources(root))
    return digest(*map(ast.dump, trees))


def _page(module: Any) -> Iterator[str]:
    first, _, rest = module.docstring.value.partition("\n")
    name = f"{PACKAGE}.{module.name}"
    yield f"---\ntitle: {name}\ndescription: {json.dumps(first)}\n---\n"
    yield f"# `{name}` {{#{name}}}\n"
    yield f"{_prose(first)}\n\n{_prose(rest)}\n"
    for member in public(module):
        yield from _entry(member, f"{name}.{member.name}", level=2)


def _entry(member: Any, anchor: str, *, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{member.name}` {{#{anchor}}}\n"
    if member.is_function or "dataclass" in member.labels:
        yield f"```python\n{_signature(member)}\n```\n"
    if member.docstring:
        for section in member.docstring.parsed:
            yield from _section(section)
    if member.is_class:
        for method in member.members.values():
            if method.is_function and method.name[0] != "_" and method.docstring:
                yield from _entry(method, f"{anchor}.{method.name}", level=level + 1)


def _signature(member: Any) -> str:
    """How it is called, one parameter a line where it does not fit on one."""
    shown = [_parameter(p) for p in member.parameters if p.name != "self"]
    returns = getattr(member, "returns", None) if member.is_function else None
    end = f") -> {returns}" if returns else ")"
    line = f"{member.name}({', '.join(shown)}{end}"
    if len(line) <= 78:
        return line
    body = "".join(f"    {parameter},\n" for parameter in shown)
    return f"{member.name}(\n{body}{end}"


def _parameter(parameter: Any) -> str:
    text = parameter.name
    if parameter.annotation is not None:
        text += f": {parameter.annotation}"
    factory = re.search(r"default_factory=(\w+)", str(parameter.default or ""))
    default = f"{factory[1]}()" if factory else parameter.default
    return text if default is None else f"{text} = {default}"


def _section(section: Any) -> Iterator[str]:
    kind = section.kind.value
    if kind == "text":
        yield f"{_prose(section.value)}\n"
    elif kind == "admonition":
        text = _prose(section.value.description)
        yield f"**{section.title or section.value.kind.title()}:** {text}\n"
    else:
        yield f"**{kind.title()}**\n"
        for item in section.value:
            name = getattr(item, "name", "") or (
                str(item.annotation) if kind == "raises" else ""
            )
            label = f"`{name}`: " if name else ""
            yield f"- {label}{_prose(item.description)}"
        yield ""


def _prose(text: str) -> str:
    """A docstring's text as Markdown that means itself: no sign of it is markup."""
    joined = re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())
    parts = re.split(r"(`[^`]+`)", joined)
    return "".join(
        part
        if part.startswith("`")
        else re.sub(r"([\\*_\[\]|#$])", r"\\\1", html.escape(part, quote=False))
        for part in parts
    )
