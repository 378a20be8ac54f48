"""What a rate that changes buys: steps and gradients to one percent, counted.

The one rule: each schedule is the list of the rates that its steps take.
"""

from typing import NamedTuple

import numpy as np

from gdcore.linesearch import Backtracking, Exact, Search
from gdcore.optimizers import GradientDescent, SteepestDescent
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.spectral import chebyshev_schedule, minimizer, spectrum, steps_until
from gdcore.validation import Array
from scripts.topics.learning_rate.data import runs
from scripts.topics.learning_rate.data.runs import BEST, CLEAN, HESSIAN, LIMIT, LINE

PERCENT, MOST = 0.01, 20_000
WARM, CHEBYSHEV = 500, 256  # steps
SMALL = 1e-3  # gradient at which a searched run ends, far below one percent
PACE = 1000  # steps in which the decaying rate halves
NEARLY, TOO_HIGH = 0.95, 2.0  # of the limit; at the second one schedule begins
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
    best, k = 2 / float(HESSIAN.eigenvalues.sum()), np.arange(MOST)
    rates = {
        "best": np.full(MOST, best),
        "nearly": np.full(MOST, NEARLY * LIMIT),
        "half": np.full(MOST, LIMIT / 2),
        "decaying": best / (1 + k / PACE),
        "root": TOO_HIGH * LIMIT / np.sqrt(k + 1),
        "warm": best * np.minimum((k + 1) / WARM, 1),
        "chebyshev": chebyshev_schedule(LINE, CHEBYSHEV),
    }
    flat, steep = HESSIAN.eigenvectors.T / HESSIAN.eigenvalues[:, None]
    worst = BEST + flat + steep  # so that steps zigzag for ever
    return {
        **{name: _followed(each) for name, each in rates.items()},
        "backtracking": _searched(Backtracking(), np.zeros(2)),
        "exact": _searched(Exact(), np.zeros(2)),
        "exact_worst": _searched(Exact(), worst),
    }


def _followed(rates: Array) -> Course:
    path = runs.descended(LINE, rates, np.zeros(2))
    return _course(path, np.arange(len(path)), rates)


def _searched(search: Search, start: Array) -> Course:
    path = run(LINE, SteepestDescent(search), start, max_steps=MOST, gtol=SMALL)
    return _course(path.x, path.nfev, path.step_size)


def _course(path: Array, cost: Array, rates: Array) -> Course:
    left = (np.abs(path - BEST) / np.abs(path[0] - BEST)).max(axis=1)
    loss = LINE.value(path) - LINE.value(BEST)
    first = int(np.flatnonzero(left > PERCENT)[-1]) + 1
    reached = first < len(path)
    return Course(
        cost=cost,
        left=left,
        steps=first if reached else None,
        price=int(cost[first]) if reached else None,
        highest=float(rates.max() / LIMIT),
        peak=float((loss / loss[0]).max()),
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
    kinds = {"raw": x, "tenth": x / 10, "standardized": (x - x.mean()) / x.std()}
    return {name: _dial(each) for name, each in kinds.items()}


def _dial(x: Array) -> Dial:
    problem = line_fit(x, CLEAN.y)
    curvatures = spectrum(problem)
    low, high = curvatures.lambda_min, curvatures.lambda_max
    best = high / (low + high)
    share = np.sort(np.append(SHARES, best * (1 - 1e-9)))
    start = minimizer(problem) + curvatures.eigenvectors.sum(axis=1)
    steps = [
        steps_until(problem, GradientDescent(rate), start, tolerance=PERCENT)
        for rate in (share * 2 / high).tolist()
    ]
    return Dial(share, np.array(steps), best, high / low)
