"""The line of least absolute error, as the vertex of a linear program.

The one rule: what the program finds to its tolerance is solved again to rounding.
"""

import numpy as np
from scipy.optimize import linprog

from gdcore.algebra import solve
from gdcore.problems import LeastAbsolute
from gdcore.validation import Array


def exact(problem: LeastAbsolute) -> Array:
    """The minimizer (w, b), to rounding: min mean(p + n) with X v + p - n = y.

    A vertex of the program names two data points; the line is solved through them.
    """
    m, n = problem.X.shape
    cost = np.r_[np.zeros(n), np.full(2 * m, 1 / m)]
    rows = np.hstack([problem.X, np.eye(m), -np.eye(m)])
    bounds = [(None, None)] * n + [(0, None)] * (2 * m)
    program = linprog(cost, A_eq=rows, b_eq=problem.y, bounds=bounds)
    if program.status != 0:
        raise RuntimeError(program.message)
    distance = np.abs(problem.residual(program.x[:n]))
    on = np.sort(np.argsort(distance)[:2])
    return solve(problem.X[on], problem.y[on])
