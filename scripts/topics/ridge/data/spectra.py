"""What alpha does to condition number and steps: two like columns, and the thread.

The one rule: a step is taken before it is counted, and the formula stands beside it.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import length, product
from gdcore.datasets import intercept_thread
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import best_gradient_descent, minimizer, rate, spectrum, steps_to
from gdcore.validation import Array

ROWS, NOISE, APART = 30, 0.5, 0.05
TRUE = np.array([1.0, 1.0])
PAIR_ALPHA = 0.01
ALPHAS = np.geomspace(1e-4, 10, 101)
SPOTS = np.geomspace(1e-4, 10, 11)
THREAD_ALPHAS = (0.0, 1.0, 100.0)
TOLERANCE = 0.01


@dataclass(frozen=True)
class Pair:
    """Two columns that say nearly the same, centered, of variance one; no intercept."""

    lambda_min: float  # of the Hessian without a penalty
    lambda_max: float
    plain: Array  # (w1, w2)
    ridge: Array  # at PAIR_ALPHA
    coefficients: Array  # at each of ALPHAS, shape (m, 2)
    predicted_kappa: Array  # (lambda_max + 2 alpha) / (lambda_min + 2 alpha)
    kappa: Array  # of the penalized Hessian, at SPOTS
    predicted_steps: Array  # by the rate alone, at ALPHAS
    steps: Array  # of a run from zero, at SPOTS
    kept: Array  # shares lambda / (lambda + 2 alpha), flat and steep, shape (m, 2)
    first: tuple[float, float, int, int]  # kappa and steps at 0 and at PAIR_ALPHA
    error: tuple[float, float]  # root mean square error of the signal, plain and ridge


@dataclass(frozen=True)
class Thread:
    """The intercept thread: condition numbers and lines at THREAD_ALPHAS."""

    free: Array  # kappa, b free
    tied: Array  # kappa, b penalized
    free_line: Array  # (w, b), shape (3, 2)
    tied_line: Array


def rows() -> tuple[Array, Array, Array]:
    """X, y and the signal in y, all centered."""
    draw = np.random.RandomState(1)
    first = draw.normal(size=ROWS)
    X = np.stack([first, first + APART * draw.normal(size=ROWS)], axis=1)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    signal = product(X, TRUE[:, None])[:, 0]
    y = signal + NOISE * draw.normal(size=ROWS)
    return X, y - y.mean(), signal


def problem(alpha: float) -> LeastSquares:
    """The pair with every parameter penalized."""
    X, y, _ = rows()
    return LeastSquares(X, y, l2=float(alpha))


def pair() -> Pair:
    """Along the path of alpha."""
    plain = spectrum(problem(0))
    low, high = plain.lambda_min, plain.lambda_max
    kappa = (high + 2 * ALPHAS) / (low + 2 * ALPHAS)
    predicted = [steps_to((k - 1) / (k + 1), TOLERANCE) for k in kappa]
    lines = [minimizer(problem(alpha)) for alpha in (0.0, PAIR_ALPHA)]
    return Pair(
        low,
        high,
        lines[0],
        lines[1],
        np.array([minimizer(problem(alpha)) for alpha in ALPHAS]),
        kappa,
        np.array([spectrum(problem(alpha)).condition_number for alpha in SPOTS]),
        np.array(predicted),
        np.array([steps(alpha) for alpha in SPOTS]),
        np.stack([value / (value + 2 * ALPHAS) for value in (low, high)], axis=1),
        (
            plain.condition_number,
            spectrum(problem(PAIR_ALPHA)).condition_number,
            steps(0),
            steps(PAIR_ALPHA),
        ),
        (_error(lines[0]), _error(lines[1])),
    )


def steps(alpha: float) -> int:
    """Steps of descent from zero, at its best rate, until 1 % of the error is left."""
    penalized = problem(alpha)
    method = best_gradient_descent(penalized)
    enough = steps_to(rate(penalized, method), TOLERANCE) + 1
    path = run(penalized, method, np.zeros(2), max_steps=enough).x
    errors = length(path - minimizer(penalized))
    return int(np.flatnonzero(errors > TOLERANCE * errors[0])[-1]) + 1


def thread() -> Thread:
    """The two ways to penalize."""
    sample = intercept_thread()
    problems = [
        [
            line_fit(sample.x, sample.y, l2=alpha, penalize_intercept=tied)
            for alpha in THREAD_ALPHAS
        ]
        for tied in (False, True)
    ]
    spectra = [[spectrum(each) for each in half] for half in problems]
    free, tied = (
        np.array([each.condition_number for each in half]) for half in spectra
    )
    lines = (np.array([minimizer(each) for each in half]) for half in problems)
    return Thread(free, tied, *lines)


def _error(theta: Array) -> float:
    X, _, signal = rows()
    return float(np.sqrt(np.mean((product(X, theta[:, None])[:, 0] - signal) ** 2)))
