"""Singular values and eigenvalues whose small ones keep their digits.

The one rule: a column may have any unit. What is lost is what a matrix with columns
(or a diagonal) of size one would lose, not what its units suggest.
"""

import math

import numpy as np

from gdcore.algebra.products import dot, length
from gdcore.validation import Array

EPS = float(np.finfo(np.float64).eps)
MANY = 200
"""Columns above which LAPACK's svd is taken, which is faster and less exact."""
SWEEPS = 40
"""More than any matrix needs: each sweep beyond the fourth squares what is left."""


def powers(sizes: Array) -> Array:
    """Exponents e with sizes / 2^e in [1/2, 1); 0 where a size is zero."""
    return np.asarray(np.frexp(sizes)[1])


def right_vectors(A: Array) -> tuple[Array, Array]:
    """Singular values, descending, and right singular vectors, one a row.

    A has at most as many rows as columns, independent of each other. A pivoted
    orthogonal factor comes first, then one-sided Jacobi rotations; for more than 200
    columns LAPACK's svd, whose small values have an error of eps times the largest.

    Source: Demmel and Veselic (1992), section 4; Drmac and Veselic (2008).
    """
    if A.shape[1] > MANY:
        _, values, vectors = np.linalg.svd(A, full_matrices=False)
        return values, vectors
    shift = int(powers(np.abs(A).max(initial=0.0)))
    rows = _rotated(pivoted(np.ldexp(A, -shift), len(A)))
    sizes = length(rows)
    order = np.argsort(-sizes, kind="stable")
    sizes, rows = sizes[order], rows[order]
    return np.ldexp(sizes, shift), rows / np.where(sizes > 0, sizes, 1)[:, None]


def pivoted(A: Array, rank: int, extra: int = 0) -> Array:
    """R of A = Q R, shape (rank, p): each row from the column with the most left.

    The columns stay where they are, and the last `extra` ones are never chosen.

    Source: Golub and Van Loan (2013), section 5.4.2, by modified Gram-Schmidt.
    """
    rest, open_ = A.T.copy(), np.ones(A.shape[1] - extra, bool)
    R = np.zeros((rank, A.shape[1]))
    for row in R:
        sizes = np.where(open_, length(rest[: len(open_)]), -1)
        j = int(sizes.argmax())
        open_[j] = False
        q = rest[j] / (sizes[j] or 1.0)
        row[:] = dot(rest, q)
        rest -= row[:, None] * q
        row[j], rest[j] = sizes[j], 0
    return R


def _rotated(rows: Array) -> Array:
    """The rows, turned in pairs until all are orthogonal to rounding.

    A round turns disjoint pairs at once; a sweep of rounds meets each pair once.
    """
    n, enough = len(rows), EPS * max(rows.shape)
    order, half = np.arange(n + n % 2), (n + 1) // 2
    rows = np.concatenate([rows, np.zeros((n % 2, rows.shape[1]))])
    for _ in range(SWEEPS):
        turned = False
        for _ in order[1:]:
            turned |= _turn(rows, order[:half], order[half:][::-1], enough)
            order[1:] = np.roll(order[1:], 1)
        if not turned:
            break
    return rows[:n]


def _turn(rows: Array, one: Array, other: Array, enough: float) -> bool:
    """Rotate each pair of rows to a right angle, in place; whether any was not."""
    a, b = rows[one], rows[other]
    aa, bb, ab = dot(a, a), dot(b, b), dot(a, b)
    turn = np.abs(ab) > enough * np.sqrt(aa) * np.sqrt(bb)
    if not turn.any():
        return False
    with np.errstate(over="ignore"):
        tau = (bb - aa) / np.where(turn, 2 * ab, 1)
        t = np.where(tau < 0, -1, 1) / (np.abs(tau) + np.sqrt(1 + tau * tau))
    t = np.where(turn, t, 0)[:, None]
    c = 1 / np.sqrt(1 + t * t)
    rows[one], rows[other] = c * (a - t * b), c * (t * a + b)
    return True


def eigh(H: Array) -> tuple[Array, Array]:
    """Eigenvalues, ascending, and eigenvectors of a symmetric H, one a column.

    For 2 x 2 one rotation by the angle whose tangent t solves t^2 + 2 tau t = 1. Where
    H is definite once its diagonal is scaled to one, the small eigenvalues are as exact
    as the large ones; else LAPACK's.

    Source: Golub and Van Loan (2013), section 8.5.2, the 2-by-2 symmetric Schur
    decomposition; Demmel and Veselic (1992), on definite matrices.
    """
    if H.shape != (2, 2):
        if len(H) > MANY:
            return np.linalg.eigh(H)
        power = half_powers(H)
        values, vectors = np.linalg.eigh(symmetric(H, power))
        if not _above_rounding(values):
            return np.linalg.eigh(H)
        root = np.sqrt(values)[:, None] * vectors.T
        values, rows = right_vectors(np.ldexp(root, power))
        return values[::-1] ** 2, rows[::-1].T
    (p, q), (_, r) = H.tolist()
    tau = (r - p) / (2 * q) if q else math.inf
    t = math.copysign(1 / (abs(tau) + math.hypot(1, tau)), tau)
    c = 1 / math.hypot(1, t)
    s, low, high = t * c, p - t * q, r + t * q
    if low <= high:
        return np.array([low, high]), np.array([[c, s], [-s, c]])
    return np.array([high, low]), np.array([[s, c], [c, -s]])


def half_powers(H: Array) -> Array:
    """Exponents e with H_ii / 4^e in [1/4, 1), or 0 where H_ii is not above zero."""
    return np.asarray(-(-powers(np.maximum(np.diag(H), 0)) // 2))


def symmetric(H: Array, power: Array) -> Array:
    """H_ij / 2^(e_i + e_j): exact, but for what is below the smallest number."""
    return np.asarray(np.ldexp(H, -(power[:, None] + power)))


def definite(H: Array) -> bool:
    """Whether H is positive definite past rounding, its diagonal scaled to one."""
    return _above_rounding(eigh(symmetric(H, half_powers(H)))[0])


def _above_rounding(values: Array) -> bool:
    return bool(values[0] > len(values) * EPS * values[-1])
