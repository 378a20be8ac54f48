"""What theory says of a run before it is made: limit, share, condition, steps.

One rule: where no theory predicts, the answer is None and never a guess.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import length, product
from gdcore.diagnosis import Diagnosed, Diagnosis, diagnose
from gdcore.optimizers import (
    Chebyshev,
    GradientDescent,
    MinibatchGradientDescent,
    Optimizer,
)
from gdcore.problems import LeastSquares
from gdcore.spectral import closed_form, minimizer, rate, spectrum, steps_to
from gdcore.validation import Array
from scripts.engine.setup import Rows, Setup

PERCENT = 0.01
DENSE = 1024
"""Steps that are looked at one by one in the search for a count of steps."""
GRID, PASSED = 129, 12
"""Points looked at where there are more, and how many may lie inside by chance."""
SWING = 1e6
"""Most by which the error of a method with a velocity may grow before it shrinks."""
MOST = 10**12
"""Counts above this are as good as never."""


@dataclass(frozen=True)
class Theory:
    """What is known of a method on a problem.

    Attributes:
        values: "limit", "share" and "condition_number" of the frame; None if unknown.
        diagnosis: None where `diagnose` has no answer.
    """

    values: dict[str, float | None]
    diagnosis: Diagnosis | None


def theory(problem: Rows, optimizer: Optimizer[Any]) -> Theory:
    """Limit of the learning rate, share of it in use, and the condition number."""
    unknown: dict[str, float | None] = {
        "limit": None,
        "share": None,
        "condition_number": None,
    }
    if not isinstance(problem, LeastSquares):
        return Theory(unknown, None)
    kappa = spectrum(problem).condition_number
    known = {**unknown, "condition_number": kappa if np.isfinite(kappa) else None}
    if isinstance(optimizer, MinibatchGradientDescent):
        optimizer = GradientDescent(optimizer.learning_rate)
    if not isinstance(optimizer, Diagnosed):
        return Theory(known, None)
    seen = diagnose(problem, optimizer)
    share = seen.learning_rate / seen.learning_rate_limit
    return Theory({**known, "limit": seen.learning_rate_limit, "share": share}, seen)


def steps_within(made: Setup, seen: Theory) -> dict[str, int | None]:
    """Steps after which w, and b, stay within one percent of their first error.

    A linear method's, by the closed form; None where it does not converge, or an error
    is zero at the start.
    """
    optimizer, problem = made.optimizer, made.exact
    assert isinstance(optimizer, Chebyshev | Diagnosed)
    factor = rate(problem, optimizer)
    if seen.values["condition_number"] is None or not factor < 1:
        return {"w": None, "b": None}

    z_star = minimizer(problem)

    def error(k: Array) -> Array:
        z = closed_form(problem, optimizer, made.z0, k) - z_star
        return np.abs(product(z, made.change.M.T))

    first = error(np.array([0]))[0]
    if not first.any():
        return {"w": 0, "b": 0}
    least = PERCENT * first[first > 0].min() / (SWING * float(length(first)))
    horizon = min(steps_to(factor, float(least)), MOST) + 1
    return {
        name: _last_outside(error, i, float(PERCENT * first[i]), horizon)
        for i, name in enumerate("wb")
    }


def _last_outside(error: Any, i: int, bound: float, horizon: int) -> int | None:
    """One more than the last step at which component i is above the bound.

    Where there are too many steps to look at each, grids are laid ever finer behind
    the last point that is outside. An error that swings is seen to be small at some
    points of a grid by chance, so some of them are passed over.
    """
    if bound == 0:
        return None
    low, high = 0, horizon
    while True:
        points = high - low + 1 if high - low <= DENSE else GRID
        k = np.linspace(low, high, points).round().astype(np.int64)
        outside = np.flatnonzero(error(k)[:, i] > bound)
        if not outside.size:
            return int(k[0])
        last = int(outside[-1])
        if last == len(k) - 1:
            return None
        if points != GRID:
            return int(k[last]) + 1
        low, high = int(k[last]), int(k[min(last + PASSED, len(k) - 1)])
