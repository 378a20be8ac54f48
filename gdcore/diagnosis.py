"""What is wrong with a run, before it is run, and what would mend it.

The one rule: every verdict rests on a number that the Diagnosis shows.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import LeastSquares, Problem, Quadratic
from gdcore.spectral import (
    FixedRate,
    best_gradient_descent,
    best_momentum,
    learning_rate_limit,
    rate,
    spectrum,
    steps_to,
)

MANY_STEPS = 10_000
"""Steps to one percent above which a run counts as slow."""


class Finding(Enum):
    """What can be wrong."""

    DIVERGES = "diverges"
    """The learning rate is at its limit or above it."""
    OSCILLATES = "oscillates"
    """Steps swing across the steep direction: the rate is close below its limit."""
    SLOW = "slow"
    """One percent of the error takes more than MANY_STEPS."""
    FLAT = "flat"
    """A direction has no curvature, so the solution is not unique."""
    UNSCALED = "unscaled"
    """Standardizing x would lower the condition number tenfold or more."""
    SUMMED = "summed"
    """The loss is a sum over rows, so its limit shrinks with their number."""
    ROUNDING = "rounding"
    """The precision cannot hold the condition number."""
    FINE = "fine"
    """Nothing of these."""


class Verdict(NamedTuple):
    """A finding, the numbers that say so, and what to do."""

    finding: Finding
    says: str
    fix: str


@dataclass(frozen=True)
class Diagnosis:
    """The numbers of a linear method on a quadratic, and what they mean.

    Attributes:
        lambda_min: Curvature of the flat direction.
        lambda_max: Curvature of the steep direction.
        condition_number: Their ratio, dimensionless; inf if a direction is flat.
        learning_rate: The largest of the rates in use.
        learning_rate_limit: From here on the method diverges.
        rate: Factor of the error per step; at least 1 does not converge.
        steps_to_1_percent: inf if it does not converge.
        standardized_condition_number: nan without an intercept, or with two of them.
        verdicts: The most urgent first; never empty.
    """

    lambda_min: float
    lambda_max: float
    condition_number: float
    learning_rate: float
    learning_rate_limit: float
    rate: float
    steps_to_1_percent: float
    standardized_condition_number: float
    verdicts: tuple[Verdict, ...]


def diagnose(problem: Problem, optimizer: FixedRate | npt.ArrayLike) -> Diagnosis:
    """Predict how `optimizer`, or gradient descent at a learning rate, fares.

    Raises:
        ValueError: If the problem is not quadratic, or the rate not above zero. The
            problem's own construction has refused bad rows before.
    """
    if isinstance(optimizer, FixedRate):
        method = optimizer
    elif hasattr(optimizer, "step"):
        kind = type(optimizer).__name__
        raise ValueError(f"{kind} has no rate that theory predicts: run it instead")
    else:
        method = GradientDescent(optimizer)
    curvatures, factor = spectrum(problem), rate(problem, method)
    flat = not np.isfinite(curvatures.condition_number)
    steps = steps_to(factor, 0.01) if factor < 1 and not flat else float("inf")
    numbers = Diagnosis(
        lambda_min=curvatures.lambda_min,
        lambda_max=curvatures.lambda_max,
        condition_number=curvatures.condition_number,
        learning_rate=float(np.max(method.learning_rate)),
        learning_rate_limit=_limit(problem, method),
        rate=factor,
        steps_to_1_percent=steps,
        standardized_condition_number=_standardized(problem),
        verdicts=(),
    )
    fine = Verdict(Finding.FINE, f"one percent is left after {steps:,} steps", "")
    verdicts = tuple(_verdicts(problem, method, numbers))
    return replace(numbers, verdicts=verdicts or (fine,))


def _verdicts(
    problem: Problem, method: FixedRate, numbers: Diagnosis
) -> Iterator[Verdict]:
    limit = numbers.learning_rate_limit
    share = numbers.learning_rate / limit
    if share >= 1:
        yield Verdict(
            Finding.DIVERGES,
            f"the learning rate is {share:.4g} times the limit {limit:.4g} of these "
            "data",
            f"use less than {limit:.4g}",
        )
    elif isinstance(method, GradientDescent) and share > 0.95:
        yield Verdict(
            Finding.OSCILLATES,
            f"at {share:.4g} of the limit each step swings across the steep direction",
            f"use {limit / 2:.4g}, half the limit",
        )
    if np.isinf(numbers.condition_number):
        yield Verdict(
            Finding.FLAT,
            "a direction has no curvature: columns of X depend on each other",
            "drop a column or add l2; descent finds the solution nearest its start",
        )
    elif share < 1 and numbers.steps_to_1_percent > MANY_STEPS:
        yield _slow(problem, numbers)
    yield from _causes(problem, numbers)


def _slow(problem: Problem, numbers: Diagnosis) -> Verdict:
    plain = steps_to(rate(problem, best_gradient_descent(problem)), 0.01)
    heavy = steps_to(rate(problem, best_momentum(problem)), 0.01)
    return Verdict(
        Finding.SLOW,
        f"{numbers.steps_to_1_percent:,.0f} steps to one percent; the best learning "
        f"rate takes {plain:,}, the best momentum {heavy:,}",
        "improve the condition number, or use LBFGS or least squares",
    )


def _causes(problem: Problem, numbers: Diagnosis) -> Iterator[Verdict]:
    better, kappa = numbers.standardized_condition_number, numbers.condition_number
    if 10 * better < kappa < np.inf:
        yield Verdict(
            Finding.UNSCALED,
            f"the condition number is {kappa:.4g}; with x standardized it is "
            f"{better:.4g}",
            "standardize x, then map the coefficients back",
        )
    if isinstance(problem, LeastSquares) and problem.reduction == "sum":
        yield Verdict(
            Finding.SUMMED,
            f"the loss is a sum over {len(problem.y)} rows: its limit is as many times "
            "smaller than the mean's",
            'use the mean, reduction="mean"',
        )
    if 0.01 < kappa * np.finfo(problem.dtype).eps < np.inf:
        yield Verdict(
            Finding.ROUNDING,
            f"{problem.dtype} cannot hold a condition number of "
            f"{kappa:.4g}: small steps are rounded away",
            "use float64, or standardize x",
        )


def _limit(problem: Problem, method: FixedRate) -> float:
    """The limit for the largest rate, the others keeping their proportion to it."""
    rates = np.asarray(method.learning_rate, np.float64)
    if rates.ndim == 0:
        return learning_rate_limit(problem, method)
    H, root = problem.hess(np.zeros(problem.dim)), np.sqrt(rates / rates.max())
    scaled = Quadratic(root[:, None] * H * root, np.zeros(problem.dim))
    return learning_rate_limit(scaled, method)


def _standardized(problem: Problem) -> float:
    with contextlib.suppress(ValueError):
        if isinstance(problem, LeastSquares):
            return spectrum(Transformed(problem, standardize(problem))).condition_number
    return float("nan")
