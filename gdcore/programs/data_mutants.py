"""Other indices, transposes, powers and names in the lines of a gradient.

The one rule: a change undoes one mistake that people make, and says which.
"""

import ast
from collections.abc import Iterator
from typing import Any

from gdcore.programs.edits import replaced, walk
from gdcore.programs.learning_rates import RATES
from gdcore.programs.mutant import Mutant, Scene, definitions
from gdcore.programs.steps import words

LIBRARY = frozenset({"np", "torch", "sum", "len", "float", "range", "zip"})


def indices(scene: Scene) -> Iterator[Mutant]:
    """One row's value, or another column, where the whole belongs."""
    found = list(_indices(scene))
    yield from (mutant for other, mutant in found if not other)
    yield from (mutant for other, mutant in found if other)


def _indices(scene: Scene) -> Iterator[tuple[bool, Mutant]]:
    """Each change, and whether it takes another fixed index."""
    counters = [
        n.target.id
        for n in walk(scene.tree)
        if isinstance(n, ast.For) and isinstance(n.target, ast.Name)
    ]
    for node in walk(scene.tree):
        if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
            continue
        index = node.slice
        if not isinstance(index, ast.Constant) or not isinstance(index.value, int):
            continue
        held, written = ast.unparse(node.value), ast.unparse(node)
        says = (
            f"{written} is one fixed value, and the whole column or the row's own "
            "belongs here."
        )
        choices = [
            f"{held}[:, {index.value}]",
            held,
            *(f"{held}[{c}]" for c in counters),
        ]
        other = f"{held}[{1 - index.value}]"
        choices += [other] if index.value in (0, 1) else []
        for new in dict.fromkeys(choices):
            changed = replaced(scene.source, [(node, new)])
            fix = f"Write {new}."
            mutant = Mutant("wrong_index", node.lineno, changed, says, fix)
            yield new == other, mutant


def transposes(scene: Scene) -> Iterator[Mutant]:
    """X @ r for X.T @ r, reshape for the transpose."""
    says = (
        "The gradient is X.T @ r: each column of X times the residuals, summed "
        "over the rows."
    )
    for node in walk(scene.tree):
        for part, new in _transposed(node):
            changed = replaced(scene.source, [(part, new)])
            fix = f"Write {new}."
            yield Mutant("transpose_missing", part.lineno, changed, says, fix)


def _transposed(node: ast.AST) -> Iterator[tuple[Any, str]]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("reshape", "view", "transpose", "swapaxes"):
            yield node, f"{ast.unparse(node.func.value)}.T"
        if node.func.attr == "dot" and len(node.args) == 1:
            held = ast.unparse(node.func.value)
            if held.endswith(".T"):
                yield node.func.value, held[:-2]
            elif held != "np":
                yield node.func.value, f"{held}.T"
        if node.func.attr in ("dot", "matmul", "mm") and len(node.args) == 2:
            first = ast.unparse(node.args[0])
            yield node.args[0], first[:-2] if first.endswith(".T") else f"{first}.T"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        first = ast.unparse(node.left)
        for part in walk(node.left):
            if isinstance(part, ast.Name | ast.Attribute):
                name = ast.unparse(part)
                yield part, name[:-2] if name.endswith(".T") else f"{name}.T"
        if isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name):
            yield node, f"{ast.unparse(node.right)}.T @ {first}"


def squares(scene: Scene) -> Iterator[Mutant]:
    """The squared error where the error belongs."""
    says = (
        "The gradient is taken from the squared residual; the square belongs in "
        "the loss alone."
    )
    for inner, nodes in _squared(scene):
        changed = replaced(scene.source, [(node, f"({inner})") for node in nodes])
        fix = f"Use {inner} without the square."
        yield Mutant("squared_residual", nodes[0].lineno, changed, says, fix)


def _squared(scene: Scene) -> Iterator[tuple[str, list[Any]]]:
    """What is squared, and where: each place, then all of one text in a gradient."""
    for node in walk(scene.tree):
        if inner := _base(node):
            yield inner, [node]
    together: dict[str, dict[Any, None]] = {}
    for value in definitions(scene):
        for node in walk(value):
            if inner := _base(node):
                together.setdefault(inner, {})[node] = None
    yield from (
        (inner, [*nodes]) for inner, nodes in together.items() if len(nodes) > 1
    )


def _base(node: Any) -> str:
    """The text of what a node squares; "" if it squares nothing."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        two = isinstance(node.right, ast.Constant) and node.right.value == 2
        return ast.unparse(node.left) if two else ""
    square = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("square")
    return ast.unparse(node.args[0]) if square and node.args else ""


def variables(scene: Scene) -> Iterator[Mutant]:
    """Another name than the one that is meant."""
    near = [*definitions(scene), *(s.gradient for s in scene.steps)]
    made = {
        n.id
        for n in walk(scene.tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    near_by = {n for v in near for n in words(v)}
    used = sorted((near_by | made) - RATES - LIBRARY)[:12]
    for value in near:
        for node in walk(value):
            if not isinstance(node, ast.Name) or node.id not in used:
                continue
            for name in used:
                if name == node.id:
                    continue
                says = f"{node.id} stands here, and the gradient needs {name}."
                changed = replaced(scene.source, [(node, name)])
                fix = f"Write {name}."
                yield Mutant("wrong_variable", node.lineno, changed, says, fix)
