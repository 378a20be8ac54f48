"""What sampling noise does to least squares, exactly: mean and covariance of the error.

The one rule: rows are drawn with replacement, so each step's noise is independent of
the error before it, and both moments follow a linear map.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot, length, product, solve
from gdcore.problems import LeastSquares
from gdcore.spectral import minimizer
from gdcore.validation import Array

POWER_STEPS = 500


@dataclass(frozen=True)
class Rows:
    """A mean of squares seen from its minimizer: row i has the residual X_i e + s_i."""

    X: Array  # (n, p)
    s: Array  # residuals at the minimizer, (n,)
    star: Array  # the minimizer, (p,)
    H: Array  # (p, p)

    @property
    def least(self) -> float:
        """L at the minimizer."""
        return float((self.s**2).mean())

    def gap(self, e: Array) -> Array:
        """L - L* at the errors e, shape (..., p)."""
        return dot(product(e, self.H), e) / 2


def rows(problem: LeastSquares) -> Rows:
    """The rows of a mean of squares without a penalty."""
    star = minimizer(problem)
    return Rows(problem.X, problem.residual(star), star, problem.hess(star))


def noise(rows: Rows, C: Array, mean: Array) -> Array:
    """E[g g^T] of the gradient of one row, at errors of these moments; (p, p).

    g = 2 x (x^T e + s), so it is the mean of 4 x x^T (x^T C x + 2 s x^T mean + s^2).
    """
    X, s = rows.X, rows.s
    squares = dot(product(X, C), X) + 2 * s * product(X, mean[:, None])[:, 0] + s**2
    return product((4 / len(s) * squares[:, None] * X).T, X)


def step(
    rows: Rows, moments: tuple[Array, Array], rate: float, batch: int
) -> tuple[Array, Array]:
    """E[e] and E[e e^T] after one step on a batch; see `noise`."""
    (mean, C), H = moments, rows.H
    HC = product(H, C)
    second = noise(rows, C, mean) / batch + (1 - 1 / batch) * product(HC, H)
    return mean - rate * product(mean, H), C - rate * (HC + HC.T) + rate**2 * second


def curve(rows: Rows, start: Array, rates: Iterable[float], batch: int) -> Array:
    """E[L - L*] before each step and after the last one."""
    e = start - rows.star
    moments = (e, np.outer(e, e))
    gaps = [_trace(rows.H, moments[1])]
    for rate in rates:
        moments = step(rows, moments, rate, batch)
        gaps.append(_trace(rows.H, moments[1]))
    return np.array(gaps)


def floor(rows: Rows, rate: float, batch: int) -> float:
    """E[L - L*] at the fixed point of `step`; (A - rate B) c = rate S in its unknowns.

    The unknowns are the p (p + 1) / 2 entries of C on and above the diagonal.
    """
    A, B = maps(rows, batch)
    zero = np.zeros_like(rows.H)
    S = _upper(noise(rows, zero, np.zeros(len(zero)))) / batch
    return _trace(rows.H, _symmetric(solve(A - rate * B, rate * S), len(zero)))


def limit(rows: Rows, batch: int) -> float:
    """The rate from which on E[e e^T] has no fixed point: 1 / spectral radius of B/A.

    The map A^-1 B keeps covariances covariances, so its largest eigenvalue is real,
    and the power method finds it.
    """
    A, B = maps(rows, batch)
    c = _upper(np.eye(len(rows.H)))
    for _ in range(POWER_STEPS):
        c = solve(A, product(c, B.T))
        growth = length(c)
        c = c / growth
    return float(1 / growth)


def maps(rows: Rows, batch: int) -> tuple[Array, Array]:
    """C -> H C + C H, and C -> E[g g^T] without the noise at the minimizer."""
    p, H = len(rows.H), rows.H
    silent = Rows(rows.X, np.zeros_like(rows.s), rows.star, H)
    A, B = [], []
    for unit in np.eye(p * (p + 1) // 2):
        C = _symmetric(unit, p)
        HC = product(H, C)
        A.append(_upper(HC + HC.T))
        of_rows, of_mean = noise(silent, C, np.zeros(p)), product(HC, H)
        B.append(_upper(of_rows / batch + (1 - 1 / batch) * of_mean))
    return np.stack(A, axis=1), np.stack(B, axis=1)


def _upper(C: Array) -> Array:
    return np.asarray(C[np.triu_indices(len(C))])


def _symmetric(c: Array, p: int) -> Array:
    C = np.zeros((p, p))
    C[np.triu_indices(p)] = c
    return np.triu(C) + np.triu(C, 1).T


def _trace(H: Array, C: Array) -> float:
    return float((H * C).sum() / 2)
