"""What the claims of the sources come to when they are computed.

The one rule: where a source's data are not known, the number holds for all data that it
could have had, or it says that it is of ours.
"""

from dataclasses import dataclass

import numpy as np

from gdcore import datasets
from gdcore.optimizers import GradientDescent, Momentum, Optimizer
from gdcore.problems import LeastSquares, Quadratic, line_fit
from gdcore.runs import run
from gdcore.spectral import (
    learning_rate_limit,
    line_eigenvalues,
    minimizer,
    steps_until,
)

REACH = 50.0  # the explorer page: "x reaches 50"
SWINGS, DIVERGES, DEFAULT = 2e-4, 3e-4, 5e-5  # its rates
CORNER = np.array([0.65, 14.0])  # its far start
ZERO = np.zeros(2)
LEFT = 0.01  # of the error, at which a run has arrived
BETA, NU = 0.9, 1.5  # of the heavy ball: its momentum, and rate times curvature


@dataclass(frozen=True)
class Thresholds:
    """Limits of a line's mean squared error, and the rates at which it swings."""

    any_limit: float  # of any x up to REACH
    any_swing: float
    even_limit: float  # of x spread evenly up to REACH
    even_swing: float
    least_limit: float  # of the teaching datasets
    most_limit: float
    reach_diverges: float  # of evenly spread x that diverge from DIVERGES on
    reach_swings: float  # of evenly spread x that swing from SWINGS on


@dataclass(frozen=True)
class FarStart:
    """Epochs to one percent at the default rate, from zero and from the corner."""

    epochs_zero: int
    epochs_corner: int
    corner_over_slope: float  # the corner's slope over the fitted one


@dataclass(frozen=True)
class Ways:
    """Length of the way to within one percent over the straight way; its epochs."""

    way_descent: float
    way_momentum: float
    way_epochs_descent: int
    way_epochs_momentum: int


@dataclass(frozen=True)
class HeavyBall:
    """Modulus of the complex roots: solved, and run; beside two formulas."""

    root: float
    root_run: float
    root_sqrt: float
    root_twice: float


@dataclass(frozen=True)
class Claims:
    """Every number of the claims that no other page has."""

    thresholds: Thresholds
    far_start: FarStart
    ways: Ways
    heavy_ball: HeavyBall


def compute() -> Claims:
    """All of them."""
    clean = datasets.clean()
    problem = line_fit(clean.x, clean.y)
    return Claims(thresholds(), far_start(problem), ways(problem), heavy_ball())


def thresholds() -> Thresholds:
    """Of any x, of evenly spread x, of ours."""
    ours = [
        learning_rate_limit(line_fit(data.x, data.y))
        for data in (make() for make in datasets.TEACHING.values())
    ]
    # The largest eigenvalue is below the trace, 2 mean(x^2) + 2.
    any_limit = 2 / (2 * REACH**2 + 2)
    return Thresholds(
        any_limit=any_limit,
        any_swing=any_limit / 2,
        even_limit=even_limit(REACH),
        even_swing=even_limit(REACH) / 2,
        least_limit=min(ours),
        most_limit=max(ours),
        reach_diverges=reach_of(DIVERGES),
        reach_swings=reach_of(2 * SWINGS),
    )


def even_limit(reach: float) -> float:
    """2 / lambda_max for x spread evenly from 0 to `reach`, without end many."""
    return 2 / line_eigenvalues(reach / 2, reach**2 / 12)[1]


def reach_of(limit: float) -> float:
    """How far evenly spread x must reach for this learning-rate limit; by bisection."""
    low, high = 1.0, 1e4
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if even_limit(middle) > limit else (low, middle)
    return low


def far_start(problem: LeastSquares) -> FarStart:
    """Counted on the `clean` line."""
    method = GradientDescent(DEFAULT)
    return FarStart(
        epochs_zero=steps_until(problem, method, ZERO, tolerance=LEFT),
        epochs_corner=steps_until(problem, method, CORNER, tolerance=LEFT),
        corner_over_slope=float(CORNER[0] / minimizer(problem)[0]),
    )


def ways(problem: LeastSquares) -> Ways:
    """Of plain descent and of momentum, from zero."""
    way, epochs = travelled(problem, GradientDescent(DEFAULT), 200_000)
    other, fewer = travelled(problem, Momentum(DEFAULT, BETA), 20_000)
    return Ways(
        way_descent=way,
        way_momentum=other,
        way_epochs_descent=epochs,
        way_epochs_momentum=fewer,
    )


def travelled(
    problem: LeastSquares, method: Optimizer, steps: int
) -> tuple[float, int]:
    """Path length over distance, and steps, until one percent of the error stays."""
    x = run(problem, method, ZERO, max_steps=steps).x
    error = np.linalg.norm(x - minimizer(problem), axis=1)
    k = int(np.flatnonzero(error > LEFT * error[0])[-1]) + 1
    if k == len(x):
        raise ValueError(f"not within {LEFT:.0%} after {steps} steps")
    length = np.linalg.norm(np.diff(x[: k + 1], axis=0), axis=1).sum()
    return float(length / error[0]), k


def heavy_ball() -> HeavyBall:
    """At BETA and NU, where the roots are complex."""
    roots = np.abs(np.roots([1, -(1 + BETA - NU), BETA]))
    bowl = Quadratic(np.eye(1), np.zeros(1))
    x = run(bowl, Momentum(NU, BETA), [1.0], max_steps=400).x
    swings = np.abs(x[:, 0])
    first, last = swings[:40].max(), swings[-40:].max()
    return HeavyBall(
        root=float(roots.max()),
        root_run=float((last / first) ** (1 / (len(x) - 40))),
        root_sqrt=float(np.sqrt(BETA)),
        root_twice=float(2 * np.sqrt(BETA)),
    )
