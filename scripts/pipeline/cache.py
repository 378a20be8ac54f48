"""Keys of computed and drawn things, from what they really depend on.

The one rule: a key changes if code that may run, data that is drawn or a pinned version
changes, and for nothing else: comments, docstrings and layout never count. Of a topic
module the definitions within reach count; of the local modules that they import, all.
"""

import ast
import copy
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from scripts import LOCAL
from scripts.pipeline.files import digest
from scripts.pipeline.snapshot import Snapshot

ROUNDING = ("GLIBC_TUNABLES", "NPY_", "OPENBLAS_CORETYPE")  # variables that choose it

DECLARATIONS = ("figure", "animation")  # decorators that change no stroke
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def versions(*packages: str) -> str:
    """Python's minor version and the installed versions of `packages`."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return ", ".join(
        [python, *(f"{name} {metadata.version(name)}" for name in packages)]
    )


@cache
def processor() -> str:
    """What chooses how the last bits round: the processor and numpy's settings."""
    info = Path("/proc/cpuinfo")
    told = info.read_text(encoding="utf-8") if info.is_file() else platform.processor()
    # The first processor's; frequencies and the like change from day to day.
    lines = re.findall(r"^(?:model name|flags|Features)\s*:.*$", told, re.MULTILINE)[:2]
    chosen = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith(ROUNDING)
    ]
    return digest(platform.machine(), *(lines or [told]), *chosen)


class Summary(NamedTuple):
    """What is kept of a module, so that an unchanged one is not parsed again."""

    code: str  # digest of its syntax tree without docstrings
    text: str  # digest of its syntax tree with them
    drawn: str  # digest of its syntax tree without docstrings and declarations
    imports: list[list[str]]  # for each name imported, where it may come from


class Sources:
    """The local modules of a snapshot; each is parsed at most once, if at all.

    Args:
        snapshot: What the digests are of.
        known: Summaries of earlier snapshots by the digests of their modules' bytes.
    """

    def __init__(
        self, snapshot: Snapshot, known: Mapping[str, list[Any]] | None = None
    ) -> None:
        self.snapshot = snapshot
        self._known = known or {}
        self._parsed: dict[str, Module] = {}
        self._summaries: dict[str, Summary] = {}
        self.summaries: dict[str, Summary] = {}  # of what was asked for, to be kept

    def key(self, module: str, *names: str) -> str:
        """Digest of all that runs when these functions of `module` are called.

        Raises:
            ValueError: If a name is not defined at the top level of the module.
        """
        home = self._module(module)
        for name in names:
            if name not in home.definitions:
                raise ValueError(f"{module} has no top-level definition named {name!r}")
        nodes = home.reach(names)
        imported = self._existing(home.imported_by(nodes))
        return digest(*map(ast.dump, nodes), self._closure(imported, "drawn"))

    def closure(self, *modules: str, docstrings: bool = False) -> str:
        """Digest of whole modules and of all local modules that they import."""
        return self._closure(modules, "text" if docstrings else "code")

    def _closure(self, modules: Iterable[str], kind: str) -> str:
        reached = self.reached(*modules)
        return digest(*(f"{m} {getattr(self._summary(m), kind)}" for m in reached))

    def reached(self, *modules: str) -> list[str]:
        """These modules and all local modules that they import, sorted."""
        seen: set[str] = set()
        pending = list(modules)
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                pending += self._existing(self._summary(name).imports)
        return sorted(seen)

    def place(self, module: str) -> str | None:
        """The file of a local module, or None if it is not one of ours."""
        if module.partition(".")[0] not in LOCAL:
            return None
        base = module.replace(".", "/")
        for place in (f"{base}.py", f"{base}/__init__.py"):
            if place in self.snapshot.files:
                return place
        return None

    def _existing(self, imports: Iterable[list[str]]) -> list[str]:
        """The first module of each list that is one of ours."""
        found = (next(filter(self.place, names), None) for names in imports)
        return sorted({name for name in found if name})

    def _summary(self, name: str) -> Summary:
        if name not in self._summaries:
            place = self._place(name)
            key = digest(place, self.snapshot.files[place], *Summary._fields)
            known = self._known.get(key)
            found = Summary(*known) if known else self._module(name).summary
            self._summaries[name] = self.summaries[key] = found
        return self._summaries[name]

    def _module(self, name: str) -> "Module":
        if name not in self._parsed:
            place = self._place(name)
            path = self.snapshot.root / place
            content = self.snapshot.files[place]
            self._parsed[name] = Module(name, path, content)
        return self._parsed[name]

    def _place(self, name: str) -> str:
        place = self.place(name)
        if place is None:
            raise ValueError(f"{name} is not a module of {', '.join(LOCAL)}")
        return place


class Module:
    """One parsed file: its definitions, and which local modules they import."""

    def __init__(self, name: str, path: Path, content: bytes) -> None:
        self.package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        tree = ast.parse(content, str(path))
        self._text = digest(ast.dump(tree))
        self.tree = _without_docstrings(tree)

    @cached_property
    def summary(self) -> Summary:
        """What is kept of it."""
        code, drawn = (digest(ast.dump(tree)) for tree in (self.tree, self._bare))
        return Summary(code, self._text, drawn, self.imported_by([self.tree]))

    @cached_property
    def _bare(self) -> ast.Module:
        """The module without what changes no stroke."""
        body = [_undeclared(node) for node in self.tree.body]
        return ast.Module(body, type_ignores=[])

    @cached_property
    def definitions(self) -> dict[str, list[ast.stmt]]:
        """The statements that define each top-level name, imports apart."""
        found: dict[str, list[ast.stmt]] = {}
        for node in self._bare.body:
            for name in _defined(node):
                found.setdefault(name, []).append(node)
        return found

    def reach(self, names: Iterable[str]) -> list[ast.stmt]:
        """Definitions reached from `names`, and whatever statement runs on import."""
        nodes = [
            node
            for node in self._bare.body
            if not _defined(node) and not _imports(node)
        ]
        pending = [*names, *_used(nodes)]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                nodes += self.definitions.get(name, [])
                pending += _used(self.definitions.get(name, []))
        return sorted(set(nodes), key=lambda node: node.lineno)

    def imported_by(self, nodes: Iterable[ast.AST]) -> list[list[str]]:
        """The modules that may stand behind each name used in `nodes`."""
        nodes = list(nodes)
        used = _used(nodes) | {"*"}
        inside = [node for top in nodes for node in ast.walk(top) if _imports(node)]
        found = [names for node in inside for _, names in self._bindings(node)]
        for node in filter(_imports, self.tree.body):
            found += [names for name, names in self._bindings(node) if name in used]
        return found

    def _bindings(self, node: ast.AST) -> Iterator[tuple[str, list[str]]]:
        """(bound name, modules it may come from) for each name that is imported."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in LOCAL:
                    yield alias.asname or alias.name.partition(".")[0], [alias.name]
        elif isinstance(node, ast.ImportFrom):
            base = self._base(node)
            if base.partition(".")[0] in LOCAL:
                for alias in node.names:
                    yield alias.asname or alias.name, [f"{base}.{alias.name}", base]

    def _base(self, node: ast.ImportFrom) -> str:
        base = node.module or ""
        if not node.level:
            return base
        parents = self.package.split(".")
        parents = parents[: len(parents) - node.level + 1]
        return ".".join([*parents, base] if base else parents)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | Definition)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    return tree


def _undeclared(node: ast.stmt) -> ast.stmt:
    """A function without what changes no stroke: its declaration and its types."""
    if not isinstance(node, ast.FunctionDef):
        return node
    bare = copy.deepcopy(node)
    bare.decorator_list = [d for d in bare.decorator_list if not _declares(d)]
    for part in ast.walk(bare):
        if isinstance(part, ast.FunctionDef):
            part.returns = None
        elif isinstance(part, ast.arg):
            part.annotation = None
    return bare


def _declares(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in DECLARATIONS


def _imports(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _defined(node: ast.stmt) -> list[str]:
    """Names that a definition or an assignment to plain names defines."""
    if isinstance(node, Definition):
        return [node.name]
    if isinstance(node, ast.Assign):
        targets = [leaf for target in node.targets for leaf in _leaves(target)]
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    else:
        return []
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if len(names) == len(targets) else []


def _leaves(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            yield from _leaves(item)
    else:
        yield target


def _used(nodes: Iterable[ast.AST]) -> set[str]:
    walk = (node for top in nodes for node in ast.walk(top))
    return {node.id for node in walk if isinstance(node, ast.Name)}
