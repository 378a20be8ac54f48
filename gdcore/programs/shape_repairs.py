"""One side of a difference reshaped: the target, where it is used or made.

The one rule: only values are reshaped, never a module, a function or a model.
"""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.programs.checking import parsed, runs
from gdcore.programs.edits import first_that, replaced, statement_at, walk
from gdcore.programs.following import Outcome, follow
from gdcore.programs.values import Tensor

SHAPES = (".reshape(-1, 1)", ".reshape(-1)")
MOST = 24
"""Changes that are tried."""


def same_shape(source: str, tree: ast.Module, line: int, run: Outcome) -> str:
    """The source with one side of the difference reshaped, if that is sound."""
    found = statement_at(tree, line)
    if found is None:
        return ""
    values = sorted(_values(found, run), key=lambda n: not _target(n))
    targets = [n for n in values if _target(n)]
    tries = [_reshaped(source, n, s) for n in targets for s in SHAPES]
    tries += list(_where_made(source, tree, {_name(n) for n in values}))
    tries += [_reshaped(source, n, s) for s in SHAPES for n in values]
    return first_that(
        list(dict.fromkeys(tries))[:MOST], lambda s: _without_trouble(s, run)
    )


def _values(found: ast.stmt, run: Outcome) -> list[Any]:
    """What is read as a value: no callee, no object of an attribute, no function."""
    nodes = list(walk(found))
    held = {id(n.func) for n in nodes if isinstance(n, ast.Call)}
    held |= {id(n.value) for n in nodes if isinstance(n, ast.Attribute)}
    whole: list[Any] = []
    for node in nodes:
        if id(node) in held or not isinstance(getattr(node, "ctx", None), ast.Load):
            continue
        name = isinstance(node, ast.Name) and _array(node.id, run)
        if name or isinstance(node, ast.Subscript):
            whole.append(node)
    calls = [a for n in nodes if isinstance(n, ast.Call) for a in n.args]
    whole += [a for a in calls if isinstance(a, ast.Call | ast.Attribute)]
    return whole


def _array(name: str, run: Outcome) -> bool:
    """Whether a name holds numbers; those of functions are gone, and may."""
    value = run.frame.names.get(name)
    return value is None or isinstance(value, Tensor | np.ndarray)


def _name(node: Any) -> str:
    names = [n.id for n in walk(node) if isinstance(n, ast.Name)]
    return names[0] if names else ""


def _target(node: Any) -> bool:
    """Whether a value is named like the targets."""
    name = _name(node).lower()
    hat = any(w in name for w in ("pred", "hat", "out"))
    words = ("y", "target", "label", "price")
    return name.startswith(words) and not hat


def _reshaped(source: str, node: Any, shape: str) -> str:
    words = ast.unparse(node)
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    return replaced(source, [(node, (words if simple else f"({words})") + shape)])


def _where_made(source: str, tree: ast.Module, names: set[str]) -> Iterator[str]:
    """The line that makes a target, with another shape."""
    for node in walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if not isinstance(target, ast.Name) or not _target(target):
            continue
        if target.id in names or target.id.lower().startswith("y"):
            for shape in SHAPES:
                yield _reshaped(source, node.value, shape)


def _without_trouble(source: str, before: Outcome) -> bool:
    tree = parsed(source)
    if tree is None:
        return False
    run = follow(tree)
    notes = run.machine.noted("column and row")
    bad = any(n.about[3] or n.about[0] is not None for n in notes)
    return runs(run, before) and not bad
