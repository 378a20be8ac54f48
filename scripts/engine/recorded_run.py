"""The rows of a run: taken step by step, or by the closed form where that is exact.

The one rule: at most so many rows as asked for, the last step among them, each finite.
"""

from typing import NamedTuple

import numpy as np

from gdcore.extremes import lengths, outgrown
from gdcore.problems import LeastSquares, Problem
from gdcore.runs import Status, Trajectory, run
from gdcore.spectral import LinearMethod, closed_form
from gdcore.validation import Array
from scripts.engine.setup import Setup

ROWS = 2000
"""Most steps recorded; a linear method takes more only by the closed form."""
MOST_STEPS = 100_000
"""Most steps that are taken one by one; a run of more ends there."""
FIRST = 100
"""Steps at the beginning of a run that all have a row."""
CLOSE = 1e-10
"""Share of the first gradient at which a run counts as converged, and ends."""
LARGEST = 1e150
"""What is larger can no longer be squared."""


class Path(NamedTuple):
    """What was recorded of a run.

    Attributes:
        k: Step of each row, shape (R,).
        z: Parameters in the coordinates of the run, shape (R, 2).
        loss: In the precision of the run, shape (R,).
        status: How it ended.
        iterated: Whether each step was taken; else the closed form was asked.
    """

    k: Array
    z: Array
    loss: Array
    status: Status
    iterated: bool


def follow(setup: Setup, *, rows: int) -> Path:
    """The run of a setup; at most MOST_STEPS where each has to be taken."""
    if by_formula(setup):
        return finite(_by_formula(setup, rows))
    return finite(_by_steps(setup, min(setup.steps, MOST_STEPS), rows))


def by_formula(setup: Setup) -> bool:
    """Whether the rows come from the closed form: exact, however many steps it is."""
    exact = setup.problem.dtype == np.float64
    return is_linear(setup) and exact and setup.steps > ROWS


def is_linear(setup: Setup) -> bool:
    """Whether the closed form knows the run."""
    quadratic = isinstance(setup.exact, LeastSquares)
    return quadratic and isinstance(setup.optimizer, LinearMethod)


def ended(problem: Problem, z0: Array, first: float, last: float) -> Status:
    """How a run from z0 ended whose gradient had these lengths."""
    if outgrown(problem, z0, np.array(first), np.array(last)):
        return Status.DIVERGED
    return Status.CONVERGED if last <= CLOSE * first else Status.OUT_OF_STEPS


def finite(path: Path) -> Path:
    """The rows before the first that is not finite, or too large to be squared."""
    with np.errstate(invalid="ignore"):
        bad = ~(np.abs(path.z).max(axis=1) < LARGEST) | ~np.isfinite(path.loss)
    if not bad.any():
        return path
    end = max(int(bad.argmax()), 1)
    cut = (path.k[:end], path.z[:end], path.loss[:end])
    named = path.status is Status.OVERFLOWED
    return Path(*cut, path.status if named else Status.DIVERGED, path.iterated)


def _by_formula(setup: Setup, rows: int) -> Path:
    k = told(setup.steps, rows)
    z = closed_form(setup.exact, setup.optimizer, setup.z0, k)
    z[0] = setup.z0
    with np.errstate(over="ignore", invalid="ignore"):
        first, last = (float(lengths(setup.exact.grad(z[i]))) for i in (0, -1))
        status = ended(setup.exact, z[0], first, last)
        return Path(k, z, setup.exact.value(z), status, iterated=False)


def told(steps: int, rows: int) -> Array:
    """Steps to record: the first ones, and then half by ratios and half evenly.

    Returns:
        At most `rows` of them besides 0, ascending, the last step among them.
    """
    if steps <= rows:
        return np.arange(steps + 1)
    first = _first(rows)
    ratios = (rows - first) // 2
    spread = np.geomspace(first + 1, steps, ratios)
    even = np.linspace(0, steps, rows - first - ratios + 1)[1:]
    later = np.concatenate([spread, even]).round().astype(np.int64)
    return np.unique(np.concatenate([np.arange(first + 1), later]))


def _first(rows: int) -> int:
    return min(FIRST, rows // 4)


def _by_steps(setup: Setup, steps: int, rows: int) -> Path:
    start = setup.z0.astype(setup.problem.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        first = float(lengths(setup.problem.grad(start)))
    gtol = CLOSE * first if np.isfinite(first) else 0.0

    def taken(most: int, every: int) -> Trajectory:
        where = (setup.problem, setup.optimizer, setup.z0)
        return run(*where, max_steps=most, gtol=gtol, every=every)

    early = _first(rows)
    every = 1 if steps <= rows else _every(steps, rows - early)
    ran = taken(steps, every)
    k, z, loss = ran.k, ran.x.astype(np.float64), ran.value.astype(np.float64)
    if every > 1:
        begin, later = taken(early, 1), k > early
        k = np.concatenate([begin.k, k[later]])
        z, loss = np.r_[begin.x, z[later]], np.r_[begin.value, loss[later]]
    return Path(k, z, loss, ran.status, iterated=True)


def _every(steps: int, rows: int) -> int:
    """A prime number of steps between rows, or 1.

    A run that goes in circles would seem to stand still if it were looked at once a
    round.
    """
    every = -(-steps // rows)
    while any(every % factor == 0 for factor in range(2, int(every**0.5) + 1)):
        every += 1
    return every
