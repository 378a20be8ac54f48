"""Whether a linear method converges on a quadratic, and what to say if it does not.

The one rule: a refusal names what the asker gave, and its limit.
"""

import numpy as np

from gdcore.optimizers import Chebyshev
from gdcore.problems import Problem
from gdcore.spectral.closed_form import LinearMethod, modes_of
from gdcore.spectral.modes import spectrum
from gdcore.spectral.rates import EDGE, learning_rate_limit, rate, unit_limit

FLAT = (
    "a direction has no curvature (columns of X depend on each other): drop a column "
    "or add l2"
)


def converging(problem: Problem, optimizer: LinearMethod) -> None:
    """Refuse a method that does not converge to one minimizer, and say why."""
    # Without curvature the factor is 1, but rounding can take it below.
    if not (rate(problem, optimizer) < 1 and spectrum(problem).lambda_min > 0):
        name, why = type(optimizer).__name__, _why_not(problem, optimizer)
        raise ValueError(f"{name} does not converge on this problem: {why}")


def _why_not(problem: Problem, optimizer: LinearMethod) -> str:
    curved = spectrum(problem)
    low, high = curved.lambda_min, curved.lambda_max
    if isinstance(optimizer, Chebyshev):
        if low == 0:
            return FLAT
        return f"its eigenvalues are from {low:.4g} to {high:.4g}; bound them by these"
    share = float(modes_of(problem, optimizer).values[-1]) / unit_limit(optimizer)
    if not share < 1 - EDGE:
        if np.ndim(optimizer.learning_rate):
            return f"divide its learning rates by more than {share:.4g}"
        limit = learning_rate_limit(problem, optimizer)
        return (
            f"its learning rate, {optimizer.learning_rate:.4g}, must be below "
            f"{limit:.4g}, the limit"
        )
    if low == 0:
        return FLAT
    return (
        "in float64 its slowest direction stands still; take a larger learning rate, "
        "or scale the columns of X"
    )
