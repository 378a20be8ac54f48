"""What the claims of the sources come to when they are computed.

The one rule: where a source's data are not known, the number holds for all data that it
could have had, or it says that it is of ours.
"""

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
LEFT = 0.01


def compute() -> dict[str, float]:
    """Every number of the claims that no other page has."""
    clean = datasets.clean()
    problem = line_fit(clean.x, clean.y)
    return {
        **thresholds(),
        **far_start(problem),
        **directness(problem),
        **heavy_ball(),
        **shrinking_steps(),
    }


def thresholds() -> dict[str, float]:
    """Limits of a line's mean squared error: of any x up to 50, of even x, of ours."""
    found = [
        learning_rate_limit(line_fit(data.x, data.y))
        for data in (make() for make in datasets.TEACHING.values())
    ]
    # The largest eigenvalue is below the trace, 2 mean(x^2) + 2.
    any_limit = 2 / (2 * REACH**2 + 2)
    return {
        "any_limit": any_limit,
        "any_swing": any_limit / 2,
        "even_limit": even_limit(REACH),
        "even_swing": even_limit(REACH) / 2,
        "least_limit": min(found),
        "most_limit": max(found),
        "reach_diverges": reach_of(DIVERGES),
        "reach_swings": reach_of(2 * SWINGS),
    }


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


def far_start(problem: LeastSquares) -> dict[str, float]:
    """Epochs to one percent at the default rate, from zero and from the corner."""
    method = GradientDescent(DEFAULT)
    return {
        "epochs_zero": steps_until(problem, method, ZERO, tolerance=LEFT),
        "epochs_corner": steps_until(problem, method, CORNER, tolerance=LEFT),
        "corner_over_slope": float(CORNER[0] / minimizer(problem)[0]),
    }


def directness(problem: LeastSquares) -> dict[str, float]:
    """Length of the way to within one percent, over the straight way."""
    way, epochs = travelled(problem, GradientDescent(DEFAULT), 200_000)
    other, fewer = travelled(problem, Momentum(DEFAULT, 0.9), 20_000)
    return {
        "way_descent": way,
        "way_momentum": other,
        "way_epochs_descent": epochs,
        "way_epochs_momentum": fewer,
    }


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


def heavy_ball() -> dict[str, float]:
    """Modulus of the complex roots at beta = 0.9, eta lambda = 1.5: solved, and run."""
    beta, nu = 0.9, 1.5
    roots = np.abs(np.roots([1, -(1 + beta - nu), beta]))
    bowl = Quadratic(np.eye(1), np.zeros(1))
    x = run(bowl, Momentum(nu, beta), [1.0], max_steps=400).x
    swings = np.abs(x[:, 0])
    first, last = swings[:40].max(), swings[-40:].max()
    return {
        "root": float(roots.max()),
        "root_run": float((last / first) ** (1 / (len(x) - 40))),
        "root_sqrt": float(np.sqrt(beta)),
        "root_twice": float(2 * np.sqrt(beta)),
    }


def shrinking_steps() -> dict[str, float]:
    """The guarantee for steps 1 / sqrt(i), times sqrt(k), with R = G = 1; and fixed."""
    i = np.arange(1, 1_000_001)
    bound = (1 + np.cumsum(1 / i)) / (2 * np.cumsum(i**-0.5)) * np.sqrt(i)
    k = 1_000_000
    fixed = (1 + k * (1 / np.sqrt(k)) ** 2) / (2 * k / np.sqrt(k)) * np.sqrt(k)
    return {
        "bound_hundred": float(bound[99]),
        "bound_million": float(bound[-1]),
        "bound_fixed": float(fixed),
    }


MEANINGS = {
    "any_limit": "No x up to 50 has a smaller learning-rate limit",
    "any_swing": "No x up to 50 swings at a smaller learning rate",
    "even_limit": "Learning-rate limit of x spread evenly from 0 to 50",
    "even_swing": "Learning rate from which these swing",
    "least_limit": "Smallest limit of the teaching datasets",
    "most_limit": "Largest limit of the teaching datasets",
    "reach_diverges": "Reach of evenly spread x whose limit is 3e-4",
    "reach_swings": "Reach of evenly spread x that swing from 2e-4 on",
    "epochs_zero": "Epochs to 1 % at 5e-5 from (0, 0), clean line",
    "epochs_corner": "Epochs to 1 % at 5e-5 from (0.65, 14), clean line",
    "corner_over_slope": "Slope 0.65 over the fitted slope, clean line",
    "way_descent": "Path over straight distance to 1 %, descent at 5e-5",
    "way_momentum": "Path over straight distance to 1 %, momentum 0.9 at 5e-5",
    "way_epochs_descent": "Epochs of that path, descent",
    "way_epochs_momentum": "Epochs of that path, momentum",
    "root": "Modulus of the heavy ball's complex roots at beta = 0.9, solved",
    "root_run": "Factor of the swing per step of a run with beta = 0.9",
    "root_sqrt": "Square root of 0.9",
    "root_twice": "Twice the square root of 0.9",
    "bound_hundred": "Guarantee times sqrt(k), steps 1/sqrt(i), k = 100",
    "bound_million": "Guarantee times sqrt(k), steps 1/sqrt(i), k = 1,000,000",
    "bound_fixed": "The same for one constant step chosen for that k",
}
