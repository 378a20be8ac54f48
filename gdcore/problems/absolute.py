"""The line with the least mean absolute error, exactly.

One rule: a best line passes through a data point, and through each point the best
slope is a weighted median; so the best of these is the best of all.
"""

import numpy as np

from gdcore.problems import LeastAbsolute
from gdcore.validation import Array


def best_absolute_line(problem: LeastAbsolute) -> Array:
    """A minimizer of mean |X_i x - y_i|, for X of columns (feature, ones); shape (2,).

    Takes m sorts of m slopes for m rows.

    Source: Boscovich (1757), as told by Stigler (1986), chapter 1; Laplace's weighted
    median.
    """
    x, y = problem.X[:, 0], problem.y
    run, rise = x - x[:, None], y - y[:, None]
    weight = np.abs(run)
    slopes = np.divide(rise, run, out=np.zeros_like(rise), where=run != 0)
    order = np.argsort(slopes, axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(weight, order, 1), axis=1)
    middle = np.argmax(reached >= reached[:, -1:] / 2, axis=1)
    w = np.take_along_axis(slopes, order, 1)[np.arange(len(x)), middle]
    lines = np.stack([w, y - w * x], axis=1)
    return np.asarray(lines[int(np.argmin(problem.value(lines)))])
