"""Intercepts that are missing, stand still, or are there twice.

The one rule: without an intercept, only data that need one make it a fault.
"""

import ast
from collections.abc import Iterator

import numpy as np

from gdcore.programs.edits import Draft
from gdcore.programs.following import Outcome
from gdcore.programs.intercept_repairs import with_intercept
from gdcore.programs.suspicions import suspicion
from gdcore.programs.verdict import Verdict


def _fitted_ones(tree: ast.Module, run: Outcome) -> Iterator[Draft]:
    """A column of ones in what scikit-learn fits with an intercept of its own."""
    for note in run.machine.noted("fit"):
        model, x, *_ = note.about
        options = model.names.get("options", {})
        if not isinstance(x, np.ndarray) or x.ndim != 2 or len(x) < 3:
            continue
        ones = (np.ptp(x, axis=0) == 0).any()
        linear = model.kind in ("SGDRegressor", "LinearRegression", "Ridge", "Lasso")
        if ones and linear and options.get("fit_intercept") is not False:
            yield Draft(
                "ones_beside_intercept", note.line,
                "x has a column of ones, and the model fits an intercept "
                "besides: the two "
                "share it, and each holds a part.",
                "Leave the column out, or pass fit_intercept=False.",
            )  # fmt: skip
            return


def _intercept(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict
) -> Iterator[Draft]:
    """A model without a moving intercept, on data that need one."""
    jacobian, offset = verdict.jacobian, verdict.offset
    if jacobian is None or offset is None or suspicion(verdict):
        return
    n, p = jacobian.shape
    constant = np.ptp(jacobian, axis=0) < 1e-9 * np.abs(jacobian).max(axis=0)
    matrix = verdict.matrix
    still = matrix is not None and verdict.how == "still" and bool(matrix.any())
    if still and matrix is not None:
        moves = np.diag(matrix) != 0
        jacobian, constant = jacobian[:, moves], constant[moves]
    seen = n >= p + 3 and "rows" not in verdict.guesses
    if (not seen or constant.any()) and not still:
        return
    ones = np.column_stack([jacobian, np.ones(n)])
    off = [_squares(rows, offset) for rows in (jacobian, ones)]
    gain = (off[0] - off[1]) / (max(off[1], 1e-12 * off[0]) / (n - p - 1) + 1e-300)
    if not still and (gain < 25 or off[0] < 1e-6 * (offset * offset).sum()):
        return
    fixed, line, name = with_intercept(source, tree, run, verdict)
    if name:
        says = f"The loop never moves the intercept {name}: it keeps its start."
        fix = f"Update {name} by its own gradient in every step."
        yield Draft("intercept_not_updated", line, says, fix, fixed)
    else:
        says = (
            "The model has no intercept, so its line goes through the origin; on these "
            f"data that leaves {off[0] / max(off[1], 1e-300):.3g} times the "
            "squares of a "
            "line with one." if off[1] > 1e-12 * off[0] else
            "The model has no intercept, so its line goes through the origin, "
            "and these "
            "data do not."
        )  # fmt: skip
        fix = "Add an intercept: bias=True, a column of ones, or + b."
        yield Draft("no_intercept", line, says, fix, fixed)


def _squares(rows: np.ndarray, offset: np.ndarray) -> float:
    fit, *_ = np.linalg.lstsq(rows, -offset, rcond=None)
    return float(((rows @ fit + offset) ** 2).sum())
