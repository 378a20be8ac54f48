"""What a bounded run did, for methods and losses without a theory.

The one rule: a run is judged by the parameters' error where the minimizer is known, and
by the gradient's length where it is not.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import length, product
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.counts import PERCENT
from gdcore.optimizers import Optimizer
from gdcore.preconditioning import ChangeOfVariables
from gdcore.problems import Problem
from gdcore.runs import Status, Trajectory, run
from gdcore.validation import Array

FEWEST = 30
"""Steps that are run however large the data are."""
WORK = 2e7
"""Entries of X that a run may read."""


@dataclass(frozen=True)
class Measured:
    """A bounded run.

    Attributes:
        status: How it ended.
        steps: Steps taken.
        evaluations: Points at which the loss or its gradient was evaluated.
        steps_to_1_percent: Steps after which at most one percent was left, to the end
            of the run; inf if more was left.
        evaluations_to_1_percent: The evaluations up to there.
        left: Share of the parameters' first error at the end, of the gradient's length
            where no minimizer is known; inf after an overflow.
        loss_left: Share of the first loss above the minimum; nan where that is unknown.
        hovers: Whether the second half of the run gained less than it swung.
    """

    status: Status
    steps: int
    evaluations: int
    steps_to_1_percent: float
    evaluations_to_1_percent: float
    left: float
    loss_left: float
    hovers: bool


def affordable(problem: Any, evaluations: int) -> int:
    """Steps of a run that costs no more than WORK on these data."""
    entries = getattr(problem, "X", np.zeros(1)).size
    return min(evaluations, max(FEWEST, int(WORK / entries)))


def measure(case: Case, method: Optimizer[Any], evaluations: int) -> Measured:
    """Run `method`, of the problem without the factor, from the case's start.

    Raises:
        ValueError: If the method does not fit the problem, or is several runs at once.
    """
    steps = affordable(case.problem, evaluations)
    path = run(case.problem, method, case.x0, max_steps=steps)
    left = shares(case, path)
    if left.ndim != 1:
        raise ValueError(f"diagnose takes one run at a time, not {left[0].size}")
    steps_needed = arrival(left)
    needed = path.nfev[int(steps_needed)] if steps_needed < math.inf else math.inf
    return Measured(
        status=path.status,
        steps=int(path.k[-1]),
        evaluations=int(path.nfev[-1]),
        steps_to_1_percent=steps_needed,
        evaluations_to_1_percent=float(needed),
        left=float(left[-1]),
        loss_left=_loss_left(case, path),
        hovers=_hovers(left),
    )


def shares(
    case: Case, path: Trajectory, change: ChangeOfVariables | None = None
) -> Array:
    """Error, or length of the gradient, as shares of the first; shape (R, ...)."""
    with np.errstate(over="ignore", invalid="ignore"):
        if case.reference is None:
            # A batch's gradient says nothing of the whole loss.
            sizes = np.array([length(case.problem.grad(x)) for x in path.x])
        else:
            x = path.x.astype(np.float64)
            x = x if change is None else product(x, change.M.T) + change.c
            sizes = length(x - case.reference)
        first = np.where(sizes[0] == 0, 1, sizes[0])
        out = sizes / first
    return np.where(np.isnan(out), np.inf, out)


def arrival(left: Array) -> float:
    """The first index from which on at most one percent is left; inf if none."""
    outside = np.flatnonzero(left > PERCENT)
    first = int(outside[-1]) + 1 if outside.size else 0
    return first if first < len(left) else math.inf


def _hovers(left: Array) -> bool:
    """Whether the last quarter is no better, by half a deviation, than the one before.

    A steady fall gains 1.7 deviations of its own.
    """
    half = left[len(left) // 2 :]
    before, after = half[: len(half) // 2], half[len(half) // 2 :]
    if not before.size:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(before.mean() - after.mean() < 0.5 * half.std())


def least(case: Case) -> float:
    """The loss at the minimizer, without the factor; nan if it is unknown."""
    if case.reference is None:
        return math.nan
    return float(case.problem.value(case.reference))


def _loss_left(case: Case, path: Trajectory) -> float:
    best = least(case)
    with np.errstate(invalid="ignore"):  # both beyond the largest number
        above = path.value[[0, -1]].astype(np.float64) - best
    if not 0 < above[0] < np.inf:
        return math.nan
    return max(0.0, float(above[1] / above[0]))


def arrivals(
    case: Case,
    problem: Problem,
    method: Optimizer[Any],
    start: Array,
    steps: int,
    change: ChangeOfVariables | None,
) -> list[float]:
    """The step at which each of several rates (r, 1) arrives; inf if it does not."""
    path = run(problem, method, start, max_steps=steps)
    return [arrival(left) for left in shares(case, path, change).T]
