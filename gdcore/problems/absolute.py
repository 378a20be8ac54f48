"""The line with the least mean absolute error, exactly.

The one rule: a best line passes through a data point, and through each point the best
slope is a weighted median; so the best of these is the best of all.
"""

import numpy as np

from gdcore.algebra import solve
from gdcore.problems.losses import LeastAbsolute
from gdcore.validation import Array


def best_absolute_line(problem: LeastAbsolute) -> Array:
    """A minimizer of mean |w x_i + b - y_i|, through two data points; shape (2,).

    Takes n sorts of n slopes for n rows. Where no two x differ, the slope is zero.

    Args:
        problem: X has the columns (x, ones).

    Raises:
        ValueError: If X has other columns.

    Source: Boscovich (1757), as told by Stigler (1986), chapter 1; Laplace's weighted
    median.
    """
    if not isinstance(problem, LeastAbsolute):
        raise ValueError(f"problem must be a LeastAbsolute, got {problem!r}")
    if problem.dim != 2 or not np.all(problem.X[:, 1] == 1):
        raise ValueError("a line needs X of two columns, x and ones")
    x, y = problem.X[:, 0], problem.y
    run, rise = x - x[:, None], y - y[:, None]
    slopes = np.divide(rise, run, out=np.zeros_like(rise), where=run != 0)
    order = np.argsort(slopes, axis=1, kind="stable")
    weight = np.cumsum(np.take_along_axis(np.abs(run), order, 1), axis=1)
    middle = np.argmax(weight >= weight[:, -1:] / 2, axis=1)
    other = order[np.arange(len(x)), middle]
    w = slopes[np.arange(len(x)), other]
    best = int(np.argmin(problem.value(np.stack([w, y - w * x], axis=1))))
    on = np.sort([best, other[best]])
    if x[on[0]] == x[on[1]]:
        return np.array([0.0, y[best]])
    return solve(problem.X[on], y[on])
