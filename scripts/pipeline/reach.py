"""Which definitions of `gdcore` a piece of code reaches, by name.

The one rule: a re-export is followed to where the name is defined, and brings nothing
of its neighbors along; where a whole module is handed around, the whole of it counts.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

PACKAGE = "gdcore"
Name = tuple[str, str]  # module, and a definition in it; "" for what runs on import
Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Import = ast.Import | ast.ImportFrom


class Package:
    """The modules of the package below a folder, each parsed at most once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files: dict[str, File] = {}

    def reached(self, code: Iterable[str]) -> dict[str, list[ast.stmt]]:
        """By module, the statements that run when these programs do, in their order."""
        pending = [name for text in code for name in self._imported(text)]
        seen: set[Name] = set()
        while pending:
            one = pending.pop()
            if one not in seen:
                seen.add(one)
                pending += self._behind(*one)
        found: dict[str, set[ast.stmt]] = {}
        for module, name in seen:
            found.setdefault(module, set()).update(self._file(module).named(name))
        return {
            module: sorted(nodes, key=lambda node: node.lineno)
            for module, nodes in sorted(found.items())
            if nodes
        }

    def path(self, module: str) -> Path | None:
        """The file of a module of the package; None for any other."""
        if module.partition(".")[0] != PACKAGE:
            return None
        base = self.root.joinpath(*module.split("."))
        files = (base.with_suffix(".py"), base / "__init__.py")
        return next((path for path in files if path.is_file()), None)

    def _file(self, module: str) -> "File":
        if module not in self._files:
            path = self.path(module)
            assert path is not None
            self._files[module] = File(path.read_text(encoding="utf-8"))
        return self._files[module]

    def _imported(self, text: str) -> Iterator[Name]:
        """What a program outside the package takes from it."""
        tree = ast.parse(text)
        for name, target in self._bindings(tree):
            yield from self._taken([tree], name, *target)

    def _behind(self, module: str, name: str) -> Iterator[Name]:
        """What a definition needs: names of its own file, and names from others."""
        file = self._file(module)
        yield module, ""
        nodes = file.named(name)
        words = {name} | _words(nodes)
        yield from ((module, word) for word in words if word in file.definitions)
        inside = [*self._bindings(*nodes)]
        above = [*self._bindings(*file.imports)]
        for bound, target in inside + above:
            if bound in words:
                yield from self._taken(nodes, bound, *target)

    def _taken(
        self, nodes: Sequence[ast.AST], bound: str, module: str, name: str
    ) -> Iterator[Name]:
        """What `nodes` use of an imported thing: a definition, or parts of a module."""
        whole = f"{module}.{name}" if name else module
        if self.path(whole) is None:
            yield module, name
            return
        parts = _attributes(nodes, bound)
        every = {""} | self._file(whole).definitions.keys()
        yield from ((whole, part) for part in (every if parts is None else parts))

    def _bindings(self, *nodes: ast.AST) -> Iterator[tuple[str, Name]]:
        """(bound name, what it stands for) of each import from the package in these."""
        for node in (node for top in nodes for node in ast.walk(top)):
            if isinstance(node, ast.Import):
                for alias in filter(lambda alias: self.path(alias.name), node.names):
                    _refuse(alias.asname is None and "." in alias.name, node)
                    yield alias.asname or alias.name, (alias.name, "")
            elif isinstance(node, ast.ImportFrom):
                _refuse(node.level > 0, node)
                if self.path(node.module or ""):
                    for alias in node.names:
                        _refuse(alias.name == "*", node)
                        yield (
                            alias.asname or alias.name,
                            (node.module or "", alias.name),
                        )


class File:
    """One module: its definitions, its imports, and what runs when it is imported."""

    def __init__(self, text: str) -> None:
        self.body = ast.parse(text).body

    @cached_property
    def imports(self) -> list[Import]:
        return [node for node in self.body if isinstance(node, Import)]

    @cached_property
    def definitions(self) -> dict[str, list[ast.stmt]]:
        """The statements at the top level that define each name."""
        found: dict[str, list[ast.stmt]] = {}
        for node in self.body:
            for name in _defined(node):
                found.setdefault(name, []).append(node)
        return found

    def named(self, name: str) -> list[ast.stmt]:
        """The definitions of a name; of "", what is neither definition nor import."""
        if name:
            return self.definitions.get(name, [])
        return [
            node
            for node in self.body
            if not _defined(node) and not isinstance(node, Import) and not _text(node)
        ]


def _refuse(hidden: bool, node: Import) -> None:
    """Of an import that does not say by name what it brings, nothing would count."""
    if hidden:
        raise ValueError(
            f"line {node.lineno}: {ast.unparse(node)}: write "
            "`from gdcore.module import name`, so that a stamp can tell what is used"
        )


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, Defined):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        walk = (leaf for target in targets for leaf in ast.walk(target))
        names = (leaf for leaf in walk if isinstance(leaf, ast.Name))
        return [leaf.id for leaf in names if isinstance(leaf.ctx, ast.Store)]
    return []


def _text(node: ast.stmt) -> bool:
    """Whether it is a string alone: a docstring, or one below a constant."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _words(nodes: Iterable[ast.AST]) -> set[str]:
    walk = (node for top in nodes for node in ast.walk(top))
    return {node.id for node in walk if isinstance(node, ast.Name)}


def _attributes(nodes: Iterable[ast.AST], bound: str) -> set[str] | None:
    """The attributes taken of a module; None where it is used in any other way."""
    walk = [node for top in nodes for node in ast.walk(top)]
    held = {
        id(node.value): node.attr for node in walk if isinstance(node, ast.Attribute)
    }
    uses = [node for node in walk if isinstance(node, ast.Name) and node.id == bound]
    if any(id(use) not in held for use in uses):
        return None
    return {held[id(use)] for use in uses}
