"""Orthogonal factors of data, and how many of their columns are independent.

The one rule: columns are scaled by powers of two first, which rounds nothing; and for
two columns the factors are by Gram-Schmidt, without LAPACK.
"""

import numpy as np

from gdcore.algebra.products import dot, length, product, singular_values, solve
from gdcore.algebra.singular import pivoted, powers
from gdcore.validation import Array


def rank(R: Array, *, data: float, rounding: float = 0.0) -> int:
    """How many columns of a scaled matrix are independent, past rounding.

    Args:
        R: Columns of like length, or a triangle of such.
        data: Relative precision of the entries, times the number of columns.
        rounding: Relative error of what was computed.
    """
    sizes = singular_values(R)
    return int(np.sum(sizes > max(data, rounding) * sizes[0]))


def invertible(M: Array) -> bool:
    """Whether a square M has full rank in the best units of its rows and columns."""
    rows = np.ldexp(M, -column_powers(M.T)[:, None])
    scaled = np.ldexp(rows, -column_powers(rows))
    return rank(scaled, data=len(M) * float(np.finfo(M.dtype).eps)) == len(M)


def column_powers(X: Array) -> Array:
    """Exponents of two that bring the length of each column to [1/2, 1)."""
    power = powers(np.abs(X).max(axis=0))
    return power + powers(length(np.ldexp(X, -power).T))


def orthogonal(columns: Array) -> tuple[Array, Array]:
    """Q, as rows of shape (q, n), and R of the columns; LAPACK's for more than two.

    Source: Bjorck (1967), "Solving linear least squares problems by Gram-Schmidt
    orthogonalization": R is as exact as Householder's.
    """
    if len(columns) > 2:
        Q, R = np.linalg.qr(columns.T)
        return Q.T, R
    Q, R = np.zeros_like(columns), np.zeros((len(columns), len(columns)))
    for j, rest in enumerate(columns):
        for i in range(j):
            R[i, j] = dot(Q[i], rest)
            rest = rest - R[i, j] * Q[i]
        R[j, j] = length(rest)
        Q[j] = rest / (R[j, j] or 1.0)
    return Q, R


def along(Q: Array, y: Array) -> Array:
    """Q y; for two rows, the first one's part is taken out of y before the second."""
    if len(Q) != 2:
        return product(y, Q.T)
    first = dot(Q[0], y)
    return np.stack([first, dot(Q[1], y - first * Q[0])])


def shortest(R: Array, z: Array, power: Array, rank: int) -> Array:
    """The x of least length, from `rank` rows that are independent."""
    kept = pivoted(np.column_stack([R, z]), rank, extra=1)
    # C x = z has the shortest solution C^T (C C^T)^-1 z, here by C^T = Q R.
    Q, R = orthogonal(np.ldexp(kept[:, :-1], power))
    return product(solve(R.T, kept[:, -1]), Q)


def completed(rows: Array, p: int) -> Array:
    """Orthonormal rows, with others to make p of them."""
    if len(rows) == p:
        return rows
    if p == 2:
        return np.stack([rows[0], rows[0, ::-1] * [-1, 1]])
    rest = np.linalg.qr(rows.T, mode="complete")[0][:, len(rows) :]
    return np.concatenate([rows, rest.T])
