"""A program with a mark in each of its loops, at which it can be watched and stopped.

The one rule: a marked program computes what it computed before, at the same lines.
"""

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from gdcore.programs.execution import FILE

MARK, NAMES = "__loop__", "__names__"
"""What a marked program calls: the recorder, and what gives it the names in sight."""
Each = ast.For | ast.AsyncFor | ast.While
GROWS = ("append", "extend", "insert", "update", "fill")
"""Methods that change what they are called on, as those of torch with a `_` do."""
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Loop(NamedTuple):
    """What a loop's text tells.

    Attributes:
        line: Of its head.
        carried: Names whose value a pass computes from that of the pass before.
        assigned: All names that a pass sets.
        read: All names that a pass reads.
    """

    line: int
    carried: tuple[str, ...]
    assigned: frozenset[str]
    read: frozenset[str]


def instrumented(source: str) -> tuple[ast.Module, tuple[Loop, ...]]:
    """The marked program, and its loops by the numbers of their marks.

    Raises:
        SyntaxError: If it is no Python.
        ValueError: If it holds null bytes.
        RecursionError: If it is nested too deep.
    """
    marks = _Marks()
    tree = marks.visit(ast.parse(source, FILE))
    return ast.fix_missing_locations(tree), tuple(marks.loops)


class _Marks(ast.NodeTransformer):
    def __init__(self) -> None:
        self.loops: list[Loop] = []

    def _marked(self, node: Any) -> Any:
        number = len(self.loops)
        self.loops.append(_read(node))
        self.generic_visit(node)
        each = f"{MARK}.each({number}) and {MARK}.note({number}, {NAMES}())"
        node.body[:0] = _lines(each, node)
        if any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in _own(node)):
            return node
        body = [*_lines(f"{MARK}.enter({number})", node), node]
        last = _lines(f"{MARK}.leave({number}, {NAMES}())", node)
        whole = ast.Try(body=body, handlers=[], orelse=[], finalbody=last)
        return ast.copy_location(whole, node)

    visit_For = visit_AsyncFor = visit_While = _marked


def _lines(text: str, at: ast.stmt) -> list[ast.stmt]:
    """Statements at the place of another one."""
    body = ast.parse(text).body
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr | ast.stmt):
                node.lineno = node.end_lineno = at.lineno
                node.col_offset = node.end_col_offset = at.col_offset
    return body


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a node but not in a function inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, Function):
            yield from _own(child)


def _read(node: Each) -> Loop:
    carried: dict[str, None] = {}
    fresh: set[str] = set()
    made_of: dict[str, set[str]] = {}
    for target, value, in_place in _assignments(node.body):
        parts = set(value)
        for name in value:
            parts |= made_of.get(name, set())
        if target not in fresh and (in_place or target in parts):
            carried[target] = None
        elif target not in carried:
            fresh.add(target)
        made_of[target] = parts | (made_of.get(target, set()) if in_place else set())
    heads = [] if isinstance(node, ast.While) else [node.target]
    inside = [inner for part in (*node.body, *heads) for inner in ast.walk(part)]
    names = [inner for inner in inside if isinstance(inner, ast.Name)]
    read = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    own |= {*carried} | fresh
    return Loop(node.lineno, tuple(carried), frozenset(own), frozenset(read))


def _assignments(body: list[ast.stmt]) -> Iterator[tuple[str, set[str], bool]]:
    """Each target, the names that its value is made of, and whether it is kept."""
    for statement in body:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _pairs(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _pairs(target, value)
            case ast.AugAssign(target=target, value=value):
                yield _path(target), _names(value), True
            case ast.Expr(value=ast.Call(func=ast.Attribute(owner, name), args=given)):
                if name.endswith("_") or name in GROWS:
                    yield _path(owner), _names(*given), True
            case _ if not isinstance(statement, Function | ast.ClassDef):
                for field in ("body", "orelse", "finalbody"):
                    yield from _assignments(getattr(statement, field, []))


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, set[str], bool]]:
    many = ast.Tuple | ast.List
    if not isinstance(target, many):
        kept = isinstance(target, ast.Subscript) or _path(target) != _text(target)
        yield _path(target), _names(value), kept
        return
    same = isinstance(value, many) and len(value.elts) == len(target.elts)
    values = value.elts if same and isinstance(value, many) else [value] * 99
    for part, own in zip(target.elts, values, strict=False):
        yield from _pairs(part, own)


def _path(target: ast.expr) -> str:
    """`w` of w[0], w.data and w; `self.w` of self.w."""
    while isinstance(target, ast.Subscript | ast.Starred):
        target = target.value
    if isinstance(target, ast.Attribute) and target.attr == "data":
        return _path(target.value)
    return _text(target)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_text(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _names(*values: ast.expr) -> set[str]:
    nodes = [node for value in values for node in ast.walk(value)]
    names = [node for node in nodes if isinstance(node, ast.Name | ast.Attribute)]
    return {_text(node) for node in names} - {""}
