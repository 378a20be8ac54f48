"""Two columns that say nearly the same: what alpha does to descent; and lasso.

The one rule: a step is taken before it is counted, and the formula stands beside it.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import length, product, solve
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import best_gradient_descent, minimizer, rate, spectrum, steps_to
from gdcore.validation import Array

ROWS, NOISE, APART, TOLERANCE = 30, 0.5, 0.05, 0.01
ALPHAS = np.geomspace(1e-4, 10, 101)
SPOTS = np.append(0, ALPHAS[::10])  # where runs are taken
AT = 5  # of SPOTS, the alpha of the table
SECOND_MOMENTS = np.array([[1.0, 0.4], [0.4, 1.0]])  # X^T X / n, for lasso
LEAST = np.array([1.6, 0.9])  # theta of least squares
LASSO_ALPHA, RIDGE_ALPHA, ONE_ALPHA = 2.6, 0.6, 1.0
GRID = np.linspace(-1.2, 2.6, 191)
CURVE = np.linspace(-2, 2, 401)  # one coefficient of least squares


@dataclass(frozen=True)
class Pair:
    """Both columns have variance one, all is centered, the true (w1, w2) is (1, 1)."""

    values: Array  # eigenvalues of the Hessian without a penalty, flat and steep
    path: Array  # (w1, w2) at each of ALPHAS
    steps: Array  # predicted by the rate, at each of ALPHAS
    kept: Array  # shares lambda / (lambda + 2 alpha), flat and steep, shape (m, 2)
    spots: Array  # (w1, w2) at each of SPOTS
    kappa: Array  # of the Hessian, at SPOTS
    taken: Array  # steps of a run from zero, at SPOTS
    error: Array  # root mean square error of the signal, at SPOTS


@dataclass(frozen=True)
class Lasso:
    """Both minimizers, the loss around, and what becomes of one coefficient."""

    theta: dict[str, Array]
    levels: list[float]  # of the loss there
    loss: Array  # above its least, over GRID, shape (m, m)
    one: dict[str, Array]  # on CURVE


def rows() -> tuple[Array, Array, Array]:
    """X, y and the signal in y, all centered."""
    draw = np.random.RandomState(1)
    first = draw.normal(size=ROWS)
    X = np.stack([first, first + APART * draw.normal(size=ROWS)], axis=1)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = X.sum(axis=1) + NOISE * draw.normal(size=ROWS)
    return X, y - y.mean(), X.sum(axis=1)


def pair() -> Pair:
    """Along the path of alpha."""
    X, y, signal = rows()
    problems = [LeastSquares(X, y, l2=float(alpha)) for alpha in SPOTS]
    path = [minimizer(LeastSquares(X, y, l2=float(alpha))) for alpha in ALPHAS]
    spots = np.array([minimizer(problem) for problem in problems])
    low, high = values = spectrum(problems[0]).eigenvalues
    kappa = (high + 2 * ALPHAS) / (low + 2 * ALPHAS)
    return Pair(
        values,
        np.array(path),
        np.array([steps_to((k - 1) / (k + 1), TOLERANCE) for k in kappa]),
        values / (values + 2 * ALPHAS[:, None]),
        spots,
        np.array([spectrum(problem).condition_number for problem in problems]),
        np.array([_steps(problem) for problem in problems]),
        np.sqrt(((product(spots, X.T) - signal) ** 2).mean(axis=1)),
    )


def _steps(problem: LeastSquares) -> int:
    """Steps of descent from zero, at its best rate, until 1 % of the error is left."""
    method = best_gradient_descent(problem)
    enough = steps_to(rate(problem, method), TOLERANCE) + 1
    path = run(problem, method, np.zeros(2), max_steps=enough).x
    errors = length(path - minimizer(problem))
    return int(np.flatnonzero(errors > TOLERANCE * errors[0])[-1]) + 1


def lasso() -> Lasso:
    """Coordinate by coordinate, and by the normal equations."""
    target, theta = product(LEAST, SECOND_MOMENTS), np.zeros(2)
    for j in [0, 1] * 100:
        z = target[j] - SECOND_MOMENTS[j, 1 - j] * theta[1 - j]
        theta[j] = soft(z, LASSO_ALPHA / 2) / SECOND_MOMENTS[j, j]
    ridge = solve(SECOND_MOMENTS + RIDGE_ALPHA * np.eye(2), target)
    return Lasso(
        {"lasso": theta, "ridge": ridge},
        [float(excess(ridge)), float(excess(theta))],
        excess(np.stack(np.meshgrid(GRID, GRID), axis=-1)),
        {"lasso": soft(CURVE, ONE_ALPHA / 2), "ridge": CURVE / (1 + ONE_ALPHA)},
    )


def soft(z: Array, threshold: float) -> Array:
    """sign(z) max(|z| - threshold, 0)."""
    return np.asarray(np.sign(z) * np.maximum(np.abs(z) - threshold, 0))


def excess(theta: Array) -> Array:
    """Loss above its least, at points of shape (..., 2)."""
    error = theta - LEAST
    return np.asarray((product(error, SECOND_MOMENTS) * error).sum(axis=-1))
