"""Keys of computed and drawn things, from what they really depend on.

The one rule: a key changes if code that may run, data that is drawn or a pinned version
changes, and for nothing else: comments, docstrings and layout never count. Of a topic
module the definitions within reach count; of the local modules that they import, all.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from scripts.files import digest

LOCAL = ("gdcore", "scripts")  # the packages whose code is ours

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def tree_digest(root: Path) -> str:
    """Digest of the bytes of all local Python files: equal bytes need no parsing."""
    paths = sorted(path for name in LOCAL for path in (root / name).rglob("*.py"))
    names = (path.relative_to(root).as_posix() for path in paths)
    return digest(*names, *(path.read_bytes() for path in paths))


def recorded_digest(root: Path) -> str:
    """Digest of what tests/record.py has kept of other programs."""
    paths = sorted((root / "tests/recorded").glob("*.json"))
    return digest(*(path.name for path in paths), *(p.read_bytes() for p in paths))


@cache
def versions(*packages: str) -> str:
    """Python's minor version and the installed versions of `packages`."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return ", ".join(
        [python, *(f"{name} {metadata.version(name)}" for name in packages)]
    )


class Sources:
    """The local modules below `root`, each parsed at most once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._modules: dict[str, Module] = {}

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
        return digest(*map(ast.dump, nodes), self.closure(*home.imported_by(nodes)))

    def closure(self, *modules: str) -> str:
        """Digest of whole modules and of all local modules that they import."""
        reached = self.reached(*modules)
        return digest(*(f"{name} {self._module(name).digest}" for name in reached))

    def reached(self, *modules: str) -> list[str]:
        """These modules and all local modules that they import, sorted."""
        seen: set[str] = set()
        pending = list(modules)
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                module = self._module(name)
                pending += module.imported_by([module.tree])
        return sorted(seen)

    def _module(self, name: str) -> "Module":
        if name not in self._modules:
            path = module_path(self.root, name)
            if path is None:
                raise ValueError(f"{name} is not a module of {', '.join(LOCAL)}")
            self._modules[name] = Module(self.root, name, path)
        return self._modules[name]


class Module:
    """One parsed file: its definitions, and which local modules they import."""

    def __init__(self, root: Path, name: str, path: Path) -> None:
        self.root = root
        self.package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        self.tree = _without_docstrings(ast.parse(path.read_bytes(), str(path)))

    @cached_property
    def digest(self) -> str:
        """Digest of the whole module."""
        return digest(ast.dump(self.tree))

    @cached_property
    def definitions(self) -> dict[str, list[ast.stmt]]:
        """The statements that define each top-level name, imports apart."""
        found: dict[str, list[ast.stmt]] = {}
        for node in self.tree.body:
            for name in _defined(node):
                found.setdefault(name, []).append(node)
        return found

    def reach(self, names: Iterable[str]) -> list[ast.stmt]:
        """Definitions reached from `names`, and whatever statement runs on import."""
        nodes = [
            node for node in self.tree.body if not _defined(node) and not _imports(node)
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

    def imported_by(self, nodes: Iterable[ast.AST]) -> list[str]:
        """Local modules that stand behind the names used in `nodes`."""
        nodes = list(nodes)
        used = _used(nodes) | {"*"}
        inside = [node for top in nodes for node in ast.walk(top) if _imports(node)]
        found = {module for node in inside for _, module in self._bindings(node)}
        for node in filter(_imports, self.tree.body):
            found |= {module for name, module in self._bindings(node) if name in used}
        return sorted(found)

    def _bindings(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        """(bound name, local module) for each name that an import statement binds."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                if module_path(self.root, alias.name):
                    yield name, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = self.package.split(".")
                parents = parents[: len(parents) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                for module in (f"{base}.{alias.name}", base):
                    if module_path(self.root, module):
                        yield alias.asname or alias.name, module
                        break


def module_path(root: Path, module: str) -> Path | None:
    """The file of a local module, or None if it is not one of ours."""
    if module.partition(".")[0] not in LOCAL:
        return None
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def value_digest(value: Any, *, where: str = "data") -> str:
    """Digest of plain data by value: equal arrays, numbers and containers are equal.

    Raises:
        TypeError: If something in it is not plain, with the way to it in the text.
    """
    if hasattr(value, "dtype") and value.dtype != object:
        return digest("array", str(value.dtype), str(value.shape), value.tobytes())
    if value is None or isinstance(value, int | float | complex | str | bytes | Enum):
        return digest(type(value).__name__, repr(value))
    if isinstance(value, dict):
        parts = [
            part
            for key, item in value.items()
            for part in (repr(key), value_digest(item, where=f"{where}[{key!r}]"))
        ]
        return digest("dict", *parts)
    if isinstance(value, list | tuple):
        items = (value_digest(v, where=f"{where}[{i}]") for i, v in enumerate(value))
        return digest(type(value).__name__, *items)
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return digest(type(value).__name__, value_digest(named, where=where))
    raise TypeError(
        f"{where} is a {type(value).__name__}; compute() returns arrays, numbers, "
        "strings, and dicts, lists, tuples or dataclasses of them"
    )


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | Definition)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:]
    return tree


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
