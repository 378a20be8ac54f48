"""Many rows as few that have the same squared loss.

The one rule: the mean loss of every line is that of all rows, but for the last digits;
columns that depend on each other are left as they are.
"""

import numpy as np

from gdcore.algebra import product
from gdcore.validation import Array

MANY = 5000
"""Rows from which on few stand for them."""
ALONG = np.sqrt(1.5) * np.array([-1.0, 0.0, 1.0])
ACROSS = np.sqrt(0.5) * np.array([1.0, -2.0, 1.0])
"""Two directions without a mean, of mean square 1 and at right angles."""
EPS = float(np.finfo(np.float64).eps)


def condensed(X: Array, y: Array) -> tuple[Array, Array]:
    """One row more than there are columns, y among them, or all rows.

    Args:
        X: Features without the ones column, shape (n, d).
        y: Targets, shape (n,).
    """
    columns = np.column_stack([X, y])
    n, m = columns.shape
    if n <= MANY:
        return X, y
    first = columns.mean(axis=0)
    columns -= first
    rest = columns.mean(axis=0)
    columns -= rest
    R = _triangle(columns)
    if _dependent(R[:-1, :-1], n):
        return X, y
    j = np.arange(1.0, m + 1)
    # Helmert's directions: without a mean, and at right angles to each other.
    across = np.triu(np.ones((m + 1, m))) - np.eye(m + 1, m, k=-1) * j
    across /= np.sqrt(j * (j + 1))
    few = first + rest + np.sqrt((m + 1) / n) * product(across, R)
    return few[:, :-1], few[:, -1]


def of_moments(
    mean: float, std: float, y_mean: float, y_std: float, correlation: float
) -> tuple[Array, Array]:
    """Three rows with these moments: x of shape (3, 1), y of shape (3,)."""
    along = correlation * y_std
    across = y_std * np.sqrt(max(0.0, 1 - correlation**2))
    y = y_mean + along * ALONG + across * ACROSS
    return (mean + std * ALONG)[:, None], y


def _triangle(columns: Array) -> Array:
    """R of the deviations, with a diagonal that is not negative."""
    if columns.shape[1] == 2:
        x, y = columns.T
        size = np.sqrt(np.einsum("i,i", x, x))
        rise = np.einsum("i,i", x, y) / (size or 1.0)
        apart = y - rise / (size or 1.0) * x
        rest = np.sqrt(np.einsum("i,i", apart, apart))
        return np.array([[size, rise], [0.0, rest]])
    R = np.linalg.qr(columns, mode="r")
    return np.asarray(R * np.where(np.diag(R) < 0, -1, 1)[:, None])


def _dependent(R: Array, n: int) -> bool:
    """Whether columns depend on each other, or one is constant, past rounding."""
    sizes = np.sqrt((R**2).sum(axis=0))
    if not sizes.all():
        return True
    values = np.linalg.svd(R / sizes, compute_uv=False)
    return bool(values[-1] <= n * EPS * values[0])
