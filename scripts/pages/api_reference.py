"""What gdcore says of itself: a page for each module, and its datasets as CSV.

The one rule: these files hold what the code holds and nothing else, so they are never
edited and never out of date.
"""

import html
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.snapshot import Snapshot

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


def parts(sources: cache.Sources, build: Path) -> Iterator[Part]:
    """The pages, which change with docstrings but not with comments; the datasets."""
    snapshot = sources.snapshot
    modules = [f"{PACKAGE}.{name}" for name in MODULES]
    text = sources.closure(*modules, docstrings=True)
    made_by = sources.closure(__name__)
    yield Part("reference", digest(text, made_by), lambda: _pages(snapshot))
    data = sources.closure(f"{PACKAGE}.datasets")
    numpy = cache.versions("numpy")
    key = digest(data, made_by, numpy, cache.processor())
    yield Part("datasets", key, lambda: dict(_datasets()))


def _pages(snapshot: Snapshot) -> dict[str, bytes]:
    import griffe

    with tempfile.TemporaryDirectory() as folder:
        snapshot.lay(Path(folder), PACKAGE)
        package = griffe.load(PACKAGE, search_paths=[folder], docstring_parser="google")
    return {
        f"{FOLDER}/{name}.md": ("\n".join(_page(package[name])) + "\n").encode()
        for name in MODULES
    }


def _datasets() -> Iterator[tuple[str, bytes]]:
    """x and y of every dataset of points, in full precision."""
    from gdcore import datasets

    for maker in (*datasets.TEACHING.values(), datasets.intercept_thread):
        points = maker()
        rows = zip(points.x.tolist(), points.y.tolist(), strict=True)
        text = "x,y\n" + "".join(f"{x!r},{y!r}\n" for x, y in rows)
        yield f"data/{maker.__name__}.csv", text.encode()


def public(module: Any) -> list[Any]:
    """Classes and functions that a module offers, where it re-exports them too."""
    home = module.canonical_path
    names = module.exports or [name for name in module.members if name[0] != "_"]
    members = [module.members[str(name)] for name in names]
    ours = [m for m in members if not m.is_alias or m.target_path.startswith(home)]
    found = [m.final_target if m.is_alias else m for m in ours]
    return [member for member in found if member.is_class or member.is_function]


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
