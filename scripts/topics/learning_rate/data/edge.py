"""The rate at which real runs begin to diverge, by bisection, beside 2 / lambda_max.

The one rule: bisection looks at nothing but how far the run's moves reach; it knows no
eigenvalue.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gdcore.algebra import length
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import spectrum
from gdcore.validation import Array
from scripts.reference_problems import cases

STEPS, HALVINGS = 1000, 26
SETTLED = 1e-10  # of the first move; below, moves are rounding
COMMON, ROWS, COUNTS = 0.5, 200, (1, 2, 5, 10, 20)  # of the features
SEED = 7
Step = Callable[[float], Callable[[Array], Array]]
"""From a learning rate to one step of a run."""


class Edge(NamedTuple):
    """The limit of a problem, twice, and a rate that is safe without eigenvalues."""

    predicted: float  # 2 / lambda_max
    measured: float  # by bisection on runs
    trace: float  # 2 over the trace of the Hessian
    condition: float


def problems() -> dict[str, LeastSquares]:
    """The teaching datasets and both threads."""
    fits = {name: line_fit(data.x, data.y) for name, data in cases.lines().items()}
    return {**fits, "two_variables": cases.thread()}


def descent(problem: LeastSquares, weight: float = 1.0) -> Step:
    """Gradient descent on `weight` times the loss."""
    return lambda rate: lambda theta: theta - rate * weight * problem.grad(theta)


def growth(step: Callable[[Array], Array], theta: Array, steps: int = STEPS) -> float:
    """Factor per step of the length of a move, over the second half of a run.

    Returns:
        inf if the numbers overflow, 0 if nothing but rounding moves at the end.
    """
    half, sizes = steps // 2, []
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(1, steps + 1):
            last, theta = theta, step(theta)
            if k in (1, half, steps):
                sizes.append(float(length(theta - last)))
            if not np.all(np.isfinite(theta)):
                return np.inf
    first, middle, end = sizes
    if end <= SETTLED * first:
        return 0.0
    return float((end / middle) ** (1 / (steps - half)))


def bisected(
    step_at: Step, theta: Array, *, steps: int = STEPS, first: float = 1.0
) -> float:
    """The rate above which moves grow: bracketed from `first` on, then bisected."""

    def grows(rate: float) -> bool:
        return growth(step_at(rate), theta, steps) > 1

    high = first
    while not grows(high):
        high *= 2
    while grows(high / 2):
        high /= 2
    low = high / 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return low


def edge(problem: LeastSquares, weight: float = 1.0) -> Edge:
    """The limit of `weight` times a loss, from the start 0."""
    eigenvalues = weight * spectrum(problem).eigenvalues
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    return Edge(
        predicted=2 / high,
        measured=bisected(descent(problem, weight), np.zeros(problem.dim)),
        trace=2 / float(eigenvalues.sum()),
        condition=high / low,
    )


def edges() -> dict[str, Edge]:
    """Of each dataset and both threads."""
    return {name: edge(problem) for name, problem in problems().items()}


def conventions() -> dict[str, Edge]:
    """The four ways to write the same loss, on `clean`."""
    problem = problems()["clean"]
    n = len(problem.y)
    weights = {"mean": 1.0, "half_mean": 0.5, "sum": n, "half_sum": n / 2}
    return {name: edge(problem, weight) for name, weight in weights.items()}


def table(features: int) -> LeastSquares:
    """Standardized features, correlated by about COMMON, and an intercept."""
    draw = np.random.RandomState(SEED)
    shared, own = draw.normal(size=(ROWS, 1)), draw.normal(size=(ROWS, max(COUNTS)))
    X = (COMMON**0.5 * shared + (1 - COMMON) ** 0.5 * own)[:, :features]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = X.sum(axis=1) + draw.normal(size=ROWS) + 3
    return LeastSquares(np.column_stack([X, np.ones(ROWS)]), y)


def features() -> dict[int, Edge]:
    """Of tables with more and more features."""
    return {count: edge(table(count)) for count in COUNTS}
