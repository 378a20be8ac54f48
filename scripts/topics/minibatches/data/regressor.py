"""scikit-learn's SGDRegressor from its documented defaults, in plain numpy.

The one rule: the defaults are the documented ones; scikit-learn itself is not called.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import least_squares
from gdcore.problems import line_design
from gdcore.validation import Array

ETA0, POWER_T, TOL, PATIENCE = 0.01, 0.25, 1e-3, 5
ALPHA, MAX_ITER = 1e-4, 1000
UNITS = np.array([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001])


@dataclass(frozen=True)
class Stops:
    """The same line with y in larger and larger units; all (u,) but the last."""

    units: Array  # y is multiplied by
    epochs: Array  # until it stops
    left: Array  # share of the slope that is missing
    patient: tuple[int, float]  # epochs and share in the last unit, tol scaled with y


def sgd_regressor(
    x: Array, y: Array, tol: float = TOL, seed: int = 0
) -> tuple[float, float, int]:
    """w, b and the epochs: half squares, rate ETA0 / t^POWER_T, one row a step.

    It stops when PATIENCE epochs in a row have not brought the mean loss seen on the
    way, half of r^2 before each step, to `tol` below its best: an absolute number.
    """
    w = b = 0.0
    t, best, idle = 1, np.inf, 0
    draws = np.random.RandomState(seed)
    for _ in range(MAX_ITER):
        total = 0.0
        for i in draws.permutation(len(y)).tolist():
            rate, r = ETA0 / t**POWER_T, w * x[i] + b - y[i]
            w, b = w * (1 - rate * ALPHA) - rate * r * x[i], b - rate * r
            total, t = total + r * r / 2, t + 1
        idle = idle + 1 if total > best - tol * len(y) else 0
        best = min(best, total)
        if idle >= PATIENCE:
            break
    return w, b, t // len(y)


def stops(x: Array, y: Array) -> Stops:
    """Where it stops in each unit of y; x is standardized."""
    slope = least_squares(line_design(x), y)[0]

    def fit(unit: float, tol: float) -> tuple[int, float]:
        w, _, epochs = sgd_regressor(x, y * unit, tol)
        return epochs, float(1 - w / (slope * unit))

    ends = [fit(unit, TOL) for unit in UNITS.tolist()]
    epochs, left = map(np.array, zip(*ends, strict=True))
    return Stops(UNITS, epochs, left, fit(UNITS[-1], TOL * UNITS[-1] ** 2))
