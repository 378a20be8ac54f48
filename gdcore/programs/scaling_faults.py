"""Data scaled in one way for training and in another for use; missing values.

The one rule: the scale of training and the scale of use are compared, name by name.
"""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.programs.edits import Draft, replaced, walk
from gdcore.programs.following import Outcome
from gdcore.programs.hand_scaling import _by_hand, _own_scale
from gdcore.programs.steps import words
from gdcore.programs.target_scaling import _target_units
from gdcore.programs.values import Layer, Tensor
from gdcore.programs.verdict import Verdict


def scaling_faults(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    """Faults of scales and of data."""
    yield from _nan(source, tree, run)
    yield from _two_scalers(source, tree, run)
    yield from _raw_use(source, tree, run)
    yield from _own_scale(source, tree)
    yield from _by_hand(source, tree)
    yield from _target_units(source, tree)


def _nan(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    for name, value in run.frame.names.items():
        held = value.a if isinstance(value, Tensor) else value
        if (
            isinstance(held, np.ndarray)
            and held.dtype.kind == "f"
            and held.size
            and np.isnan(held).any()
            and not np.isnan(held).all()
            and held.size > 3
        ):
            words_ = ast.unparse(tree)
            literal = any(w in words_ for w in ("nan", "None", "/ 0"))
            handled = any(
                w in words_
                for w in ("isnan", "isfinite", "dropna", "nan_to_num", "nanmean")
            )
            if literal and not handled:
                yield Draft(
                    "nan_in_data", _made(tree, name),
                    f"{name} holds NaN: one of them makes loss and gradients NaN in "
                    "the first step.",
                    "Drop the rows with a missing value before the loop.",
                )  # fmt: skip
                return


def _made(tree: ast.Module, name: str) -> int:
    for node in walk(tree):
        if (
            isinstance(node, ast.Constant | ast.Attribute)
            and "nan" in ast.unparse(node).lower()
        ):
            return int(node.lineno)
    for node in walk(tree):
        if isinstance(node, ast.Assign) and name in words(node.targets[0]):
            return node.lineno
    return 1


def _two_scalers(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """fit_transform on the test set, too."""
    fits: list[tuple[Layer, Any, int]] = []
    for note in run.machine.noted("fit scaler"):
        held, numbers, how = note.about
        for other, first, _ in fits:
            same = other is held or (other.kind == held.kind)
            test = _name_at(tree, note.line)
            if (
                same
                and how == "fit_transform"
                and first.shape[1:] == numbers.shape[1:]
                and "test" in test.lower()
            ):
                fixed = _transform_at(source, tree, note.line, held is other)
                yield Draft(
                    "scaled_differently", note.line,
                    "The test set is scaled by its own mean and deviation, not "
                    "by those "
                    "of the training set: the model gets other units.",
                    "Call transform() of the scaler that was fitted on the "
                    "training set.",
                    fixed,
                )  # fmt: skip
                return
        fits.append((held, numbers, note.line))


def _name_at(tree: ast.Module, line: int) -> str:
    for node in walk(tree):
        if isinstance(node, ast.stmt) and node.lineno == line:
            return ast.unparse(node)
    return ""


def _transform_at(source: str, tree: ast.Module, line: int, same: bool) -> str:
    calls: list[Any] = [
        n
        for n in walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
        and n.func.attr == "fit_transform"
    ]  # fmt: skip
    first = next((c for c in calls if c.lineno != line), None)
    for call in calls:
        if call.lineno == line and first is not None:
            owner = ast.unparse(first.func.value)
            return replaced(source, [(call.func, f"{owner}.transform")])
    return ""


def _raw_use(source: str, tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """predict() with raw x after fit() on scaled x."""
    fits = run.machine.noted("fit")
    for note in run.machine.noted("predict"):
        model, x, scaled = note.about
        own = [f for f in fits if f.about[0] is model and f.about[3] is not None]
        if (
            own
            and scaled is None
            and isinstance(x, np.ndarray)
            and x is not model.names.get("x")
        ):
            made = any(
                np.shares_memory(x, n.about[3]) for n in run.machine.noted("transform")
            )
            if not made:
                yield Draft(
                    "scaled_differently", note.line,
                    "The model was trained on scaled x, and gets raw x here.",
                    "Scale it first: model.predict(scaler.transform(x)).",
                    _scaled_at(source, tree, note.line),
                )  # fmt: skip
                return


def _scaled_at(source: str, tree: ast.Module, line: int) -> str:
    owner = next(
        (ast.unparse(n.func.value) for n in walk(tree)
         if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
         and n.func.attr in ("fit_transform", "transform")), "")  # fmt: skip
    for n in walk(tree):
        if (
            isinstance(n, ast.Call)
            and n.lineno == line
            and ast.unparse(n.func).endswith(("predict", "score"))
        ):
            return replaced(
                source, [(n.args[0], f"{owner}.transform({ast.unparse(n.args[0])})")]
            )
    return ""
