"""A changed program and the fault that the change would undo; where to change it.

The one rule: a change is named by the mistake that it undoes.
"""

import ast
from typing import NamedTuple

from gdcore.programs.steps import Step, words


class Mutant(NamedTuple):
    """A changed program, and the fault that the change would undo."""

    kind: str
    line: int
    source: str
    says: str
    fix: str


class Scene(NamedTuple):
    """What the generators look at."""

    source: str
    tree: ast.Module
    steps: list[Step]
    parameters: frozenset[str]
    residual: ast.expr | None


def definitions(scene: Scene) -> list[ast.expr]:
    """The values that are assigned or added to what the steps subtract."""
    used = set[str]()
    for step in scene.steps:
        used |= words(step.gradient)
    used -= scene.parameters
    found: list[ast.expr] = []
    for node in ast.walk(scene.tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for one, part in pairs:
                named = isinstance(one, ast.Name) and one.id in used
                if named and _computed(part):
                    found.append(part)
        elif (
            isinstance(node, ast.AugAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(node.op, ast.Add | ast.Sub)
            and node.target.id in used
            and _computed(node.value)
        ):
            found.append(node.value)
    own = [
        s.gradient
        for s in scene.steps
        if not words(s.gradient) & _targets(found, scene)
    ]
    return found + own


def _computed(value: ast.expr) -> bool:
    """Whether a value is more than a name or a number."""
    return bool(words(value)) and not isinstance(value, ast.Name)


def _targets(values: list[ast.expr], scene: Scene) -> set[str]:
    names = set[str]()
    for node in ast.walk(scene.tree):
        if isinstance(node, ast.Assign) and any(v is node.value for v in values):
            names |= words(node.targets[0])
        elif isinstance(node, ast.AugAssign) and any(v is node.value for v in values):
            names |= words(node.target)
    return names


def features(scene: Scene) -> list[str]:
    """What the parameters are multiplied by, as it is written."""
    found: list[str] = []
    for node in ast.walk(scene.tree):
        parts: tuple[ast.expr, ...] = ()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.MatMult):
            parts = (node.left, node.right)
        elif (
            isinstance(node, ast.Call)
            and len(node.args) <= 2
            and node.args
            and ast.unparse(node.func).split(".")[-1] in ("dot", "matmul")
        ):
            held = node.func.value if isinstance(node.func, ast.Attribute) else None
            two = (*node.args, held) if len(node.args) == 1 and held else node.args
            parts = tuple(p for p in two if p is not None)
        for one, other in (parts, parts[::-1]) if len(parts) == 2 else ():
            last = ast.unparse(one).split("[")[0].split(".")[-1]
            simple = isinstance(other, ast.Name | ast.Subscript | ast.Attribute)
            if (
                last in scene.parameters or last.split("_")[0] in scene.parameters
            ) and simple:
                found.append(ast.unparse(other))
    return list(dict.fromkeys(found))[:3]
