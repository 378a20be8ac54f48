"""Ridge lines in closed form: over alpha, after a shift, in other units, left out.

The one rule: `minimizer` finds each line, and a formula of the page stands beside it.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.datasets import intercept_thread
from gdcore.problems import line_fit
from gdcore.spectral import minimizer
from gdcore.validation import Array

X = np.array([0.4, 0.8, 1.0, 1.9, 2.2, 2.5, 2.7, 4.0, 4.5, 5.6])
Y = np.array([0.8, -0.2, -0.1, 3.1, 0.8, 4.0, 0.5, 3.1, 4.3, 2.4])
"""Ten rows of 1 + 0.5 x with noise 1.6, seed 192, rounded to one decimal."""
TRUE_SLOPE = 0.5
ALPHA = 1.0
ALPHAS = np.geomspace(0.01, 1000, 101)
SHIFTS = (0.0, 50.0, 100.0)  # of the thread's y
UNITS = {"meters": 1.0, "millimeters": 1000.0, "kilometers": 0.001}
FACTORS = np.geomspace(0.01, 100, 81)  # of x
FINE = np.geomspace(0.01, 100, 201)  # of alpha
LEFT_OUT = FINE[::25]


@dataclass(frozen=True)
class Three:
    """Three points by hand, dimensionless."""

    x: Array  # shape (3,)
    y: Array
    alpha: float
    plain: Array  # (w, b) without a penalty
    ridge: Array  # with it
    both: Array  # with it on b too


@dataclass(frozen=True)
class Line:
    """The ten rows and their ridge line at each of ALPHAS."""

    plain: Array  # (w, b)
    ridge: Array  # at ALPHA
    both: Array  # at ALPHA, b penalized too
    free: Array  # at each of ALPHAS, shape (m, 2)
    tied: Array  # the same with b penalized
    share: float  # v / (v + ALPHA)


@dataclass(frozen=True)
class Shift:
    """The intercept thread's data, with y shifted; lines moved back by the shift."""

    x: Array
    y: Array
    free: Array  # (w, b - shift) at each shift, shape (3, 2)
    tied: Array  # the same with b penalized


@dataclass(frozen=True)
class Scale:
    """Share of the slope that ALPHA leaves, in other units of x."""

    shares: Array  # at each of FACTORS
    units: dict[str, float]
    measured: dict[str, float]  # by the fitted line


@dataclass(frozen=True)
class Choice:
    """Leaving each row out, at each of FINE."""

    formula: Array  # mean square of r_i / (1 - h_i)
    training: Array  # mean square of r_i
    left_out: Array  # by fitting without each row, at LEFT_OUT
    rescaled: Array  # the same with alpha, not n alpha, held
    hat: Array  # h_i at the best alpha, shape (n,)
    residual: Array  # r_i at the best alpha
    best: float


def three() -> Three:
    """0, 3, 6 and 1, 4, 10: all values are whole."""
    x, y, alpha = np.array([0.0, 3.0, 6.0]), np.array([1.0, 4.0, 10.0]), 3.0
    return Three(x, y, alpha, fit(x, y, 0), fit(x, y, alpha), fit(x, y, alpha, True))


def fit(x: Array, y: Array, alpha: float, tied: bool = False) -> Array:
    """(w, b) of least loss; `tied` penalizes b as well."""
    return minimizer(line_fit(x, y, l2=float(alpha), penalize_intercept=tied))


def line() -> Line:
    """Over all of ALPHAS."""
    free, tied = (np.array([fit(X, Y, a, t) for a in ALPHAS]) for t in (False, True))
    at = fit(X, Y, 0), fit(X, Y, ALPHA), fit(X, Y, ALPHA, True)
    return Line(*at, free, tied, X.var() / (X.var() + ALPHA))


def shift() -> Shift:
    """The same shape of data, higher and higher."""
    sample = intercept_thread()
    lines = [
        np.array([fit(sample.x, sample.y + up, ALPHA, tied) for up in SHIFTS])
        for tied in (False, True)
    ]
    back = np.array([[0.0, up] for up in SHIFTS])
    return Shift(sample.x, sample.y, *(each - back for each in lines))


def scale() -> Scale:
    """Formula and fit."""
    spread = FACTORS**2 * X.var()
    plain = fit(X, Y, 0)[0]
    units = {name: s * s * X.var() / (s * s * X.var() + ALPHA) for name, s in _units()}
    fitted = {name: s * fit(s * X, Y, ALPHA)[0] / plain for name, s in _units()}
    return Scale(spread / (spread + ALPHA), units, fitted)


def choice() -> Choice:
    """The formula on a fine grid, the fits on a coarse one."""
    parts = [_hat(alpha) for alpha in FINE]
    formula = np.array([np.mean((r / (1 - h)) ** 2) for h, r in parts])
    training = np.array([np.mean(r**2) for _, r in parts])
    best = int(formula.argmin())
    n = len(X)
    actual = np.array([_left_out(a * n / (n - 1)) for a in LEFT_OUT])
    rescaled = np.array([_left_out(alpha) for alpha in LEFT_OUT])
    return Choice(formula, training, actual, rescaled, *parts[best], float(FINE[best]))


def _units() -> list[tuple[str, float]]:
    return list(UNITS.items())


def _hat(alpha: float) -> tuple[Array, Array]:
    """The diagonal of the hat matrix, and the residuals."""
    from_mean = X - X.mean()
    h = 1 / len(X) + from_mean**2 / (len(X) * (X.var() + alpha))
    w, b = fit(X, Y, alpha)
    return h, w * X + b - Y


def _left_out(alpha: float) -> float:
    """Mean square error of each row under the line of the others."""
    errors = []
    for i in range(len(X)):
        w, b = fit(np.delete(X, i), np.delete(Y, i), alpha)
        errors.append(w * X[i] + b - Y[i])
    return float(np.mean(np.square(errors)))
