"""From a problem and a method to their diagnosis.

The one rule: theory speaks where it can count, and a bounded run where it cannot.
"""

import contextlib
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.diagnosis.answer import Counted, Diagnosis
from gdcore.diagnosis.case import Case, case
from gdcore.diagnosis.conventions import Loss, scaled
from gdcore.diagnosis.counts import in_exact_arithmetic, predicted
from gdcore.diagnosis.fixes import ranked
from gdcore.diagnosis.forecasts import Asked
from gdcore.diagnosis.measured import Measured, measure
from gdcore.diagnosis.verdicts import verdicts
from gdcore.optimizers import GradientDescent, Optimizer
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import Problem, Quadratic
from gdcore.problems.surfaces import hessian_at
from gdcore.runs import Status
from gdcore.spectral import (
    FixedRate,
    LinearMethod,
    learning_rate_limit,
    rate,
    spectrum,
)


def diagnose(
    problem: Problem,
    optimizer: Optimizer[Any] | float | np.floating[Any],
    *,
    x0: npt.ArrayLike | None = None,
    loss: Loss | None = None,
    evaluations: int = 1000,
) -> Diagnosis:
    """What a run of `optimizer`, or of gradient descent at a learning rate, will do.

    A linear method on a quadratic is predicted; others are run, for a bounded number of
    steps.

    Args:
        problem: What is minimized.
        optimizer: The method, or the learning rate of gradient descent.
        x0: Start, shape (p,); zeros if None.
        loss: How your loss adds up the rows: "half mean" if ½ stands before the mean.
            None takes the problem's own reduction. The factor ½ holds for a ridge term
            as well, and is that of half the learning rate.
        evaluations: Steps of each run at most, fewer on large data; 0 makes no run
            where theory says enough, and tries no remedies.

    Raises:
        ValueError: If the method does not fit the problem, x0 or loss neither, or a
            learning rate is not above zero. The problem's own construction has refused
            bad rows before.
    """
    kinds.problem(problem)
    kinds.offers("problem", problem, "a problem with a Hessian, hess", "hess")
    validation.count("evaluations", evaluations, 0)
    method: Optimizer[Any] = (
        GradientDescent(optimizer if optimizer is True else float(optimizer))
        if isinstance(optimizer, int | float | np.number)
        else optimizer
    )
    kinds.method("optimizer", method)
    return diagnosed(case(problem, x0, loss), method, evaluations)


def diagnosed(what: Case, method: Optimizer[Any], evaluations: int) -> Diagnosis:
    """The diagnosis of a case."""
    internal = scaled(method, what.convention.factor)
    rates = _rates(what, method, internal)
    count = _count(what, internal, evaluations, rates)
    kind = type(method).__name__
    numbers = Diagnosis(
        what.convention.name,
        *_curvature(what),
        *rates,
        steps_to_1_percent=count.steps,
        counted=count.counted,
        digits=what.digits if what.quadratic else math.nan,
        measured=count.measured,
        fixes=ranked(what, kind, count.steps, evaluations),
        asked=Asked(what, method, internal, evaluations),
    )
    return replace(numbers, verdicts=verdicts(what, kind, numbers))


@dataclass(frozen=True)
class _Count:
    steps: float
    counted: Counted
    measured: Measured | None = None


def _count(
    what: Case,
    method: Optimizer[Any],
    evaluations: int,
    rates: tuple[float, float, float],
) -> _Count:
    """Steps to one percent: predicted, or else measured."""
    own, limit, factor = rates
    if not math.isnan(factor):
        # Below the limit, a factor of 1 is a slow one that is rounded.
        if own >= limit or (factor >= 1 and math.isnan(limit) and not what.flat):
            return _Count(math.inf, "predicted")
        steps = predicted(what, what.problem, method)
        if steps is not None:
            return _Count(steps, "predicted")
        steps = in_exact_arithmetic(what, what.problem, method)
        if steps is not None:
            return _Count(steps, "exact")
        if not evaluations:
            return _Count(math.nan, "at least")
    path = measure(what, method, max(evaluations, 1))
    if path.steps_to_1_percent < math.inf:
        return _Count(path.steps_to_1_percent, "measured", path)
    if path.status in (Status.DIVERGED, Status.OVERFLOWED):
        return _Count(math.inf, "measured", path)
    return _Count(path.steps, "at least", path)


def _curvature(what: Case) -> tuple[float, float, float, float]:
    """Smallest and largest, their ratio, and that ratio with x standardized."""
    if not what.quadratic:
        return (math.nan,) * 4
    values, factor = what.spectrum, what.convention.factor
    low, high = factor * values.lambda_min, factor * values.lambda_max
    return low, high, values.condition_number, _standardized(what.problem)


def _rates(what: Case, given: Any, internal: Any) -> tuple[float, float, float]:
    """The rate in use, its limit for the loss as it is written, and a step's factor."""
    own = float(np.max(getattr(given, "learning_rate", math.nan)))
    theory = what.quadratic and isinstance(internal, LinearMethod)
    factor = rate(what.problem, internal) if theory else math.nan
    if not (theory and isinstance(internal, FixedRate)):
        return own, math.nan, factor
    return own, _limit(what.problem, internal) / what.convention.factor, factor


def _limit(problem: Problem, method: FixedRate) -> float:
    """The limit for the largest rate, the others keeping their proportion to it."""
    rates = np.asarray(method.learning_rate, np.float64)
    if rates.ndim == 0:
        return learning_rate_limit(problem, method)
    H, root = hessian_at(problem, np.zeros(problem.dim)), np.sqrt(rates / rates.max())
    scaled_problem = Quadratic(root[:, None] * H * root, np.zeros(problem.dim))
    return learning_rate_limit(scaled_problem, method)


def _standardized(problem: Problem) -> float:
    with contextlib.suppress(ValueError):
        rows: Any = problem  # without rows there is nothing to standardize
        return spectrum(Transformed(rows, standardize(rows))).condition_number
    return math.nan
