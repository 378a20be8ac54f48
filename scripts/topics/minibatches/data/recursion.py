"""What sampling noise does to least squares, exactly: mean and covariance of the error.

The one rule: rows are drawn with replacement, so a step's noise is independent of the
error before it, and both moments follow a linear map.
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


@dataclass(frozen=True)
class Moments:
    """One step of E[e], and of c: the q = p (p + 1) / 2 entries of E[e e^T].

    c <- c - eta A c + eta^2 (B c + K E[e] + S)
    """

    rows: Rows
    upper: Array  # places of c in a matrix that is read row by row, (q,)
    twice: Array  # c to that matrix, (p^2, q)
    A: Array  # of C -> H C + C H, (q, q)
    B: Array  # of C -> E[g g^T], the noise at the minimizer apart, (q, q)
    K: Array  # (q, p)
    S: Array  # (q,)

    def step(self, mean: Array, c: Array, rate: float) -> tuple[Array, Array]:
        """Both after one step."""
        noise = product(c, self.B.T) + product(mean, self.K.T) + self.S
        c = c - rate * product(c, self.A.T) + rate**2 * noise
        return mean - rate * product(mean, self.rows.H), c

    def gap(self, c: Array) -> float:
        """E[L - L*], half the trace of H C."""
        return float(dot(self.rows.H.ravel(), product(c, self.twice.T)) / 2)

    def curve(self, start: Array, rates: Iterable[float]) -> Array:
        """E[L - L*] at the start and after each step."""
        mean = start - self.rows.star
        c = np.outer(mean, mean).ravel()[self.upper]
        gaps = [self.gap(c)]
        for rate in rates:
            mean, c = self.step(mean, c, rate)
            gaps.append(self.gap(c))
        return np.array(gaps)

    def floor(self, rate: float) -> float:
        """E[L - L*] at the fixed point: (A - eta B) c = eta S."""
        return self.gap(solve(self.A - rate * self.B, rate * self.S))

    def limit(self) -> float:
        """The rate from which on there is none: 1 over the largest eigenvalue of B / A.

        A^-1 B keeps covariances covariances, so that eigenvalue is real, and the power
        method finds it.
        """
        c = np.eye(len(self.rows.H)).ravel()[self.upper]
        for _ in range(POWER_STEPS):
            c = solve(self.A, product(c, self.B.T))
            growth = length(c)
            c = c / growth
        return float(1 / growth)


def moments(rows: Rows, batch: int) -> Moments:
    """For batches of this size."""
    X, s, H = rows.X, rows.s, rows.H
    n, p = X.shape
    i, j = np.triu_indices(p)
    upper, at, same = i * p + j, np.arange(len(i)), np.eye(p)
    twice = np.zeros((p * p, len(i)))
    twice[upper, at] = twice[j * p + i, at] = 1
    pairs = (X[:, :, None] * X[:, None, :]).reshape(n, -1)  # x x^T, row by row
    weighted = 4 / (batch * n) * pairs[:, upper].T
    flat = np.kron(H, same) + np.kron(same, H)
    whole = (1 - 1 / batch) * np.kron(H, H)[upper]
    return Moments(
        rows=rows,
        upper=upper,
        twice=twice,
        A=product(flat[upper], twice),
        B=product(product(weighted, pairs) + whole, twice),
        K=product(weighted, 2 * s[:, None] * X),
        S=product(s**2, weighted.T),
    )
