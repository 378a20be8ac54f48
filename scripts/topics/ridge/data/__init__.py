"""What a squared penalty does to a fit: on three points, ten rows, and the thread.

The one rule: the loss is mean (w x + b - y)^2 + alpha w^2; every other convention is
turned into this one.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.datasets import intercept_thread
from gdcore.problems import line_fit
from gdcore.spectral import minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.ridge.data import columns, runs
from scripts.topics.ridge.data.runs import ALPHA, ALPHAS, X, Y

THREE_X, THREE_Y = np.array([0.0, 3, 6]), np.array([1.0, 4, 10])
SHIFTS = (0.0, 50.0, 100.0)  # of the thread's y
THREAD_ALPHAS = (0.0, 1.0, 100.0)
UNITS = {"meters": 1.0, "millimeters": 1000.0, "kilometers": 0.001}
FACTORS = np.geomspace(0.01, 100, 81)  # of x
FINE = np.geomspace(0.01, 100, 201)  # of alpha
LEFT_OUT = FINE[::25]
HELD = FINE[::5]
TIED = (False, True)  # whether b is penalized too


@dataclass(frozen=True)
class Choice:
    """Leaving each row out."""

    formula: Array  # mean square of r_i / (1 - h_i), at each of FINE
    training: Array  # mean square of r_i
    left_out: Array  # by fitting without each row, at LEFT_OUT
    held: float  # largest share by which holding alpha, not n alpha, changes it
    best: float  # of tenths
    hat: Array  # h_i at the best alpha, shape (n,)
    residual: Array  # r_i there


@dataclass(frozen=True)
class Data:
    """All that the page shows; a line is (w, b), and lines are shape (m, 2)."""

    three: dict[str, Array]  # without a penalty, with it, and with it on b too
    plain: Array
    ridge: Array  # at ALPHA
    path: Array  # lines at ALPHAS
    shifted: dict[bool, Array]  # lines at SHIFTS, moved back; by TIED
    kept: Array  # share of the slope at each of FACTORS
    units: dict[str, tuple[float, float]]  # the share, by formula and by the fit
    choice: Choice
    thread: dict[bool, Array]  # lines at THREAD_ALPHAS
    kappas: dict[bool, Array]
    pair: columns.Pair
    runs: runs.Runs
    lasso: columns.Lasso


def fit(x: Array, y: Array, alpha: float, tied: bool = False) -> Array:
    """(w, b) of least loss; `tied` penalizes b as well."""
    return minimizer(line_fit(x, y, l2=float(alpha), penalize_intercept=tied))


def compute() -> Data:
    """Each part by itself."""
    weights = {"plain": (0, False), "ridge": (3, False), "both": (3, True)}
    x, y, plain = intercept_thread().x, intercept_thread().y, fit(X, Y, 0)
    problems = {
        tied: [line_fit(x, y, l2=a, penalize_intercept=tied) for a in THREAD_ALPHAS]
        for tied in TIED
    }
    return Data(
        {name: fit(THREE_X, THREE_Y, *weight) for name, weight in weights.items()},
        plain,
        fit(X, Y, ALPHA),
        np.array([fit(X, Y, alpha) for alpha in ALPHAS]),
        {t: np.array([fit(x, y + d, ALPHA, t) - [0, d] for d in SHIFTS]) for t in TIED},
        _share(FACTORS),
        {
            name: (float(_share(s)), float(s * fit(s * X, Y, ALPHA)[0] / plain[0]))
            for name, s in UNITS.items()
        },
        _choice(),
        {t: np.array([minimizer(each) for each in problems[t]]) for t in TIED},
        {
            t: np.array([spectrum(each).condition_number for each in problems[t]])
            for t in TIED
        },
        columns.pair(),
        runs.runs(),
        columns.lasso(),
    )


def _share(factor: Array | float) -> Array:
    """v / (v + ALPHA), with x multiplied by a factor."""
    return np.asarray(factor**2 * X.var() / (factor**2 * X.var() + ALPHA))


def _choice() -> Choice:
    """The formula on a fine grid, the fits on a coarse one."""
    _, r, formula = _by_formula(FINE)
    held = np.array([_left_out(alpha) for alpha in HELD]) / formula[::5] - 1
    n, best = len(X), round(float(FINE[formula.argmin()]), 1)
    (hat,), (residual,), _ = _by_formula(np.array([best]))
    return Choice(
        formula=formula,
        training=(r**2).mean(axis=1),
        left_out=np.array([_left_out(alpha * n / (n - 1)) for alpha in LEFT_OUT]),
        held=float(np.abs(held).max()),
        best=best,
        hat=hat,
        residual=residual,
    )


def _by_formula(alphas: Array) -> tuple[Array, Array, Array]:
    """h_i and r_i, shape (m, n); the mean square of what is left out, shape (m,)."""
    hat = 1 / len(X) + (X - X.mean()) ** 2 / (len(X) * (X.var() + alphas[:, None]))
    w, b = np.array([fit(X, Y, alpha) for alpha in alphas]).T[..., None]
    r = w * X + b - Y
    return hat, r, ((r / (1 - hat)) ** 2).mean(axis=1)


def _left_out(alpha: float) -> float:
    """Mean square error of each row under the line of the others."""
    rows = range(len(X))
    lines = (fit(np.delete(X, i), np.delete(Y, i), alpha) for i in rows)
    errors = [w * X[i] + b - Y[i] for i, (w, b) in zip(rows, lines, strict=True)]
    return float(np.mean(np.square(errors)))
