"""Single rows: what each asks for, two targets by hand, and one bad row.

The one rule: a row's gradient is 2 r (x, 1), and the loss's is their mean.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import dot, length, product
from gdcore.datasets import clean
from gdcore.preconditioning import standardize
from gdcore.problems import LeastSquares, line_fit
from gdcore.validation import Array
from scripts.topics.minibatches.data import runs
from scripts.topics.minibatches.data.recursion import rows

TARGETS, HAND_RATE, HAND_ORDER = (0.0, 2.0), 0.25, (1, 0, 0, 1)
BAD_ROW, BAD_FACTOR, BAD_RATE, BAD_EPOCHS = 80, 10, 0.02, 6


@dataclass(frozen=True)
class Gradients:
    """The gradients of all rows at one point, and their mean."""

    rows: Array  # (n, 2)
    mean: Array  # (2,)


@dataclass(frozen=True)
class Hand:
    """One number b, two targets, one target a step."""

    path: Array  # b before each step and after the last
    gradients: Array  # of each step's target
    floors: Array  # eta sigma^2 / (1 - eta) at HAND_RATE and at one half


@dataclass(frozen=True)
class BadRow:
    """A row whose y lost its decimal point; gaps are on the others, over their L*."""

    place: tuple[float, float]  # x and y as they stand there
    gaps: dict[str, Array]  # "single" and "clipped", by step
    hits: Array  # steps on the bad row, (BAD_EPOCHS,)
    bound: float  # length at which gradients are clipped
    noise_share: float  # of the noise at the minimizer that is the bad row's
    settled: float  # gap of the line that is best with the bad row


def standardized(x: Array, y: Array) -> LeastSquares:
    """The line fit with x in standard deviations from its mean."""
    raw = line_fit(x, y)
    return LeastSquares(product(raw.X, standardize(raw).M), y)


def gradients(problem: LeastSquares, at: Array) -> Gradients:
    """One arrow a row."""
    each = 2 * problem.residual(at)[:, None] * problem.X
    return Gradients(each, problem.grad(at))


def hand() -> Hand:
    """From the mean of the targets, in HAND_ORDER."""
    path, pulls = [float(np.mean(TARGETS))], []
    for i in HAND_ORDER:
        pulls.append(2 * (path[-1] - TARGETS[i]))
        path.append(path[-1] - HAND_RATE * pulls[-1])
    rates = np.array([HAND_RATE, 0.5])
    floors = rates * np.var(TARGETS) / (1 - rates)
    return Hand(np.array(path), np.array(pulls), floors)


def bad_row() -> BadRow:
    """`clean` with one y ten times too large, shuffled as gdcore does."""
    data = clean()
    y, n = data.y.copy(), len(data.y)
    y[BAD_ROW] *= BAD_FACTOR
    problem = standardized(data.x, y)
    whole = rows(problem)
    rest = rows(problem.rows(np.delete(np.arange(n), BAD_ROW)))
    seeds = [[0, epoch] for epoch in range(BAD_EPOCHS)]
    order = np.ravel([np.random.RandomState(seed).permutation(n) for seed in seeds])
    bound = 2 * float(np.median(length(gradients(problem, runs.START).rows)))

    def gaps(cut: float) -> Array:
        batches = iter(order[:, None, None])
        errors = runs.walk(whole, runs.START, [BAD_RATE] * len(order), batches, cut)
        lines = [runs.START, *(e[:, 0] + whole.star for e in errors)]
        return rest.gap(np.array(lines) - rest.star) / rest.least

    sizes = dot(whole.X, whole.X) * whole.s**2
    return BadRow(
        place=(float(data.x[BAD_ROW]), float(y[BAD_ROW])),
        gaps={"single": gaps(np.inf), "clipped": gaps(bound)},
        hits=np.flatnonzero(order == BAD_ROW),
        bound=bound,
        noise_share=float(sizes[BAD_ROW] / sizes.sum()),
        settled=float(rest.gap(whole.star - rest.star) / rest.least),
    )
