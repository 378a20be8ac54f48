"""Least squares |X x - y|^2 by orthogonal factors of X, whatever units columns have.

The one rule: one rank, that of the columns at equal length, serves the solution, its
eigenvalues and what is said of them.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gdcore.algebra import twofold
from gdcore.algebra.factors import (
    along,
    column_powers,
    completed,
    orthogonal,
    rank,
    shortest,
)
from gdcore.algebra.products import inverse, product, solve
from gdcore.algebra.singular import EPS, pivoted, powers, right_vectors
from gdcore.validation import Array, refrozen

CORRECTIONS = 3
"""Of a solution; two are enough unless digits are lost to the data's own rounding."""


class Solution(NamedTuple):
    """What the rows say of x: the least |X x - y|, and how well they say it.

    Attributes:
        x: The solution, of least length where there are many; shape (p,).
        R: Triangle of the scaled columns, X = Q R 2^power; shape (min(n, p), p).
        power: Exponents of two, shape (p,).
        rank: Number of columns that are independent of each other.
    """

    x: Array
    R: Array
    power: Array
    rank: int


class _Fit(NamedTuple):
    """The solution of the scaled rows (columns, y), with what it was found by."""

    columns: Array
    y: Array
    Q: Array
    R: Array
    power: Array
    shift: int
    rank: int
    x: Array
    r: Array


@dataclass(frozen=True, eq=False)
class Squares:
    """weight |X x - y|^2, with the Hessian 2 weight X^T X.

    Attributes:
        X: Rows in float64, shape (n, p).
        y: Targets in float64, shape (n,).
        weight: Above zero.
        precision: Spacing of the numbers next to 1 in which the data were given.
    """

    X: Array
    y: Array
    weight: float = 1.0
    precision: float = EPS

    __setstate__ = refrozen

    @cached_property
    def solution(self) -> Solution:
        """The solution by Q R, corrected until it is that of the rows as they are.

        Source: Bjorck (1967), "Iterative refinement of linear least squares solutions";
        Golub and Van Loan (2013), section 5.3.8.
        """
        fit = self._fit()
        with np.errstate(over="ignore", under="ignore"):
            full = fit.rank == len(fit.power)
            x = np.ldexp(fit.x, fit.shift - fit.power if full else fit.shift)
            return Solution(x, fit.R, fit.power, fit.rank)

    @cached_property
    def digits(self) -> float:
        """Decimal digits of the solution that the precision of the data leaves."""
        fit = self._fit()
        if fit.rank < len(fit.power):
            return 0.0
        with np.errstate(under="ignore"):
            moved = _moved(fit.columns, fit.Q, fit.R, fit.r, np.abs(fit.y), fit.x)
            return _digits(self.precision / 2 * moved, np.abs(fit.x))

    def _fit(self) -> _Fit:
        """It is kept by nobody: its factors are as large as the data."""
        with np.errstate(under="ignore"):
            power = column_powers(self.X)
            columns = np.ldexp(self.X, -power).T
            shift = int(powers(np.abs(self.y).max()))
            y = np.ldexp(self.y, -shift)
            Q, R = orthogonal(columns)
            p, rounding = len(power), EPS * max(self.X.shape)
            count = rank(R, data=self.precision * p, rounding=rounding)
            if count < p:
                x, r = shortest(R, along(Q, y), power, count), y
            else:
                x, r = _corrected(columns, y, Q, R)
            return _Fit(columns, y, Q, R, power, shift, count, x, r)

    @cached_property
    def hess(self) -> Array:
        """2 weight X^T X, shape (p, p)."""
        H = product(2 * self.weight * np.ascontiguousarray(self.X.T), self.X)
        H.setflags(write=False)
        return H

    def modes(self, rates: Array | None = None) -> tuple[Array, Array]:
        """Eigenvalues, ascending, and eigenvectors of D 2 weight X^T X D, D^2 = rates.

        Without rates D is I. What the rank leaves out has the eigenvalue zero.
        """
        return self._plain if rates is None else self._modes(np.sqrt(rates))

    @cached_property
    def _plain(self) -> tuple[Array, Array]:
        return self._modes(1.0)

    def _modes(self, root: Array | float) -> tuple[Array, Array]:
        _, R, power, count = self.solution
        p = self.X.shape[1]
        if count < p:
            R = pivoted(R, count)
        values, rows = right_vectors(np.ldexp(R, power) * root)
        with np.errstate(over="ignore", under="ignore"):
            squares = np.concatenate([values, np.zeros(p - count)])[::-1] ** 2
            return 2 * self.weight * squares, completed(rows, p)[::-1].T


def least_squares(X: Array, y: Array) -> Array:
    """The x of least length that minimizes |X x - y|; shape (p,)."""
    precision = float(np.finfo(np.result_type(X, y)).eps)
    rows = Squares(X.astype(np.float64), y.astype(np.float64), 1.0, precision)
    return rows.solution.x


def _corrected(columns: Array, y: Array, Q: Array, R: Array) -> tuple[Array, Array]:
    """The solution and the residual y - X x, with residuals of twofold precision."""
    x = solve(R, along(Q, y))
    r = y - product(x, columns)
    for _ in range(CORRECTIONS):
        rest = twofold.residual(columns, x, y, r)
        across = solve(R.T, -twofold.products(columns, r))
        part = along(Q, rest) - across
        change = solve(R, part)
        x, r = x + change, r + rest - product(part, Q)
        if np.abs(change).max() <= math.sqrt(EPS) / 2 * np.abs(x).max():
            break
    return x, r


def _moved(columns: Array, Q: Array, R: Array, r: Array, y: Array, x: Array) -> Array:
    """The most by which each x_i moves for each unit of relative rounding of the data.

    Source: Bjorck (1996), section 1.4.5, on perturbations of each entry.
    """
    back, sizes = inverse(R), np.abs(columns)
    fit = product(product(np.abs(x), sizes) + y, np.abs(product(back, Q)).T)
    slope = product(product(np.abs(r), sizes.T), np.abs(product(back, back.T)).T)
    return fit + slope


def _digits(moved: Array, size: Array) -> float:
    """Of the worst parameter; one that is zero to rounding has none to lose."""
    share = (moved[size > moved] / size[size > moved]).max(initial=EPS / 2)
    return -math.log10(float(share))
