"""Means and deviations of the columns of X, whatever units they have.

The one rule: columns are scaled by powers of two first, which rounds nothing, so that
no square over- or underflows.
"""

import numpy as np

from gdcore import kinds
from gdcore.algebra import column_powers
from gdcore.problems.losses import LeastAbsolute, LeastSquares
from gdcore.validation import Array

LARGEST = float(np.sqrt(np.finfo(np.float64).max))
"""A deviation above it has a square, the variance, beyond float64."""


def moments(problem: LeastSquares | LeastAbsolute) -> tuple[int, Array, Array]:
    """The column of ones, and each column's mean and deviation (0 and 1 for it)."""
    kinds.offers("problem", problem, "a problem with rows, X and y", "X", "y")
    X = np.asarray(problem.X, np.float64)
    columns = np.flatnonzero(np.all(X == 1, axis=0))
    if not columns.size:
        raise ValueError("X has no column of ones: without an intercept it stays as is")
    power, ones = column_powers(X), int(columns[-1])
    X = np.ldexp(X, -power)
    # What a first mean leaves of the columns has no digits to lose to their size.
    first = X.mean(0)
    rest = (X - first).mean(0)
    mean, sd = first + rest, np.sqrt(np.square(X - first - rest).mean(0))
    mean, sd = np.ldexp((mean, sd), power)
    if not np.all(sd < LARGEST):
        raise ValueError("the deviations of X overflow: divide its columns first")
    mean[ones], sd[ones] = 0, 1
    constant = np.flatnonzero(np.ptp(X, axis=0) == 0)
    if len(constant) > 1:
        raise ValueError(f"column {constant[constant != ones][0]} of X is constant")
    return ones, mean, sd


def shift(ones: int, mean: Array) -> Array:
    """M with which each column is measured from its mean; shape (p, p)."""
    M = np.eye(len(mean))
    M[ones] -= mean
    return M
