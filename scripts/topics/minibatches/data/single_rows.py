"""Single rows: what each asks for, two targets by hand, and one bad row.

The one rule: a row's gradient is 2 r (x, 1), and the loss's is their mean.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.datasets import clean
from gdcore.preconditioning import standardize
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.topics.minibatches.data.recursion import Rows, rows

TARGETS, HAND_RATE, HAND_ORDER = (0.0, 2.0), 0.25, (1, 0, 0, 1)
BAD_ROW, BAD_FACTOR, BAD_RATE, BAD_EPOCHS = 80, 10, 0.02, 6


@dataclass(frozen=True)
class Gradients:
    """The gradients of all rows at one point, and their mean."""

    at: Array  # (2,)
    rows: Array  # (n, 2)
    mean: Array  # (2,)

    @property
    def agreement(self) -> float:
        """Length of the mean over the mean length: 1 where all rows agree."""
        return float(length(self.mean) / length(self.rows).mean())


@dataclass(frozen=True)
class Hand:
    """One number b, two targets, one target a step."""

    path: Array  # b before each step and after the last
    gradients: Array  # of each step's target
    floor: float  # eta sigma^2 / (1 - eta)
    half: float  # the same at eta = 1/2


@dataclass(frozen=True)
class BadRow:
    """A row whose y lost its decimal point, and three ways to meet it."""

    x: float  # of the bad row
    y: float  # as it stands there
    gaps: dict[str, Array]  # "single", "clipped", "all": on the rest, by step
    hits: Array  # steps on the bad row, (BAD_EPOCHS,)
    bound: float  # length at which gradients are clipped
    noise_share: float  # of the noise at the minimizer that is the bad row's
    worst: float  # largest gap of "single" in the last epochs
    settled: float  # gap of the line that is best with the bad row


def gradients(problem: LeastSquares, at: Array) -> Gradients:
    """One arrow a row."""
    each = 2 * problem.residual(at)[:, None] * problem.X
    return Gradients(at, each, problem.grad(at))


def hand() -> Hand:
    """From the mean of the targets, in HAND_ORDER."""
    path, pulls = [float(np.mean(TARGETS))], []
    for i in HAND_ORDER:
        pulls.append(2 * (path[-1] - TARGETS[i]))
        path.append(path[-1] - HAND_RATE * pulls[-1])
    ends = [rate * np.var(TARGETS) / (1 - rate) for rate in (HAND_RATE, 0.5)]
    return Hand(np.array(path), np.array(pulls), *map(float, ends))


def bad_row() -> BadRow:
    """`clean` with one y ten times too large, x standardized."""
    data = clean()
    y = data.y.copy()
    y[BAD_ROW] *= BAD_FACTOR
    raw = line_fit(data.x, y)
    problem = LeastSquares(product(raw.X, standardize(raw).M), y)
    n = len(y)
    rest = rows(problem.rows(np.delete(np.arange(n), BAD_ROW)))
    orders = np.array(
        [np.random.RandomState([0, k]).permutation(n) for k in range(BAD_EPOCHS)]
    )
    bound = 2 * float(np.median(length(gradients(problem, np.zeros(2)).rows)))
    ways = {"single": np.inf, "clipped": bound}
    gaps = {name: rest.gap(_walk(problem, orders, c)) for name, c in ways.items()}
    gaps = {name: path / rest.least for name, path in gaps.items()}
    whole = rows(problem)
    sizes = dot(problem.X, problem.X) * whole.s**2
    return BadRow(
        x=float(data.x[BAD_ROW]),
        y=float(y[BAD_ROW]),
        gaps=gaps,
        hits=np.flatnonzero(orders.ravel() == BAD_ROW),
        bound=bound,
        noise_share=float(sizes[BAD_ROW] / sizes.sum()),
        worst=float(gaps["single"][n * BAD_EPOCHS // 2 :].max()),
        settled=float(rest.gap(minimizer(problem) - rest.star) / rest.least),
    )


def _walk(problem: LeastSquares, orders: Array, bound: float) -> Array:
    """Lines before each single-row step and after the last, (steps + 1, 2)."""
    path, rest = [np.zeros(2)], np.delete(np.arange(len(problem.y)), BAD_ROW)
    best = minimizer(problem.rows(rest))
    for i in orders.ravel():
        row = problem.X[i]
        g = 2 * (dot(row, path[-1]) - problem.y[i]) * row
        path.append(path[-1] - BAD_RATE * g * min(1, bound / length(g)))
    return np.array(path) - best


def single_limit(rows: Rows) -> float:
    """The rate above which some row's step throws its own residual outward."""
    return float(1 / dot(rows.X, rows.X).max())
