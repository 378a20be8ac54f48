"""Ridge and lasso on two coefficients, and on one.

The one rule: mean (X theta - y)^2 + alpha sum |theta_j|, in the same convention.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import product, solve
from gdcore.validation import Array

SECOND_MOMENTS = np.array([[1.0, 0.4], [0.4, 1.0]])  # X^T X / n
LEAST = np.array([1.6, 0.9])  # theta of least squares
LASSO_ALPHA, RIDGE_ALPHA = 2.6, 0.6
SWEEPS = 100
CURVE = np.linspace(-2, 2, 401)
"""One standardized coefficient of least squares."""
ONE_ALPHA = 1.0


@dataclass(frozen=True)
class Lasso:
    """Both minimizers, the loss around, and what becomes of one coefficient."""

    lasso: Array  # shape (2,)
    ridge: Array
    grid: Array  # shape (m,), of both parameters
    loss: Array  # above its least, shape (m, m)
    levels: Array  # of the loss, at both minimizers, shape (2,)
    least: Array
    soft: Array  # on CURVE
    shrunk: Array


def lasso() -> Lasso:
    """Coordinate by coordinate, and by the normal equations."""
    grid = np.linspace(-1.2, 2.6, 191)
    plane = np.stack(np.meshgrid(grid, grid), axis=-1)
    ridge = solve(
        SECOND_MOMENTS + RIDGE_ALPHA * np.eye(2), product(LEAST, SECOND_MOMENTS)
    )
    corner = descend()
    return Lasso(
        corner,
        ridge,
        grid,
        excess(plane),
        excess(np.array([corner, ridge])),
        LEAST,
        soft(CURVE, ONE_ALPHA / 2),
        CURVE / (1 + ONE_ALPHA),
    )


def soft(z: Array, threshold: float) -> Array:
    """sign(z) max(|z| - threshold, 0)."""
    return np.asarray(np.sign(z) * np.maximum(np.abs(z) - threshold, 0))


def excess(theta: Array) -> Array:
    """Loss above its least, at points of shape (..., 2)."""
    error = theta - LEAST
    return np.asarray((product(error, SECOND_MOMENTS) * error).sum(axis=-1))


def descend() -> Array:
    """Coordinate descent: each parameter by soft-thresholding, the other held."""
    theta, target = np.zeros(2), product(LEAST, SECOND_MOMENTS)
    for _ in range(SWEEPS):
        for j in (0, 1):
            z = target[j] - SECOND_MOMENTS[j, 1 - j] * theta[1 - j]
            theta[j] = soft(z, LASSO_ALPHA / 2) / SECOND_MOMENTS[j, j]
    return theta
