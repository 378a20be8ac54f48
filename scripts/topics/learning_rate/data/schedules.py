"""What a rate that changes buys: steps and gradients to one percent, counted.

The one rule: each schedule is the list of the rates that its steps take.
"""

from typing import NamedTuple

import numpy as np

from gdcore.datasets import clean
from gdcore.linesearch import Backtracking, Exact, Search
from gdcore.optimizers import GradientDescent, SteepestDescent
from gdcore.problems import LeastSquares, line_fit
from gdcore.runs import run
from gdcore.spectral import minimizer, spectrum, steps_until
from gdcore.validation import Array

CLEAN = clean()
PERCENT, MOST = 0.01, 20_000
WARM, CHEBYSHEV = 500, 256  # steps
SMALL = 1e-3  # gradient at which a searched run ends, far below one percent
PACE = 1000  # steps in which the decaying rate halves
NEARLY = 0.95  # of the limit
TOO_HIGH = 2.0  # of the limit, the start of the one that is too high
SHARES = np.concatenate([np.linspace(0.02, 0.96, 48), 1 - np.geomspace(0.03, 1e-3, 9)])


class Course(NamedTuple):
    """One schedule on `clean`."""

    cost: Array  # gradients and losses evaluated up to each row
    left: Array  # larger one of the shares of the errors of w and b
    steps: int | None  # after which at most PERCENT is left, if it ever is
    price: int | None  # what these steps cost
    highest: float  # rate that was used, over the limit
    peak: float  # largest loss on the way, over the first


def courses() -> dict[str, Course]:
    """Constant, decaying, warmed up, searched, and Chebyshev's."""
    problem = line_fit(CLEAN.x, CLEAN.y)
    curvatures = spectrum(problem)
    limit = 2 / curvatures.lambda_max
    best = 2 / float(curvatures.eigenvalues.sum())
    k = np.arange(MOST)
    rates = {
        "best": np.full(MOST, best),
        "nearly": np.full(MOST, NEARLY * limit),
        "half": np.full(MOST, limit / 2),
        "decaying": best / (1 + k / PACE),
        "root": TOO_HIGH * limit / np.sqrt(k + 1),
        "warm": best * np.minimum((k + 1) / WARM, 1),
        "chebyshev": chebyshev(curvatures.lambda_min, curvatures.lambda_max),
    }
    flat, steep = curvatures.eigenvectors.T / curvatures.eigenvalues[:, None]
    worst = minimizer(problem) + flat + steep  # so that steps zigzag for ever
    return {
        **{name: _followed(problem, each, limit) for name, each in rates.items()},
        "backtracking": _searched(problem, Backtracking(), np.zeros(2), limit),
        "exact": _searched(problem, Exact(), np.zeros(2), limit),
        "exact_worst": _searched(problem, Exact(), worst, limit),
    }


def chebyshev(low: float, high: float) -> Array:
    """One over the roots of Chebyshev's polynomial, in an order that stays small."""
    order = [1]
    while len(order) < CHEBYSHEV:
        order = [j for i in order for j in (i, 2 * len(order) + 1 - i)]
    angles = np.pi * (2 * np.array(order) - 1) / (2 * CHEBYSHEV)
    return np.asarray(1 / ((high + low) / 2 + (high - low) / 2 * np.cos(angles)))


def _followed(problem: LeastSquares, rates: Array, limit: float) -> Course:
    theta, path = np.zeros(2), [np.zeros(2)]
    for rate in rates.tolist():
        theta = theta - rate * problem.grad(theta)
        path.append(theta)
    return _course(problem, np.array(path), np.arange(len(path)), rates.max() / limit)


def _searched(
    problem: LeastSquares, search: Search, start: Array, limit: float
) -> Course:
    path = run(problem, SteepestDescent(search), start, max_steps=MOST, gtol=SMALL)
    return _course(problem, path.x, path.nfev, path.step_size.max() / limit)


def _course(problem: LeastSquares, path: Array, cost: Array, highest: float) -> Course:
    best = minimizer(problem)
    left = (np.abs(path - best) / np.abs(path[0] - best)).max(axis=1)
    loss = problem.value(path) - problem.value(best)
    first = int(np.flatnonzero(left > PERCENT)[-1]) + 1
    reached = first < len(path)
    steps, price = (first, int(cost[first])) if reached else (None, None)
    return Course(
        cost, left, steps, price, float(highest), float((loss / loss[0]).max())
    )


class Dial(NamedTuple):
    """Steps to one percent of the error, from one that is equal in both directions."""

    share: Array  # shape (S,), the best one among them
    steps: Array
    best: float  # 2 / (lambda_min + lambda_max), over the limit
    condition: float


def dials() -> dict[str, Dial]:
    """`clean` as it is, with x divided by ten, and standardized."""
    x = CLEAN.x
    standard = (x - x.mean()) / x.std()
    kinds = {"raw": x, "tenth": x / 10, "standardized": standard}
    return {name: _dial(line_fit(each, CLEAN.y)) for name, each in kinds.items()}


def _dial(problem: LeastSquares) -> Dial:
    curvatures = spectrum(problem)
    low, high = curvatures.lambda_min, curvatures.lambda_max
    best = high / (low + high)
    share = np.sort(np.append(SHARES, best * (1 - 1e-9)))
    rates = (share * 2 / high).tolist()
    start = minimizer(problem) + curvatures.eigenvectors.sum(axis=1)
    steps = [
        steps_until(problem, GradientDescent(rate), start, tolerance=PERCENT)
        for rate in rates
    ]
    return Dial(share, np.array(steps), best, high / low)
