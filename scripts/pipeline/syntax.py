"""What a file of Python defines, imports and runs, read from its syntax.

The one rule: comments, docstrings and layout never count.
"""

import ast
import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from scripts.pipeline.files import digest

DECLARATIONS = ("figure", "animation")  # decorators that change no stroke
TYPES = {ast.FunctionDef: ("returns",), ast.arg: ("annotation",)}
READS = "READS"  # names what a module reads beside code
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Import = ast.Import | ast.ImportFrom
T = TypeVar("T")


class Binding(NamedTuple):
    """A name that an import binds: to a module, or to a name in one."""

    bound: str
    module: str
    name: str
    node: Import


class Summary(NamedTuple):
    """What is kept of a module, so that an unchanged one is not parsed again."""

    code: str  # digest of its syntax tree without docstrings
    text: str  # digest of its syntax tree with them
    drawn: str  # digest of its syntax tree without docstrings and declarations
    imports: list[list[str]]  # for each name imported, where it may come from
    reads: list[str]  # the sources that it reads, files or folders


class Module:
    """One parsed file: all of its code, and that which draws."""

    def __init__(self, content: bytes, path: str) -> None:
        tree = ast.parse(content, path)
        self._text = digest(ast.dump(tree))
        self.whole = Code(_without_docstrings(tree).body)

    @cached_property
    def drawn(self) -> "Code":
        """Its code without what changes no stroke."""
        return Code([_undeclared(node) for node in self.whole.body])

    @cached_property
    def summary(self) -> Summary:
        """What is kept of it."""
        imports = self.whole.imported_by(self.whole.body)
        digests = (self.whole.digest, self._text, self.drawn.digest)
        return Summary(*digests, imports, self.whole.reads)


class Code:
    """Statements of one file: what they define, import and run."""

    def __init__(self, body: list[ast.stmt]) -> None:
        self.body = body

    @cached_property
    def digest(self) -> str:
        """Of the syntax tree."""
        return digest(*map(ast.dump, self.body))

    @cached_property
    def imports(self) -> list[Import]:
        """Those at the top level."""
        return [node for node in self.body if isinstance(node, Import)]

    @cached_property
    def definitions(self) -> dict[str, list[ast.stmt]]:
        """The statements that define each top-level name, imports apart."""
        by_name: dict[str, list[ast.stmt]] = {}
        for node in self.body:
            for name in _defined(node):
                by_name.setdefault(name, []).append(node)
        return by_name

    @cached_property
    def reads(self) -> list[str]:
        """The texts in its `READS = (...)`, if it has one."""
        said = [node for node in self.statements(READS) if isinstance(node, ast.Assign)]
        return [place for node in said for place in ast.literal_eval(node.value)]

    def statements(self, name: str) -> list[ast.stmt]:
        """The definitions of a name; of "", what runs on import and defines nothing."""
        if name:
            return self.definitions.get(name, [])
        others = (node for node in self.body if not _defined(node))
        return [node for node in others if not isinstance(node, Import)]

    def methods(self, name: str) -> list[ast.stmt]:
        """Those that a class defines itself, without their types."""
        classes = [n for n in self.statements(name) if isinstance(n, ast.ClassDef)]
        own = (node for one in classes for node in one.body)
        return [_undeclared(node) for node in own if isinstance(node, ast.FunctionDef)]

    def reach(self, names: Iterable[str]) -> list[ast.stmt]:
        """Definitions reached from `names`, and whatever statement runs on import."""
        start = [*names, *used(self.statements(""))]
        within = closed(start, lambda name: used(self.statements(name) if name else []))
        return in_order(
            node for name in {"", *within} for node in self.statements(name)
        )

    def imported_by(self, nodes: Sequence[ast.AST]) -> list[list[str]]:
        """The modules that may stand behind each name used in `nodes`."""
        words = used(nodes) | {"*"}
        above = (one for one in self.bindings(self.imports) if one.bound in words)
        return [
            [f"{one.module}.{one.name}", one.module] if one.name else [one.module]
            for one in (*self.bindings(nodes), *above)
        ]

    def bindings(self, nodes: Iterable[ast.AST]) -> Iterator[Binding]:
        """The names that imports of our modules bind, anywhere in `nodes`."""
        for node in (node for top in nodes for node in ast.walk(top)):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    yield Binding(bound, alias.name, "", node)
            elif isinstance(node, ast.ImportFrom):
                if node.level:
                    raise refusal(node)
                for alias in node.names:
                    bound = alias.asname or alias.name
                    yield Binding(bound, node.module or "", alias.name, node)


def closed(start: Iterable[T], behind: Callable[[T], Iterable[T]]) -> set[T]:
    """All that is reached from the start, step by step."""
    reached: set[T] = set()
    pending = list(start)
    while pending:
        one = pending.pop()
        if one not in reached:
            reached.add(one)
            pending += behind(one)
    return reached


def in_order(nodes: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Each once, as they stand in their file."""
    return sorted(set(nodes), key=lambda node: node.lineno)


def refusal(node: Import) -> ValueError:
    return ValueError(
        f"line {node.lineno}: {ast.unparse(node)}: write "
        "`from gdcore.module import name`, so that a stamp can tell what is used"
    )


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """Without strings that are statements: docstrings, and those below a constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | Definition):
            node.body = [one for one in node.body if not _is_text(one)]
    return tree


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _undeclared(node: ast.stmt) -> ast.stmt:
    """A function without what changes no stroke: its declaration and its types."""
    if not isinstance(node, ast.FunctionDef):
        return node
    bare = _untyped(node)
    kept = [one for one in bare.decorator_list if not _declares(one)]
    return _changed(bare, {"decorator_list": kept})


def _untyped(node: T) -> T:
    """A node without the types of its functions: itself where it has none.

    What is below it is shared with it: to copy a module whole takes longer than to
    parse it.
    """
    changes: dict[str, Any] = {}
    for name, value in vars(node).items():
        bare: Any = value
        if name in TYPES.get(type(node), ()):
            bare = None
        elif isinstance(value, ast.AST):
            bare = _untyped(value)
        elif isinstance(value, list):
            items = [_untyped(v) if isinstance(v, ast.AST) else v for v in value]
            if any(one is not other for one, other in zip(items, value, strict=True)):
                bare = items
        if bare is not value:
            changes[name] = bare
    return _changed(node, changes)


def _changed(node: T, changes: dict[str, Any]) -> T:
    if not changes:
        return node
    other = copy.copy(node)
    vars(other).update(changes)
    return other


def _declares(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in DECLARATIONS


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


def used(nodes: Iterable[ast.AST]) -> set[str]:
    walk = (node for top in nodes for node in ast.walk(top))
    return {node.id for node in walk if isinstance(node, ast.Name)}


def attributes(nodes: Iterable[ast.AST], bound: str) -> set[str] | None:
    """The attributes taken of a module; None where it is used in any other way."""
    walk = [node for top in nodes for node in ast.walk(top)]
    held = {
        id(node.value): node.attr for node in walk if isinstance(node, ast.Attribute)
    }
    uses = [node for node in walk if isinstance(node, ast.Name) and node.id == bound]
    if any(id(use) not in held for use in uses):
        return None
    return {held[id(use)] for use in uses}
