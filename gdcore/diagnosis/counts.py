"""How many steps a linear method takes to one percent, where that can be foretold.

The one rule: a count is that of `steps_until`, or there is none; it is not given where
rounding would take a run elsewhere.
"""

import contextlib
from typing import Any

import numpy as np

from gdcore.algebra import length, product
from gdcore.diagnosis.case import Case
from gdcore.optimizers import Optimizer
from gdcore.preconditioning import ChangeOfVariables, Transformed
from gdcore.problems import Problem
from gdcore.spectral import LinearMethod, rate, spectrum, steps_until
from gdcore.validation import Array

EPS = float(np.finfo(np.float64).eps)
PERCENT = 0.01
LOST = 1e-3
"""Share of an eigenvalue, or of a step, that rounding may take."""


def predicted(
    case: Case,
    problem: Problem,
    method: Optimizer[Any],
    change: ChangeOfVariables | None = None,
) -> int | None:
    """Steps to one percent of the first error in x; None where rounding decides.

    Args:
        case: Whose start it is, and whose precision.
        problem: That of the case, or the same loss in z.
        method: Of the problem without the factor.
        change: From z to x.
    """
    if not isinstance(method, LinearMethod):
        return None
    with contextlib.suppress(ValueError):
        if not resolved(case, problem) or rate(problem, method) >= 1:
            return None
        M = np.eye(problem.dim) if change is None else change.M
        start = case.x0 if change is None else change.to(case.x0)

        def size(error: Array) -> Array:
            return length(product(error, M.T))

        steps = steps_until(problem, method, start, tolerance=PERCENT, measure=size)
        return steps if steps * case.rounding <= 10 * LOST else None
    return None


def in_exact_arithmetic(
    case: Case,
    problem: Problem,
    method: Optimizer[Any],
    change: ChangeOfVariables | None = None,
) -> int | None:
    """Steps without the rounding of float32; None for float64, whose own decides."""
    exact = case.exact
    if exact is case or not isinstance(method, LinearMethod):
        return None
    whole = exact.problem if change is None else Transformed(exact.problem, change)
    return predicted(exact, whole, method, change)


def resolved(case: Case, problem: Problem) -> bool:
    """Whether the smallest eigenvalue stands clear of the rounding of the largest."""
    values = spectrum(problem)
    lost = max(problem.dim * EPS, case.rounding)
    return values.lambda_min > lost / LOST * values.lambda_max
