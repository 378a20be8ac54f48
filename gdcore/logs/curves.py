"""Least squares of v = a + c q^k, written so that q near 1 loses no digits.

The one rule: with a free level the curve is (q^k - 1) / ln q, a straight line at q = 1.
"""

import math
from typing import NamedTuple

import numpy as np

from gdcore.validation import Array

SMALL, LARGE = 1e-4, 600.0
"""Of |ln q| over the whole span: a line below, a jump above."""


class Points(NamedTuple):
    """Values of a series, scaled to at most 1, over times from 0 to 1.

    Attributes:
        t: Times, shape (n,).
        y: Values, shape (n,).
        sigma: Standard errors of y, shape (n,).
        sign: Of q^k, shape (n,); all 1 where q is positive.
        level: Whether there is a level a.
    """

    t: Array
    y: Array
    sigma: Array
    sign: Array
    level: bool

    @property
    def straight(self) -> bool:
        """Whether the curve with a level is a line at q = 1: not with signs."""
        return self.level and bool(np.all(self.sign > 0))


class Solved(NamedTuple):
    """The best curve.

    Attributes:
        s: ln |q| over the whole span.
        s_error: Standard error of s.
        a: Level, 0 without one.
        a_error: Standard error of a.
        last: c q^k at the last time.
        residual: What is left, shape (n,).
    """

    s: float
    s_error: float
    a: float
    a_error: float
    last: float
    residual: Array


def solve(points: Points) -> Solved | None:
    """The least squares, with errors that cover digits and misfit."""
    s = _search(points)
    shape = _curve(np.array([s]), points)[0]
    w = 1 / points.sigma
    columns = [shape, np.ones_like(shape)] if points.level else [shape]
    A = np.stack(columns, axis=1)
    best = np.linalg.lstsq(A * w[:, None], points.y * w, rcond=None)[0]
    c, residual = float(best[0]), points.y - A @ best
    J = np.stack([*columns, c * _slope(s, shape, points)], axis=1) * w[:, None]
    norm = np.sqrt((J * J).sum(axis=0))
    if not (np.all(norm > 0) and np.all(np.isfinite(norm))):
        return None
    inverse = np.linalg.pinv(J / norm, rcond=1e-13) / norm[:, None]
    spread = math.sqrt(_spread(residual * w, J.shape[1]))
    s_error = float(np.linalg.norm(inverse[-1])) * spread
    if not points.level:
        return Solved(s, s_error, 0.0, 0.0, c * float(shape[-1]), residual)
    if not points.straight:
        a_error = float(np.linalg.norm(inverse[1])) * spread
        last = c * float(shape[-1])
        return Solved(s, s_error, float(best[1]), a_error, last, residual)
    s_safe = s if abs(s) > 1e-12 else 1e-12
    row = inverse[1] - inverse[0] / s_safe + c / s_safe**2 * inverse[2]
    a = float(best[1]) - c / s_safe
    last = c * float(shape[-1]) + c / s_safe
    return Solved(s, s_error, a, float(np.linalg.norm(row)) * spread, last, residual)


def _spread(weighted: Array, parameters: int) -> float:
    """Variance of weighted residuals, at least 1, larger where they run on one side."""
    free = max(len(weighted) - parameters, 1)
    runs = 1 + int(np.sum(np.diff(np.signbit(weighted)) != 0))
    size = max(1.0, float(weighted @ weighted) / free)
    return size * max(1.0, len(weighted) / (2 * runs))


def _search(points: Points) -> float:
    """s of the least squares, by a grid that narrows."""
    half = np.geomspace(SMALL, LARGE, 45)
    grid = np.concatenate([-half[::-1], half])
    for _ in range(5):
        i = int(np.argmin(_costs(grid, points)))
        low, high = grid[max(i - 1, 0)], grid[min(i + 1, len(grid) - 1)]
        grid = np.linspace(low, high, 15)
    return float(grid[int(np.argmin(_costs(grid, points)))])


def _curve(s: Array, points: Points) -> Array:
    """q^k, at most 1 in size; with a level (q^k - 1) / s; shape (len(s), n)."""
    at = np.where(s[:, None] > 0, points.t - 1, points.t)
    if not points.straight:
        return np.asarray(points.sign * np.exp(s[:, None] * at))
    safe = np.where(s == 0, 1e-300, s)[:, None]
    return np.asarray(np.expm1(safe * at) / safe)


def _slope(s: float, shape: Array, points: Points) -> Array:
    """The derivative of the curve by s, shape (n,)."""
    at = points.t - 1 if s > 0 else points.t
    if not points.straight:
        return np.asarray(shape * at)
    if abs(s) < 1e-3:
        return np.asarray(at**2 / 2 + s * at**3 / 3)
    return np.asarray((at * np.exp(s * at) - shape) / s)


def _costs(s: Array, points: Points) -> Array:
    """Squares left by the best a and c, for each s, shape (len(s),)."""
    w = 1 / points.sigma
    curve, target = _curve(s, points) * w, points.y * w
    if points.level:
        one = w / math.sqrt(float(w @ w))
        curve = curve - np.outer(curve @ one, one)
        target = target - (target @ one) * one
    size = np.einsum("ij,ij->i", curve, curve)
    part = (curve @ target) / np.where(size > 0, size, np.inf)
    left = target - part[:, None] * curve
    return np.asarray(np.einsum("ij,ij->i", left, left))
