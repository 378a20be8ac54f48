"""Means of each row of one column: what they are taken off from becomes zero.

The one rule: a mean of rows is a fault only where it is taken off its own array.
"""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.programs.edits import Draft, replaced, walk
from gdcore.programs.machine import Machine

AXES = frozenset({"mean", "average", "std", "min", "max"})


def note_rows(m: Machine, name: str, held: Any, args: Any, named: Any) -> None:
    """Notes a mean along the rows of one column."""
    axis = named.get("axis", args[0] if args else None)
    column = isinstance(held, np.ndarray) and held.ndim == 2 and held.shape[1] == 1
    if name == "mean" and column and len(held) > 1 and axis in (1, -1):
        m.note("row mean", (len(held), bool(named.get("keepdims"))))


def rows_for_columns(source: str, tree: ast.Module, m: Machine) -> Iterator[Draft]:
    """X - X.mean(axis=1), where X has one column."""
    noted = {note.line: note.about for note in m.noted("row mean")}
    if not noted or m.noted("guess"):
        return
    for node in walk(tree):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
            continue
        held = ast.unparse(node.left)
        mean = _mean_of(held, node.right, tree)
        if mean is None or not (at := _lines(mean) & {*noted}):
            continue
        rows, kept = noted[min(at)]
        what = "0 in every row, and so is the standard deviation"
        what = what if kept else f"an array of {rows} × {rows} differences"
        changes = [
            (axis, "0")
            for call in walk(tree)
            if (axis := _axis(call, held)) is not None
        ]
        yield Draft(
            "wrong_index", mean.lineno,
            f"{held} has one column, and axis=1 takes the mean of each row by itself: "
            f"{held} minus it is {what}.",
            "Take mean and standard deviation of the column, axis=0.",
            replaced(source, changes),
        )  # fmt: skip
        return


def _lines(node: ast.expr) -> set[int]:
    return {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _mean_of(held: str, right: ast.expr, tree: ast.Module) -> ast.Call | None:
    """The call of a mean along axis 1 of an array, written here or under a name."""
    made = [
        s.value
        for s in walk(tree)
        if isinstance(s, ast.Assign)
        and isinstance(right, ast.Name)
        and ast.unparse(s.targets[0]) == right.id
    ]
    for value in made if len(made) == 1 else [right]:
        if not isinstance(value, ast.Call) or _axis(value, held) is None:
            continue
        if ast.unparse(value.func).endswith("mean"):
            return value
    return None


def _axis(call: ast.AST, held: str) -> ast.expr | None:
    """The axis of a statistic of an array, if it is 1."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    name, owner, args = call.func.attr, ast.unparse(call.func.value), [*call.args]
    if owner in ("np", "numpy") and args:
        owner = ast.unparse(args.pop(0))
    given = [k.value for k in call.keywords if k.arg == "axis"] or args[:1]
    if name not in AXES or owner != held or not given:
        return None
    return given[0] if ast.unparse(given[0]) in ("1", "-1") else None
