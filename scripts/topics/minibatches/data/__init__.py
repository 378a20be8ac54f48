"""What the page on minibatches shows: noise predicted, measured, and tamed.

The one rule: runs are on `heavy_noise` with standardized x, where all rows together
need one step at rate 1/2; what is slow here is the noise's doing.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gdcore.algebra import dot, least_squares, length, product
from gdcore.datasets import Dataset, clean, heavy_noise, intercept_thread
from gdcore.preconditioning import standardize
from gdcore.problems import LeastSquares, line_design, line_fit
from gdcore.spectral import learning_rate_limit
from gdcore.validation import Array
from scripts.topics.intercept.data.thread import THREAD_RATE
from scripts.topics.minibatches.data import runs
from scripts.topics.minibatches.data.runs import START, Compared, Rows, moments, rows

TARGETS, HAND_RATE, HAND_ORDER = (0.0, 2.0), 0.25, (1, 0, 0, 1)
BAD_ROW, BAD_FACTOR, BAD_RATE, BAD_EPOCHS = 80, 10, 0.02, 6
ETA0, POWER_T, ALPHA = 0.01, 0.25, 1e-4  # SGDRegressor's documented defaults
TOL, PATIENCE, MAX_ITER = 1e-3, 5, 1000
UNITS = np.array([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001])  # y is multiplied by


class Gradients(NamedTuple):
    """The gradients of all rows at one point, and their mean."""

    rows: Array  # (n, 2)
    mean: Array  # (2,)


class BadRow(NamedTuple):
    """A row whose y lost its decimal point; gaps are on the others, over their L*."""

    place: tuple[float, float]  # x and y as they stand there
    gaps: dict[str, Array]  # "single" and "clipped", by step
    hits: Array  # steps on the bad row, (BAD_EPOCHS,)
    bound: float  # length at which gradients are clipped
    noise_share: float  # of the noise at the minimizer that is the bad row's
    settled: float  # gap of the line that is best with the bad row


class Stops(NamedTuple):
    """The same line with y in each of UNITS; and in the last, tol scaled with y."""

    epochs: Array  # until it stops, (u,)
    left: Array  # share of the slope that is missing, (u,)
    patient: tuple[int, float]  # both where tol is scaled


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    rows: Rows
    start: Gradients
    end: Gradients
    hand: Array  # b before each step and after the last
    floors: dict[int, Compared]  # by batch size
    shuffled: Compared  # single rows; predicted is the floor with replacement
    ends: Array  # of shuffled epochs
    constant: Compared  # single rows at the page's rate, by step
    averaged: Array  # gap of the average of these runs
    one: Array  # gap of one of them
    decaying: Compared
    film: dict[int, Array]  # iterates by batch size
    limits: dict[str, dict[str, float]]  # of "standardized" and "thread", by what
    bad: BadRow
    stops: Stops
    intercepts: dict[str, float]  # of the thread


def compute() -> Data:
    """All of it; a few seconds."""
    problem = standardized(heavy_noise())
    thread = line_fit(intercept_thread().x, intercept_thread().y)
    seen = rows(problem)
    shuffled, ends = runs.floors(seen, runs.SHUFFLED_RATES, shuffled=True)
    constant, averaged, one = runs.schedule(seen, decay=0)
    return Data(
        rows=seen,
        start=gradients(problem, START),
        end=gradients(problem, seen.star),
        hand=hand(),
        floors={m: runs.floors(seen, at, m)[0] for m, at in runs.FLOOR_RATES.items()},
        shuffled=shuffled,
        ends=ends,
        constant=constant,
        averaged=averaged,
        one=one,
        decaying=runs.schedule(seen, runs.DECAY)[0],
        film=runs.film(problem),
        limits={"standardized": limits(problem), "thread": limits(thread)},
        bad=bad_row(),
        stops=stops(),
        intercepts=runs.intercepts(thread, THREAD_RATE),
    )


def limits(problem: LeastSquares) -> dict[str, float]:
    """Of all rows, in the mean square of batches, and of the largest row."""
    batches = {str(m): moments(rows(problem), m).limit() for m in runs.FLOOR_RATES}
    largest = float(dot(problem.X, problem.X).max())
    return {"whole": learning_rate_limit(problem), **batches, "row": 1 / largest}


def standardized(data: Dataset) -> LeastSquares:
    """The line fit with x in standard deviations from its mean."""
    raw = line_fit(data.x, data.y)
    return LeastSquares(product(raw.X, standardize(raw).M), raw.y)


def gradients(problem: LeastSquares, at: Array) -> Gradients:
    """One arrow a row."""
    return Gradients(2 * problem.residual(at)[:, None] * problem.X, problem.grad(at))


def hand() -> Array:
    """One number b, from the mean of the TARGETS on: one target a step, HAND_ORDER."""
    path = [float(np.mean(TARGETS))]
    for i in HAND_ORDER:
        path.append(path[-1] - HAND_RATE * 2 * (path[-1] - TARGETS[i]))
    return np.array(path)


def bad_row() -> BadRow:
    """`clean` with one y ten times too large, shuffled as gdcore does."""
    data, n = clean(), len(clean().y)
    y = np.where(np.arange(n) == BAD_ROW, BAD_FACTOR * data.y, data.y)
    problem = standardized(replace(data, y=y))
    whole, rest = rows(problem), rows(problem.rows(np.delete(np.arange(n), BAD_ROW)))
    seeds = [[0, epoch] for epoch in range(BAD_EPOCHS)]
    order = np.ravel([np.random.RandomState(seed).permutation(n) for seed in seeds])
    bound = 2 * float(np.median(length(gradients(problem, START).rows)))

    def gap(line: Array) -> Array:
        return rest.gap(line - rest.star) / rest.least

    def gaps(cut: float) -> Array:
        batches, rates = iter(order[:, None, None]), np.full(len(order), BAD_RATE)
        errors = runs.walk(whole, START, rates, batches, cut)
        return gap(np.array([START, *(e[:, 0] + whole.star for e in errors)]))

    place = (float(data.x[BAD_ROW]), float(y[BAD_ROW]))
    both = {"single": gaps(np.inf), "clipped": gaps(bound)}
    noises = dot(whole.X, whole.X) * whole.s**2
    share, settled = float(noises[BAD_ROW] / noises.sum()), float(gap(whole.star))
    return BadRow(place, both, np.flatnonzero(order == BAD_ROW), bound, share, settled)


def sgd_regressor(x: Array, y: Array, tol: float = TOL) -> tuple[float, float, int]:
    """w, b and the epochs, as scikit-learn documents them; it is not called itself.

    One row a step of half squares, at ETA0 / t^POWER_T, until PATIENCE epochs in a row
    have not brought the mean loss seen on the way, half of r^2 before each step, to
    `tol` below its best: an absolute number.
    """
    w = b = 0.0
    t, best, idle, draws = 1, np.inf, 0, np.random.RandomState(0)
    for _ in range(MAX_ITER):
        total = 0.0
        for i in draws.permutation(len(y)).tolist():
            rate, r = ETA0 / t**POWER_T, w * x[i] + b - y[i]
            w, b = w * (1 - rate * ALPHA) - rate * r * x[i], b - rate * r
            total, t = total + r * r / 2, t + 1
        idle = idle + 1 if total > best - tol * len(y) else 0
        best = min(best, total)
        if idle >= PATIENCE:
            break
    return w, b, t // len(y)


def stops() -> Stops:
    """Where it stops on `clean` with standardized x, in each unit of y."""
    x, y = standardized(clean()).X[:, 0], clean().y
    slope = least_squares(line_design(x), y)[0]

    def fit(unit: float, tol: float) -> tuple[int, float]:
        w, _, epochs = sgd_regressor(x, y * unit, tol)
        return epochs, float(1 - w / (slope * unit))

    epochs, left = np.array([fit(unit, TOL) for unit in UNITS.tolist()]).T
    return Stops(epochs.astype(int), left, fit(UNITS[-1], TOL * UNITS[-1] ** 2))
